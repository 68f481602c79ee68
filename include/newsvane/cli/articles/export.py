"""`newsvane export`: coverage, all or chosen, as one file that is there whole or not at all."""
# ruff: noqa: PLC0415 - the query language is imported where one is asked for

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane.cli.console import clean, out, write_csv
from newsvane.cli.options import QUERY, AsOf
from newsvane.cli.queries import statement
from newsvane.lake.analyst.sql_session import SqlSession, open_session
from newsvane.lake.engine.sql import quote_literal

FORMATS = {
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
    ".json": "FORMAT json, ARRAY true, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'",
    ".jsonl": "FORMAT json, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%fZ'",
}
"""How DuckDB writes a file of that suffix; the lake's times are UTC."""
SUFFIXES = (*FORMATS, ".csv", ".duckdb")

Several = list[str] | None
_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane export iran.parquet --topic iran --since 2026-11-01`")(export)


def export(
    path: Annotated[Path, typer.Argument(help=f"File to write: {', '.join(SUFFIXES)}.")],
    *,
    topic: Annotated[Several, typer.Option(help="Only on this topic; may be given again.")] = None,
    language: Annotated[Several, typer.Option(help="Only in this language (ISO 639); may be given again.")] = None,
    outlet: Annotated[Several, typer.Option(help="Only of this outlet (its domain); may be given again.")] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="Only from this day on, UTC.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Only up to this day, UTC.")] = None,
    query: Annotated[str | None, typer.Option(help=f"Only what matches: {QUERY}")] = None,
    as_of: AsOf = None,
) -> None:
    """Write coverage to one file.

    In the format that its suffix names: Parquet, JSON (an array), JSON lines, CSV (cells that a spreadsheet would take
    for formulas are defused) or a plain DuckDB file. A file of that name is replaced.
    """
    if path.suffix not in SUFFIXES:
        raise typer.BadParameter(f"{path.name!r}: the name must end in {', '.join(SUFFIXES)}")
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    select, values = _chosen(topic=topic, language=language, outlet=outlet, since=since, until=until, query=query)
    partial = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
    try:
        with open_session(as_of=as_of) as lake:
            rows = _WRITERS.get(path.suffix, _copy)(lake, select, values, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    out.print(f"{clean(path)}: {rows:,} articles, {path.stat().st_size:,} bytes")


def _chosen(
    *,
    topic: Several,
    language: Several,
    outlet: Several,
    since: datetime | None,
    until: datetime | None,
    query: str | None,
) -> tuple[str, list[object]]:
    condition: str = "true"
    found: list[str] = []
    if query:
        from newsvane.topics import compile_query

        condition, found = compile_query(query).to_sql()
    days = [day.date() if day else None for day in (since, until)]
    return statement("exported", condition=condition), [topic or None, language or None, outlet or None, *days, *found]


def _copy(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    return lake.run_write(f"COPY ({select}) TO {quote_literal(path.resolve())} ({FORMATS[path.suffix]})", values)


def _csv(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    result = lake.run(select, values)
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(result.columns, result.rows, file)


def _duckdb(lake: SqlSession, select: str, values: list[object], path: Path) -> int:
    lake.run(f"ATTACH {quote_literal(path.resolve())} AS exported")
    rows = lake.run_write(f"CREATE TABLE exported.coverage AS {select}", values)
    lake.run("DETACH exported")
    return rows


_WRITERS: dict[str, Callable[[SqlSession, str, list[object], Path], int]] = {".csv": _csv, ".duckdb": _duckdb}
