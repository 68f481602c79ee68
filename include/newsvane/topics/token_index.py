"""The words of an article, indexed once for all queries: by their form, by how they begin, by where they stand.

Arabic and Hebrew words also stand under the form without the particles that are written onto them.
"""

from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import Literal

from newsvane.topics.folding import bare, fold, places, split

Field = Literal["title", "text"]

_ARABIC = [w + p for w in ("", "و", "ف") for p in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل") if w + p]
_HEBREW = [w + s + p for w in ("", "ו") for s in ("", "ש", "כש") for p in ("", "ב", "ל", "מ", "ה", "כ") if w + s + p]
_NONE: list[str] = []

SHORTEST_STEM = 4
"""What is left of a word when a particle is taken off has at least so many letters."""
HEAD = 4
"""Letters of a word that the first filter looks at."""
_LONGEST_KEPT = 64


def proclitics(folded: str) -> list[str]:
    """The particles (and, the, to, in, …) that may be written onto a word of this script."""
    if "\u0620" <= folded[:1] <= "\u06ff":
        return _ARABIC
    return _HEBREW if "\u05d0" <= folded[:1] <= "\u05ea" else _NONE


def forms(word: str) -> tuple[str, ...]:
    """Under what a word can be found: folded, and without its particles."""
    return _forms_kept(word) if len(word) <= _LONGEST_KEPT else _forms(word)


def _forms(word: str) -> tuple[str, ...]:
    folded = fold(word)
    particles = proclitics(folded)
    rests = [folded[len(particle) :] for particle in particles if folded.startswith(particle)]
    return (folded, *(rest for rest in rests if len(rest) >= SHORTEST_STEM and proclitics(rest) is particles))


_forms_kept = lru_cache(maxsize=1 << 16)(_forms)


class Words:
    """The words of an article's title and text in one numbering, GAP apart, by number and by form."""

    GAP = 100
    """No phrase or proximity reaches over it."""

    def __init__(self, title: str, text: str) -> None:
        self._texts: dict[Field, str] = {"title": title, "text": text}
        heading, body = split(title), split(text)
        self.begins: dict[Field, int] = {"title": 0, "text": len(heading) + self.GAP}
        self._words = heading + [""] * self.GAP + body

    @cached_property
    def heads(self) -> set[str]:
        """The first HEAD letters of each form: a query that needs one which is not here finds nothing."""
        return {form[:HEAD] for word in set(self._words) for form in forms(word)}

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """Where each form stands."""
        numbers: dict[str, list[int]] = {}
        for number, word in enumerate(self._words):
            for form in forms(word):
                numbers.setdefault(form, []).append(number)
        numbers.pop("", None)
        return numbers

    def beginning(self, prefix: str) -> list[int]:
        """Numbers of the words of which a form begins so, in order."""
        first = bisect_left(self._vocabulary, prefix)
        last = bisect_left(self._vocabulary, prefix + chr(0x10FFFF), first)
        return sorted({number for form in self._vocabulary[first:last] for number in self.numbers[form]})

    def bare(self, number: int) -> str:
        """The word of that number in its case."""
        return bare(self._words[number])

    def field(self, number: int) -> Field:
        """Where the word of that number stands."""
        return "text" if number >= self.begins["text"] else "title"

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Where the words from number `first` to `last` begin and end in their field."""
        field = self.field(first)
        spans = self._places[field]
        return spans[first - self.begins[field]][0], spans[last - self.begins[field]][1]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.numbers)

    @cached_property
    def _places(self) -> dict[Field, list[tuple[int, int]]]:
        return {field: places(text) for field, text in self._texts.items()}
