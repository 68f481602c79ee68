"""Articles by their words: newest first in the lake, by rank in the published file."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.sql import fetch_rows, fetch_rows_of, load_query, quote_literal

FIRST_DAYS = 2
"""Days back that are looked through first."""
WIDER = 4
"""How many times as far back each further look goes."""
LOOKS = 6
"""After so many the rest is looked through at once: a rare word costs a third more than all at once would."""


def search(
    con: duckdb.DuckDBPyConnection,
    condition: str,
    values: Sequence[str],
    *,
    now: datetime,
    limit: int,
    days: int | None = None,
) -> list[dict[str, Any]]:
    """At most `limit` rows of coverage that a condition (`Query.to_sql`) holds for, newest first.

    Looks back in widening spans until there are enough: what is frequent is found without reading the whole lake.
    `days`: no further back than this; null: as far as there is anything. Columns more: `country`, `moment`.
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


def search_ranked(con: duckdb.DuckDBPyConnection, words: str, *, limit: int) -> list[dict[str, Any]]:
    """At most `limit` rows of coverage in the published file (`open_published`) by BM25, best first.

    Any of the words will do. Columns more: `country`, `score`.
    """
    return fetch_rows(con, "search_ranked", words=words, limit=limit)


def _spans(now: datetime, days: int | None) -> Iterator[tuple[str, str]]:
    """From and to, as literals that are known when a statement is planned."""
    until, furthest = "'infinity'::TIMESTAMPTZ", now - timedelta(days=days) if days else None
    for look in range(LOOKS + 1):
        since = now - timedelta(days=FIRST_DAYS * WIDER**look) if look < LOOKS else None
        last = since is None or (furthest is not None and since <= furthest)
        if last:
            since = furthest
        bound = f"{quote_literal(since.isoformat())}::TIMESTAMPTZ" if since else "'-infinity'::TIMESTAMPTZ"
        yield bound, until
        if last:
            return
        until = bound
