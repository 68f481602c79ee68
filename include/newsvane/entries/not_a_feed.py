"""Why a body is no feed: what stands there instead, and what the feed's owner or ours can do about it."""

import re
from urllib.parse import urlsplit

from lxml import html as lxml_html

from newsvane import urls
from newsvane.errors import FeedUnreadable

_READ = 200_000
_SMALL = 3_000
"""Characters of visible text that a wall has at most; a page with more is a page that happens to have a log-in."""

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


def refusal(url: str, why: str, *, reason: str = "not_a_feed") -> FeedUnreadable:
    """The error for a body from `url` that is no feed."""
    return FeedUnreadable(f"{url[:300]} is no feed: {why}", reason=reason)


def page_refusal(text: str, url: str) -> FeedUnreadable:
    """The error for an HTML page: a wall of which kind, or a page, with the address of the feed that it names."""
    text = text[:_READ]
    document = _document(text)
    title = _title(document)
    small = len(_visible(document)) <= _SMALL
    path = urlsplit(url).path
    if (small and _CHALLENGE_TITLE.search(title)) or _CHALLENGE.search(text):
        return refusal(url, "a bot check; it takes us for a robot, ask the outlet for access", reason="challenge")
    if small and _PARKED.search(text):
        return refusal(url, "a parked domain; the outlet has moved or is gone", reason="parked")
    host = urlsplit(url).hostname or ""
    if _CONSENT_HOST.match(host) or (small and (_CONSENT_TITLE.search(title) or _CONSENT_FORM.search(text))):
        return refusal(url, "a page that asks for consent to cookies first", reason="consent_wall")
    if small and _PASSWORD.search(text) and (_LOGIN_TITLE.search(title) or _LOGIN_PATH.search(path) or not title):
        return refusal(url, "a page to log in; the feed is not public, or no longer", reason="login_wall")
    named = _named_feed(document, url)
    return refusal(url, "an HTML page" + (f"; the page names {named[:300]} as its feed" if named else ""))


def _document(text: str) -> lxml_html.HtmlElement | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, recover=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, lxml_html.etree.LxmlError):
        return None


def _title(document: lxml_html.HtmlElement | None) -> str:
    found = None if document is None else document.find(".//title")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _visible(document: lxml_html.HtmlElement | None) -> str:
    if document is None:
        return ""
    texts = document.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    return " ".join(" ".join(texts).split())


def _named_feed(document: lxml_html.HtmlElement | None, url: str) -> str | None:
    """The first feed that a page names and that is another address than its own."""
    for link in [] if document is None else document.iter("link"):
        kinds, rel = (link.get("type") or "").lower().split(";")[0].strip(), (link.get("rel") or "").lower().split()
        address = urls.absolute(link.get("href") or "", url)
        if kinds in _FEED_TYPES and "alternate" in rel and address and address != url:
            return address
    return None
