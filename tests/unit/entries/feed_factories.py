"""Factories for feeds, and a parser with a fixed time."""

from datetime import UTC, datetime

from newsvane.entries import parse_feed
from newsvane.records import Entry, FeedItems, ParsedFeed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://a.example/news/feed"


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://a.example/about</loc></url>
<url><loc>https://a.example/1</loc><news:news><news:publication><news:name>A</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2026-11-24T08:00:00Z</news:publication_date><news:title>Title</news:title>
</news:news></url></urlset>"""


def parse(body: bytes | str, content_type: str | None = None, known: FeedItems | None = None) -> ParsedFeed:
    body = body if isinstance(body, bytes) else body.encode()
    return parse_feed(body, url=URL, content_type=content_type, now=NOW, known=known)


def item(*more: str, **changes: str | None) -> str:
    """An RSS item with `more` markup at its end; a change of None leaves the element out."""
    elements = {"title": "Title", "link": "https://a.example/1", "pubDate": "Tue, 24 Nov 2026 08:00:00 GMT"} | changes
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in elements.items() if text is not None)
    return f"<item>{inside}{''.join(more)}</item>"


def rss(*items: str, head: str = "", prolog: str = "") -> str:
    names = (
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    return f'{prolog}<rss version="2.0" {names}><channel><title>Feed</title>{head}{"".join(items)}</channel></rss>'


def atom(*entries: str, head: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Feed</title>{head}{"".join(entries)}</feed>'


def only(feed: ParsedFeed) -> Entry:
    assert len(feed.entries) == 1, feed.problems
    return feed.entries[0]
