"""Feed bytes to entries: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, news sitemaps. Pure, and never on the network.

charset: bytes to text. syndication: RSS, RDF and Atom (alone imports feedparser). json_feed, sitemap: what it cannot.
items: what all formats have in common, made into entries. bounds: how much is read of a feed that would never end.
Feeds are hostile: a DTD with its entities is dropped unread.
"""

import re
from datetime import UTC, datetime

from newsvane.entries import json_feed, sitemap, syndication
from newsvane.entries.bounds import bounded
from newsvane.entries.charset import decode
from newsvane.entries.items import assemble
from newsvane.errors import FeedUnreadable
from newsvane.records import ParsedFeed

_ROOT = re.compile(
    r"<(?P<name>(?:[\w.-]+:)?(?P<local>rss|feed|rdf|channel|urlset|sitemapindex|html))(?=[\s>/])|<!doctype html",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_feed(body: bytes, *, url: str, content_type: str | None = None, now: datetime | None = None) -> ParsedFeed:
    """Read a feed that was fetched from `url`. `content_type`: the HTTP header. `now` (UTC) becomes `seen_at`.

    Entries come in the feed's order, at most 2,000 (MAX_ENTRIES), one for each canonical address, `feed_id` left "".
    What was wrong stands in `problems`; a feed that is not well formed gives the entries that can be read.
    Raises FeedUnreadable: `not_a_feed` where the body is nothing like a feed, `broken_feed` beyond repair.
    """
    now = now or datetime.now(UTC)
    if not body.strip():
        raise _refusal(url, "the body is empty")
    text, problems = decode(body, content_type)
    text, found = _CONTROLS.subn("", text)
    if found:
        problems.append(f"{found} characters that XML forbids were taken out")
    if text.lstrip().startswith("{"):
        draft = json_feed.parse(text)
    else:
        root = _ROOT.search(text[:200_000])
        local = (root["local"] or "html").lower() if root else ""
        if root is None or local == "html":
            raise _refusal(url, "an HTML page" if root else _looks(body))
        is_sitemap = local in {"urlset", "sitemapindex"}
        text, cut = bounded(text[root.start() :], root["name"], is_sitemap=is_sitemap)
        problems += cut
        draft = sitemap.parse(text) if is_sitemap else syndication.parse(text, url)
    if draft is None:
        raise _refusal(url, _looks(body))
    return assemble(draft, problems, url=url, now=now)


def _refusal(url: str, why: str) -> FeedUnreadable:
    return FeedUnreadable(f"{url[:300]} is no feed: {why}", reason="not_a_feed")


def _looks(body: bytes) -> str:
    head = body.lstrip()[:200]
    if head.startswith(b"\x1f\x8b"):
        return "gzip data that was not declared"
    if head.startswith(b"{") or head.startswith(b"["):
        return "JSON, but no JSON Feed"
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) / 10:
        return "binary data"
    return f"no feed in it; it begins {head[:60].decode('utf-8', 'replace')!r}"
