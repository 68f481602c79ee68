"""The syntax tree of a compiled query.

Each node can say whether an article matches, where it matches, and express itself as SQL. The SQL is a DuckDB condition
over the columns outlet, language, country, published_at, central_topics and name_keys, and over `folded`
(`folding.FOLD_SQL`). The values for its `?` placeholders are appended to the list `values`, in order. The operators are
in operators.py and near.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal, Protocol

from newsvane.records import Article, Span
from newsvane.topics.phrases import Phrase, exact_sql, proximity_sql
from newsvane.topics.prefilter import prefilter_pattern
from newsvane.topics.token_index import TokenIndex

ValueField = Literal["outlet", "language", "country"]


@dataclass(frozen=True)
class RequiredKeys:
    """The words and beginnings of words that a text must have to match (see `TokenIndex.keys`).

    The text must have one of `singles`, or all keys of one of `groups`.
    """

    singles: frozenset[str] = frozenset()
    groups: tuple[frozenset[str], ...] = ()

    def may_match(self, index: TokenIndex) -> bool:
        """Return whether the text has the keys that it needs."""
        return not self.singles.isdisjoint(index.keys) or any(
            group <= index.keys for key in self._groups_by_key.keys() & index.keys for group in self._groups_by_key[key]
        )

    @property
    def decisive(self) -> Iterable[str]:
        """Keys of which a matching text has at least one: the singles, and the longest of each group."""
        return (*self.singles, *self._groups_by_key)

    @cached_property
    def _groups_by_key(self) -> Mapping[str, Sequence[frozenset[str]]]:
        groups: dict[str, list[frozenset[str]]] = {}
        for group in self.groups:
            groups.setdefault(max(group, key=len), []).append(group)
        return groups

    def __len__(self) -> int:
        return len(self.singles) + len(self.groups)


class IndexedArticle:
    """An article with the index of its words, which is built when it is first used."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def index(self) -> TokenIndex:
        """The index of title and text."""
        return TokenIndex(self.article.title, self.article.text)


class Node(Protocol):
    """A condition on an article."""

    @property
    def is_positive(self) -> bool:
        """Return whether the condition requires something in the article rather than only excluding something."""

    @property
    def required_keys(self) -> RequiredKeys | None:
        """The keys that a matching text has; None if an article may match whatever its words are."""

    @property
    def prefilters(self) -> tuple[str, ...]:
        """Regular expressions (RE2), all of which match the raw title and text of a matching article."""

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the article matches."""

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield what was found, in any order; nothing if the article does not match."""

    def sql(self, values: list[str]) -> str:
        """Return the condition as SQL."""


def may_match(node: Node, article: IndexedArticle) -> bool:
    """Return whether the article has the keys that the node requires."""
    return (required := node.required_keys) is None or required.may_match(article.index)


def fits_with_prefilter(node: Node, article: IndexedArticle) -> bool:
    """Return whether the article matches. If it lacks a required key, the node is not evaluated."""
    return may_match(node, article) and node.fits(article)


@dataclass(frozen=True)
class PhraseNode:
    """A word or a phrase in title or text."""

    phrase: Phrase
    is_positive = True

    @cached_property
    def prefilters(self) -> tuple[str, ...]:
        """The pattern of the longest word, if there is one."""
        pattern = prefilter_pattern(max((term.folded for term in self.phrase.terms), key=len))
        return (pattern,) if pattern else ()

    @cached_property
    def required_keys(self) -> RequiredKeys | None:
        """The keys of all its words."""
        keys = self.phrase.required_keys
        if not keys:
            return None
        return RequiredKeys(singles=keys) if len(keys) == 1 else RequiredKeys(groups=(keys,))

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the phrase occurs at least once."""
        return next(iter(self.phrase.find_hits(article.index)), None) is not None

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield each occurrence."""
        for first, last in self.phrase.find_hits(article.index):
            start, end = article.index.character_span(first, last)
            yield Span(field=article.index.field_of(first), start=start, end=end)

    def sql(self, values: list[str]) -> str:
        """Return a regular expression, or a search through windows of words for a phrase with `slop`."""
        return (exact_sql if self.phrase.slop is None else proximity_sql)([self.phrase], values)


