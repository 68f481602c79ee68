"""Measure matching the shipped topics and a hundred rules with articles of 500 words, compared with plain patterns.

The regular expression of a query contains its words. It folds nothing and supports neither NOT nor proximity.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import NOW, text
from newsvane.records import Article, Topic
from newsvane.topics import load_topics, match

TOPICS = Path(__file__).parents[1] / "include" / "watch" / "topics.toml"
ARTICLES = 100
ONE_ON_TOPIC_IN = 10
"""One article in this many mentions all three topics."""
RULES = 100


def run() -> list[Ratio]:
    topics = load_topics(TOPICS.read_text("utf-8"), path=str(TOPICS))
    articles = [_make_article(seed) for seed in range(ARTICLES)]
    assert sum(len(match(each, topics)) for each in articles) == 3 * ARTICLES // ONE_ON_TOPIC_IN
    words = text(ARTICLES).split()
    queries = [f'"{words[n]} {words[n + 1]}"~3 OR ({words[n + 2]}* AND NOT {words[n + 3]})' for n in range(RULES)]
    rules = [Topic(topic_id=str(n), title="", query=query) for n, query in enumerate(queries)]
    return [
        compare(
            "match an article with the three topics",
            "re.search of their words",
            ARTICLES,
            lambda: [match(each, topics) for each in articles],
            _make_search(articles, topics),
        ),
        compare(
            f"match an article with {RULES} rules",
            "re.search of their words",
            ARTICLES,
            lambda: [match(each, rules) for each in articles],
            _make_search(articles, rules),
        ),
    ]


def _make_article(seed: int) -> Article:
    body = text(seed) + (" The MEK, an Iranian group in Albania." if seed % ONE_ON_TOPIC_IN == 0 else "")
    url = f"https://outlet.example/{seed}"
    return Article(
        article_id=str(seed), url=url, canonical_url=url, outlet="outlet.example", title="", text=body, words=500,
        language="en", fetched_at=NOW,
    )  # fmt: skip


def _make_search(articles: Sequence[Article], topics: Iterable[Topic]) -> Callable[[], object]:
    patterns = []
    for topic in topics:
        words = sorted(set(re.findall(r"\w{3,}", topic.query)) - {"AND", "NOT"})
        patterns.append(re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE))
    return lambda: [[bool(pattern.search(each.text)) for pattern in patterns] for each in articles]
