"""What agents may count: coverage over time, and anything else with SQL. As in `tools`, docstrings are for agents."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field

from newsvane import trends
from newsvane.agents.answers import Answer, clean, fit, fit_facts
from newsvane.agents.calls import ended_with_call
from newsvane.agents.lake_access import limited_lake
from newsvane.agents.limits import MAX_ANSWER_BYTES, SQL_LIMITS
from newsvane.agents.tools import Name, Since, Until, find_period
from newsvane.analysis.known_names import require_topics
from newsvane.analysis.sql_topics import list_called_topics
from newsvane.analysis.trends import Trend, load_trends
from newsvane.errors import QueryError
from newsvane.iso_codes import explain_country, explain_language
from newsvane.lake.analyst.locked_sql import LockedResult, run_locked
from newsvane.settings import get_settings

MAX_POINTS = 200
"""The maximum number of days, weeks or months in a trend."""
MAX_TOPICS = 5
"""The maximum number of topics in one call."""
_DEFAULT_DAYS: dict[trends.Grain, int] = {"day": 28, "week": 182, "month": 730}
_DAYS_PER_POINT: dict[trends.Grain, int] = {"day": 1, "week": 7, "month": 28}
_TOTALS_BYTES = 2_000
"""Bytes of an answer that are left for the totals of a trend and the hint how to continue."""
_RELATIONS = """
SELECT table_name AS name, comment AS meaning FROM (
    SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'
    UNION ALL
    SELECT view_name, comment FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
) ORDER BY name
"""
_COLUMNS = """
SELECT column_name AS name, data_type AS type, comment AS meaning
FROM duckdb_columns() WHERE schema_name = 'main' AND table_name = '{table}' ORDER BY column_index
"""


def get_trends(
    topics: Annotated[
        list[Name], Field(min_length=1, max_length=MAX_TOPICS, description="Ids of topics; '*' is everything read.")
    ],
    *,
    since: Since = None,
    until: Until = None,
    grain: Annotated[trends.Grain, Field(description="Count per day, week (from Monday) or month.")] = "day",
    of: Annotated[trends.Measure, Field(description="What is counted.")] = "articles",
    languages: Annotated[list[Name], Field(max_length=20, description="Only these languages (ISO 639).")] = [],  # noqa: B006
    outlets: Annotated[list[Name], Field(max_length=20, description="Only these outlets (domains).")] = [],  # noqa: B006
    countries: Annotated[
        list[Name], Field(max_length=20, description="Only outlets of these countries (ISO 3166).")
    ] = [],  # noqa: B006
) -> Answer:
    """Count coverage over time, and compare it with the expected range: `flag` is spike, silence or normal.

    By default 28 days, 26 weeks or 24 months up to today.
    """
    first, last = find_period(since, until, days=_DEFAULT_DAYS[grain])
    if (last - first).days > MAX_POINTS * _DAYS_PER_POINT[grain]:
        raise QueryError(f"more than {MAX_POINTS} {grain}s: ask for fewer, or for a longer grain", reason="period")
    _require_codes(languages := [each.lower() for each in languages], explain_language)
    _require_codes(countries := [each.upper() for each in countries], explain_country)
    with limited_lake() as open_lake:
        counted = load_trends(
            topics, first, last, of=of, grain=grain, now=datetime.now(UTC), languages=languages, outlets=outlets,
            countries=countries, open_lake=open_lake,
        )  # fmt: skip
    room = MAX_ANSWER_BYTES // max(1, len(counted))
    return {"since": first.isoformat(), "until": last.isoformat(), "trends": [_show(each, room) for each in counted]}


def _require_codes(codes: Iterable[str], explain: Callable[[str], str]) -> None:
    if wrong := next(filter(None, map(explain, codes)), ""):
        raise QueryError(wrong, reason="code")


def _show(trend: Trend, room: int) -> Answer:
    """Return a trend with as many of its newest points as there is room for, in bytes."""
    points = [
        {"day": point.day, "flag": point.flag, "articles": point.articles, "originals": point.originals,
         "stories": point.stories, "outlets": point.outlets, "read": point.read,
         "share": point.share and round(point.share, 5),
         "usual": [round(point.baseline.low, 1), round(point.baseline.high, 1)]}
        for point in reversed(trend.series.points)
    ]  # fmt: skip
    kept = fit(points, room - _TOTALS_BYTES)
    left_out = len(points) - len(kept)
    more = {"continue": f"{left_out} older points are left out; ask again with an earlier until"} if left_out else {}
    return {**fit_facts(trend.total), "newest_first": kept, **more}


def describe_tables(
    table: Annotated[
        str, Field(pattern=r"^\w{0,100}$", description="Name of a table or view; default: a list of all.")
    ] = "",
) -> Answer:
    """Describe the tables and views that query_sql can read, or the columns of one of them, with their meanings."""
    if not table:
        macros = _run("SELECT call, split_part(meaning, chr(10), 1) AS meaning FROM macros ORDER BY macro")
        return {"tables": _rows(_run(_RELATIONS)), "macros": _rows(macros)}
    if not (columns := _rows(_run(_COLUMNS.format(table=table.lower())))):
        raise QueryError(f"there is no table {table!r}: describe_tables without a name lists them", reason="unknown")
    return {"table": table.lower(), "columns": columns}


def query_sql(
    sql: Annotated[str, Field(min_length=1, description="One SELECT in DuckDB's SQL.")],
) -> Answer:
    """Run one SELECT, read-only, on the published file: coverage, originals, stories, attention, trend_daily and more.

    describe_tables lists tables, columns and macros. In coverage a row is an article on a topic, copies included;
    originals has no copies; stories has a row per event. Count articles for reach, originals for the work of outlets.
    All times are UTC; NULL means not known. The file is some minutes behind the lake: FROM about says how old it is.
    At most 200 rows, 30 seconds and 2 GB. Aggregate, or page with ORDER BY … LIMIT … OFFSET. Long texts are cut: use
    substr(text, from, length), or get_article. Nothing can be written, attached, loaded or set, and no file read.
    """
    if called := list_called_topics(sql):
        with limited_lake() as open_lake:
            require_topics(called, open_lake=open_lake)
    result = _run(sql)
    answer: Answer = {"columns": [clean(each) for each in result.columns], "rows": _clean_rows(result.rows)}
    if result.more:
        shown = len(answer["rows"])
        answer["continue"] = f"there are more rows: add ORDER BY … LIMIT {shown} OFFSET {shown}, or aggregate"
    if result.cut:
        answer["cut"] = "long texts and lists were cut: use substr(text, from, length) or list_slice(list, from, to)"
    return answer


def _run(sql: str) -> LockedResult:
    return run_locked(get_settings(), sql, SQL_LIMITS, ended_by=ended_with_call)


def _rows(result: LockedResult) -> list[Answer]:
    return fit(dict(zip(result.columns, row, strict=True)) for row in result.rows)


def _clean_rows(rows: list[list[Any]]) -> list[Any]:
    """Return rows, which are short enough already, without control characters."""
    return [[clean(value, SQL_LIMITS.text_length) for value in row] for row in rows]


COUNTING: tuple[Any, ...] = (get_trends, describe_tables, query_sql)
"""The tools of this module."""
