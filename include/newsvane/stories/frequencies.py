"""How much it says that two articles name the same thing: little if every tenth article names it.

The shares are of news articles in English, Persian and Albanian, the largest of the three; `python -m
evaluation.news_frequencies` counts them and writes `news_frequencies.toml`. Words are counted in more languages, by
`python -m evaluation.word_frequencies`, which writes `word_frequencies.toml`. Neither depends on the lake, so that what
is grouped does not depend on what was grouped before.
"""

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

RARE = 0.005
"""Shares below this are not listed."""
_BITS_PER_CONSONANT = 2.6
"""Information in one consonant of a name's skeleton."""
_RAREST = 0.002
COMMON_WORD_BITS = 5
"""A word that says less (bits) is common: more than one in 32 articles has it."""
STEM_LENGTH = 6
"""The letters of a word that are compared, so that endings do not matter."""
_BEGINNINGS = 5, 4, 3


def concept_information(concept: str) -> float:
    """Return the bits of information in two articles sharing a concept."""
    return -math.log2(_load()["concepts"].get(concept, _RAREST))


def entity_information(key: str) -> float:
    """Return the bits of information in two articles naming the same person, organisation or place.

    `key`: as in `Article.name_keys`.
    """
    return -math.log2(_load()["entities"].get(key, _RAREST))


def name_information(name: str) -> float:
    """Return the bits of information in two articles sharing a name, or two adjacent names, given as consonants."""
    length = len(name.replace(" ", ""))
    return min(_BITS_PER_CONSONANT * length, -math.log2(_load()["names"].get(name, _RAREST)))


def word_information(stem: str, language: str) -> float:
    """Return the bits of information in two articles sharing a word, given by its stem (`rare_words`).

    A word that is not listed is rare.
    """
    words = _load_words()
    patterns = (stem, *(f"{stem[:length]}*" for length in _BEGINNINGS))
    listed = (words.get(table, {}).get(pattern) for table in (language, "names") for pattern in patterns)
    return min((bits for bits in listed if bits is not None), default=-math.log2(_RAREST))


def has_word_frequencies(language: str) -> bool:
    """Return whether the words of a language were counted."""
    return language in _load_words()


def make_pattern(word: str, *, any_ending: bool) -> str:
    """Return how a word is listed; `any_ending`: with those that begin with its first letters, too."""
    return f"{word[: _BEGINNINGS[0]]}*" if any_ending else word[:STEM_LENGTH]


def preload() -> None:
    """Load the frequencies: 0.1 CPU seconds."""
    _load()
    _load_words()


@cache
def _load() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads(files("newsvane.stories").joinpath("news_frequencies.toml").read_text("utf-8"))


@cache
def _load_words() -> Mapping[str, Mapping[str, int]]:
    """Return the bits of each listed word by language, and of the beginnings of frequent names."""
    tables = tomllib.loads(files("newsvane.stories").joinpath("word_frequencies.toml").read_text("utf-8"))
    return {
        name: {word: int(bits) for bits, words in table.items() for word in words.split()}
        for name, table in tables.items()
    }
