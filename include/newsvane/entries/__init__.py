"""Parse what sources list into entries: feeds, list pages, channels, lists of articles. Pure, without network access.

Feeds are RSS 0.9x to 2.0, RDF, Atom, JSON Feed and news sitemaps. The steps: charset (bytes to text); item_scanner
(find the items, so that known ones are not parsed again); repair (of common faults) and limits (how much is parsed of a
feed that stays broken); one parser per format: syndication (RSS, RDF and Atom; the only importer of feedparser),
json_feed, sitemap, article_list (for aggregators and queries), list_page (with page_links, link_patterns and
link_blocks) and telegram. All parsers return the same draft (items), which normalize turns into entries, with the help
of kinds (articles, podcasts, adverts). not_a_feed identifies bodies that are not feeds, and query_errors what a query
service says instead of a list. Feeds are hostile: a DTD with its entities is dropped unread.

For article_list, article_finder finds the list in a JSON answer, whose answer_status tells errors, and article_table
reads CSV; article_fields reads each article under the names of article_names, with claimed_dates and language_names.
placeholder_titles removes titles that say nothing. whole_sitemap reads all of a sitemap, for articles of the past.
"""

import re
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime

from newsvane.entries import article_list, json_feed, list_page, sitemap, syndication, telegram
from newsvane.entries.charset import decode_feed
from newsvane.entries.item_scanner import ScannedFeed, scan_items
from newsvane.entries.items import MAX_ENTRIES, Draft
from newsvane.entries.limits import truncate_broken_feed
from newsvane.entries.normalize import normalize_feed
from newsvane.entries.not_a_feed import diagnose_page, not_a_feed_error
from newsvane.entries.placeholder_titles import clean_titles
from newsvane.entries.query_errors import describe_refusal
from newsvane.entries.repair import repair_markup
from newsvane.errors import FeedUnreadable
from newsvane.records import Feed, FeedItems, ParsedFeed

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
    """Parse a feed that was fetched from `url`. `content_type`: the HTTP header. `now` (UTC) becomes `seen_at`.

    Entries are in the order of the feed, at most 2,000 (MAX_ENTRIES), one per canonical address, with `feed_id` "".
    `known`: the items of an earlier reading. They are skipped cheaply and yield no entries, but they are included in
    the `items` of the result, where an item without a usable link, which cannot become an entry, has the id 0.
    Faults of the feed are listed in `problems`; a feed that is not well formed yields the entries that can be parsed.
    Raises FeedUnreadable: `not_a_feed` if the body is not a feed; `challenge`, `consent_wall`, `login_wall` or `parked`
    if it is such a page; `broken_feed` if it is beyond repair.
    """
    known = known or FeedItems()
    draft, problems = read_draft(body, url=url, content_type=content_type, known=frozenset(known.keys))
    return normalize_feed(draft, problems, url=url, now=now or datetime.now(UTC), known=known)


def parse_source(
    feed: Feed,
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    now: datetime | None = None,
    known: FeedItems | None = None,
) -> ParsedFeed:
    """Parse what a source answers, by its kind. Everything else is as for `parse_feed`.

    Lists of other outlets' articles (aggregators and queries) may have 20,000 entries (MAX_LISTED), in any format of a
    feed or in those of `article_list`. Their addresses must be on the public web, and titles that say nothing are left
    out. Raises FeedUnreadable like `parse_feed`; for a query that is answered with no list also `query_refused` and
    `query_throttled`; for a list page `no_links`, for a channel `no_channel` and `preview_off`.
    """
    if feed.source_kind in {"feed", "sitemap"}:
        return parse_feed(body, url=url, content_type=content_type, now=now, known=known)
    known = known or FeedItems()
    if feed.source_kind in {"page", "telegram"}:
        draft, problems = _read_page(feed, body, url=url, content_type=content_type, known=frozenset(known.keys))
        return normalize_feed(draft, problems, url=url, now=now or datetime.now(UTC), known=known)
    try:
        draft, problems = read_list(body, url=url, content_type=content_type, known=frozenset(known.keys))
    except FeedUnreadable as error:
        if feed.source_kind == "query" and error.reason == "not_a_feed":
            raise describe_refusal(decode_feed(body, content_type)[0], url) from error
        raise
    return normalize_feed(
        draft, problems, url=url, now=now or datetime.now(UTC), known=known, max_items=article_list.MAX_LISTED
    )


def _read_page(
    feed: Feed, body: bytes, *, url: str, content_type: str | None, known: Container[int]
) -> tuple[Draft, list[str]]:
    """Return a list page or the preview of a channel as it is written."""
    text, problems = decode_feed(body, content_type)
    if feed.source_kind == "telegram":
        return telegram.parse(text, url=url, known=known), problems
    selectors = {"links": feed.links, "titles": feed.titles, "dates": feed.dates}
    return list_page.parse(text, url=url, known=known, **selectors), problems


