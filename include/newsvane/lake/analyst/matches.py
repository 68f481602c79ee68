"""Collect the articles that match a query once, then count and list them in several ways.

What matches is kept in a temporary table of the connection, without the texts, until the next query is collected.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Literal, NamedTuple

import duckdb

from newsvane.lake.analyst.index_source import load_candidates
from newsvane.lake.engine.coverage_view import Named, coverage_of, coverage_since
from newsvane.lake.engine.sql import fetch_rows, fill_query, load_query, quote_time, run_query
from newsvane.lake.tables.table_reader import build_article
from newsvane.records import Article, Record
from newsvane.trends import Grain, PeriodCount, fill_periods

LISTED = (
    "article_id, url, canonical_url, outlet, outlet_kind, country, title, text, words, language, published_at, "
    "fetched_at, observed_at, date_contradicted, topics, central_topics, name_keys, translation_state, story_id, "
    "original, copy_of, copy_kind, copy_claimed, copy_evidence"
)
"""What a list shows of an article, and what a query needs to find it again. All columns take 20 ms more."""

MatchOrder = Literal["newest", "oldest", "reach", "rank"]
"""By time, by the number of outlets in the story that also match, or by the scores of `score_matches`."""


class Match(Record):
    """An article that matches. `reach`: the outlets of its story whose articles match, too. `row`: of coverage."""

    article: Article
    reach: int
    row: dict[str, Any]


class KnownArticle(NamedTuple):
    """What coverage says of an article beside its group. `moment`: of publication, but not after reading."""

    article_id: str
    outlet: str
    outlet_kind: str
    country: str | None
    language: str
    moment: datetime
    fetched_at: datetime
    is_translated: bool


class Part(NamedTuple):
    """A part of coverage: the articles that meet a condition.

    `condition`, `values`: SQL with the values of its placeholders, as from `Query.to_sql`. It may use the columns
    `country` and `moment` beside those of coverage. `among`: the articles to choose from; None: all. `known`: the
    articles of the part, which are then not asked for; only their groups are read. None: they have to be asked for.
    """

    condition: str = "true"
    values: Sequence[object] = ()
    among: Named | None = None
    known: Sequence[KnownArticle] | None = None

    def narrow(self, condition: str, *values: object) -> "Part":
        """Return the part of this part that also meets another condition. Which articles it has is not known."""
        return Part(f"({self.condition}) AND ({condition})", [*self.values, *values], self.among)


def collect_matches(con: duckdb.DuckDBPyConnection, parts: Iterable[Part], *, since: date, until: date) -> int:
    """Collect the articles of these days that are in one of some parts of coverage. Return their number.

    No article may be in two parts.
    """
    run_query(con, "create_matches")
    days = {
        name: quote_time(datetime.combine(day, time(), UTC)) for name, day in {"since": since, "until": until}.items()
    }
    return sum(
        _collect(con, part, days) if part.known is None else _collect_known(con, part.known, days) for part in parts
    )


def _collect(con: duckdb.DuckDBPyConnection, part: Part, days: Mapping[str, str]) -> int:
    coverage = coverage_of(con, part.among) if part.among else coverage_since(con, days["since"])
    statement = fill_query("collect_matches", **days, coverage=coverage, condition=f"({part.condition})")
    row = con.execute(statement, list(part.values)).fetchone()
    return int(row[0]) if row else 0


def _collect_known(con: duckdb.DuckDBPyConnection, known: Sequence[KnownArticle], days: Mapping[str, str]) -> int:
    if not known:
        return 0
    con.execute(load_query("create_known"), [[each._asdict() for each in known]])
    first = quote_time(min(each.fetched_at for each in known))
    row = con.execute(fill_query("collect_known", **days, first=first)).fetchone()
    return int(row[0]) if row else 0


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
    return fill_periods(name, fetch_rows(con, "count_matches_by_period", grain=grain), read)


def count_matches_by_value(
    con: duckdb.DuckDBPyConnection, *, since: date, limit: int
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Count what was collected per `outlet`, `language`, `country` ("": not known) and `kind`, the largest first."""
    counted: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in fetch_rows(con, "count_matches_by_value", since=since, limit=limit):
        counted[row["name"]].append((row["value"], row["articles"]))
    return counted


def list_matches(
    con: duckdb.DuckDBPyConnection, *, since: date, order: MatchOrder, limit: int, offset: int = 0
) -> list[dict[str, Any]]:
    """Return a page of what was collected since a day, in this order: rows with article_id, story_id, fetched_at and
    outlets, the reach.
    """
    return fetch_rows(con, "list_matches", since=since, order=order, limit=limit, offset=offset)


def load_listed(
    con: duckdb.DuckDBPyConnection, listed: Sequence[Mapping[str, Any]], *, columns: str = LISTED
) -> list[Match]:
    """Return the articles of some rows of `list_matches`, with their texts. `columns`: of coverage, with LISTED."""
    found = load_candidates(con, {row["article_id"]: row["fetched_at"] for row in listed}, columns=columns)
    rows = {row["article_id"]: row for row in found}
    return [
        Match(article=build_article(row), reach=each["outlets"], row=row)
        for each in listed
        if (row := rows.get(each["article_id"]))
    ]


def load_matches(
    con: duckdb.DuckDBPyConnection, *, since: date, order: MatchOrder, limit: int, offset: int = 0
) -> list[Match]:
    """Return a page of what was collected since a day, in this order, with the texts and all else that is known."""
    return load_listed(con, list_matches(con, since=since, order=order, limit=limit, offset=offset), columns="*")
