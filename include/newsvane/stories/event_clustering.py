"""Which articles are on one event: each joins the earlier one of its language that it is most like, if like enough.

Articles are compared by their weighted words (title, opening, the rest; names and numbers more), by how much of each
one's title the other tells, and by the time between them. The weights are of the article itself, not learned from
others: what an article joins depends on itself and on the articles that share a key with it, on nothing else. A later
article never joins two stories into one.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

from newsvane.records import Article
from newsvane.stories.links import moment, within
from newsvane.stories.shingles import MIN_WORDS
from newsvane.stories.stopwords import common_words

LIKE = 0.525
"""The least likeness of two articles on one event. Chosen on half of the story pairs, and so that a month of one outlet
on one subject does not run together (docs/design/evaluation.md)."""
_TITLE, _OPENING, _REST = 3.0, 1.5, 0.5
_OPENING_WORDS, _LOOKED_AT = 60, 1_500
"""Words, and characters, of the text."""
_NAME, _NUMBER = 2.0, 2.0
_STEM = 6
"""Characters of a word that are compared, so that its endings do not matter."""
_TOLD = 6
"""The heaviest terms of an article; every pair of them is a key."""
_FADES = 3.0
"""Days in which likeness falls to a half, after the first."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*")

_Weights: TypeAlias = Mapping[str, float]
"""Of length 1 as a vector."""


@dataclass(frozen=True)
class Terms:
    """What an article is about: all of it, and its title alone."""

    all: _Weights
    title: _Weights


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
    heaviest = sorted(terms.all, key=lambda term: (-terms.all[term], term))[:_TOLD]
    return tuple(f"terms {' '.join(sorted(pair))}" for pair in combinations(heaviest, 2))


def terms_of(article: Article) -> Terms:
    """The terms of an article; none where it is too short to compare."""
    comparable = article.text and article.words >= MIN_WORDS
    return _terms(article.title, article.text, article.language) if comparable else Terms({}, {})


@lru_cache(maxsize=1 << 12)
def _terms(title: str, text: str, language: str) -> Terms:
    words = _WORD.findall(text[:_LOOKED_AT])
    opening, rest = Counter(words[:_OPENING_WORDS]), Counter(words[_OPENING_WORDS:])
    common = common_words(language)
    plain = {word for part in (opening, rest) for word in part if word[0].islower()}
    heads = _weigh(Counter(_WORD.findall(title)), _TITLE, common, plain)
    weights = defaultdict(float, heads)
    for found in (_weigh(opening, _OPENING, common, plain), _weigh(rest, _REST, common, plain)):
        for term, weight in found.items():
            weights[term] += weight
    return Terms(_unit(weights), _unit(heads))


def _weigh(
    words: Mapping[str, int], weight: float, common: Collection[str], plain: Collection[str]
) -> Mapping[str, float]:
    """The weight of each term of a part. `plain`: words that are also written small, and so are no names."""
    weights: dict[str, float] = defaultdict(float)
    for word, times in words.items():
        term, stem, telling, capital = _term(word)
        if telling and term not in common:
            weights[stem] += weight * times * telling * (_NAME if capital and term not in plain else 1)
    return weights


@lru_cache(maxsize=1 << 16)
def _term(word: str) -> tuple[str, str, float, bool]:
    """A word in small letters, the term it counts as, how much that tells, and whether the word has a capital."""
    term = word.casefold()
    if term[:1].isdigit():
        return term, term, _NUMBER if len(term) > 1 else 0, False
    capital = word[:1].isupper()
    short = len(term) < (2 if capital else 3)
    return term, term[:_STEM], 0 if short else math.sqrt(min(len(term), 8)) / 2, capital


def _unit(weights: Mapping[str, float]) -> _Weights:
    length = math.sqrt(sum(weights.values()))
    return {term: math.sqrt(weight) / length for term, weight in weights.items()}


def likeness(a: Terms, b: Terms) -> float:
    """The mean (geometric) of the cosine of two articles and of what each tells of the other's title, 0 to 1."""
    cosine = sum(weight * b.all[term] for term, weight in a.all.items() if term in b.all)
    told = [_told(one.title, other.all) for one, other in ((a, b), (b, a)) if one.title]
    return math.sqrt(cosine * sum(told) / len(told)) if told else cosine


def _told(title: _Weights, by: _Weights) -> float:
    return sum(weight * weight for term, weight in title.items() if term in by)


def _fading(a: Article, b: Article) -> float:
    """What time leaves of likeness: all within a day."""
    return float(0.5 ** (max(0.0, abs(moment(b) - moment(a)).total_seconds() / 86_400 - 1) / _FADES))
