"""`newsvane sql` and `newsvane export`: the lake in SQL, and coverage as a file."""

import itertools
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from newsvane import lake
from newsvane.cli.asking import statement
from newsvane.cli.console import clean, dump, err, out, show_table, write_csv
from newsvane.cli.options import AsJson
from newsvane.errors import ConfigError
from newsvane.lake.answers import answer
from newsvane.settings import get_settings

SHOWN = 200
"""Rows in a table at the most; CSV and JSON hold all."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane sql 'SELECT outlet, count(*) FROM originals GROUP BY ALL' --csv`")(sql)
    app.command(epilog="Example: `newsvane export coverage.parquet`")(export)


def sql(
    query: Annotated[str | None, typer.Argument(help="SQL; without it DuckDB's shell opens on the lake.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; cells that a spreadsheet would take for formulas are defused.")
    ] = False,
) -> None:
    """Ask the lake in SQL, read-only. Tables and views: `newsvane sql 'SHOW TABLES'`."""
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if query is None:
        _shell()
    with answer(query) as result:
        if as_csv:
            write_csv(result.columns, result.rows, sys.stdout)
        elif as_json:
            dump([dict(zip(result.columns, row, strict=True)) for row in result.rows])
        else:
            first = itertools.islice(result.rows, SHOWN)
            rows = [dict(zip(result.columns, map(_exact, row), strict=True)) for row in first]
            show_table(rows, {name: name for name in result.columns}, empty="No rows.")
            if next(result.rows, None) is not None:
                err.print(f"The first {SHOWN} rows; --csv and --json print all.")


def _exact(value: object) -> object:
    return value.isoformat(" ") if isinstance(value, datetime) else value


def _shell() -> NoReturn:
    """Become DuckDB's shell with the lake attached, read-only."""
    settings = get_settings()
    lake.connect(settings=settings).close()
    binary = Path(sys.executable).with_name("duckdb")
    if not binary.exists():
        raise ConfigError(f"{binary} is missing: install the package duckdb-cli")
    script = "LOAD sqlite; LOAD ducklake;\n" + lake.attach_script(settings)
    os.execv(binary, [str(binary), "-cmd", script])  # noqa: S606 - the shell of the environment that runs this


def export(
    path: Annotated[Path, typer.Argument(help="File to write: .parquet, .csv, .json or .duckdb.")],
) -> None:
    """Write coverage to one file.

    In the format that its suffix names; a file of that name is replaced.
    """
    if path.suffix not in {".parquet", ".csv", ".json", ".duckdb"}:
        raise typer.BadParameter(f"{path.name!r}: the name must end in .parquet, .csv, .json or .duckdb")
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}")
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    partial.unlink(missing_ok=True)
    try:
        if path.suffix == ".csv":
            with (
                answer("SELECT * FROM coverage ORDER BY day, article_id") as result,
                partial.open("w", encoding="utf-8", newline="") as file,
            ):
                write_csv(result.columns, result.rows, file)
        else:
            with answer(statement(f"export_{path.suffix[1:]}", path=_quoted(partial))):
                pass
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    out.print(f"{clean(path)}: {path.stat().st_size:,} bytes")


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("'", "''")
