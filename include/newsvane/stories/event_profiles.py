"""Collect what reports on one event may have in common: what happened, who and where, numbers, words and meaning."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from newsvane.observation import reported_at
from newsvane.records import Article
from newsvane.stories.anchors import Number, extract_anchors, number_information
from newsvane.stories.event_concepts import find_concepts
from newsvane.stories.frequencies import concept_information, entity_information, name_information
from newsvane.stories.rare_words import find_rare_words, knows_common_words
from newsvane.stories.series_titles import SeriesTitle, read_series_title
from newsvane.stories.shingles import MIN_WORDS
from newsvane.stories.term_vectors import TermVectors, weigh_terms

_TITLE_FACTOR, _OPENING_FACTOR, _REST_FACTOR = 2.0, 1.0, 0.6
"""How much a concept counts that is named in the title, in the opening, or in what follows of the examined words."""
_OPENING_WORDS, _MAX_WORDS, _MAX_CHARACTERS = 40, 120, 2_000
"""How many words of the text count as its opening, and how much of title and text is examined."""
_COUNTRY_CODE = re.compile(r"place:[a-z]{2}")
"""The country that a place is in, as queries find it: it says nothing that the place does not say."""
_EARLY, _EARLY_FACTOR = 0.15, 1.5
"""A name that first occurs in this part of title and text (a share) counts as much more (a factor)."""
_MIN_INFORMATION = 3.0
"""A name that says less (bits) is left out: more than an eighth of all articles in some language have it."""
_ENTITY_WEIGHT, _FULL_INFORMATION = 2.0, 6.0
"""The weight of a person, organisation or place. One that says fewer bits than the second weighs less in proportion."""


@dataclass(frozen=True)
class EventProfile:
    """What an article reports.

    `rare_words`: stems; None if the words of the language were not counted. `rare_in_text`: those in the text.
    `concepts`: weights. `names`: bits of information, by the skeleton of a name or of two adjacent ones (see
    `anchors`). `cased`: whether the script has capitals. `numbers`: bits of information; years are left out.
    `entities`: weights of the people, organisations and places, by id. `meaning`: vector of length 1; None: unknown.
    `series`: the headline, if it names one day.
    """

    language: str
    reported_at: datetime
    terms: TermVectors
    rare_words: Set[str] | None
    rare_in_text: Set[str]
    concepts: Mapping[str, float]
    names: Mapping[str, float]
    cased: bool
    numbers: Mapping[Number, float]
    entities: Mapping[str, float]
    meaning: NDArray[np.float32] | None
    series: SeriesTitle | None

    @cached_property
    def weight_of_concepts(self) -> float:
        """The sum of their weights."""
        return sum(self.concepts.values())

    @cached_property
    def weight_of_entities(self) -> float:
        """The sum of their weights."""
        return sum(self.entities.values())

    @cached_property
    def bits_of_names(self) -> float:
        """The sum of their bits of information."""
        return sum(self.names.values())

    def emphasis(self, concept: str) -> float:
        """Return how prominently a concept is named: 2 in the title, 1 in the opening, 0.6 in what follows."""
        return self.concepts[concept] / concept_information(concept)


def make_profile(article: Article, embedding: Sequence[int] = ()) -> EventProfile | None:
    """Return the profile of an article; None if it is too short to compare. `embedding`: as in `group`."""
    if not article.text or article.words < MIN_WORDS:
        return None
    anchors = extract_anchors(article)
    places = dict(anchors.names) | {f"{one} {other}": (at,) for (one, other), (_, at) in anchors.pairs.items()}
    names = {
        name: bits * (_EARLY_FACTOR if found[0] < _EARLY else 1)
        for name, found in places.items()
        if (bits := name_information(name)) > _MIN_INFORMATION
    }
    rare_in_text = find_rare_words(article.text, article.language)
    return EventProfile(
        language=article.language,
        reported_at=reported_at(article),
        terms=weigh_terms(article),
        rare_words=(
            rare_in_text | find_rare_words(article.title, article.language)
            if knows_common_words(article.language)
            else None
        ),
        rare_in_text=rare_in_text,
        concepts=_weigh_concepts(article.title[:_MAX_CHARACTERS], article.text[:_MAX_CHARACTERS], article.language),
        names=names,
        cased=anchors.cased,
        numbers={number: number_information(number) for number in anchors.numbers if not _is_year(number)},
        entities={
            key: _ENTITY_WEIGHT * _relative_information(key)
            for key in article.name_keys
            if not _COUNTRY_CODE.fullmatch(key)
        },
        meaning=_normalize(embedding) if embedding else None,
        series=read_series_title(article.title, article.language),
    )


@lru_cache(maxsize=512)
def _weigh_concepts(title: str, text: str, language: str) -> Mapping[str, float]:
    """Return the weight of each concept: its bits of information times the factor of the part that names it."""
    words = " ".join(text.split(maxsplit=_MAX_WORDS)[:_MAX_WORDS])
    factors = {
        concept: _OPENING_FACTOR if at < _OPENING_WORDS else _REST_FACTOR
        for concept, at in find_concepts(words, language).items()
    }
    factors |= dict.fromkeys(find_concepts(title, language), _TITLE_FACTOR)
    return {concept: factor * concept_information(concept) for concept, factor in factors.items()}


def _is_year(number: Number) -> bool:
    return len(number) == 1 and 1300 <= number[0] <= 2100


def _relative_information(key: str) -> float:
    """Return how much an entity says, from 0 to 1."""
    return min(1.0, entity_information(key) / _FULL_INFORMATION)


def _normalize(embedding: Sequence[int]) -> NDArray[np.float32]:
    vector = np.asarray(embedding, dtype=np.float32)
    return vector / np.float32(np.linalg.norm(vector) or 1)
