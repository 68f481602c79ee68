"""Words and phrases of a query: where an article has them, and the same as SQL over `folded` (`folding.FOLD_SQL`)."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from math import inf

from newsvane.topics.folding import bare, fold
from newsvane.topics.token_index import HEAD, SHORTEST_STEM, Field, Words, proclitics

Hit = tuple[int, int]

LONGEST_PATTERN = 20_000
"""Characters of one regular expression; RE2 takes some twenty times as many before it gives up."""

_PART: dict[Field | None, str] = {
    None: "folded",
    "title": "split_part(folded, chr(10), 1)",
    "text": "split_part(folded, chr(10), 2)",
}
_FIELDS: tuple[Field, ...] = ("title", "text")


@dataclass(frozen=True)
class Term:
    """One word as typed: perhaps only its beginning; perhaps only in capitals."""

    word: str
    prefix: bool = False
    capitals: bool = False

    @cached_property
    def folded(self) -> str:
        """The form in which it is looked up."""
        return fold(self.word)

    @property
    def head(self) -> str | None:
        """What `Words.heads` has where the word is found; None: cannot be said."""
        return None if self.prefix and len(self.folded) < HEAD else self.folded[:HEAD]

    def numbers(self, words: Words) -> Sequence[int]:
        """Numbers of the words that are meant, in order."""
        found = words.beginning(self.folded) if self.prefix else words.numbers.get(self.folded, ())
        return [number for number in found if self._is_capital(words.bare(number))] if self.capitals else found

    @cached_property
    def pattern(self) -> str:
        """As a regular expression of RE2 over the words."""
        more = r"\S*" if self.prefix else ""
        if self.capitals:
            return re.escape(bare(self.word)) + more
        letters, missing = re.escape(self.folded), SHORTEST_STEM - len(self.folded)
        patterns = [letters + more]
        if (particles := proclitics(self.folded)) and (self.prefix or missing <= 0):
            patterns.append(f"(?:{'|'.join(particles)}){letters}" + (rf"\S{{{missing}}}" * (missing > 0)) + more)
        return f"(?i:{'|'.join(patterns)})"

    def _is_capital(self, word: str) -> bool:
        return word.startswith(bare(self.word)) if self.prefix else word == bare(self.word)


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; with `slop`, in any order with at most so many others among them."""

    terms: tuple[Term, ...]
    field: Field | None = None
    slop: int | None = None

    @cached_property
    def heads(self) -> frozenset[str]:
        """What `Words.heads` has where the phrase is found; empty: cannot be said."""
        return frozenset(term.head for term in self.terms if term.head)

    def hits(self, words: Words) -> Iterable[Hit]:
        """First and last word of each place."""
        if any(not term.prefix and term.folded not in words.numbers for term in self.terms):
            return
        numbers = [term.numbers(words) for term in self.terms]
        for hit in self._runs(numbers) if self.slop is None else self._near(numbers, self.slop):
            if self.field in {None, words.field(hit[0])}:
                yield hit

    @staticmethod
    def _runs(numbers: Sequence[Sequence[int]]) -> Iterable[Hit]:
        first, *others = numbers
        follow = [set(other) for other in others]
        for number in first:
            if all(number + place in other for place, other in enumerate(follow, 1)):
                yield number, number + len(follow)

    @staticmethod
    def _near(numbers: Sequence[Sequence[int]], slop: int) -> Iterable[Hit]:
        """From the left, none within another."""
        places = [set(each) for each in numbers]
        free = 0
        for start in sorted(set().union(*places)):
            if start < free:
                continue
            orders = (order for order in permutations(range(len(numbers))) if start in places[order[0]])
            lasts = [_last([numbers[term] for term in order[1:]], start) for order in orders]
            if (last := min(lasts, default=inf)) < start + len(numbers) + slop:
                yield start, int(last)
                free = int(last) + 1

    def near_sql(self, values: list[str]) -> str:
        """A window that begins with one of the words and holds them all, each in a place of its own (Hall's theorem).

        Only for phrases with `slop`.
        """
        patterns = [term.pattern for term in self.terms]
        there = " AND ".join(f"regexp_matches({_PART[self.field]}, ?)" for _ in patterns)
        values += map(_whole, patterns)
        fields = [self.field] if self.field else _FIELDS
        windows = " OR ".join(self._window_sql(_PART[field], patterns, values) for field in fields)
        return f"CASE WHEN {there} THEN ({windows}) ELSE false END"

    def _window_sql(self, part: str, patterns: Sequence[str], values: list[str]) -> str:
        values.append("|".join(patterns))
        held = []
        for size in range(1, len(patterns) + 1):
            for some in combinations(patterns, size):
                held.append(f"len(list_filter(near, lambda word: regexp_full_match(word, ?))) >= {size}")
                values.append("|".join(some))
        width = len(patterns) + (self.slop or 0)
        begins = "list_filter(range(1, len(words) + 1), lambda place: regexp_full_match(words[place], ?))"
        windows = f"list_transform({begins}, lambda place: words[place : place + {width - 1}])"
        found = f"len(list_filter({windows}, lambda near: {' AND '.join(held)})) > 0"
        return f"list_transform([string_split({part}, ' ')], lambda words: {found})[1]"


def _last(numbers: Iterable[Sequence[int]], start: int) -> float:
    """Where the last stands when each is taken as soon as it comes after the one before; infinite: one is missing."""
    last: float = start
    for following in numbers:
        place = bisect_right(following, last)
        last = following[place] if place < len(following) else inf
    return last


def runs_sql(phrases: Sequence[Phrase], values: list[str]) -> str:
    """Regular expressions for phrases without `slop` in the same field: one, or few where it would be too long."""
    parts: list[list[str]] = [[]]
    length = 0
    for phrase in phrases:
        pattern = " ".join(term.pattern for term in phrase.terms)
        length += len(pattern) + 1
        if length > LONGEST_PATTERN and parts[-1]:
            parts.append([])
            length = len(pattern)
        parts[-1].append(pattern)
    values += [_whole("|".join(patterns)) for patterns in parts]
    sql = " OR ".join(f"regexp_matches({_PART[phrases[0].field]}, ?)" for _ in parts)
    return f"({sql})" if len(parts) > 1 else sql


def nears_sql(phrases: Sequence[Phrase], values: list[str]) -> str:
    """Phrases with `slop`. Windows cost: it is asked first whether the longest word of any of them is there."""
    rare = [Phrase((max(phrase.terms, key=lambda term: len(term.folded)),)) for phrase in phrases]
    there = runs_sql(rare, values)
    near = " OR ".join(phrase.near_sql(values) for phrase in phrases)
    return f"CASE WHEN {there} THEN ({near}) ELSE false END"


def _whole(pattern: str) -> str:
    return rf"(?:^|\s)(?:{pattern})(?:\s|$)"
