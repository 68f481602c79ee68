"""Search articles in the lake itself, newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.sql import fetch_rows_of, load_query, quote_literal

FIRST_SPAN_DAYS = 2
"""How many days back the first search goes."""
SPAN_GROWTH = 4
"""How many times further back each following search goes."""
MAX_SPANS = 6
"""After this many spans the rest is searched at once. For a rare word, searching in spans costs a third more in total
than a single search."""


def search(
    con: duckdb.DuckDBPyConnection,
    condition: str,
    values: Sequence[object],
    *,
    now: datetime,
    limit: int,
    days: int | None = None,
) -> list[dict[str, Any]]:
    """Return at most `limit` rows of coverage that meet a condition of `Query.to_sql`, newest first.

    Searches back in time in widening spans until there are enough rows, so a frequent word is found without reading the
    whole lake. `days`: how far back to search at most; None: without limit. The rows have two more columns: `country`
    and `moment`.
    """
    found: list[dict[str, Any]] = []
    for since, until in _spans(now, days):
        statement = load_query("search")
        parts = {"since": since, "until": until, "limit": str(limit - len(found)), "condition": condition}
        for name, part in parts.items():
            statement = statement.replace(f"{{{name}}}", part)
        found += fetch_rows_of(con, statement, *values)
        if len(found) >= limit:
            break
    return found


def count_matches(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[object], *, now: datetime, days: int | None = None
) -> int:
    """Return how many rows `search` would find without a limit. This reads every text of these days."""
    since = _bound(now - timedelta(days=days) if days else None)
    statement = load_query("count_matches").replace("{since}", since).replace("{condition}", condition)
    return int(fetch_rows_of(con, statement, *values)[0]["articles"])


def _spans(now: datetime, days: int | None) -> Iterator[tuple[str, str]]:
    """Yield the bounds of each span. They are SQL literals, so that DuckDB knows them when it plans a statement."""
    until, furthest = "'infinity'::TIMESTAMPTZ", now - timedelta(days=days) if days else None
    for number in range(MAX_SPANS + 1):
        since = now - timedelta(days=FIRST_SPAN_DAYS * SPAN_GROWTH**number) if number < MAX_SPANS else None
        last = since is None or (furthest is not None and since <= furthest)
        if last:
            since = furthest
        bound = _bound(since)
        yield bound, until
        if last:
            return
        until = bound


def _bound(since: datetime | None) -> str:
    return f"{quote_literal(since.isoformat())}::TIMESTAMPTZ" if since else "'-infinity'::TIMESTAMPTZ"
