"""Weigh the words of an article, and measure how similar two articles in one language are by their words.

The weights are computed from the article itself, not learned from a collection. So how similar two articles are depends
only on the two.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from newsvane.records import Article
from newsvane.stories.shingles import MIN_WORDS
from newsvane.stories.stopwords import load_stopwords

_TITLE_WEIGHT, _OPENING_WEIGHT, _REST_WEIGHT = 3.0, 1.5, 0.5
"""Factors of the weight of a word, by the part in which it is."""
_NAME_WEIGHT, _NUMBER_WEIGHT = 2.0, 2.0
_OPENING_WORDS, _MAX_CHARACTERS = 60, 1_500
"""How many words of the text count as its opening, and how many characters are examined."""
_STEM_LENGTH = 6
"""Characters of a word that are compared, so that its endings do not matter."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*")

TermWeights: TypeAlias = Mapping[str, float]
"""Weights by term, a vector of length 1."""


@dataclass(frozen=True)
class TermVectors:
    """The weighted terms of an article: those of title and text together, and those of either alone."""

    full: TermWeights
    title: TermWeights
    text: TermWeights


def weigh_terms(article: Article) -> TermVectors:
    """Return the weighted terms of an article; none if it is too short to compare."""
    is_comparable = article.text and article.words >= MIN_WORDS
    return _weigh_text(article.title, article.text, article.language) if is_comparable else TermVectors({}, {}, {})


@lru_cache(maxsize=512)
def _weigh_text(title: str, text: str, language: str) -> TermVectors:
    words = _WORD.findall(text[:_MAX_CHARACTERS])
    opening, rest = Counter(words[:_OPENING_WORDS]), Counter(words[_OPENING_WORDS:])
    stopwords = load_stopwords(language)
    lowercase = {word for part in (opening, rest) for word in part if word[0].islower()}
    title_weights = _weigh_part(Counter(_WORD.findall(title)), _TITLE_WEIGHT, stopwords, lowercase)
    text_weights: dict[str, float] = defaultdict(float)
    for part, factor in ((opening, _OPENING_WEIGHT), (rest, _REST_WEIGHT)):
        for term, weight in _weigh_part(part, factor, stopwords, lowercase).items():
            text_weights[term] += weight
    full = {term: title_weights.get(term, 0) + text_weights.get(term, 0) for term in {**title_weights, **text_weights}}
    return TermVectors(_normalize(full), _normalize(title_weights), _normalize(text_weights))


def _weigh_part(
    words: Mapping[str, int], factor: float, stopwords: Collection[str], lowercase: Collection[str]
) -> Mapping[str, float]:
    """Return the weight of each term of a part. `lowercase`: words also written in lower case, which are no names."""
    weights: dict[str, float] = defaultdict(float)
    for word, times in words.items():
        folded, stem, weight, is_capitalized = _analyse_word(word)
        if weight and folded not in stopwords:
            is_name = is_capitalized and folded not in lowercase
            weights[stem] += factor * times * weight * (_NAME_WEIGHT if is_name else 1)
    return weights


@lru_cache(maxsize=1 << 14)
def _analyse_word(word: str) -> tuple[str, str, float, bool]:
    """Return a word casefolded, the term it counts as, its weight, and whether it is capitalized."""
    folded = word.casefold()
    if folded[:1].isdigit():
        return folded, folded, _NUMBER_WEIGHT if len(folded) > 1 else 0, False
    is_capitalized = word[:1].isupper()
    is_short = len(folded) < (2 if is_capitalized else 3)
    return folded, folded[:_STEM_LENGTH], 0 if is_short else math.sqrt(min(len(folded), 8)) / 2, is_capitalized


def _normalize(weights: Mapping[str, float]) -> TermWeights:
    """Return the square roots of the weights, as a vector of length 1."""
    length = math.sqrt(sum(weights.values()))
    return {term: math.sqrt(weight) / length for term, weight in weights.items()}


def find_written_terms(article: Article, terms: Set[str]) -> Mapping[str, str]:
    """Return how an article first writes terms, in its text or else in its title."""
    found: dict[str, str] = {}
    for word in _WORD.findall(f"{article.text[:_MAX_CHARACTERS]}\n{article.title}"):
        term = _analyse_word(word)[1]
        if term in terms:
            found.setdefault(term, word)
    return found


def event_similarity(a: TermVectors, b: TermVectors) -> float:
    """Return how similar two articles are in content, 0 to 1.

    It is the geometric mean of the cosine of both, and of how much each one covers of the other's title on average.
    """
    alike = cosine(a.full, b.full)
    covered = [_title_coverage(one.title, other.full) for one, other in ((a, b), (b, a)) if one.title]
    return math.sqrt(alike * sum(covered) / len(covered)) if covered else alike


def cosine(a: TermWeights, b: TermWeights) -> float:
    """Return the cosine of two vectors of length 1."""
    common = filter(b.__contains__, a)  # most pairs have few terms in common, and this finds them fastest
    return sum(a[term] * b[term] for term in common)


def _title_coverage(title: TermWeights, other: TermWeights) -> float:
    """Return the share of a title, 0 to 1, that another article has, too."""
    return sum(title[term] * title[term] for term in filter(other.__contains__, title))
