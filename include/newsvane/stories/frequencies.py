"""How much it says that two articles name the same thing: little if every tenth article names it.

The shares are of news articles in English, Persian and Albanian, the largest of the three; `python -m
evaluation.news_frequencies` counts them and writes `news_frequencies.toml`. They do not depend on the lake, so that
what is grouped does not depend on what was grouped before.
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


def preload() -> None:
    """Load the frequencies: 0.1 CPU seconds."""
    _load()


@cache
def _load() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads(files("newsvane.stories").joinpath("news_frequencies.toml").read_text("utf-8"))
