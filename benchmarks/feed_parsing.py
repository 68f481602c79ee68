"""Parse a feed into entries, with canonical addresses and ids, compared with feedparser's own dictionaries."""

import feedparser

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import feed
from newsvane.entries import parse_feed
from newsvane.records import FeedItems

URL = "https://outlet.example/feed"
ITEMS = 100
USUAL = 30
NEW = 2
TIMES = 10


def run() -> list[Ratio]:
    body = feed(ITEMS)
    assert len(parse_feed(body, url=URL).entries) == ITEMS
    usual = feed(USUAL)
    items = parse_feed(usual, url=URL).items
    known = FeedItems(keys=items.keys[NEW:], ids=items.ids[NEW:], times=items.times[NEW:])
    assert len(parse_feed(usual, url=URL, known=known).entries) == NEW
    return [
        compare(
            f"parse a feed of {ITEMS} items",
            "feedparser.parse",
            ITEMS,
            lambda: parse_feed(body, url=URL),
            lambda: feedparser.parse(body),
        ),
        compare(
            f"parse a feed of {USUAL} items, {NEW} of them new",
            "feedparser.parse",
            USUAL * TIMES,
            lambda: [parse_feed(usual, url=URL, known=known) for _ in range(TIMES)],
            lambda: [feedparser.parse(usual) for _ in range(TIMES)],
        ),
    ]