@dataclass(frozen=True)
class ValueNode:
    """An outlet, a language or a country: its exact value, or how the value begins. `value` is in lower case."""

    field: ValueField
    value: str
    is_prefix: bool = False
    is_positive = True
    required_keys = None
    prefilters = ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the field has the value, in any case."""
        return self.accepts(self._value_in(article).lower())

    def accepts(self, value: str) -> bool:
        """Return whether a value in lower case is the one that is looked for."""
        return value.startswith(self.value) if self.is_prefix else value == self.value

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield the whole field."""
        if self.fits(article):
            yield Span(field=self.field, start=0, end=len(self._value_in(article)))

    def sql(self, values: list[str]) -> str:
        """Return a comparison with the column."""
        values.append(self.value)
        column = f"lower(coalesce({self.field}, ''))"
        return f"starts_with({column}, ?)" if self.is_prefix else f"{column} = ?"

    def _value_in(self, article: IndexedArticle) -> str:
        return getattr(article.article, self.field) or ""


@dataclass(frozen=True)
class CentralNode:
    """A topic that the article is about: its id, or how the id begins. `topic` is in lower case.

    Articles whose central topics were not recorded never match.
    """

    topic: str
    is_prefix: bool = False
    is_positive = True
    required_keys = None
    prefilters = ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the article is about the topic."""
        central = map(str.lower, article.article.central_topics)
        return any(each.startswith(self.topic) if self.is_prefix else each == self.topic for each in central)

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield a span of length 0 in central_topics."""
        if self.fits(article):
            yield Span(field="central_topics", start=0, end=0)

    def sql(self, values: list[str]) -> str:
        """Return a search in the column."""
        values.append(self.topic)
        fits = "starts_with(lower(topic), ?)" if self.is_prefix else "lower(topic) = ?"
        return f"len(list_filter(coalesce(central_topics, []), lambda topic: {fits})) > 0"


@dataclass(frozen=True)
class NameNode:
    """A person, organisation or place that the article names: `kind:` and its id, surname or country, or how it begins.

    Articles whose names were not recorded never match.
    """

    key: str
    is_prefix: bool = False
    is_positive = True
    required_keys = None
    prefilters = ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the article names it."""
        keys = article.article.name_keys
        return any(each.startswith(self.key) for each in keys) if self.is_prefix else self.key in keys

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield a span of length 0 in name_keys."""
        if self.fits(article):
            yield Span(field="name_keys", start=0, end=0)

    def sql(self, values: list[str]) -> str:
        """Return a search in the column."""
        values.append(self.key)
        if self.is_prefix:
            return "len(list_filter(coalesce(name_keys, []), lambda key: starts_with(key, ?))) > 0"
        return "coalesce(list_contains(name_keys, ?), false)"


@dataclass(frozen=True)
class DateNode:
    """Published at or after `since` and before `until`; None means no limit. Articles without a date never match."""

    since: datetime | None
    until: datetime | None
    is_positive = True
    required_keys = None
    prefilters = ()

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the article was published in the range."""
        at = article.article.published_at
        return at is not None and (not self.since or at >= self.since) and (not self.until or at < self.until)

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield a span of length 0 in published_at."""
        if self.fits(article):
            yield Span(field="published_at", start=0, end=0)

    def sql(self, values: list[str]) -> str:
        """Return a comparison of published_at, false where it is NULL."""
        parts = ["published_at IS NOT NULL"]
        for limit, operator in ((self.since, ">="), (self.until, "<")):
            if limit:
                values.append(limit.isoformat())
                parts.append(f"published_at {operator} CAST(? AS TIMESTAMPTZ)")
        return f"coalesce({' AND '.join(parts)}, false)"
