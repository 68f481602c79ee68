"""The tree of a compiled query. Each node can say whether an article fits, what it found there, and itself as SQL.

SQL is a DuckDB condition over the columns outlet and language and over `folded` (`words.FOLD_SQL`): the words of the
title and those of the text, in two lines. Values are bound in order (`?`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations
from typing import Literal, Protocol

from newsvane.records import Article, Span
from newsvane.topics.words import SHORTEST_STEM, Field, Words, proclitics

ValueField = Literal["outlet", "language"]
Hit = tuple[int, int]

_PART: dict[Field | None, str] = {
    None: "folded",
    "title": "split_part(folded, chr(10), 1)",
    "text": "split_part(folded, chr(10), 2)",
}


class Document:
    """An article, its words indexed when first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def words(self) -> Words:
        """The words of title and text."""
        return Words(self.article.title, self.article.text)


@lru_cache(maxsize=4)
def document(article: Article) -> Document:
    """The article to match, kept for the next query that asks."""
    return Document(article)


class Node(Protocol):
    """A condition on an article. `anchored`: an article that fits has something in it that was asked for."""

    @property
    def anchored(self) -> bool: ...
    def fits(self, document: Document) -> bool: ...
    def spans(self, document: Document) -> Iterable[Span]: ...
    def sql(self, values: list[str]) -> str: ...


@dataclass(frozen=True)
class Term:
    """One word: folded; perhaps only its beginning; perhaps only in capitals."""

    folded: str
    prefix: bool = False
    capitals: bool = False

    def numbers(self, words: Words) -> Sequence[int]:
        """Numbers of the words that are meant."""
        found = words.beginning(self.folded) if self.prefix else words.numbers.get(self.folded, ())
        if self.capitals:
            return [number for number in found if words.words[number][: len(self.folded)].isupper()]
        return found

    @cached_property
    def pattern(self) -> str:
        """As a regular expression of RE2 over `folded`."""
        letters = re.escape(self.folded.upper() if self.capitals else self.folded)
        particles = proclitics(self.folded) if len(self.folded) >= SHORTEST_STEM else []
        before = f"(?:{'|'.join(particles)})?" if particles else ""
        core = letters if self.capitals else f"(?i:{before}{letters})"
        return core + (r"\S*" if self.prefix else "")


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other; with `slop`, in any order with at most so many others between them."""

    terms: tuple[Term, ...]
    field: Field | None = None
    slop: int | None = None
    anchored = True

    def fits(self, document: Document) -> bool:
        return bool(self._hits(document.words))

    def spans(self, document: Document) -> Iterable[Span]:
        words = document.words
        for first, last in self._hits(words):
            start, end = words.characters(first, last)
            yield Span(field=words.field(first), start=start, end=end)

    def sql(self, values: list[str]) -> str:
        return matches_sql([self], values)

    @cached_property
    def pattern(self) -> str:
        """As a regular expression of RE2 over `folded`."""
        words = [term.pattern for term in self.terms]
        if self.slop is None:
            return " ".join(words)
        return "|".join(rf" (?:\S+ ){{0,{self.slop}}}".join(order) for order in permutations(words))

    @cached_property
    def _whole(self) -> str | None:
        """The longest word that is asked for as it is: without it there is no phrase, and it is quick to look up."""
        return max((term.folded for term in self.terms if not term.prefix), key=len, default=None)

    def _hits(self, words: Words) -> list[Hit]:
        """First and last word of each place."""
        if self._whole is not None and self._whole not in words.numbers:
            return []
        first, *others = [term.numbers(words) for term in self.terms]
        if not others:
            hits = [(number, number) for number in first]
        elif self.slop is None:
            follow = [set(other) for other in others]
            hits = [(n, n + len(follow)) for n in first if all(n + i in other for i, other in enumerate(follow, 1))]
        else:
            hits = list(self._near(first, others, self.slop)) if first and all(others) else []
        return [hit for hit in hits if words.field(hit[0]) == self.field] if self.field else hits

    @staticmethod
    def _near(numbers: Sequence[int], others: Sequence[Sequence[int]], slop: int) -> Iterable[Hit]:
        for number in numbers:
            places = [number, *(min(other, key=lambda n: (n == number, abs(n - number))) for other in others)]
            first, last = min(places), max(places)
            if len(set(places)) == len(places) and last - first - len(others) <= slop:
                yield first, last


@dataclass(frozen=True)
class Value:
    """An outlet or a language, whole or by its beginning."""

    field: ValueField
    value: str
    prefix: bool = False
    anchored = True

    def fits(self, document: Document) -> bool:
        actual = getattr(document.article, self.field).casefold()
        return bool(actual.startswith(self.value) if self.prefix else actual == self.value)

    def spans(self, document: Document) -> Iterable[Span]:
        if self.fits(document):
            yield Span(field=self.field, start=0, end=len(getattr(document.article, self.field)))

    def sql(self, values: list[str]) -> str:
        values.append(self.value)
        column = f"lower(coalesce({self.field}, ''))"
        return f"starts_with({column}, ?)" if self.prefix else f"{column} = ?"


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    nodes: tuple[Node, ...]

    @property
    def anchored(self) -> bool:
        return all(node.anchored for node in self.nodes)

    def fits(self, document: Document) -> bool:
        return any(node.fits(document) for node in self.nodes)

    def spans(self, document: Document) -> Iterable[Span]:
        for node in self.nodes:
            if node.fits(document):
                yield from node.spans(document)

    def sql(self, values: list[str]) -> str:
        phrases: dict[Field | None, list[Phrase]] = {}
        for node in self.nodes:
            if isinstance(node, Phrase) and node.slop is None:
                phrases.setdefault(node.field, []).append(node)
        parts = [matches_sql(group, values) for group in phrases.values()]
        parts += [node.sql(values) for node in self.nodes if not (isinstance(node, Phrase) and node.slop is None)]
        return f"({' OR '.join(parts)})"


@dataclass(frozen=True)
class And:
    """All of them."""

    nodes: tuple[Node, ...]

    @property
    def anchored(self) -> bool:
        return any(node.anchored for node in self.nodes)

    def fits(self, document: Document) -> bool:
        return all(node.fits(document) for node in self.nodes)

    def spans(self, document: Document) -> Iterable[Span]:
        if self.fits(document):
            for node in self.nodes:
                yield from node.spans(document)

    def sql(self, values: list[str]) -> str:
        return f"({' AND '.join([node.sql(values) for node in self.nodes])})"


@dataclass(frozen=True)
class Not:
    """Not this."""

    node: Node
    anchored = False

    def fits(self, document: Document) -> bool:
        return not self.node.fits(document)

    def spans(self, document: Document) -> Iterable[Span]:
        return ()

    def sql(self, values: list[str]) -> str:
        return f"(NOT {self.node.sql(values)})"


def matches_sql(phrases: Sequence[Phrase], values: list[str]) -> str:
    """One regular expression for phrases of the same field."""
    values.append(rf"(?:^|\s)(?:{'|'.join(phrase.pattern for phrase in phrases)})(?:\s|$)")
    return f"regexp_matches({_PART[phrases[0].field]}, ?)"
