"""The tree of a compiled query. Each node can say whether an article fits, what it found there, and itself as SQL.

SQL is a DuckDB condition over the columns outlet, language, country and published_at and over `folded`
(`folding.FOLD_SQL`). Values are bound in order (`?`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, Protocol

from newsvane.records import Article, Span
from newsvane.topics.phrases import LONGEST_PATTERN, Phrase, nears_sql, runs_sql
from newsvane.topics.prefilter import hint
from newsvane.topics.token_index import Field, Words

ValueField = Literal["outlet", "language", "country"]


@dataclass(frozen=True)
class Heads:
    """How words begin without which a text does not fit: one of `alone` is there, or all of one of `together`."""

    alone: frozenset[str] = frozenset()
    together: tuple[frozenset[str], ...] = ()

    def found(self, words: Words) -> bool:
        """Whether the text may fit."""
        return not self.alone.isdisjoint(words.heads) or any(some <= words.heads for some in self.together)

    def __len__(self) -> int:
        return len(self.alone) + len(self.together)


class Document:
    """An article, its words indexed when first asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def words(self) -> Words:
        """The words of title and text."""
        return Words(self.article.title, self.article.text)


class Node(Protocol):
    """A condition on an article.

    `anchored`: an article that fits has something in it that was asked for. `heads`: None where it may fit whatever
    its words. `hints`: regular expressions, all of which its title or text, as they stand there, match where it fits.
    """

    @property
    def anchored(self) -> bool: ...
    @property
    def heads(self) -> Heads | None: ...
    @property
    def hints(self) -> tuple[str, ...]: ...
    def fits(self, document: Document) -> bool: ...
    def spans(self, document: Document) -> Iterable[Span]: ...
    def sql(self, values: list[str]) -> str: ...


def fits(node: Node, document: Document) -> bool:
    """Whether the article fits. One that has no word which the node takes costs a look at how its words begin."""
    return (node.heads is None or node.heads.found(document.words)) and node.fits(document)


@dataclass(frozen=True)
class Found:
    """A word or a phrase."""

    phrase: Phrase
    anchored = True

    @cached_property
    def hints(self) -> tuple[str, ...]:
        found = hint(max((term.folded for term in self.phrase.terms), key=len))
        return (found,) if found else ()

    @cached_property
    def heads(self) -> Heads | None:
        heads = self.phrase.heads
        return (Heads(alone=heads) if len(heads) == 1 else Heads(together=(heads,))) if heads else None

    def fits(self, document: Document) -> bool:
        return next(iter(self.phrase.hits(document.words)), None) is not None

    def spans(self, document: Document) -> Iterable[Span]:
        words = document.words
        for first, last in self.phrase.hits(words):
            start, end = words.characters(first, last)
            yield Span(field=words.field(first), start=start, end=end)

    def sql(self, values: list[str]) -> str:
        return (runs_sql if self.phrase.slop is None else nears_sql)([self.phrase], values)


@dataclass(frozen=True)
class Value:
    """An outlet, a language or a country, whole or by its beginning."""

    field: ValueField
    value: str
    prefix: bool = False
    anchored = True
    heads = None
    hints = ()

    def fits(self, document: Document) -> bool:
        actual = self._of(document).lower()
        return actual.startswith(self.value) if self.prefix else actual == self.value

    def spans(self, document: Document) -> Iterable[Span]:
        if self.fits(document):
            yield Span(field=self.field, start=0, end=len(self._of(document)))

    def sql(self, values: list[str]) -> str:
        values.append(self.value)
        column = f"lower(coalesce({self.field}, ''))"
        return f"starts_with({column}, ?)" if self.prefix else f"{column} = ?"

    def _of(self, document: Document) -> str:
        return getattr(document.article, self.field) or ""


@dataclass(frozen=True)
class Published:
    """Published from `since` on and before `until`, where given; an article without a date never is."""

    since: datetime | None
    until: datetime | None
    anchored = True
    heads = None
    hints = ()

    def fits(self, document: Document) -> bool:
        at = document.article.published_at
        return at is not None and (not self.since or at >= self.since) and (not self.until or at < self.until)

    def spans(self, document: Document) -> Iterable[Span]:
        if self.fits(document):
            yield Span(field="published_at", start=0, end=0)

    def sql(self, values: list[str]) -> str:
        parts = ["published_at IS NOT NULL"]
        for moment, sign in ((self.since, ">="), (self.until, "<")):
            if moment:
                values.append(moment.isoformat())
                parts.append(f"published_at {sign} CAST(? AS TIMESTAMPTZ)")
        return f"coalesce({' AND '.join(parts)}, false)"


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    nodes: tuple[Node, ...]

    @property
    def anchored(self) -> bool:
        return all(node.anchored for node in self.nodes)

    @cached_property
    def heads(self) -> Heads | None:
        heads = [node.heads for node in self.nodes if node.heads is not None]
        if len(heads) < len(self.nodes):
            return None
        together = tuple(some for each in heads for some in each.together)
        return Heads(frozenset().union(*(each.alone for each in heads)), together)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        hints = [node.hints[0] for node in self.nodes if node.hints]
        any_of = "|".join(hints)
        return (any_of,) if len(hints) == len(self.nodes) and len(any_of) <= LONGEST_PATTERN else ()

    def fits(self, document: Document) -> bool:
        return any(fits(node, document) for node in self.nodes)

    def spans(self, document: Document) -> Iterable[Span]:
        for node in self.nodes:
            if fits(node, document):
                yield from node.spans(document)

    def sql(self, values: list[str]) -> str:
        phrases = [node.phrase for node in self.nodes if isinstance(node, Found)]
        runs: dict[Field | None, list[Phrase]] = {}
        for phrase in phrases:
            if phrase.slop is None:
                runs.setdefault(phrase.field, []).append(phrase)
        parts = [runs_sql(some, values) for some in runs.values()]
        if nears := [phrase for phrase in phrases if phrase.slop is not None]:
            parts.append(nears_sql(nears, values))
        parts += [node.sql(values) for node in self.nodes if not isinstance(node, Found)]
        return f"({' OR '.join(parts)})"


@dataclass(frozen=True)
class And:
    """All of them."""

    nodes: tuple[Node, ...]

    @property
    def anchored(self) -> bool:
        return any(node.anchored for node in self.nodes)

    @cached_property
    def heads(self) -> Heads | None:
        return min((node.heads for node in self.nodes if node.heads is not None), key=len, default=None)

    @cached_property
    def hints(self) -> tuple[str, ...]:
        return tuple(each for node in self.nodes for each in node.hints)

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
    heads = None
    hints = ()

    def fits(self, document: Document) -> bool:
        return not self.node.fits(document)

    def spans(self, document: Document) -> Iterable[Span]:
        return ()

    def sql(self, values: list[str]) -> str:
        return f"(NOT {self.node.sql(values)})"
