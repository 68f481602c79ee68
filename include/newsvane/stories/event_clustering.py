"""Find reports on the same event: for each article, the similar earlier ones in its language.

Similarity is measured by weighted words (title, opening, rest; names and numbers weigh more), by how much of each title
the other article covers, and by the time between the two. The weights are computed from the article itself, not learned
from a collection. So what is similar to an article depends only on it and on those that share a key with it.
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

from newsvane.observation import is_within_window, reported_at
from newsvane.records import Article
from newsvane.stories.candidates import CandidateIndex
from newsvane.stories.first_readings import as_first_read
from newsvane.stories.shingles import MIN_WORDS
from newsvane.stories.stopwords import load_stopwords

MIN_EVENT_SIMILARITY = 0.525
"""The least similarity of two articles on one event. Chosen on half of the story pairs, and so that a month of one
outlet on one subject does not merge into one story (docs/design/evaluation.md)."""
MIN_TEXT_SIMILARITY = 0.3
"""The least similarity of their texts alone: nobody must join a report by its headline over another text. Of the story
pairs that are found, all have more."""
_TITLE_WEIGHT, _OPENING_WEIGHT, _REST_WEIGHT = 3.0, 1.5, 0.5
_NAME_WEIGHT, _NUMBER_WEIGHT = 2.0, 2.0
_OPENING_WORDS, _MAX_CHARACTERS = 60, 1_500
"""How many words of the text count as its opening, and how many characters are examined."""
_STEM_LENGTH = 6
"""Characters of a word that are compared, so that its endings do not matter."""
_KEY_TERMS = 6
"""Every pair of the heaviest terms of an article is a key; this is the number of these terms."""
_HALF_LIFE_DAYS = 3.0
"""Days in which similarity falls to a half, after the first day."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*")

_TermWeights: TypeAlias = Mapping[str, float]
"""Weights by term, a vector of length 1."""


@dataclass(frozen=True)
class TermVectors:
    """The weighted terms of an article: those of title and text together, and those of either alone."""

    full: _TermWeights
    title: _TermWeights
    text: _TermWeights


def find_similar_reports(
    ordered: Sequence[Article], window: timedelta, left_out: Counter[str]
) -> dict[str, list[Article]]:
    """Return, by article id, the earlier articles that seem to report the same event, the most similar first.

    `ordered`: articles, earliest first. `left_out`: see `group`.
    """
    index: CandidateIndex[str, TermVectors] = CandidateIndex(left_out)
    found: dict[str, list[Article]] = {}
    for article in ordered:
        vectors = weigh_terms(article)
        keys = _pair_heaviest_terms(vectors)
        similar = []
        for earlier, other in index.find(keys):
            if earlier.language != article.language or not is_within_window(earlier, article, window):
                continue
            if _cosine(vectors.text, other.text) >= MIN_TEXT_SIMILARITY:
                similarity = event_similarity(vectors, other) * _time_decay(earlier, article)
                if similarity >= MIN_EVENT_SIMILARITY:
                    similar.append((-similarity, earlier.article_id, earlier))
        found[article.article_id] = [earlier for *_, earlier in sorted(similar, key=lambda each: each[:2])]
        index.add(article, keys, vectors)
    return found


def report_one_event(a: Article, b: Article) -> bool:
    """Return whether two readings of one address seem to report the same event."""
    one, other = weigh_terms(as_first_read(a)), weigh_terms(as_first_read(b))
    return _cosine(one.text, other.text) >= MIN_TEXT_SIMILARITY and event_similarity(one, other) >= MIN_EVENT_SIMILARITY


def make_event_keys(article: Article) -> tuple[str, ...]:
    """Return the keys under which articles on the same event are looked up."""
    return _pair_heaviest_terms(weigh_terms(article))


def _pair_heaviest_terms(vectors: TermVectors) -> tuple[str, ...]:
    heaviest = sorted(vectors.full, key=lambda term: (-vectors.full[term], term))[:_KEY_TERMS]
    return tuple(f"terms {' '.join(sorted(pair))}" for pair in combinations(heaviest, 2))


def weigh_terms(article: Article) -> TermVectors:
    """Return the weighted terms of an article; none if it is too short to compare."""
    is_comparable = article.text and article.words >= MIN_WORDS
    return _weigh_text(article.title, article.text, article.language) if is_comparable else TermVectors({}, {}, {})


@lru_cache(maxsize=1 << 12)
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


@lru_cache(maxsize=1 << 16)
def _analyse_word(word: str) -> tuple[str, str, float, bool]:
    """Return a word casefolded, the term it counts as, its weight, and whether it is capitalized."""
    folded = word.casefold()
    if folded[:1].isdigit():
        return folded, folded, _NUMBER_WEIGHT if len(folded) > 1 else 0, False
    is_capitalized = word[:1].isupper()
    is_short = len(folded) < (2 if is_capitalized else 3)
    return folded, folded[:_STEM_LENGTH], 0 if is_short else math.sqrt(min(len(folded), 8)) / 2, is_capitalized


def _normalize(weights: Mapping[str, float]) -> _TermWeights:
    length = math.sqrt(sum(weights.values()))
    return {term: math.sqrt(weight) / length for term, weight in weights.items()}


def event_similarity(a: TermVectors, b: TermVectors) -> float:
    """Return how similar two articles are in content, 0 to 1.

    It is the geometric mean of the cosine of both, and of how much each one covers of the other's title on average.
    """
    cosine = _cosine(a.full, b.full)
    covered = [_title_coverage(one.title, other.full) for one, other in ((a, b), (b, a)) if one.title]
    return math.sqrt(cosine * sum(covered) / len(covered)) if covered else cosine


def _cosine(a: _TermWeights, b: _TermWeights) -> float:
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _title_coverage(title: _TermWeights, other: _TermWeights) -> float:
    return sum(weight * weight for term, weight in title.items() if term in other)


def _time_decay(a: Article, b: Article) -> float:
    """Return the factor by which time reduces similarity: 1 within a day, then halved every `_HALF_LIFE_DAYS`."""
    days = abs(reported_at(b) - reported_at(a)).total_seconds() / 86_400
    return float(0.5 ** (max(0.0, days - 1) / _HALF_LIFE_DAYS))
