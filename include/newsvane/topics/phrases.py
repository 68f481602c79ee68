"""Terms and phrases of a query: find them in a token index, or express them as SQL over `folded` (`folding.FOLD_SQL`).

Functions that return SQL append the values for its `?` placeholders to the list `values`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from math import inf

from newsvane.topics.folding import fold, normalize_letters
from newsvane.topics.token_index import MIN_STEM_LENGTH, PREFIX_LENGTHS, TextField, TokenIndex, proclitics

Hit = tuple[int, int]
"""First and last position of a phrase in a token index."""

MAX_SLOP = 50
"""The maximum distance of words, also for NEAR."""
MAX_PATTERN_LENGTH = 20_000
"""Characters of one regular expression. RE2 accepts some twenty times as many."""

_FIELD_SQL: dict[TextField | None, str] = {
    None: "folded",
    "title": "split_part(folded, chr(10), 1)",
    "text": "split_part(folded, chr(10), 2)",
}
"""SQL for a field: `folded` has the title in its first line, and the text in its second one."""
_FIELDS: tuple[TextField, ...] = ("title", "text")


@dataclass(frozen=True)
class Term:
    """One word of a query, as typed.

    `is_prefix`: it finds all words with this beginning (`iran*`). `is_acronym`: it is in capitals, and only words in
    capitals match.
    """

    word: str
    is_prefix: bool = False
    is_acronym: bool = False

    @cached_property
    def folded(self) -> str:
        """The index term that is looked up."""
        return fold(self.word)

    @property
    def required_key(self) -> str | None:
        """An element of `TokenIndex.keys` without which the term cannot be found; None if the term is too short."""
        if not self.is_prefix:
            return self.folded
        return next((self.folded[:length] for length in PREFIX_LENGTHS if len(self.folded) >= length), None)

    def find_positions(self, index: TokenIndex) -> Sequence[int]:
        """Return the positions of the words that the term finds, in order."""
        found = index.positions_with_prefix(self.folded) if self.is_prefix else index.positions.get(self.folded, ())
        return [each for each in found if self.has_same_case(index.word_at(each))] if self.is_acronym else found

    @cached_property
    def pattern(self) -> str:
        """The term as a regular expression of RE2 over the words in `folded`."""
        rest = r"\S*" if self.is_prefix else ""
        if self.is_acronym:
            return re.escape(normalize_letters(self.word)) + rest
        letters, missing = re.escape(self.folded), MIN_STEM_LENGTH - len(self.folded)
        patterns = [letters + rest]
        if (particles := proclitics(self.folded)) and (self.is_prefix or missing <= 0):
            patterns.append(f"(?:{'|'.join(particles)}){letters}" + (rf"\S{{{missing}}}" * (missing > 0)) + rest)
        return f"(?i:{'|'.join(patterns)})"

    def has_same_case(self, word: str) -> bool:
        """Return whether a word with normalized letters is in capitals where an acronym is."""
        acronym = normalize_letters(self.word)
        return word.startswith(acronym) if self.is_prefix else word == acronym


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other.

    `field`: where they must occur; None for title or text. `slop`: they may occur in any order, with at most this many
    other words between them; None if they must be adjacent and in order.
    """

    terms: tuple[Term, ...]
    field: TextField | None = None
    slop: int | None = None

    @cached_property
    def required_keys(self) -> frozenset[str]:
        """Elements of `TokenIndex.keys`, all of which a text with the phrase has. Empty if none are known."""
        return frozenset(term.required_key for term in self.terms if term.required_key)

    def find_hits(self, index: TokenIndex) -> Iterable[Hit]:
        """Yield the places where the phrase occurs, in order. With `slop` they do not overlap."""
        if any(not term.is_prefix and term.folded not in index.positions for term in self.terms):
            return
        positions = [term.find_positions(index) for term in self.terms]
        hits = self._find_adjacent(positions) if self.slop is None else self._find_near(positions, self.slop)
        for hit in hits:
            if self.field in {None, index.field_of(hit[0])}:
                yield hit

    @staticmethod
    def _find_adjacent(positions: Sequence[Sequence[int]]) -> Iterable[Hit]:
        first, *others = positions
        following = [set(other) for other in others]
        for start in first:
            if all(start + distance in other for distance, other in enumerate(following, 1)):
                yield start, start + len(following)

    @staticmethod
    def _find_near(positions: Sequence[Sequence[int]], slop: int) -> Iterable[Hit]:
        """Yield the shortest hit from each start, from left to right; continue after its end."""
        position_sets = [set(each) for each in positions]
        next_start = 0
        for start in sorted(set().union(*position_sets)):
            if start < next_start:
                continue
            orders = (order for order in permutations(range(len(positions))) if start in position_sets[order[0]])
            ends = [_find_end([positions[term] for term in order[1:]], start) for order in orders]
            if (end := min(ends, default=inf)) < start + len(positions) + slop:
                yield start, int(end)
                next_start = int(end) + 1

    def proximity_sql(self, values: list[str]) -> str:
        """Return a condition for a phrase with `slop`: a window of words that begins with one term and contains all.

        Each term needs a different word. By Hall's theorem, that is possible if any k of the terms match at least k
        words.
        """
        patterns = [term.pattern for term in self.terms]
        has_each = " AND ".join(f"regexp_matches({_FIELD_SQL[self.field]}, ?)" for _ in patterns)
        values += map(_as_whole_words, patterns)
        fields = [self.field] if self.field else _FIELDS
        windows = " OR ".join(self._window_sql(_FIELD_SQL[field], patterns, values) for field in fields)
        return f"CASE WHEN {has_each} THEN ({windows}) ELSE false END"

    def _window_sql(self, field_sql: str, patterns: Sequence[str], values: list[str]) -> str:
        """Return the condition for one field: whether a window of its words contains all terms."""
        values.append("|".join(patterns))
        conditions = []
        for size in range(1, len(patterns) + 1):
            for subset in combinations(patterns, size):
                conditions.append(f"len(list_filter(near, lambda word: regexp_full_match(word, ?))) >= {size}")
                values.append("|".join(subset))
        width = len(patterns) + (self.slop or 0)
        begins = "list_filter(range(1, len(words) + 1), lambda place: regexp_full_match(words[place], ?))"
        windows = f"list_transform({begins}, lambda place: words[place : place + {width - 1}])"
        found = f"len(list_filter({windows}, lambda near: {' AND '.join(conditions)})) > 0"
        return f"list_transform([string_split({field_sql}, ' ')], lambda words: {found})[1]"


