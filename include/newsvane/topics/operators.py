"""The operators in the syntax tree of a query: AND, OR and NOT over other nodes (see ast.py)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsvane.records import Span
from newsvane.topics.ast import IndexedArticle, Node, PhraseNode, RequiredKeys, fits_with_prefilter, may_match
from newsvane.topics.phrases import MAX_PATTERN_LENGTH, MAX_SLOP, Phrase, exact_sql, proximity_sql
from newsvane.topics.token_index import TextField, TokenIndex

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
_IN_SMALL_LETTERS = re.compile(r"(?<![^\s(])(?:or|and|not|(?!NEAR)(?i:near)/(?P<distance>\d+))(?=[\s(])")
_BEFORE, _AFTER = r"(?<=[^\s(])(?<!AND)(?<!OR)(?<!NOT)\s+", r"(?=\s+(?!(?:AND|OR|NOT)\b)[^\s)])"
"""Around a word that stands between two others, as an operator does."""
_WITHOUT_DISTANCE = re.compile(
    rf"{_BEFORE}(?:NEAR|(?i:near)(?:-?(?P<distance>\d+)|/(?!\d+\s)(?P<number>\d*)[^\s()]*)){_AFTER}"
)
_OF_ANOTHER_LANGUAGE = re.compile(
    r"(?<=\s)(?:UND|ODER|NICHT|DHE|OSE|VEYA|ИЛИ|(?:NAHE|CERCA|PRÈS|VICINO|PERTO|YAKIN|AFËR|PRANË|РЯДОМ)(?:/\w*)?"
    r"|(?i:nahe|within|w|adj|prox)/\d+)(?=\s)"
)
"""The same words in other languages, in capitals: written as operators. Also the distances of other programs."""
_MAY_BE_A_WORD = re.compile(rf"{_BEFORE}(?:(?P<near>near)|und|oder|ou|OU|dhe|ose|veya|или){_AFTER}")
"""What a query may well mean as words, such as "near miss" or "frankfurt oder"."""


def explain_unused_operator(query: str, *, guess: bool = False) -> str:
    """Say that a query has what looks like an operator, but is searched as a word; "" if there is none.

    It is one in small letters, without the number that it needs, or of another language. `guess`: also one that may
    well be meant as a word.
    """
    words = _QUOTED.sub(' "" ', query)
    if found := _IN_SMALL_LETTERS.search(words):
        operator = found[0].upper() if found["distance"] is None else _write_near(found["distance"])
        return f"{found[0]!r} is searched as a word; write {operator} to combine words"
    if found := _WITHOUT_DISTANCE.search(words):
        operator = _write_near(found["distance"] or found["number"] or "8")
        return f"{found[0].strip()!r} is searched as a word; write {operator} between words or phrases to combine them"
    if found := _OF_ANOTHER_LANGUAGE.search(words):
        return f"{found[0].strip()!r} is searched as a word; the operators are AND, OR, NOT and NEAR/8"
    if guess and (found := _MAY_BE_A_WORD.search(words)):
        operators = "NEAR/8, between words or phrases" if found["near"] else "AND, OR, NOT or NEAR/8"
        return f"{found[0].strip()!r} is searched as a word; if you mean an operator, write {operators}"
    return ""


def _write_near(written: str) -> str:
    """Return the operator for a distance, with the nearest one that NEAR allows."""
    distance = int(written.lstrip("0")[:9] or 0)  # nine digits are far too many, and thousands raise
    return f"NEAR/{min(max(distance, 1), MAX_SLOP)}"


@dataclass(frozen=True)
class OrNode:
    """At least one of the nodes matches."""

    nodes: tuple[Node, ...]

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The nodes that are words or phrases."""
        return tuple(node.phrase for node in self.nodes if isinstance(node, PhraseNode))

    @property
    def is_positive(self) -> bool:
        """Return whether all nodes are positive: an article may match just one of them."""
        return all(node.is_positive for node in self.nodes)

    @cached_property
    def required_keys(self) -> RequiredKeys | None:
        """The keys of all nodes together; None if one of the nodes requires none."""
        required = [node.required_keys for node in self.nodes if node.required_keys is not None]
        if len(required) < len(self.nodes):
            return None
        groups = tuple(group for each in required for group in each.groups)
        return RequiredKeys(frozenset().union(*(each.singles for each in required)), groups)

    @cached_property
    def prefilters(self) -> tuple[str, ...]:
        """One pattern for any of the nodes, if each has one and the result is not too long."""
        patterns = [node.prefilters[0] for node in self.nodes if node.prefilters]
        any_of = "|".join(patterns)
        return (any_of,) if len(patterns) == len(self.nodes) and len(any_of) <= MAX_PATTERN_LENGTH else ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether one of the nodes matches."""
        return any(fits_with_prefilter(node, article) for node in self.find_candidates(article.index))

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield the spans of the nodes that match."""
        for node in self.find_candidates(article.index):
            if may_match(node, article):
                yield from node.spans(article)

    def find_candidates(self, index: TokenIndex) -> Iterable[Node]:
        """Return the nodes that may match, because the text has a key that they require, or they require none."""
        places = set(self._places_by_key.get(None, ()))
        for key in self._places_by_key.keys() & index.keys:
            places.update(self._places_by_key[key])
        return [self.nodes[place] for place in sorted(places)]

    @cached_property
    def _places_by_key(self) -> Mapping[str | None, Sequence[int]]:
        """The places of the nodes by decisive key; None: of those that require no key."""
        places: dict[str | None, list[int]] = {}
        for place, node in enumerate(self.nodes):
            for key in (None,) if node.required_keys is None else node.required_keys.decisive:
                places.setdefault(key, []).append(place)
        return places

    def sql(self, values: list[str]) -> str:
        """Return the conditions joined by OR. Phrases in the same field share one regular expression."""
        exact: dict[TextField | None, list[Phrase]] = {}
        for phrase in self.phrases:
            if phrase.slop is None:
                exact.setdefault(phrase.field, []).append(phrase)
        parts = [exact_sql(same_field, values) for same_field in exact.values()]
        if near := [phrase for phrase in self.phrases if phrase.slop is not None]:
            parts.append(proximity_sql(near, values))
        parts += [node.sql(values) for node in self.nodes if not isinstance(node, PhraseNode)]
        return f"({' OR '.join(parts)})"


