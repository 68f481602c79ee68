"""Find the words without which a page, a line or a sentence cannot be a notice. Most pages have none.

The stems are substrings of what is read, in lower case; nothing is folded or split into words.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from newsvane.translation.vocabulary import ENGINE_STEMS, LANGUAGE_STEMS, WEAK_STEMS, names_language, phrases

MIN_CREDIT_SIZE = 16
"""Bytes of the shortest line that can be a notice without a word for "translate"."""

ABBREVIATIONS = tuple(phrases("abbreviations"))
_ABBREVIATION = re.compile(rf"(?<![A-Za-zА-я])(?:{'|'.join(ABBREVIATIONS)})(?![A-Za-zА-я])")
TRANSLATION_STEM = re.compile("|".join(sorted({re.escape(each) for all_ in LANGUAGE_STEMS.values() for each in all_})))
_MACHINE_STEMS = frozenset((*ENGINE_STEMS, *ABBREVIATIONS))
_WEAK_STEM = re.compile("|".join(map(re.escape, WEAK_STEMS)))
STEMS = tuple(
    dict.fromkeys([*ENGINE_STEMS, *WEAK_STEMS, *(stem for stems in LANGUAGE_STEMS.values() for stem in stems)])
)
"""The stems of all languages, and names of machines."""


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
    plain, abbreviated = _compile_stems(frozenset(stems))
    return bool(plain and plain.search(text.lower())) or (abbreviated and bool(_ABBREVIATION.search(text)))


@lru_cache(64)
def _compile_stems(stems: frozenset[str]) -> tuple[re.Pattern[str] | None, bool]:
    """Return a pattern that finds the stems in lower case, and whether abbreviations are among them."""
    plain = sorted(stems - set(ABBREVIATIONS))
    return re.compile("|".join(map(re.escape, plain))) if plain else None, len(plain) < len(stems)


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
