"""Measure copy detection: sketches compared with plain shingles, and grouping compared with comparing all pairs."""

from datetime import timedelta
from itertools import combinations

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import NOW, text
from newsvane.records import Article
from newsvane.stories import group, sketch

SKETCHED = 400
GROUPED = 300


def run() -> list[Ratio]:
    texts = [text(seed) for seed in range(SKETCHED)]
    sketched = [_make_article(number, each) for number, each in enumerate(texts)]
    articles = [_make_article(number, texts[number % (GROUPED - 20)]) for number in range(GROUPED)]
    ratios = [
        compare(
            "sketch a text of 500 words",
            "5-word shingles as a Python set, no signature",
            SKETCHED,
            lambda: [sketch(each) for each in sketched],
            lambda: [_make_shingles(each) for each in texts],
        ),
        compare(
            f"group {GROUPED} articles",
            "Jaccard of every pair of Python sets",
            GROUPED,
            lambda: group(articles),
            lambda: _compare_every_pair([article.text for article in articles]),
        ),
    ]
    found = sum(grouping.copy_of is not None for grouping in group(articles))
    assert found == _compare_every_pair([article.text for article in articles]), "the two methods find different copies"
    return ratios


def _make_article(number: int, body: str) -> Article:
    url = f"https://outlet-{number}.example/"
    return Article(
        article_id=f"a{number}",
        url=url,
        canonical_url=url,
        outlet=f"outlet-{number}.example",
        title=f"Number {number}",
        published_at=NOW + timedelta(minutes=number),
        fetched_at=NOW,
        text=body + f" {number}",
        words=501,
    )


def _make_shingles(body: str) -> set[str]:
    words = body.lower().split()
    return {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}


def _compare_every_pair(texts: list[str]) -> int:
    shingles = [_make_shingles(each) for each in texts]
    return sum(len(a & b) >= 0.7 * len(a | b) for a, b in combinations(shingles, 2))
