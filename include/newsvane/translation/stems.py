"""Find the words without which a page, a line or a sentence cannot be a notice. Most pages have none.

The stems are substrings of what is read, in lower case; nothing is folded or split into words.
"""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from newsvane.translation.literals import compile_any
from newsvane.translation.vocabulary import ENGINE_STEMS, LANGUAGE_STEMS, WEAK_STEMS, names_language, phrases

MIN_CREDIT_SIZE = 16
"""Bytes of the shortest line that can be a notice without a word for "translate"."""

ABBREVIATIONS = tuple(phrases("abbreviations"))
_ABBREVIATION = re.compile(rf"(?<![A-Za-zА-я])(?:{'|'.join(ABBREVIATIONS)})(?![A-Za-zА-я])")
TRANSLATION_STEM = compile_any(each for stems in LANGUAGE_STEMS.values() for each in stems)
_MACHINE_STEMS = frozenset((*ENGINE_STEMS, *ABBREVIATIONS))
_WEAK_STEM = compile_any(WEAK_STEMS)
STEMS = tuple(
    dict.fromkeys([*ENGINE_STEMS, *WEAK_STEMS, *(stem for stems in LANGUAGE_STEMS.values() for stem in stems)])
)
"""The stems of all languages, and names of machines."""
_ALL_STEMS = frozenset((*STEMS, *ABBREVIATIONS))
_MAX_SINGLE = 40
"""Up to so many stems are searched for one by one. Each page has other ones, and to compile a pattern takes longer."""


def find_stems(text: str) -> list[str]:
    """Return the stems of "translate" that occur in a text. Most texts have none and need no closer examination."""
    lower = text.lower()
    letters = set(lower)
    possible = (stem for stem in STEMS if letters.issuperset(stem))
    found = [
        stem for stem in possible if (stem in lower if " " not in stem else all(map(lower.__contains__, stem.split())))
    ]
    return [*found, *sorted(set(_ABBREVIATION.findall(text)))]


def contains_stem(stems: Collection[str], text: str) -> bool:
    """Return whether a text has one of the stems. Abbreviations ("AI") are in capitals, and so in the text."""
    has_plain, is_abbreviated = _build_finder(frozenset(stems))
    return has_plain(text.lower()) or (is_abbreviated and bool(_ABBREVIATION.search(text)))


def contains_any_stem(text: str) -> bool:
    """Return whether a text has a stem of any language or the name of a machine."""
    return contains_stem(_ALL_STEMS, text)


@lru_cache(64)
def _build_finder(stems: frozenset[str]) -> tuple[Callable[[str], bool], bool]:
    """Return what finds the stems in lower case, and whether abbreviations are among them."""
    plain = sorted(stems - set(ABBREVIATIONS))
    is_abbreviated = len(plain) < len(stems)
    if len(plain) <= _MAX_SINGLE:
        return lambda lower: any(map(lower.__contains__, plain)), is_abbreviated
    search = compile_any(plain).search
    return lambda lower: search(lower) is not None, is_abbreviated


def may_be_notice(text: str) -> bool:
    """Return whether a line with a stem can be a notice: it has one of "translate", or may be a credit."""
    lower = text.lower()
    if TRANSLATION_STEM.search(lower):
        return True
    return len(text.encode()) >= MIN_CREDIT_SIZE and (not _WEAK_STEM.search(lower) or names_machine(text))


def names_machine(sentence: str) -> bool:
    """Return whether a sentence names a machine; if in a word such as "computer", then with a language."""
    return contains_stem(_MACHINE_STEMS, sentence) or (
        bool(_WEAK_STEM.search(sentence.lower())) and names_language(sentence)
    )
