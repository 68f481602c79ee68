"""Search coverage, newest first or ranked, with the passages that match."""
# ruff: noqa: PLC0415 - the query language is imported when it is used

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from newsvane import lake
from newsvane.analysis.known_names import compile_known, require_topics
from newsvane.analysis.queries import OpenLake, Row, load_query
from newsvane.errors import QueryError
from newsvane.passages import find_passage
from newsvane.records import Article, Span
from newsvane.search import Filters, Search
from newsvane.settings import get_settings

log = logging.getLogger(__name__)

COLUMNS = (
    "article_id",
    "url",
    "title",
    "outlet",
    "published_at",
    "observed_at",
    "date_contradicted",
    "fetched_at",
    "language",
    "topics",
)
"""What is shown of an article, beside its passage."""


@dataclass(frozen=True)
class Found:
    """`hits`: the articles to show, each with its `snippet` (`Passage`). `total`: how many there are."""

    hits: list[Row]
    total: int


def search_newest(
    query: str,
    filters: Filters,
    *,
    limit: int,
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> Found:
    """Return the newest articles that match a query of the query language, and how many match.

    The search index finds them, except as of an earlier time. Raises QueryError, and UnknownName for a topic or outlet.
    """
    compiled = compile_known(query, open_lake=open_lake)
    require_topics(filters.topics, open_lake=open_lake)
    now, settings = as_of or datetime.now(UTC), None if as_of else get_settings()
    with open_lake(as_of=as_of) as connection:
        search = Search(connection, compiled, filters, settings=settings, now=now)
        rows = search.find_newest(limit)
        total = search.count() if len(rows) == limit else len(rows)
        sources = _find_outlets_of_originals(connection, rows)
    if search.scanned:
        log.info("%s", search.scanned)
    return Found([_build_hit(row, compiled.matches, sources) for row in rows], total)


def search_ranked(query: str, *, limit: int) -> Found:
    """Return the articles of the published file that contain any of these words, by BM25. Raises QueryError."""
    from newsvane.topics import compile_query

    words = list_words(query)
    if not words:
        raise QueryError("the query contains no word; write at least one", reason="empty")
    compiled = compile_query(" OR ".join(f'"{word.lower()}"' for word in words))
    with lake.closing(lake.open_published(get_settings())) as connection:
        rows = lake.search_ranked(connection, " ".join(words), limit=limit)
        total = lake.count_ranked(connection, " ".join(words)) if len(rows) == limit else len(rows)
        sources = _find_outlets_of_originals(connection, rows)
    return Found(
        [_build_hit(row, compiled.matches, sources) | {"score": round(row["score"], 3)} for row in rows], total
    )


def _find_outlets_of_originals(connection: lake.Connection, rows: Sequence[Row]) -> dict[str, str]:
    """Return the outlet of each article that one of these rows is a copy of, by its id."""
    originals = [row["copy_of"] for row in rows if row["copy_of"]]
    if not originals:
        return {}
    return dict(connection.execute(load_query("outlets_of_articles"), {"articles": originals}).fetchall())


def _build_hit(row: Row, matches: Callable[[Article], Sequence[Span]], sources: Mapping[str, str]) -> Row:
    """Return what is shown of an article. Its passage is from the text: the title is shown in any case."""
    found = lake.build_article(row)
    shown = {name: row[name] for name in (*COLUMNS, "original", "copy_of", "story_id")}
    in_text = [span for span in matches(found) if span.field == "text"]
    return shown | {"copy_of_outlet": sources.get(row["copy_of"]), "snippet": find_passage(found, in_text)}


def list_words(query: str) -> list[str]:
    """Return the words of a ranked search."""
    return re.findall(r"[^\W_]+", query)
