"""Link translations and events: what their blocking keys cost, and lookup by keys compared with every pair."""

import math
import random
import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations

from benchmarks.cpu_ratio import Ratio, compare
from benchmarks.synthetic_content import NOW, text
from newsvane.records import Article
from newsvane.stories.anchors import extract_anchors
from newsvane.stories.blocking_keys import compute_blocking_keys
from newsvane.stories.copy_forest import CopyForest
from newsvane.stories.event_profiles import make_profile
from newsvane.stories.story_joining import StoryJoiner
from newsvane.stories.term_vectors import weigh_terms
from newsvane.stories.translation_links import find_anchor_links

KEYED = 400
LINKED = 600
_WORD = re.compile(r"\w+")


def run() -> list[Ratio]:
    """Return the ratios. Texts differ in a number in each lap, so that nothing comes from a cache."""
    laps = iter(range(1_000))
    articles = [_make_article(number, f"en{number % 2}") for number in range(LINKED)]
    window = timedelta(days=14)
    return [
        compare(
            "keys of an article of 500 words",
            "its words counted",
            KEYED,
            lambda: [compute_blocking_keys(one) for one in _make_fresh_articles(next(laps))],
            lambda: [_count_words(one) for one in _make_fresh_articles(next(laps))],
        ),
        compare(
            f"events and translations among {LINKED} articles",
            "cosine of every pair of word counts",
            LINKED,
            lambda: _find_links(articles, window),
            lambda: _compare_every_pair([weigh_terms(one).full for one in articles]),
        ),
    ]


def _make_fresh_articles(lap: int) -> list[Article]:
    return [_make_article(number, "en", f" {lap}") for number in range(KEYED)]


def _make_article(number: int, language: str, end: str = "") -> Article:
    """Return an article with a name every ten words and a number every thirty."""
    rng = random.Random(number)
    words = text(number).split(" ")
    words[::10] = [word.capitalize() for word in words[::10]]
    words[5::30] = [str(rng.randint(2, 5_000)) for _ in words[5::30]]
    url = f"https://outlet-{number}.example/{number}"
    return Article(
        article_id=f"a{number}",
        url=url,
        canonical_url=url,
        outlet=f"outlet-{number}.example",
        title=" ".join(words[:9]),
        published_at=NOW + timedelta(minutes=number),
        fetched_at=NOW,
        text=" ".join(words) + end,
        words=500,
        language=language,
    )


def _find_links(articles: list[Article], window: timedelta) -> None:
    profiles = {each.article_id: make_profile(each) for each in articles}
    StoryJoiner(articles, CopyForest(articles), profiles, window, Counter()).join()
    anchors = {each.article_id: extract_anchors(each) for each in articles}
    find_anchor_links(articles, anchors, window, Counter())


def _count_words(article: Article) -> Mapping[str, int]:
    return Counter(_WORD.findall(article.text.casefold()))


def _compare_every_pair(articles: list[Mapping[str, float]]) -> int:
    return sum(_cosine(a, b) > 0.5 for a, b in combinations(articles, 2))


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(weight * b[term] for term, weight in a.items() if term in b) / math.sqrt(
        sum(weight * weight for weight in a.values()) * sum(weight * weight for weight in b.values())
    )
