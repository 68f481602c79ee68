"""A feed to entries, canonical addresses and ids included, against feedparser's own dictionaries."""

import feedparser

from benchmarks.material import feed
from benchmarks.measure import Ratio, compare
from newsvane.entries import parse_feed

ITEMS = 100


def run() -> list[Ratio]:
    body = feed(ITEMS)
    assert len(parse_feed(body, url="https://outlet.example/feed").entries) == ITEMS
    return [
        compare(
            f"parse a feed of {ITEMS} items",
            "feedparser.parse",
            ITEMS,
            lambda: parse_feed(body, url="https://outlet.example/feed"),
            lambda: feedparser.parse(body),
        )
    ]
