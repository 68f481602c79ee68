"""Where the feeds of a page may be: what it links to, and where others have theirs. Pages are hostile.

What is found here is a guess until it was fetched and read: see `newsvane.pipeline.ops.feed_discovery`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsvane import urls
from newsvane.feeds.watchlist import LANGUAGE, same_address
from newsvane.records import Record

Why = Literal["itself", "link", "variant", "anchor", "robots", "guess"]

MAX_HTML = 400_000
"""Bytes of a page that are looked at: libxml2's time grows with the square of the attributes in a tag."""
MAX_CANDIDATES = 60
"""A portal may link to hundreds of feeds; so many are tried."""
_MAX_ANCHORS = 1_000

WELL_KNOWN = (
    *(
        "/feed",
        "/rss",
        "/rss.xml",
        "/feed.xml",
        "/atom.xml",
        "/index.xml",
        "/feed.json",
        "/feeds",
        "/rss/news",
        "/en/rss",
    ),
    *("/?feed=rss2", "/feeds/posts/default?alt=rss", "/index.rdf", "/rss/all.xml", "/api/rss"),
    *("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/googlenews.xml"),
    *("/sitemap_index.xml", "/sitemap.xml"),
)
"""Where WordPress, Blogger, Drupal, Ghost, Hugo and the systems of newspapers put feeds and news sitemaps."""

_TYPES = re.compile(r"(application/(rss|atom|rdf)\+xml|application/feed\+json|text/rss|text/xml|application/xml)\b.*")
_FEEDISH = re.compile(
    r"(^|[/._=?&-])(rss\d?|feeds?|atom|rdf|news[_-]?sitemap|sitemap[_-]?news)([/._=?&-]|$)", re.IGNORECASE
)
_FEED_HOST = re.compile(r"(feeds?|rss)\d?\.")
_USELESS = re.compile(r"/comments?(/|$)|/wp-json/|/xmlrpc|\.(?:css|js|png|jpe?g|gif|svg|ico|pdf|zip)$", re.IGNORECASE)
_KINDS = (
    ("Atom", rb"<(?:[\w.-]+:)?feed[\s>]"),
    ("RSS", rb"<(?:rss|channel)[\s>]"),
    ("RDF", rb"<(?:[\w.-]+:)?RDF[\s>]"),
    ("news sitemap", rb"<(?:[\w.-]+:)?urlset[\s>].*<[\w.-]+:news[\s>]"),
    ("sitemap", rb"<(?:[\w.-]+:)?urlset[\s>]"),
    ("sitemap index", rb"<(?:[\w.-]+:)?sitemapindex[\s>]"),
)


class Candidate(Record):
    """An address that may be a feed, or of a page (`variant`: the same one in another language) that may name one.

    `title`, `language`: what the link says.
    """

    url: str
    why: Why
    title: str = ""
    language: str | None = None


def candidates(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """What an HTML page links to that may be a feed, `<link rel="alternate">` first; at most MAX_CANDIDATES.

    `content_type`: the HTTP header. Feeds of comments are left out.
    """
    root = _html(body[:MAX_HTML], content_type)
    if root is None:
        return ()
    base = next((urls.absolute(each.get("href"), url) for each in root.iter("base") if each.get("href")), None) or url
    found: dict[str, Candidate] = {}
    for candidate in (*_links(root, base), *_anchors(root, base)):
        if not _USELESS.search(urlsplit(candidate.url).path) and same_address(candidate.url) != same_address(url):
            found.setdefault(same_address(candidate.url), candidate)
    return tuple(islice(found.values(), MAX_CANDIDATES))


def guesses(url: str) -> tuple[str, ...]:
    """Addresses where sites have their feeds: below the page's own path first, then at the top."""
    section = urlsplit(url).path.rstrip("/")
    below = [f"{section}/{name}" for name in ("feed", "rss", "rss.xml")] if section and "." not in section else []
    return tuple(dict.fromkeys(urljoin(url, path) for path in (*below, *WELL_KNOWN)))


def kind_of(body: bytes) -> str:
    """What kind of feed a body is, by its first bytes: RSS, Atom, RDF, JSON Feed, sitemap, …"""
    head = body[:20_000].replace(b"\0", b"")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "JSON Feed"
    return next((kind for kind, pattern in _KINDS if re.search(pattern, head, re.DOTALL | re.IGNORECASE)), "feed")


def per_week(dates: Iterable[datetime | None], now: datetime) -> float | None:
    """Entries a week over the last four weeks, or over as much of them as the feed reaches back; None: no dates."""
    known = sorted(date for date in dates if date and date <= now)
    if not known:
        return None
    span = min(timedelta(weeks=4), max(now - known[0], timedelta(days=1)))
    return round(sum(date >= now - span for date in known) / (span / timedelta(weeks=1)), 1)


def is_stale(dates: Sequence[datetime | None], now: datetime) -> bool:
    """Whether the newest entry is older than the feed's own rhythm explains: two weeks and ten times the usual gap."""
    known = sorted(date for date in dates if date and date <= now)
    if not known:
        return False
    gap = (known[-1] - known[0]) / max(len(known) - 1, 1)
    return now - known[-1] > max(timedelta(days=14), 10 * gap)


def _html(body: bytes, content_type: str | None) -> Any:
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type or "", re.IGNORECASE)
    for encoding in (charset and charset[1], None):
        try:
            return etree.fromstring(body, etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True))
        except (LookupError, etree.XMLSyntaxError):
            continue
    return None


def _links(root: Any, base: str) -> Iterator[Candidate]:
    variants = []
    for link in root.iter("link"):
        rel, kind = link.get("rel", "").lower().split(), link.get("type", "").strip().lower()
        address = urls.absolute(link.get("href", ""), base) if link.get("href", "").strip() else None
        if not address or not {"alternate", "feed"} & {*rel}:
            continue
        language = re.split(r"[-_]", link.get("hreflang", "").lower())[0]
        known = {"language": language if LANGUAGE.fullmatch(language) else None, "title": _line(link.get("title", ""))}
        if _TYPES.fullmatch(kind) or "feed" in rel or (not kind and not language and _FEEDISH.search(address)):
            yield Candidate(url=address, why="link", **known)
        elif known["language"] and kind in {"", "text/html"} and rel == ["alternate"]:
            variants.append(Candidate(url=address, why="variant", language=known["language"]))
    yield from variants[:5]


def _anchors(root: Any, base: str) -> Iterator[Candidate]:
    home = _outlet(base)
    for anchor in islice((each for each in root.iter("a") if _FEEDISH.search(each.get("href", ""))), _MAX_ANCHORS):
        address = urls.absolute(anchor.get("href"), base)
        if address and (_outlet(address) == home or _FEED_HOST.match(urlsplit(address).hostname or "")):
            yield Candidate(url=address, why="anchor", title=_line(" ".join(islice(anchor.itertext(), 10))))


def _outlet(url: str) -> str | None:
    try:
        return urls.outlet(url)
    except ValueError:
        return None


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
