"""Find in an article the names that a query with person:, org: or place: asks for, as the article writes them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from newsvane import lake
from newsvane.analysis.queries import load_query
from newsvane.passages import find_spellings
from newsvane.records import Article, Span
from newsvane.topics.token_index import TextField

if TYPE_CHECKING:
    from newsvane.topics import Query

FIELDS: tuple[TextField, ...] = ("title", "text")


def load_spellings(connection: lake.Connection, query: "Query", article_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return how articles write the names that a query asks for, by article; nothing for a query without names."""
    if not (query.name_keys and article_ids):
        return {}
    asked = {"articles": [*article_ids], "keys": sorted(query.name_keys)}
    return dict(connection.execute(load_query("name_spellings"), asked).fetchall())


def find_spans(query: "Query", article: Article, spellings: Sequence[str]) -> Mapping[TextField, list[Span]]:
    """Return the passages of title and text that a query finds, or where there is none, those with a name it asked for.

    A query finds an article by a name without saying where the name stands.
    """
    found, spelled = query.matches(article), find_spellings(article, spellings)
    return {field: _choose(found, field) or _choose(spelled, field) for field in FIELDS}


def _choose(spans: Sequence[Span], field: TextField) -> list[Span]:
    return [span for span in spans if span.field == field]
