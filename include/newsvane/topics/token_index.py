"""Index the words of an article once for all queries: by index term, by prefix, by position.

A word in Arabic or Hebrew script also has index terms without its proclitics, the particles attached to its beginning.
"""

from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import chain
from typing import Literal

from newsvane.topics.folding import fold, normalize_letters, token_spans, tokenize

TextField = Literal["title", "text"]

_ARABIC = [w + p for w in ("", "و", "ف") for p in ("", "ب", "ل", "ك", "ال", "بال", "كال", "لل") if w + p]
_HEBREW = [w + s + p for w in ("", "ו") for s in ("", "ש", "כש") for p in ("", "ב", "ל", "מ", "ה", "כ") if w + s + p]
_NONE: list[str] = []

MIN_STEM_LENGTH = 4
"""The minimum number of letters of a word without its proclitics."""
PREFIX_LENGTHS = (6, 4)
"""How many first letters of an index term are compared before any positions are looked up: as many as there are."""
_MAX_CACHED_LENGTH = 64


def proclitics(folded: str) -> list[str]:
    """Return the proclitics (and, the, to, in, …) of the script that a word is written in."""
    if "\u0620" <= folded[:1] <= "\u06ff":
        return _ARABIC
    return _HEBREW if "\u05d0" <= folded[:1] <= "\u05ea" else _NONE


def index_terms(word: str) -> tuple[str, ...]:
    """Return the terms under which a word is found: folded, and without each combination of proclitics."""
    return _cached_index_terms(word) if len(word) <= _MAX_CACHED_LENGTH else _index_terms(word)


def _index_terms(word: str) -> tuple[str, ...]:
    folded = fold(word)
    particles = proclitics(folded)
    stems = [folded[len(particle) :] for particle in particles if folded.startswith(particle)]
    return (folded, *(stem for stem in stems if len(stem) >= MIN_STEM_LENGTH and proclitics(stem) is particles))


_cached_index_terms = lru_cache(maxsize=1 << 14)(_index_terms)


def _find_keys(word: str) -> tuple[str, ...]:
    terms = index_terms(word)
    return terms + tuple(term[:length] for term in terms for length in PREFIX_LENGTHS if len(term) > length)


_cached_keys = lru_cache(maxsize=1 << 14)(_find_keys)


class TokenIndex:
    """The words of an article's title and text, by position and by index term.

    Title and text share one sequence of positions, FIELD_GAP apart.
    """

    FIELD_GAP = 100
    """More than the longest phrase or proximity, so that none matches across the end of the title."""

    def __init__(self, title: str, text: str) -> None:
        self._texts: dict[TextField, str] = {"title": title, "text": text}
        title_words, text_words = tokenize(title), tokenize(text)
        self._begins: dict[TextField, int] = {"title": 0, "text": len(title_words) + self.FIELD_GAP}
        self._words = title_words + [""] * self.FIELD_GAP + text_words

    @cached_property
    def keys(self) -> set[str]:
        """The index terms and their first letters. A query that needs a key that is missing cannot match."""
        words = set(self._words)
        long = {word for word in words if len(word) > _MAX_CACHED_LENGTH}
        return set().union(*map(_cached_keys, words - long), *map(_find_keys, long))

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """The positions of each index term, in order."""
        by_word: dict[str, list[int]] = {}
        for position, word in enumerate(self._words):
            by_word.setdefault(word, []).append(position)
        by_word.pop("", None)
        by_term: dict[str, list[list[int]]] = {}
        for word, found in by_word.items():
            for term in index_terms(word):
                by_term.setdefault(term, []).append(found)
        return {term: found[0] if len(found) == 1 else sorted(chain(*found)) for term, found in by_term.items()}

    def positions_with_prefix(self, prefix: str) -> list[int]:
        """Return the positions of the words with an index term that begins with `prefix`, in order."""
        first = bisect_left(self._vocabulary, prefix)
        last = bisect_left(self._vocabulary, prefix + chr(0x10FFFF), first)
        return sorted({position for term in self._vocabulary[first:last] for position in self.positions[term]})

    def word_at(self, position: int) -> str:
        """Return the word at a position with normalized letters, in its own case."""
        return normalize_letters(self._words[position])

    def field_of(self, position: int) -> TextField:
        """Return the field that a position belongs to."""
        return "text" if position >= self._begins["text"] else "title"

    def running_position(self, position: int) -> int:
        """Return the position if title and text had only one other word between them."""
        return position - self.FIELD_GAP + 1 if position >= self._begins["text"] else position

    def character_span(self, first: int, last: int) -> tuple[int, int]:
        """Return begin and end, in characters of their field, of the words from position `first` to `last`."""
        field = self.field_of(first)
        spans, begin = self._spans[field], self._begins[field]
        return spans[first - begin][0], spans[last - begin][1]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self.positions)

    @cached_property
    def _spans(self) -> dict[TextField, list[tuple[int, int]]]:
        return {field: token_spans(text) for field, text in self._texts.items()}
