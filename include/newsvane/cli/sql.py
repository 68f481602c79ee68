"""`newsvane sql`: the lake in SQL."""

import itertools
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from newsvane import lake
from newsvane.cli.console import dump, err, show_table, write_csv
from newsvane.cli.options import AsJson, AsOf
from newsvane.errors import ConfigError
from newsvane.lake.answers import answer
from newsvane.settings import get_settings

SHOWN = 200
"""Rows in a table at the most; CSV and JSON hold all."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane sql 'SELECT outlet, count(*) FROM originals GROUP BY ALL' --csv`")(sql)


def sql(
    query: Annotated[str | None, typer.Argument(help="SQL; without it DuckDB's shell opens on the lake.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; cells that a spreadsheet would take for formulas are defused.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Ask the lake in SQL, read-only. Tables and views: `newsvane sql 'SHOW TABLES'`."""
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if query is None:
        _shell(as_of)
    with answer(query, as_of=as_of) as result:
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


def _shell(as_of: datetime | None) -> NoReturn:
    """Become DuckDB's shell with the lake attached, read-only."""
    settings = get_settings()
    lake.connect(settings=settings, as_of=as_of).close()
    binary = Path(sys.executable).with_name("duckdb")
    if not binary.exists():
        raise ConfigError(f"{binary} is missing: install the package duckdb-cli")
    script = "LOAD sqlite; LOAD ducklake;\n" + lake.attach_script(settings, as_of=as_of)
    os.execv(binary, [str(binary), "-cmd", script])  # noqa: S606 - the shell of the environment that runs this
