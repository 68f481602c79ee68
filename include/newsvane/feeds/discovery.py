"""Find addresses where the feeds of a site may be: links on a page, and well-known paths. Pure; pages are hostile.

Each address is only a candidate until it was fetched and parsed: see `newsvane.pipeline.ops.feed_discovery`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree

from newsvane import urls
from newsvane.charsets import find_codec, find_label
from newsvane.feeds.watchlist import LANGUAGE_CODE, normalize_address
from newsvane.records import Record
from newsvane.safe_text import to_line

Why = Literal["itself", "link", "variant", "anchor", "robots", "guess"]

MAX_HTML = 400_000
"""The maximum number of bytes parsed: libxml2's time grows with the square of the number of attributes in a tag."""

MAX_CANDIDATES = 60
"""The maximum number of candidates from one page; a portal may link to hundreds of feeds."""

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
"""Paths of feeds and news sitemaps in WordPress, Blogger, Drupal, Ghost, Hugo and the systems of newspapers."""

_FEED_TYPES = re.compile(
    r"(application/(rss|atom|rdf)\+xml|application/feed\+json|text/rss|text/xml|application/xml)\b.*"
)
_FEED_WORD = re.compile(
    r"(^|[/._=?&-])(rss\d?|feeds?|atom|rdf|news[_-]?sitemap|sitemap[_-]?news)([/._=?&-]|$)", re.IGNORECASE
)
_FEED_HOST = re.compile(r"(feeds?|rss)\d?\.")
_NOT_A_FEED = re.compile(
    r"/comments?(/|$)|/wp-json/|/xmlrpc|\.(?:css|js|png|jpe?g|gif|svg|ico|pdf|zip)$", re.IGNORECASE
)
_FORMATS = (
    ("Atom", rb"<(?:[\w.-]+:)?feed[\s>]"),
    ("RSS", rb"<(?:rss|channel)[\s>]"),
    ("RDF", rb"<(?:[\w.-]+:)?RDF[\s>]"),
    ("news sitemap", rb"<(?:[\w.-]+:)?urlset[\s>].*<[\w.-]+:news[\s>]"),
    ("sitemap", rb"<(?:[\w.-]+:)?urlset[\s>]"),
    ("sitemap index", rb"<(?:[\w.-]+:)?sitemapindex[\s>]"),
)


class Candidate(Record):
    """An address that may be a feed.

    `why`: how it was found; a `variant` is not a feed but the same page in another language, which may link to one.
    `title`, `language`: according to the link.
    """

    url: str
    why: Why
    title: str = ""
    language: str | None = None


def find_candidates(body: bytes, *, url: str, content_type: str | None = None) -> tuple[Candidate, ...]:
    """Find addresses in an HTML page that may be feeds, `<link rel="alternate">` first; at most MAX_CANDIDATES.

    `content_type`: the HTTP header. Comment feeds are left out.
    """
    root = _parse_html(body[:MAX_HTML], content_type)
    if root is None:
        return ()
    base = next((urls.absolute(each.get("href"), url) for each in root.iter("base") if each.get("href")), None) or url
    found: dict[str, Candidate] = {}
    for candidate in (*_find_links(root, base), *_find_anchors(root, base)):
        if not _NOT_A_FEED.search(urlsplit(candidate.url).path) and normalize_address(
            candidate.url
        ) != normalize_address(url):
            found.setdefault(normalize_address(candidate.url), candidate)
    return tuple(islice(found.values(), MAX_CANDIDATES))


def guess_addresses(url: str) -> tuple[str, ...]:
    """Return addresses where sites usually have feeds: first below the path of the page, then at the root."""
    section = urlsplit(url).path.rstrip("/")
    below = [f"{section}/{name}" for name in ("feed", "rss", "rss.xml")] if section and "." not in section else []
    return tuple(dict.fromkeys(urljoin(url, path) for path in (*below, *WELL_KNOWN)))


def detect_format(body: bytes) -> str:
    """Return the format of a feed, judged by its first bytes, for example "RSS", "Atom" or "JSON Feed"."""
    head = body[:20_000].replace(b"\0", b"")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "JSON Feed"
    return next((kind for kind, pattern in _FORMATS if re.search(pattern, head, re.DOTALL | re.IGNORECASE)), "feed")


def count_per_week(dates: Iterable[datetime | None], now: datetime) -> float | None:
    """Return the entries per week over the last four weeks, or over as much of them as the feed covers.

    None if no entry has a date.
    """
    known = sorted(date for date in dates if date and date <= now)
    if not known:
        return None
    span = min(timedelta(weeks=4), max(now - known[0], timedelta(days=1)))
    return round(sum(date >= now - span for date in known) / (span / timedelta(weeks=1)), 1)


def is_stale(dates: Sequence[datetime | None], now: datetime) -> bool:
    """Return whether the newest entry is unusually old: over two weeks, and over ten times the usual gap."""
    known = sorted(date for date in dates if date and date <= now)
    if not known:
        return False
    gap = (known[-1] - known[0]) / max(len(known) - 1, 1)
    return now - known[-1] > max(timedelta(days=14), 10 * gap)


def _parse_html(body: bytes, content_type: str | None) -> Any:
    codec = find_codec(find_label(content_type))
    if codec:
        body = body.decode(codec, "replace").encode()
    parser = etree.HTMLParser(encoding="utf-8" if codec else None, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None


def _find_links(root: Any, base: str) -> Iterator[Candidate]:
    variants = []
    for link in root.iter("link"):
        rel, kind = link.get("rel", "").lower().split(), link.get("type", "").strip().lower()
        address = urls.absolute(link.get("href", ""), base) if link.get("href", "").strip() else None
        if not address or not {"alternate", "feed"} & {*rel}:
            continue
        language = re.split(r"[-_]", link.get("hreflang", "").lower())[0]
        known = {
            "language": language if LANGUAGE_CODE.fullmatch(language) else None,
            "title": _to_line(link.get("title", "")),
        }
        if _FEED_TYPES.fullmatch(kind) or "feed" in rel or (not kind and not language and _FEED_WORD.search(address)):
            yield Candidate(url=address, why="link", **known)
        elif known["language"] and kind in {"", "text/html"} and rel == ["alternate"]:
            variants.append(Candidate(url=address, why="variant", language=known["language"]))
    yield from variants[:5]


def _find_anchors(root: Any, base: str) -> Iterator[Candidate]:
    home = _outlet_or_none(base)
    for anchor in islice((each for each in root.iter("a") if _FEED_WORD.search(each.get("href", ""))), _MAX_ANCHORS):
        address = urls.absolute(anchor.get("href"), base)
        if address and (_outlet_or_none(address) == home or _FEED_HOST.match(urlsplit(address).hostname or "")):
            yield Candidate(url=address, why="anchor", title=_to_line(" ".join(islice(anchor.itertext(), 10))))


def _outlet_or_none(url: str) -> str | None:
    try:
        return urls.outlet(url)
    except ValueError:
        return None


def _to_line(text: str) -> str:
    return to_line(text)[:200]
