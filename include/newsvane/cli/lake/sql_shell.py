"""`newsvane sql`: query the lake with SQL."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.console import print_json, write_csv
from newsvane.cli.lake.sql_prompt import WELCOME, load_examples, run_prompt, show_examples, show_result
from newsvane.cli.options import AsJson, AsOf
from newsvane.lake.analyst.sql_session import run_sql
from newsvane.lake.engine.sql import quote_literal
from newsvane.settings import Settings, get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane sql 'SELECT outlet, count(*) FROM originals GROUP BY ALL' --csv`")(sql)


def sql(
    query: Annotated[str | None, typer.Argument(help="SQL; without it a shell opens.")] = None,
    examples: Annotated[bool, typer.Option("--examples", help="Print example questions with their SQL.")] = False,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; cells that look like formulas are escaped.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Query the lake with SQL, read-only.

    `SHOW TABLES` lists tables and views, `FROM macros` lists macros for common questions. The shell is DuckDB's own if
    the package duckdb-cli is installed, otherwise a plain prompt.
    """
    if as_json and as_csv:
        raise typer.BadParameter("choose one of --json and --csv")
    if examples:
        _show_examples(as_json=as_json)
        return
    if query is None:
        _run_shell(get_settings(), as_of)
        return
    with run_sql(query, as_of=as_of) as result:
        if as_csv:
            write_csv(result.columns, result.rows, sys.stdout)
        elif as_json:
            print_json([dict(zip(result.columns, row, strict=True)) for row in result.rows])
        else:
            show_result(result)


def _show_examples(*, as_json: bool) -> None:
    found = load_examples()
    if as_json:
        print_json([each._asdict() for each in found])
    else:
        show_examples(found)


def _run_shell(settings: Settings, as_of: datetime | None) -> None:
    """Replace this process with DuckDB's shell with the lake attached read-only, or open the plain prompt."""
    binary = Path(sys.executable).with_name("duckdb")
    if not binary.exists():
        run_prompt(settings, as_of)
        return
    lake.connect(settings=settings, as_of=as_of).close()
    rows = ", ".join(f"({quote_literal(each.question)}, {quote_literal(each.sql)})" for each in load_examples())
    script = (
        f"{lake.build_shell_script(settings, as_of=as_of)}"
        f"CREATE TEMP TABLE examples AS FROM (VALUES {rows}) AS t(question, sql);\n"
    )
    welcome = ["-cmd", f".print {WELCOME}"] if sys.stdin.isatty() else []  # DuckDB takes a dot command only by itself
    environment = {**os.environ, **lake.build_shell_environment(settings)}
    os.execve(binary, [str(binary), "-cmd", script, *welcome], environment)  # noqa: S606 - the shell beside our interpreter
