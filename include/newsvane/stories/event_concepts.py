"""Recognise what kind of event an article reports, in twelve languages: an arrest, an earthquake, a verdict.

The words of each concept are in `event_vocabulary.toml`. Reports on one event that share no word, because they are
written in different languages, share concepts.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

from newsvane.stories.prefixes import without_prefix

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = str.maketrans({
    "ك": "ک", "ي": "ی", "ى": "ی", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ی",
    "ı": "i", "\u200c": " ", "\u0640": "", "'": "", "’": "",
})  # fmt: skip
"""One letter for those that Persian and Arabic write differently, or that writers exchange."""
_WITHOUT_ACCENTS = dict.fromkeys(code for code in range(0x10000) if unicodedata.category(chr(code)) == "Mn")
_MIN_STEM = 2
_LABEL = "label"

Concepts: TypeAlias = Mapping[str, int]
"""By concept, the index of its first word among the words of the text."""
_Entry: TypeAlias = tuple[tuple[tuple[str, bool], ...], str]
"""The further words of an entry, each with whether any ending matches, and its concept."""


@dataclass(frozen=True)
class _Words:
    """The vocabulary of one language: its entries by their first word (`words`) or its beginning (`stems`).

    `longest`: how many characters the longest of these beginnings has.
    """

    words: Mapping[str, list[_Entry]]
    stems: Mapping[str, list[_Entry]]
    longest: int


def find_concepts(text: str, language: str) -> Concepts:
    """Return the concepts that a text names, in the order of the text; none in a language without vocabulary."""
    vocabulary = _load(language)
    found: dict[str, int] = {}
    if vocabulary:
        words = split_words(text)
        for at, word in enumerate(words):
            for rest, concept in _look_up(word, language):
                following = words[at + 1 : at + 1 + len(rest)]
                if concept not in found and len(following) == len(rest) and all(map(_matches, following, rest)):
                    found[concept] = at
    return found


def label_concept(concept: str) -> str:
    """Return a concept in words for readers."""
    return str(_load_vocabulary()[concept].get(_LABEL, concept.replace("_", " ")))


def split_words(text: str) -> list[str]:
    """Return the words of a text, without case, accents and digits."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))
    return _WORD.findall(unicodedata.normalize("NFC", plain.translate(_WITHOUT_ACCENTS)))


def _matches(word: str, pattern: tuple[str, bool]) -> bool:
    wanted, has_ending = pattern
    return word.startswith(wanted) if has_ending else word == wanted


@lru_cache(maxsize=1 << 14)
def _look_up(word: str, language: str) -> tuple[_Entry, ...]:
    """Return the entries that begin with a word."""
    vocabulary = _load(language)
    if vocabulary is None:
        return ()
    found: list[_Entry] = []
    for form in dict.fromkeys((word, without_prefix(word, language))):
        found += vocabulary.words.get(form, ())
        for end in range(_MIN_STEM, min(len(form), vocabulary.longest) + 1):
            found += vocabulary.stems.get(form[:end], ())
    return tuple(found)


@cache
def _load(language: str) -> _Words | None:
    vocabulary = _load_vocabulary()
    words: dict[str, list[_Entry]] = {}
    stems: dict[str, list[_Entry]] = {}
    for concept, entries in vocabulary.items():
        for entry in entries.get(language, ()):
            (first, has_ending), *rest = _parse(entry)
            (stems if has_ending else words).setdefault(first, []).append((tuple(rest), concept))
    return _Words(words, stems, max(map(len, stems), default=0)) if words or stems else None


def _parse(entry: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of an entry, each with whether any ending matches."""
    for part in entry.split():
        *before, last = split_words(part)
        yield from ((word, False) for word in before)
        yield last, part.endswith("*")


def preload() -> None:
    """Load the words of all languages: 0.2 CPU seconds."""
    for language in {code for entries in _load_vocabulary().values() for code in entries if code != _LABEL}:
        _load(language)


@cache
def _load_vocabulary() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("newsvane.stories").joinpath("event_vocabulary.toml").read_text("utf-8"))