def _find_end(positions: Iterable[Sequence[int]], start: int) -> float:
    """Return the last position if each term is taken at its first position after the one before.

    Return infinity if a term does not occur any more.
    """
    end: float = start
    for candidates in positions:
        index = bisect_right(candidates, end)
        end = candidates[index] if index < len(candidates) else inf
    return end


def exact_sql(phrases: Sequence[Phrase], values: list[str], over: str | None = None) -> str:
    """Return a condition for any of some phrases without `slop`, all in the same field.

    It is one regular expression, or several if one would be too long. `over`: SQL for the folded text to search instead
    of the field.
    """
    return _any_of(
        f"regexp_matches({over or _FIELD_SQL[phrases[0].field]}, ?)", map(_as_whole_words, _patterns(phrases)), values
    )


def words_sql(field: TextField | None) -> str:
    """Return SQL for the list of words, with a line feed between those of the title and those of the text."""
    words = f"string_split(replace({_FIELD_SQL[field]}, chr(10), ' ' || chr(10) || ' '), ' ')"
    return f"list_filter({words}, lambda word: word <> '')"


def occurrences_sql(phrases: Sequence[Phrase], values: list[str]) -> str:
    """Return SQL for the list of places in the list `words` at which one of the phrases begins.

    All phrases have the same number of terms, and no `slop`.
    """
    length = len(phrases[0].terms)
    text = "words[place]" if length == 1 else f"array_to_string(words[place : place + {length - 1}], ' ')"
    found = _any_of(f"regexp_full_match({text}, ?)", _patterns(phrases), values)
    return f"list_filter(range(1, len(words) - {length - 2}), lambda place: {found})"


def window_sql(length: int, distance: int) -> str:
    """Return SQL for the `distance` words before and after the `length` words at `place` in `words`, on two lines."""
    before = f"words[greatest(place - {distance}, 1) : place - 1]"
    after = f"words[place + {length} : place + {length + distance - 1}]"
    return f"concat(array_to_string({before}, ' '), chr(10), array_to_string({after}, ' '))"


def proximity_sql(phrases: Sequence[Phrase], values: list[str]) -> str:
    """Return a condition for any of some phrases with `slop`.

    Windows are expensive, so the longest word of any of the phrases is looked for first.
    """
    longest = [Phrase((max(phrase.terms, key=lambda term: len(term.folded)),)) for phrase in phrases]
    has_longest = exact_sql(longest, values)
    near = " OR ".join(phrase.proximity_sql(values) for phrase in phrases)
    return f"CASE WHEN {has_longest} THEN ({near}) ELSE false END"


def _as_whole_words(pattern: str) -> str:
    return rf"(?:^|\s)(?:{pattern})(?:\s|$)"


def _patterns(phrases: Iterable[Phrase]) -> list[str]:
    """Return patterns that match any of the phrases: one, or several if one would be too long."""
    parts: list[list[str]] = [[]]
    length = 0
    for phrase in phrases:
        pattern = " ".join(term.pattern for term in phrase.terms)
        length += len(pattern) + 1
        if length > MAX_PATTERN_LENGTH and parts[-1]:
            parts.append([])
            length = len(pattern)
        parts[-1].append(pattern)
    return ["|".join(patterns) for patterns in parts]


def _any_of(condition: str, patterns: Iterable[str], values: list[str]) -> str:
    """Return that the condition holds for one of the patterns, which take the place of its `?`."""
    before = len(values)
    values += patterns
    count = len(values) - before
    return f"({' OR '.join([condition] * count)})" if count > 1 else condition