def read_draft(
    body: bytes, *, url: str, content_type: str | None = None, known: Container[int] = ()
) -> tuple[Draft, list[str]]:
    """Return a feed as it is written, and one line per problem of its text.

    `known`: keys of items that need not be parsed. Raises FeedUnreadable like `parse_feed`.
    """
    text, problems = _decode(body, url, content_type)
    if text.lstrip()[:1] == "{":
        draft = json_feed.parse(_remove_controls(text, problems), known, MAX_ENTRIES)
    else:
        draft = _parse_xml(text, problems, body, url, known, max_items=MAX_ENTRIES)
    if draft is None:
        raise not_a_feed_error(url, _describe_body(body))
    return draft, problems


def read_list(
    body: bytes, *, url: str, content_type: str | None = None, known: Container[int] = ()
) -> tuple[Draft, list[str]]:
    """Return a list of articles as it is written, in whatever format; otherwise like `read_draft`."""
    text, problems = _decode(body, url, content_type)
    draft: Draft | None
    if text.lstrip()[:1] == "<":
        draft = _parse_xml(text, problems, body, url, known, max_items=article_list.MAX_LISTED)
    else:
        text = _remove_controls(text, problems)
        draft = json_feed.parse(text, known, article_list.MAX_LISTED) or article_list.parse(text, url=url, known=known)
    if draft is None:
        raise not_a_feed_error(url, _describe_body(body))
    items = clean_titles(article_list.require_public(item) for item in draft.items)
    return replace(draft, language="", items=items), problems  # the language of the list is not that of its articles


def _decode(body: bytes, url: str, content_type: str | None) -> tuple[str, list[str]]:
    if not body.strip():
        raise not_a_feed_error(url, "the body is empty")
    return decode_feed(body, content_type)


def _parse_xml(
    text: str, problems: list[str], body: bytes, url: str, known: Container[int], *, max_items: int
) -> Draft | None:
    root = next((found for found in _ROOT.finditer(text[:200_000]) if found["name"] or found["page"]), None)
    if root is None:
        raise not_a_feed_error(url, _describe_body(body))
    local = (root["local"] or "html").lower()
    if local == "html":
        raise diagnose_page(text, url)
    is_sitemap = local in {"urlset", "sitemapindex"}
    text = text[root.start() :]
    scanned = _scan(text, is_sitemap=is_sitemap, max_items=max_items)
    if scanned.fault and _CONTROLS.search(text):
        text = _remove_controls(text, problems)
        scanned = _scan(text, is_sitemap=is_sitemap, max_items=max_items)
    if scanned.fault:
        problems.append(f"not well formed: {scanned.fault}")
        scanned = _scan(repair_markup(text, root["name"]), is_sitemap=is_sitemap, max_items=max_items)
    problems += scanned.problems
    if not scanned.fault:
        return sitemap.parse(scanned, known) if is_sitemap else syndication.parse(scanned, url, known)
    text, cut = truncate_broken_feed(text, is_sitemap=is_sitemap, max_items=max_items)
    problems += cut
    rest = text.encode("utf-8", "replace")
    return sitemap.parse_broken(rest) if is_sitemap else syndication.parse_broken(rest, url)


def _scan(text: str, *, is_sitemap: bool, max_items: int) -> ScannedFeed:
    body = text.encode("utf-8", "replace")
    if is_sitemap:
        return scan_items(body, {"url", "sitemap"}, max_items=sitemap.MAX_URLS, max_markup=sitemap.MAX_MARKUP)
    return scan_items(body, {"item", "entry"}, max_items=max_items, max_markup=syndication.MAX_MARKUP)


def _remove_controls(text: str, problems: list[str]) -> str:
    text, found = _CONTROLS.subn("", text)
    if found:
        problems.append(f"removed characters that XML forbids: {found:,}")
    return text


def _describe_body(body: bytes) -> str:
    head = body.lstrip()[:200]
    if head.startswith(b"\x1f\x8b"):
        return "gzip data that was not declared as such"
    if b"<opml" in head.lower():
        return "an OPML list of feeds; import it instead of polling it"
    if head.startswith(b"{") or head.startswith(b"["):
        return "JSON, but not a JSON Feed"
    if sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) / 10:
        return "binary data"
    if head.startswith(b"%PDF"):
        return "a PDF file"
    return f"it begins '{' '.join(head[:60].decode('utf-8', 'replace').split())}'"
