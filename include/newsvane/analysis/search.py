"""Search coverage, newest first or ranked, with the passages that match."""
# ruff: noqa: PLC0415 - the query language is imported when it is used

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from newsvane import lake
from newsvane.analysis.known_names import compile_known, require_topics
from newsvane.analysis.queries import OpenLake, Row, article_from_row, load_query
from newsvane.errors import QueryError
from newsvane.passages import find_passage
from newsvane.records import Article, Span
from newsvane.settings import get_settings

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
class Filters:
    """What an article must be beside what the query asks for. The days are included."""

    topic: str | None = None
    originals: bool = False
    since: date | None = None
    until: date | None = None

    def to_sql(self) -> tuple[str, list[str]]:
        """Return a condition on `coverage` and the values for its placeholders."""
        given = {
            "list_contains(topics, ?)": self.topic,
            "day >= ?::DATE": self.since and self.since.isoformat(),
            "day <= ?::DATE": self.until and self.until.isoformat(),
        }
        conditions = [*(sql for sql, value in given.items() if value), *(["original"] if self.originals else [])]
        return " AND ".join(conditions or ["true"]), [value for value in given.values() if value]


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
    days: int | None = None,
    as_of: datetime | None = None,
    open_lake: OpenLake = lake.open_reader,
) -> Found:
    """Return the newest articles that match a query of the query language, and how many match.

    `days`: how far back to search; None: without limit, or as far as the filters say. Raises QueryError, and
    UnknownName for a topic or an outlet.
    """
    compiled = compile_known(query, open_lake=open_lake)
    require_topics([filters.topic], open_lake=open_lake)
    wanted, values = compiled.to_sql()
    further, more = filters.to_sql()
    condition, values = f"({wanted}) AND {further}", [*values, *more]
    now = as_of or datetime.now(UTC)
    if filters.since:
        days = max(1, (now.date() - filters.since).days + 1)
    with open_lake(as_of=as_of) as connection:
        rows = lake.search(connection, condition, values, now=now, limit=limit, days=days)
        total = len(rows)
        if total == limit:
            total = lake.count_matches(connection, condition, values, now=now, days=days)
        sources = _find_outlets_of_originals(connection, rows)
    return Found([_build_hit(row, compiled.matches, sources) for row in rows], total)


def search_ranked(query: str, *, limit: int) -> Found:
    """Return the articles of the published file that contain any of these words, by BM25. Raises QueryError."""
    from newsvane.topics import compile_query

    words = re.findall(r"[^\W_]+", query)
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
    found = article_from_row(row)
    shown = {name: row[name] for name in (*COLUMNS, "original", "copy_of", "story_id")}
    in_text = [span for span in matches(found) if span.field == "text"]
    return shown | {"copy_of_outlet": sources.get(row["copy_of"]), "snippet": find_passage(found, in_text)}
