"""Find in an article the names that a query with person:, org: or place: asks for, as the article writes them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsvane import lake
from newsvane.analysis.queries import load_query
from newsvane.passages import find_spellings
from newsvane.records import Article, Span
from newsvane.topics.token_index import TextField

if TYPE_CHECKING:
    from newsvane.topics import Query


def load_spellings(connection: lake.Connection, query: "Query", article_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return how articles write the names that a query asks for, by article; nothing for a query without names."""
    if not (query.name_keys and article_ids):
        return {}
    asked = {"articles": [*article_ids], "keys": sorted(query.name_keys)}
    return dict(connection.execute(load_query("name_spellings"), asked).fetchall())


def find_in_text(query: "Query", article: Article, spellings: Sequence[str]) -> list[Span]:
    """Return the passages of the text that a query finds, or else, if it found the article by a name, those with it."""
    return _find_in("text", query, article, spellings)


def find_in_title(query: "Query", article: Article, spellings: Sequence[str]) -> list[Span]:
    """Return the same of the title."""
    return _find_in("title", query, article, spellings)


def _find_in(field: TextField, query: "Query", article: Article, spellings: Sequence[str]) -> list[Span]:
    found = [span for span in query.matches(article) if span.field == field]
    return found or [span for span in find_spellings(article, spellings) if span.field == field]
