"""Combine queries of the index."""

from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur


@dataclass(frozen=True)
class Translation:
    """A query of the index. `certain`: one that finds only articles that match, perhaps not all; None: none is."""

    query: tantivy.Query
    certain: tantivy.Query | None = None

    @property
    def is_exact(self) -> bool:
        """Whether the query finds no article that does not match."""
        return self.certain is self.query

    @staticmethod
    def of(query: tantivy.Query, *, is_exact: bool) -> "Translation":
        """Return the translation by a query that is exact, or of which nothing is certain."""
        return Translation(query, query if is_exact else None)


def all_of(*queries: tantivy.Query) -> tantivy.Query:
    """Return a query for what all of some queries find."""
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(Occur.Must, each) for each in queries])


def any_of(*queries: tantivy.Query) -> tantivy.Query:
    """Return a query for what any of some queries finds."""
    return queries[0] if len(queries) == 1 else tantivy.Query.boolean_query([(Occur.Should, each) for each in queries])


def except_for(query: tantivy.Query, excluded: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return a query for what one query finds and none of the others."""
    if not excluded:
        return query
    return tantivy.Query.boolean_query([(Occur.Must, query), *((Occur.MustNot, each) for each in excluded)])
