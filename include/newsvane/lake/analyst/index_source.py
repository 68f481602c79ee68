"""What the search index reads from the lake: what changed since a snapshot, and the articles as it takes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import duckdb

from newsvane.lake.engine.coverage_view import Named, choose_ids, coverage_of, coverage_with_groups
from newsvane.lake.engine.sql import fetch_rows, fetch_rows_of, fill_query, quote_time, run_query

ROWS = 500
"""How many articles are handed over at once."""
SPAN_ARTICLES = 5_000
"""How many articles a span has at most, if it has more than one day: they are in memory together."""

FOUND_COLUMNS = (
    "article_id, url, canonical_url, title, text, words, outlet, outlet_kind, country, language, topics, day, "
    "published_at, observed_at, date_contradicted, fetched_at, source, archived_at, translation_state, original, "
    "copy_of, copy_kind, copy_claimed, copy_evidence, story_id, moment"
)
"""What a query looks at, but for `Query.list_columns`, and what is shown or counted of the articles that it finds. All
columns take twice as long to read as these with the texts."""

USUAL_DELAY = timedelta(days=1)
"""Nearly all articles are grouped so long after they were read, at most. Those that were grouped again were not."""


@dataclass(frozen=True)
class Changes:
    """The articles that changed in a span of snapshots; their ids are in the temporary table `index_changes`.

    `first`, `last`: when the first and the last of them was read; None: nothing changed.
    """

    articles: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True)
class Span:
    """From `since` until before `until`, in which so many articles were read."""

    since: datetime
    until: datetime
    articles: int


def find_newest_snapshot(con: duckdb.DuckDBPyConnection) -> tuple[int, datetime]:
    """Return the number and the time of the newest snapshot."""
    found = fetch_rows(con, "load_newest_snapshot")[0]
    return int(found["snapshot_id"]), found["at"]


def is_same_snapshot(con: duckdb.DuckDBPyConnection, snapshot: int, at: datetime) -> bool:
    """Return whether the lake still has a snapshot of that number, and made it at that time."""
    return bool(fetch_rows(con, "is_same_snapshot", snapshot=snapshot, at=at)[0]["known"])


def find_index_changes(con: duckdb.DuckDBPyConnection, *, since: int, until: int) -> Changes:
    """Find the articles that changed after the snapshot `since`, up to `until`. The lake must have `since`."""
    if since == until:
        return Changes(0)
    con.execute(f"SET VARIABLE since = {since + 1}; SET VARIABLE until = {until}")
    run_query(con, "select_index_changes")
    return Changes(**fetch_rows(con, "count_index_changes")[0])


def list_changed_ids(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the ids of the articles of the last `find_index_changes`."""
    return [str(each) for (each,) in con.execute("SELECT DISTINCT article_id FROM index_changes").fetchall()]


def list_indexed_spans(con: duckdb.DuckDBPyConnection) -> list[Span]:
    """Return spans of days in which articles on topic were read, with some thousand articles each, in order."""
    spans: list[Span] = []
    for each in fetch_rows(con, "list_indexed_days"):
        day = datetime.combine(each["day"], time(), UTC)
        end, articles = day + timedelta(days=1), int(each["articles"])
        if spans and spans[-1].articles + articles <= SPAN_ARTICLES:
            last = spans.pop()
            day, articles = last.since, last.articles + articles
        spans.append(Span(day, end, articles))
    return spans


def load_rows_of_span(con: duckdb.DuckDBPyConnection, span: Span) -> Iterator[list[dict[str, Any]]]:
    """Yield the articles that were read in a span, some at a time."""
    return _load_rows(con, span.since, span.until, "true")


def load_changed_rows(con: duckdb.DuckDBPyConnection, changes: Changes) -> Iterator[list[dict[str, Any]]]:
    """Yield the changed articles as they are now, some at a time, without those that are gone or off topic."""
    if changes.first is None or changes.last is None:
        return iter(())
    condition = "a.article_id IN (SELECT article_id FROM index_changes)"
    return _load_rows(con, changes.first, changes.last + timedelta(microseconds=1), condition)


def load_candidates(
    con: duckdb.DuckDBPyConnection,
    read_at: Mapping[str, datetime],
    condition: str = "true",
    values: Sequence[object] = (),
    *,
    columns: str = "*",
) -> list[dict[str, Any]]:
    """Return the rows of coverage with these ids that meet a condition. `read_at`: when each was first read.

    `columns`: of coverage, as SQL. All of them have two more: `country` and `moment`.
    """
    if not read_at:
        return []
    times = ", ".join(map(quote_time, sorted({*read_at.values()})))
    first, last = quote_time(min(read_at.values())), quote_time(max(read_at.values()) + USUAL_DELAY)
    coverage = coverage_with_groups(con, list(read_at), first, last)
    statement = fill_query(
        "load_candidates",
        coverage=coverage,
        columns=columns,
        times=times,
        chosen=choose_ids(list(read_at)),
        condition=condition,
    )
    return fetch_rows_of(con, statement, *values)


def search_among(
    con: duckdb.DuckDBPyConnection, named: Named, condition: str, values: Sequence[object], *, limit: int
) -> list[dict[str, Any]]:
    """Return at most `limit` of some articles that meet a condition of `Query.to_sql`, newest first.

    The rows have all columns that a query may look at.
    """
    statement = fill_query(
        "search_among",
        columns=f"{FOUND_COLUMNS}, central_topics, name_keys",
        coverage=coverage_of(con, named),
        limit=str(limit),
        condition=condition,
    )
    return fetch_rows_of(con, statement, *values)


def count_by_day(
    con: duckdb.DuckDBPyConnection, condition: str, values: Sequence[object], *, since: date | None = None
) -> list[dict[str, Any]]:
    """Return how many articles meet a condition of `Query.to_sql`: rows with day, outlet, language and articles.

    This reads every text. `since`: only articles that were first read on that day, UTC, or later.
    """
    coverage = (
        f"(FROM coverage WHERE fetched_at >= {quote_time(datetime.combine(since, time(), UTC))})"
        if since
        else "coverage"
    )
    return fetch_rows_of(con, fill_query("count_by_day", coverage=coverage, condition=condition), *values)


def count_among(
    con: duckdb.DuckDBPyConnection, named: Named, condition: str, values: Sequence[object]
) -> list[dict[str, Any]]:
    """Return the same for some articles."""
    statement = fill_query("count_by_day", coverage=coverage_of(con, named), condition=condition)
    return fetch_rows_of(con, statement, *values)


def _load_rows(
    con: duckdb.DuckDBPyConnection, since: datetime, until: datetime, condition: str
) -> Iterator[list[dict[str, Any]]]:
    cursor = con.execute(
        fill_query("load_indexed_rows", since=quote_time(since), until=quote_time(until), condition=condition)
    )
    names = [column[0] for column in cursor.description or ()]
    while rows := cursor.fetchmany(ROWS):
        yield [dict(zip(names, row, strict=True)) for row in rows]
