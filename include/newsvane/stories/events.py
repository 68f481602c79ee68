"""Which articles are on one event: each joins the earlier one of its language that it is most like, if like enough.

Articles are compared by their weighted words (title, opening, the rest; names and numbers more) and by the time
between them. The weights are of the article itself, not learned from others: what an article joins depends on itself
and on the articles that share a key with it, on nothing else. So a later article never joins two stories into one.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

from newsvane.records import Article
from newsvane.stories.common import common_words
from newsvane.stories.links import within
from newsvane.stories.shingles import MIN_WORDS

LIKE = 0.4
"""The least cosine of two articles on one event. Chosen on half of the story pairs (docs/evaluation.md)."""
_TITLE, _OPENING, _REST = 3.0, 1.5, 0.5
_OPENING_WORDS, _REST_WORDS = 60, 300
_NAME, _NUMBER = 2.0, 2.0
_STEM = 6
"""Characters of a word that are compared, so that its endings do not matter."""
_TOLD = 6
"""The heaviest terms of an article; every pair of them is a key."""
_FADES = 10.0
"""Days in which likeness falls to a half."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")

Terms: TypeAlias = Mapping[str, float]


def event_links(ordered: Sequence[Article], window: timedelta) -> list[tuple[str, str]]:
    """The pairs (earlier, later) of article ids that are on one event; each later one occurs once."""
    holders: dict[str, list[tuple[Article, Terms]]] = defaultdict(list)
    links = []
    for article in ordered:
        terms = terms_of(article)
        keys = _keys(terms)
        best: tuple[float, str] | None = None
        for earlier, other in {one.article_id: (one, of_one) for key in keys for one, of_one in holders[key]}.values():
            if earlier.language == article.language and within(earlier, article, window):
                like = likeness(terms, other) * _fading(earlier, article)
                if like >= LIKE and (best is None or (-like, earlier.article_id) < best):
                    best = -like, earlier.article_id
        if best:
            links.append((best[1], article.article_id))
        for key in keys:
            holders[key].append((article, terms))
    return links


def keys_of(article: Article) -> tuple[str, ...]:
    """Under what articles on the same event are looked up."""
    return _keys(terms_of(article))


def _keys(terms: Terms) -> tuple[str, ...]:
    heaviest = sorted(terms, key=lambda term: (-terms[term], term))[:_TOLD]
    return tuple(f"terms {' '.join(sorted(pair))}" for pair in combinations(heaviest, 2))


def terms_of(article: Article) -> Terms:
    """The terms of an article with their weights, of length 1 as a vector; none where it is too short to compare."""
    comparable = article.text and article.words >= MIN_WORDS
    return _terms(article.title, article.text, article.language) if comparable else {}


@lru_cache(maxsize=1 << 13)
def _terms(title: str, text: str, language: str) -> Terms:
    words = text.split(maxsplit=_REST_WORDS)[:_REST_WORDS]
    common = common_words(language)
    plain = {match.group() for match in _WORD.finditer(" ".join(words)) if match.group()[0].islower()}
    weights: dict[str, float] = defaultdict(float)
    for part, weight in (
        (title, _TITLE),
        (" ".join(words[:_OPENING_WORDS]), _OPENING),
        (" ".join(words[_OPENING_WORDS:]), _REST),
    ):
        for match in _WORD.finditer(part):
            word = match.group().replace("’", "'").removesuffix("'s")
            term = word.casefold()
            if term in common or len(term) < 2:
                continue
            if term[0].isdigit():
                weights[term] += weight * _NUMBER
            elif word[0].isupper() and term not in plain:
                weights[term[:_STEM]] += weight * _NAME * _size(term)
            elif len(term) > 2:
                weights[term[:_STEM]] += weight * _size(term)
    length = math.sqrt(sum(weights.values()))
    return {term: math.sqrt(weight) / length for term, weight in weights.items()}


def _size(term: str) -> float:
    """Longer words tell more."""
    return math.sqrt(min(len(term), 8)) / 2


def likeness(a: Terms, b: Terms) -> float:
    """The cosine of two articles, 0 to 1."""
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _fading(a: Article, b: Article) -> float:
    """What time leaves of likeness: all on the same day, half after ten days."""
    first, second = ((one.published_at or one.fetched_at) for one in (a, b))
    return 0.5 ** (max(0.0, abs(second - first).total_seconds() / 86_400 - 1) / _FADES)
