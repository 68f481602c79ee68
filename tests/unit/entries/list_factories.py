"""Lists of other outlets' articles, and how they are parsed as an aggregator or a query."""

import json

from newsvane.entries import parse_source
from newsvane.records import Feed, FeedItems, ParsedFeed
from tests.unit.entries.feed_factories import NOW

LIST_URL = "http://lists.example/20261127101500.gal.json.gz"
AGGREGATOR = Feed(feed_id="list", url=LIST_URL, source_kind="aggregator")
QUERY = Feed(feed_id="query", url="https://api.example/doc?query={query}&key=secret", source_kind="query")
FACTS = {
    "date": "2026-11-24T08:00:00Z", "domain": "a.example", "outletName": "A", "title": "Title", "lang": "sq",
    "image": "https://a.example/i.jpg", "desc": "A sentence.", "author": "Ann",
}  # fmt: skip


def line(url: object = "https://a.example/1", **facts: object) -> str:
    """A line of an article list; a fact of None is left out."""
    given = FACTS | {"url": url} | facts
    return json.dumps({key: value for key, value in given.items() if value is not None})


def lines(*written: str) -> bytes:
    return "".join(f"{one}\n" for one in written).encode("utf-8", "replace")


def article(url: str = "https://a.example/1", **facts: object) -> dict[str, object]:
    """An article in an answer of the API."""
    given: dict[str, object] = {
        "url": url, "url_mobile": "", "title": "Title", "seendate": "20261124T080000Z", "language": "Albanian",
        "socialimage": "https://a.example/i.jpg", "domain": "a.example", "sourcecountry": "Albania",
    }  # fmt: skip
    return given | facts


def answer(*articles: object, indent: int | None = 1) -> bytes:
    return json.dumps({"articles": articles}, indent=indent).encode()


def parse_list(body: bytes, known: FeedItems | None = None, feed: Feed = AGGREGATOR) -> ParsedFeed:
    return parse_source(feed, body, url=feed.url, now=NOW, known=known)
