"""One form for the many spellings of a word, and an index of the words of a text.

`fold`: compatibility form, no case, no accents or vowel signs, one form for the letters that Arabic, Persian and
Kurdish keyboards write differently, no tatweel, no joiners. `FOLD_SQL` does nearly the same inside DuckDB.
"""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import Literal

Field = Literal["title", "text"]

_LETTERS = {
    "ي": "یىےێ",
    "ك": "کڪ",
    "ه": "ةھہەۃ",
    "ا": "ٱ",
    "و": "ۆ",
    "ر": "ڕ",
    "ل": "ڵ",
    "i": "ı",
    "l": "ł",
    "L": "Ł",
    "d": "đ",
    "D": "Đ",
    "o": "ø",
    "O": "Ø",
} | {str(digit): chr(0x660 + digit) + chr(0x6F0 + digit) for digit in range(10)}
_FROM, _TO = ("".join(chars) for chars in zip(*((c, to) for to, all_ in _LETTERS.items() for c in all_), strict=True))
_INVISIBLE = "\u0640\u200c\u200d\u00ad"
_TABLE = str.maketrans(_FROM, _TO, _INVISIBLE)

FOLD_SQL = " || chr(10) || ".join(
    f"regexp_replace(translate(strip_accents(coalesce({column}, '')), '{_FROM}{_INVISIBLE}', '{_TO}'), "
    r"'[^\pL\pN_]+', ' ', 'g')"
    for column in ("title", "text")
)
"""The words of title and text, a space between them, in two lines. The case is kept: patterns say whether it counts."""

_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
_WORD = re.compile(rf"\w[\w{_MARKS}\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed{_INVISIBLE}]*")

_ARABIC = [w + p for w in ("", "و", "ف") for p in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل") if w + p]
_HEBREW = [w + s + p for w in ("", "ו") for s in ("", "ש", "כש") for p in ("", "ב", "ל", "מ", "ה", "כ") if w + s + p]
_PROCLITICS = {"arabic": _ARABIC, "hebrew": _HEBREW}

SHORTEST_STEM = 4
"""What is left of a word when a proclitic is taken off has at least so many letters."""


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """The form in which words are compared."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(char for char in bare if unicodedata.category(char) != "Mn").translate(_TABLE)


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> tuple[str, ...]:
    """Under what a word can be found: folded, and without the particles that Arabic and Hebrew write onto it."""
    folded = fold(word)
    longest = len(folded) - SHORTEST_STEM
    return (folded, *(folded[len(p) :] for p in proclitics(folded) if len(p) <= longest and folded.startswith(p)))


def proclitics(folded: str) -> list[str]:
    """The particles (and, the, to, in, …) that may be written onto a word of this script."""
    if "\u0620" <= folded[:1] <= "\u06ff":
        return _PROCLITICS["arabic"]
    return _PROCLITICS["hebrew"] if "\u05d0" <= folded[:1] <= "\u05ea" else []


def split(text: str) -> list[str]:
    """The words of a text as they stand there."""
    return _WORD.findall(text)


class Words:
    """The words of an article's title and text in one numbering, GAP apart, by number and by form."""

    GAP = 100
    """No phrase or proximity reaches over it."""

    def __init__(self, title: str, text: str) -> None:
        self._texts: dict[Field, str] = {"title": title, "text": text}
        heading, body = split(title), split(text)
        self.begins: dict[Field, int] = {"title": 0, "text": len(heading) + self.GAP}
        self.words = heading + [""] * self.GAP + body
        self.numbers: dict[str, list[int]] = {}
        for number, word in enumerate(self.words):
            for form in forms(word):
                self.numbers.setdefault(form, []).append(number)

    def beginning(self, prefix: str) -> list[int]:
        """Numbers of the words of which a form begins so."""
        first = bisect_left(self._vocabulary, prefix)
        last = bisect_left(self._vocabulary, prefix + chr(0x10FFFF), first)
        return [number for form in self._vocabulary[first:last] for number in self.numbers[form]]

    def field(self, number: int) -> Field:
        """Where the word of that number stands."""
        return "text" if number >= self.begins["text"] else "title"

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from number `first` to `last` begin and end in their field."""
        field = self.field(first)
        spans = self._spans[field]
        return spans[first - self.begins[field]][0], spans[last - self.begins[field]][1]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.numbers)

    @cached_property
    def _spans(self) -> dict[Field, list[tuple[int, int]]]:
        return {field: [found.span() for found in _WORD.finditer(text)] for field, text in self._texts.items()}
