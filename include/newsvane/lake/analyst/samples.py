"""Sample what a query finds, and what else there is in the same days, for comparing their texts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import duckdb

from newsvane.lake.engine.sql import fetch_rows, fetch_rows_of, load_query, quote_literal

ROWS = 100
"""How many texts are handed over at once."""


@dataclass(frozen=True)
class Sample:
    """Some of so many articles: by id, when each was read."""

    read_at: Mapping[str, datetime]
    articles: int


def sample_matches(con: duckdb.DuckDBPyConnection, *, since: date, limit: int) -> Sample:
    """Return a sample of what `collect_matches` has collected since a day, without copies of what matches."""
    return _build(fetch_rows(con, "sample_matches", since=since, limit=limit))


def sample_others(
    con: duckdb.DuckDBPyConnection,
    condition: str,
    values: Sequence[object],
    *,
    since: date,
    until: date,
    limit: int,
) -> Sample:
    """Return a sample of the originals of these days that meet a condition and were not collected.

    `condition`: as for `collect_matches`.
    """
    statement = load_query("sample_others").replace("{limit}", str(int(limit)))
    for name, day in {"since": since, "until": until}.items():
        bound = datetime.combine(day, time(), UTC).isoformat()
        statement = statement.replace(f"{{{name}}}", f"{quote_literal(bound)}::TIMESTAMPTZ")
    return _build(fetch_rows_of(con, statement.replace("{condition}", condition), *values))


def load_sampled_texts(
    con: duckdb.DuckDBPyConnection, read_at: Mapping[str, datetime], *, length: int
) -> Iterator[dict[str, Any]]:
    """Yield article_id, outlet, language and text of sampled articles, by id, with the title as the first line.

    `length`: how many characters of each text. Other queries of the connection end the iteration.
    """
    if not read_at:
        return
    bounds = {"first": min(read_at.values()), "last": max(read_at.values())}
    cursor = con.execute(load_query("load_sampled_texts"), {"ids": list(read_at), "length": length, **bounds})
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(ROWS):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _build(rows: Sequence[Mapping[str, Any]]) -> Sample:
    read_at = {str(row["article_id"]): row["fetched_at"] for row in rows}
    return Sample(read_at, int(rows[0]["articles"]) if rows else 0)
