"""Collect the articles that match a query once, then count and list them in several ways.

What matches is kept in a temporary table of the connection, without the texts, until the next query is collected.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Literal

import duckdb

from newsvane.lake.engine.sql import fetch_rows, load_query, quote_literal, run_query
from newsvane.lake.tables.table_reader import build_article
from newsvane.records import Article, Record
from newsvane.trends import Grain, PeriodCount

MatchOrder = Literal["newest", "oldest", "reach", "rank"]
"""By time, by the number of outlets in the story that also match, or by the scores of `score_matches`."""


class Match(Record):
    """An article that matches. `reach`: the outlets of its story whose articles match, too. `row`: of coverage."""

    article: Article
    reach: int
    row: dict[str, Any]


def collect_matches(
    con: duckdb.DuckDBPyConnection, conditions: Iterable[tuple[str, Sequence[object]]], *, since: date, until: date
) -> int:
    """Collect the rows of coverage of these days that meet one of some conditions. Return their number.

    `conditions`: SQL with the values of its placeholders, as from `Query.to_sql`; no article may meet two. They may use
    the columns `country` and `moment` beside those of coverage.
    """
    run_query(con, "create_matches")
    statement = load_query("collect_matches")
    bounds = {"since": datetime.combine(since, time(), UTC), "until": datetime.combine(until, time(), UTC)}
    for name, bound in bounds.items():
        statement = statement.replace(f"{{{name}}}", f"{quote_literal(bound.isoformat())}::TIMESTAMPTZ")
    found = 0
    for condition, values in conditions:
        row = con.execute(statement.replace("{condition}", condition), list(values)).fetchone()
        found += int(row[0]) if row else 0
    return found


def score_matches(con: duckdb.DuckDBPyConnection, scores: Mapping[str, float]) -> None:
    """Give scores to articles that were collected, by their ids, for the order "rank". Other ids do not matter.

    An article without a score comes after those with one. Of the same score, and without one, the newest comes first.
    """
    con.execute(load_query("score_matches"), [list(scores), list(scores.values())])


def count_matches_by_period(
    con: duckdb.DuckDBPyConnection, name: str, *, grain: Grain, read: Mapping[date, int]
) -> list[PeriodCount]:
    """Count what was collected per period. `name`: of the series. `read`: what was seen in each period.

    A period in which something was seen, but nothing matches, counts 0.
    """
    found = {row["day"]: row for row in fetch_rows(con, "count_matches_by_period", grain=grain)}
    nothing: dict[str, Any] = {"articles": 0}
    return [
        PeriodCount(**({"day": day} | found.get(day, nothing)), topic=name, read=read.get(day, 0))
        for day in sorted({*found, *read})
    ]


def count_matches_by_value(
    con: duckdb.DuckDBPyConnection, *, since: date, limit: int
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Count what was collected per `outlet`, `language`, `country` ("": not known) and `kind`, the largest first."""
    counted: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in fetch_rows(con, "count_matches_by_value", since=since, limit=limit):
        counted[row["name"]].append((row["value"], row["articles"]))
    return counted


def load_matches(
    con: duckdb.DuckDBPyConnection, *, since: date, order: MatchOrder, limit: int, offset: int = 0
) -> list[Match]:
    """Return a page of what was collected since a day, in this order, with the texts."""
    listed = fetch_rows(con, "list_matches", since=since, order=order, limit=limit, offset=offset)
    if not listed:
        return []
    times = [row["fetched_at"] for row in listed]
    ids = [row["article_id"] for row in listed]
    found = fetch_rows(con, "load_matches", ids=ids, first=min(times), last=max(times))
    rows = {row["article_id"]: row for row in found}
    return [
        Match(article=build_article(row), reach=each["outlets"], row=row)
        for each in listed
        if (row := rows.get(each["article_id"]))
    ]
