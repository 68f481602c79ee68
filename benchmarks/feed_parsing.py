"""Measure parsing a feed into entries with canonical addresses and ids, compared with feedparser alone."""

import feedparser

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import feed
from newsvane.entries import parse_feed
from newsvane.records import FeedItems

URL = "https://outlet.example/feed"
ITEMS = 100
TYPICAL_ITEMS = 30
NEW_ITEMS = 2
REPEATS = 10


def run() -> list[Ratio]:
    body = feed(ITEMS)
    assert len(parse_feed(body, url=URL).entries) == ITEMS
    typical_feed = feed(TYPICAL_ITEMS)
    items = parse_feed(typical_feed, url=URL).items
    known = FeedItems(keys=items.keys[NEW_ITEMS:], ids=items.ids[NEW_ITEMS:], times=items.times[NEW_ITEMS:])
    assert len(parse_feed(typical_feed, url=URL, known=known).entries) == NEW_ITEMS
    return [
        compare(
            f"parse a feed of {ITEMS} items",
            "feedparser.parse",
            ITEMS,
            lambda: parse_feed(body, url=URL),
            lambda: feedparser.parse(body),
        ),
        compare(
            f"parse a feed of {TYPICAL_ITEMS} items, {NEW_ITEMS} of them new",
            "feedparser.parse",
            TYPICAL_ITEMS * REPEATS,
            lambda: [parse_feed(typical_feed, url=URL, known=known) for _ in range(REPEATS)],
            lambda: [feedparser.parse(typical_feed) for _ in range(REPEATS)],
        ),
    ]
