"""Compile a query, and match articles with it in memory or as SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from newsvane.records import Article, Span
from newsvane.topics.ast import (
    CentralNode,
    IndexedArticle,
    NameNode,
    Node,
    PhraseNode,
    ValueNode,
    fits_with_prefilter,
    may_match,
)
from newsvane.topics.folding import FOLD_SQL
from newsvane.topics.near import NearNode
from newsvane.topics.operators import AndNode, NotNode, OrNode
from newsvane.topics.parser import parse_query
from newsvane.topics.phrases import Term


@dataclass(frozen=True)
class Query:
    """A compiled query. `text`: as it was written. `root`: its syntax tree."""

    text: str
    root: Node

    @property
    def central_topics(self) -> frozenset[str]:
        """Return the topics that it names by their whole ids with `central:`, in lower case."""
        return frozenset(
            node.topic for node in _walk(self.root) if isinstance(node, CentralNode) and not node.is_prefix
        )

    @property
    def list_columns(self) -> tuple[str, ...]:
        """Return which of the columns `central_topics` and `name_keys` it looks at."""
        asks_for_topics = any(isinstance(node, CentralNode) for node in _walk(self.root))
        return ("central_topics",) * asks_for_topics + ("name_keys",) * self.asks_for_names

    @property
    def asks_for_names(self) -> bool:
        """Return whether it has a field person:, org: or place:."""
        return any(isinstance(node, NameNode) for node in _walk(self.root))

    @property
    def name_keys(self) -> frozenset[str]:
        """Return what it names in whole with person:, org: and place:, as `Article.name_keys` has it."""
        return frozenset(node.key for node in _walk(self.root) if isinstance(node, NameNode) and not node.is_prefix)

    @property
    def outlets(self) -> frozenset[str]:
        """Return the outlets that it names by their whole domains with `outlet:`, in lower case."""
        return frozenset(
            node.value
            for node in _walk(self.root)
            if isinstance(node, ValueNode) and node.field == "outlet" and not node.is_prefix
        )

    @property
    def terms(self) -> frozenset[Term]:
        """Return the single words of all its words, phrases and contexts, also of those that it excludes."""
        return frozenset(
            term for node in _walk(self.root) if isinstance(node, PhraseNode) for term in node.phrase.terms
        )

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether the article matches."""
        return fits_with_prefilter(self.root, article)

    def matches(self, article: Article) -> tuple[Span, ...]:
        """Return the passages that the query finds in the article, in order. Overlapping ones are merged.

        Empty if the article does not match. A matching date is a span of length 0 in published_at.
        """
        return self.spans(IndexedArticle(article))

    def spans(self, article: IndexedArticle) -> tuple[Span, ...]:
        """Return the same as `matches`, for an article whose words may be indexed already."""
        if not may_match(self.root, article):
            return ()
        found = sorted(set(self.root.spans(article)), key=lambda s: (s.field != "title", s.field, s.start, -s.end))
        merged: list[Span] = []
        for span in found:
            if merged and merged[-1].field == span.field and span.start < merged[-1].end:
                merged[-1] = merged[-1].model_copy(update={"end": max(span.end, merged[-1].end)})
            else:
                merged.append(span)
        return tuple(merged)

    def to_sql(self) -> tuple[str, list[str]]:
        """Return a DuckDB condition that holds for the articles that match, and the values for its `?` placeholders.

        The condition uses the columns title, text, outlet, language, country and published_at (TIMESTAMPTZ) of
        `articles`, central_topics for `central:`, and name_keys for `person:`, `org:` and `place:`.
        """
        values = list(self.root.prefilters)
        condition = f"list_transform([{FOLD_SQL}], lambda folded: {self.root.sql(values)})[1]"
        if self.root.prefilters:
            passes = " AND ".join("regexp_matches(concat(title, chr(10), text), ?)" for _ in self.root.prefilters)
            condition = f"CASE WHEN {passes} THEN {condition} ELSE false END"
        return condition, values


@lru_cache(maxsize=1024)
def compile_query(query: str) -> Query:
    """Compile a query in Lucene's syntax.

    It may have words, "phrases", prefix*, AND OR NOT + -, groups, "a b"~5, a NEAR/5 b, a NOT NEAR/5 b, and the
    fields title, text, outlet, lang, country, central, person, org, place, and published with ranges. Words are
    compared without case and accents, in every script. A word in capitals (MEK) is an acronym and only found in
    capitals. Arabic and Hebrew words are also found with attached particles (وإيران, באיראן). Raises QueryError,
    which says where the query is wrong and what to write instead.
    """
    return Query(query, parse_query(query))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case OrNode() | AndNode():
            for each in node.nodes:
                yield from _walk(each)
        case NotNode():
            yield from _walk(node.node)
        case NearNode():
            yield from _walk(node.required)
