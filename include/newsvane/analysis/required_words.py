"""Say why a query of several words finds nothing: how many articles each of the words finds by itself."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from newsvane.topics import Query, compile_query
from newsvane.topics.free_words import find_required_words

MAX_WORDS = 8
"""A longer query is probably pasted text, so its words are not counted one by one."""

Count = Callable[[Query], int | None]
"""Returns how many articles a query finds; None if that would take long."""


class WordCounts(NamedTuple):
    """How many articles each word of a query finds by itself.

    `in_place`: whether the words must be beside or near each other. Then `anywhere` is the query for the articles that
    have them all, which are so many (`found_anywhere`); "" if there are none.
    """

    counts: Sequence[tuple[str, int]] = ()
    in_place: bool = False
    anywhere: str = ""
    found_anywhere: int = 0


NO_WORDS = WordCounts()


def count_required_words(query: str, count: Count) -> WordCounts:
    """Count the articles of each word that a query requires, as it was written.

    Words that cannot be counted quickly are left out. Returns NO_WORDS unless the query simply requires two to
    MAX_WORDS words (see `find_required_words`).
    """
    words, in_place = find_required_words(query)
    if not 1 < len(words) <= MAX_WORDS:
        return NO_WORDS
    counts = [(word, count(compile_query(word))) for word in words]
    known = [(word, number) for word, number in counts if number is not None]
    anywhere = " ".join(words)
    found = count(compile_query(anywhere)) if in_place and all(number for _, number in counts) else None
    return WordCounts(known, in_place, anywhere if found else "", found or 0)
