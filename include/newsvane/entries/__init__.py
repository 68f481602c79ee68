"""Feed bytes to entries: RSS 0.9x to 2.0, RDF, Atom, JSON Feed, news sitemaps. Pure, and never on the network.

charset: bytes to text. outline: where the items stand, so that known ones are not parsed again. repair: common faults
mended; bounds: how much is read of what stays broken. syndication: RSS, RDF and Atom (alone imports feedparser).
json_feed, sitemap: what it cannot. items: what all formats give; dates, kinds: what that means; assemble: entries made
of it. refusals: what is no feed. Feeds are hostile: a DTD with its entities is dropped unread.
"""

import re
from collections.abc import Container
from datetime import UTC, datetime

from newsvane.entries import json_feed, sitemap, syndication
from newsvane.entries.charset import decode
from newsvane.entries.item_scanner import Outline, outline
from newsvane.entries.items import MAX_ENTRIES, Draft
from newsvane.entries.limits import shortened
from newsvane.entries.normalize import assemble
from newsvane.entries.not_a_feed import page_refusal, refusal
from newsvane.entries.repair import repaired
from newsvane.records import FeedItems, ParsedFeed

_ROOT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<name>(?:[\w.-]+:)?(?P<local>rss|feed|rdf|channel|urlset|sitemapindex|html))(?=[\s>/])"
    r"|(?P<page><!doctype html)",
    re.IGNORECASE | re.DOTALL,
)
_CONTROLS = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    now: datetime | None = None,
    known: FeedItems | None = None,
) -> ParsedFeed:
    """Read a feed that was fetched from `url`. `content_type`: the HTTP header. `now` (UTC) becomes `seen_at`.

    Entries come in the feed's order, at most 2,000 (MAX_ENTRIES), one for each canonical address, `feed_id` left "".
    `known`: the items of an earlier reading; they give no entries and cost next to nothing. `items` has them all: id 0
    where an item can be no entry for want of a link.
    What was wrong stands in `problems`; a feed that is not well formed gives the entries that can be read.
    Raises FeedUnreadable: `not_a_feed` where the body is nothing like a feed, of pages `challenge`, `consent_wall`,
    `login_wall` and `parked`; `broken_feed` beyond repair.
    """
    known = known or FeedItems()
    draft, problems = read_draft(body, url=url, content_type=content_type, known=frozenset(known.keys))
    return assemble(draft, problems, url=url, now=now or datetime.now(UTC), known=known)


def read_draft(
    body: bytes, *, url: str, content_type: str | None = None, known: Container[int] = ()
) -> tuple[Draft, list[str]]:
    """What a feed says, before anything is made of it, and a line on each thing that is wrong with its text.

    `known`: keys of items that need not be read. Raises FeedUnreadable as `parse_feed`.
    """
    if not body.strip():
        raise refusal(url, "the body is empty")
    text, problems = decode(body, content_type)
    if text.lstrip()[:1] == "{":
        draft = json_feed.parse(_without_controls(text, problems), known)
    else:
        draft = _read_xml(text, problems, body, url, known)
    if draft is None:
        raise refusal(url, _looks(body))
    return draft, problems


def _read_xml(text: str, problems: list[str], body: bytes, url: str, known: Container[int]) -> Draft | None:
    root = next((found for found in _ROOT.finditer(text[:200_000]) if found["name"] or found["page"]), None)
    if root is None:
        raise refusal(url, _looks(body))
    local = (root["local"] or "html").lower()
    if local == "html":
        raise page_refusal(text, url)
    is_sitemap = local in {"urlset", "sitemapindex"}
    text = text[root.start() :]
    found = _outline(text, is_sitemap=is_sitemap)
    if found.fault and _CONTROLS.search(text):
        text = _without_controls(text, problems)
        found = _outline(text, is_sitemap=is_sitemap)
    if found.fault:
        problems.append(f"not well formed: {found.fault}")
        found = _outline(repaired(text, root["name"]), is_sitemap=is_sitemap)
    problems += found.problems
    if not found.fault:
        return sitemap.parse(found, known) if is_sitemap else syndication.parse(found, url, known)
    text, cut = shortened(text, is_sitemap=is_sitemap)
    problems += cut
    rest = text.encode("utf-8", "replace")
    return sitemap.parse_broken(rest) if is_sitemap else syndication.parse_broken(rest, url)


def _outline(text: str, *, is_sitemap: bool) -> Outline:
    body = text.encode("utf-8", "replace")
    if is_sitemap:
        return outline(body, {"url", "sitemap"}, max_items=sitemap.MAX_URLS, max_markup=sitemap.MAX_MARKUP)
    return outline(body, {"item", "entry"}, max_items=MAX_ENTRIES, max_markup=syndication.MAX_MARKUP)


def _without_controls(text: str, problems: list[str]) -> str:
    text, found = _CONTROLS.subn("", text)
    if found:
        problems.append(f"characters that XML forbids were taken out: {found:,}")
    return text


def _looks(body: bytes) -> str:
    head = body.lstrip()[:200]
    if head.startswith(b"\x1f\x8b"):
        return "gzip data that was not declared"
    if b"<opml" in head.lower():
        return "an OPML list of feeds, to be imported and not polled"
    if head.startswith(b"{") or head.startswith(b"["):
        return "JSON, but no JSON Feed"
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) / 10:
        return "binary data"
    if head.startswith(b"%PDF"):
        return "a PDF file"
    return f"it begins '{' '.join(head[:60].decode('utf-8', 'replace').split())}'"