@dataclass(frozen=True)
class AndNode:
    """All of the nodes match."""

    nodes: tuple[Node, ...]

    @property
    def is_positive(self) -> bool:
        """Return whether at least one of the nodes is positive."""
        return any(node.is_positive for node in self.nodes)

    @cached_property
    def required_keys(self) -> RequiredKeys | None:
        """The keys of the node with the fewest alternatives, because it rejects most articles."""
        return min(
            (node.required_keys for node in self.nodes if node.required_keys is not None),
            key=len,
            default=None,
        )

    @cached_property
    def prefilters(self) -> tuple[str, ...]:
        """The patterns of all nodes."""
        return tuple(pattern for node in self.nodes for pattern in node.prefilters)

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether all of the nodes match."""
        return all(node.fits(article) for node in self.nodes)

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield the spans of all nodes."""
        if self.fits(article):
            for node in self.nodes:
                yield from node.spans(article)

    def sql(self, values: list[str]) -> str:
        """Return the conditions joined by AND."""
        return f"({' AND '.join([node.sql(values) for node in self.nodes])})"


@dataclass(frozen=True)
class NotNode:
    """The node does not match."""

    node: Node
    is_positive = False
    required_keys = None
    prefilters = ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the node does not match."""
        return not self.node.fits(article)

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield nothing, because something that is absent has no position."""
        return ()

    def sql(self, values: list[str]) -> str:
        """Return the negated condition."""
        return f"(NOT {self.node.sql(values)})"
