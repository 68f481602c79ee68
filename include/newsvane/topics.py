"""Topics: a Lucene query over articles, as a matcher and as SQL. (Signatures; the body is on its way.)"""

from collections.abc import Iterable
from typing import Protocol

from newsvane.records import Article, Span, Topic


class Query(Protocol):
    """A compiled query."""

    def matches(self, article: Article) -> tuple[Span, ...]: ...  # noqa: D102
    def to_sql(self) -> tuple[str, list[str]]: ...  # noqa: D102


def compile_query(query: str) -> Query:
    """Compile a query. Raises QueryError."""
    raise NotImplementedError


def load_topics(text: str, *, path: str) -> tuple[Topic, ...]:
    """Read topics.toml. Raises ConfigError."""
    raise NotImplementedError


def match(article: Article, topics: Iterable[Topic]) -> tuple[str, ...]:
    """Ids of the topics that match."""
    raise NotImplementedError


def find(query: str, article: Article) -> tuple[Span, ...]:
    """What the query finds in the article."""
    raise NotImplementedError
