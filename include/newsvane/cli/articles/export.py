"""`newsvane export`: write coverage to one file, completely or not at all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane.analysis.known_names import compile_known, require_outlets, require_topics
from newsvane.cli.console import print_hint, print_words
from newsvane.cli.options import QUERY, AsOf, FirstDay, Languages, parse_day
from newsvane.cli.output_files import replacing, require_folder_of, write_workbook
from newsvane.cli.queries import load_query
from newsvane.csv_output import write_csv
from newsvane.lake.analyst.sql_session import SqlSession, open_session
from newsvane.lake.engine.sql import quote_literal
from newsvane.printable import printable

FORMATS = {
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".json": "FORMAT json, ARRAY true, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'",
    ".jsonl": "FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'",
}
"""The options of DuckDB's COPY, by file suffix. Times are UTC."""
SUFFIXES = (*FORMATS, ".csv", ".xlsx", ".duckdb")

OptionalList = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane export iran.parquet --topic iran --since 2026-11-01`")(export)


def export(
    path: Annotated[Path, typer.Argument(help=f"File to write: {', '.join(SUFFIXES)}.")],
    *,
    topic: Annotated[OptionalList, typer.Option(help="Only this topic; may be repeated.")] = None,
    language: Languages = None,
    outlet: Annotated[OptionalList, typer.Option(help="Only this outlet (domain); may be repeated.")] = None,
    since: FirstDay = None,
    until: Annotated[datetime | None, typer.Option(metavar="DAY", parser=parse_day, help="Last day, UTC.")] = None,
    query: Annotated[str | None, typer.Option(help=f"Only articles that match: {QUERY}")] = None,
    as_of: AsOf = None,
) -> None:
    """Write coverage to one file.

    The suffix decides the format: Parquet, JSON (an array), JSON lines, CSV (cells that look like formulas are
    escaped), an Excel workbook (a cell ends after 32,767 characters) or a plain DuckDB file. An existing file is
    replaced.
    """
    if path.suffix not in SUFFIXES:
        raise typer.BadParameter(f"{path.name!r}: the name must end in {', '.join(SUFFIXES)}")
    require_folder_of(path)
    if since and until and since > until:
        raise typer.BadParameter(f"--since {since:%Y-%m-%d} is after --until {until:%Y-%m-%d}")
    require_topics(topic or [])
    require_outlets(outlet or [])
    select, values = _build_select(topic=topic, language=language, outlet=outlet, since=since, until=until, query=query)
    with replacing(path) as partial, open_session(as_of=as_of) as lake:
        rows = _WRITERS.get(path.suffix, _write_by_duckdb)(lake, select, values, partial)
    print_words(f"{printable(path)}: {rows:,} articles, {path.stat().st_size:,} bytes")
    if not rows:
        print_hint("Nothing matches, so the file has only the names of the columns.")


def _build_select(
    *,
    topic: OptionalList,
    language: OptionalList,
    outlet: OptionalList,
    since: datetime | None,
    until: datetime | None,
    query: str | None,
) -> tuple[str, list[object]]:
    condition: str = "true"
    found: list[str] = []
    if query:
        condition, found = compile_known(query).to_sql()
    days = [day.date() if day else None for day in (since, until)]
    return load_query("export_articles", condition=condition), [
        topic or None,
        language or None,
        outlet or None,
        *days,
        *found,
    ]


def _write_by_duckdb(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    return lake.run_write(f"COPY ({select}) TO {quote_literal(path.resolve())} ({FORMATS[path.suffix]})", values)


def _write_csv(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    result = lake.run(select, values)
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(result.columns, result.rows, file)


def _write_workbook(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    return write_workbook(lake.run(select, values), path)


def _write_database(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    lake.run(f"ATTACH {quote_literal(path.resolve())} AS exported")
    rows = lake.run_write(f"CREATE TABLE exported.coverage AS {select}", values)
    lake.run("DETACH exported")
    return rows


_WRITERS: dict[str, Callable[[SqlSession, str, list[object], Path], int]] = {
    ".csv": _write_csv,
    ".xlsx": _write_workbook,
    ".duckdb": _write_database,
}
