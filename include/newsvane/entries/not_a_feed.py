"""Identify bodies that are not feeds: bot checks, login pages, parked domains, … Pure."""

import re
from urllib.parse import urlsplit

from lxml import html as lxml_html

from newsvane import urls
from newsvane.errors import FeedUnreadable

_MAX_PARSED = 200_000
_MAX_WALL_TEXT = 3_000
"""Maximum length of the visible text in a wall (a consent or login page or a bot check).

A page with more text is a normal page that happens to have a login form.
"""

_CHALLENGE_TITLE = re.compile(
    r"just a moment|attention required|checking your browser|one moment, please|please wait\.\.\.|ddos-guard"
    r"|security check|are you (a )?(human|robot)|not a (bot|robot)|verify(ing)? you are human|bot verification"
    r"|human verification|access to this page has been denied|pardon our interruption|arvancloud|please enable cookies",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"_cf_chl_opt|cf-chl-|cf_chl_|challenge-error-text|captcha-delivery\.com|px-captcha|_incapsula_resource|sgcaptcha"
    r"|/\.well-known/ddos-guard|awswafintegration|/_sec/cp_challenge|anubis_challenge|__arcsjs",
    re.IGNORECASE,
)
_PARKED = re.compile(
    r"domain (name )?(is|may be|might be) for sale|this domain is parked|domain parking|parked (free|domain)"
    r"|buy this domain|domain has expired|sedoparking|parkingcrew|bodis\.com|hugedomains|afternic\.com"
    r"|parklogic|dan\.com/buy-domain|diese domain (steht zum verkauf|ist geparkt)|دامنه .{0,30}(فروش|منقضی)",
    re.IGNORECASE,
)
_CONSENT_HOST = re.compile(r"^(consent|cmp|privacy-?gate|myprivacy|datenschutz)[.-]", re.IGNORECASE)
_CONSENT_TITLE = re.compile(
    r"before you continue|bevor sie|avant d.acc[ée]der|consent|consentement|einwilligung|your privacy"
    r"|privacy (gate|wall)|cookie|zustimmung|privatsph[äa]re|datenschutzeinstellungen|toestemming|samtykke"
    r"|consentimiento|consenso",
    re.IGNORECASE,
)
_CONSENT_FORM = re.compile(r"<form[^>]{0,500}action=[\"'][^\"']{0,200}consent", re.IGNORECASE)
_LOGIN_TITLE = re.compile(
    r"\b(log ?-?in|sign ?-?in|anmelden|anmeldung|einloggen|connexion|se connecter|iniciar sesi[óo]n|acceder|accedi"
    r"|entrar|inloggen|logga in|logg inn|zaloguj|kirjaudu|giri[şs]|hyr|вход|войти)\b|ورود|تسجيل الدخول|登录|ログイン",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(r"/(wp-login|log-?in|sign-?in|auth|account/login|sso)\b", re.IGNORECASE)
_PASSWORD = re.compile(r"<input[^>]{0,500}type\s*=\s*[\"']?password", re.IGNORECASE)
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}


def not_a_feed_error(url: str, why: str, *, reason: str = "not_a_feed") -> FeedUnreadable:
    """Return the error for a body from `url` that is not a feed."""
    return FeedUnreadable(f"{url[:300]} is not a feed: {why}", reason=reason)


def diagnose_page(text: str, url: str) -> FeedUnreadable:
    """Return the error for an HTML page: the kind of wall, or a normal page with the feed that it links to."""
    text = text[:_MAX_PARSED]
    document = parse_html(text)
    title = _title(document)
    small = len(visible_text(document)) <= _MAX_WALL_TEXT
    path = urlsplit(url).path
    if (small and _CHALLENGE_TITLE.search(title)) or _CHALLENGE.search(text):
        return not_a_feed_error(url, "a bot check; ask the outlet for access", reason="challenge")
    if small and _PARKED.search(text):
        return not_a_feed_error(url, "a parked domain; the outlet has moved or is gone", reason="parked")
    host = urlsplit(url).hostname or ""
    if _CONSENT_HOST.match(host) or (small and (_CONSENT_TITLE.search(title) or _CONSENT_FORM.search(text))):
        return not_a_feed_error(url, "a cookie consent page", reason="consent_wall")
    if small and _PASSWORD.search(text) and (_LOGIN_TITLE.search(title) or _LOGIN_PATH.search(path) or not title):
        return not_a_feed_error(url, "a login page; the feed is not public, or no longer public", reason="login_wall")
    named = _find_linked_feed(document, url)
    return not_a_feed_error(url, "an HTML page" + (f"; it links to {named[:300]} as its feed" if named else ""))


def find_wall(text: str, url: str) -> FeedUnreadable | None:
    """Return the error for a page with little text that is a wall or a parked domain; None if it is neither.

    A page with more text may have the marks of bot protection although it was not refused.
    """
    if len(visible_text(parse_html(text[:_MAX_PARSED]))) > _MAX_WALL_TEXT:
        return None
    error = diagnose_page(text, url)
    return None if error.reason == "not_a_feed" else error


def parse_html(text: str) -> lxml_html.HtmlElement | None:
    """Parse a page; return None if nothing can be made of it."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, lxml_html.etree.LxmlError):
        return None


def _title(document: lxml_html.HtmlElement | None) -> str:
    found = None if document is None else document.find(".//title")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def visible_text(document: lxml_html.HtmlElement | None) -> str:
    """Return the words of a page that people see."""
    if document is None:
        return ""
    texts = document.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join(texts).split())


def _find_linked_feed(document: lxml_html.HtmlElement | None, url: str) -> str | None:
    """Return the first feed that a page links to, if its address differs from that of the page."""
    for link in [] if document is None else document.iter("link"):
        kinds, rel = (link.get("type") or "").lower().split(";")[0].strip(), (link.get("rel") or "").lower().split()
        address = urls.absolute(link.get("href") or "", url)
        if kinds in _FEED_TYPES and "alternate" in rel and address and address != url:
            return address
    return None
