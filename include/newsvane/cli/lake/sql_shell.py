"""`newsvane sql`: query the lake with SQL."""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from newsvane import lake
from newsvane.analysis.known_names import require_topics
from newsvane.analysis.sql_topics import list_called_topics
from newsvane.cli.console import print_json, print_words
from newsvane.cli.lake.sql_errors import explained_errors
from newsvane.cli.lake.sql_prompt import MAX_ROWS, WELCOME, load_examples, run_prompt, show_examples, show_result
from newsvane.cli.options import AsJson, AsOf
from newsvane.cli.output_files import replacing, require_folder_of, write_workbook
from newsvane.csv_output import write_csv
from newsvane.lake.analyst.sql_session import run_sql
from newsvane.lake.engine.sql import quote_literal
from newsvane.printable import printable
from newsvane.settings import Settings, get_settings

_DOT_COMMANDS = (
    ".startup_text none",
    ".pager off",
    f".maxrows {MAX_ROWS}",
    *(f".print '{line}'" for line in WELCOME),
    ".print 'If a row does not fit, or to copy an example: .mode line prints one field per'",
    ".print 'line, .mode duckbox goes back. To leave: .exit or Ctrl-D; .help lists all'",
    ".print 'commands. Without the dot, exit, quit and help are read as SQL.'",
)
"""What DuckDB's shell is told first on a terminal. It knows neither `exit` nor `help` without a dot."""

_SHORT_MACROS = """
CREATE TEMP VIEW macros AS SELECT call, split_part(meaning, chr(10), 1) AS meaning FROM lake.macros ORDER BY call;
"""
"""The shell shows a line break as the letters of its escape, so only the first line of each meaning is for it."""


class _SqlCommand(TyperCommand):
    """The command, whose query may begin with a comment: that is no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take "-- who was first", and what has several lines, for the beginning of a query."""
        return super().parse_args(ctx, [f"\n{each}" if _is_commented_query(each) else each for each in args])


def _is_commented_query(argument: str) -> bool:
    return argument.startswith("--") and (argument[2:3] == " " or "\n" in argument)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        cls=_SqlCommand, epilog="Example: `newsvane sql 'SELECT outlet, count(*) FROM originals GROUP BY ALL' --csv`"
    )(sql)


def sql(
    query: Annotated[str | None, typer.Argument(help="SQL; without it a shell opens.")] = None,
    *,
    examples: Annotated[bool, typer.Option("--examples", help="Print example questions with their SQL.")] = False,
    as_json: AsJson = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; cells that look like formulas are escaped.")
    ] = False,
    xlsx: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write an Excel workbook, in which text stays text.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Print each field on a line of its own, uncut.")] = False,
    as_of: AsOf = None,
) -> None:
    """Query the lake with SQL, read-only.

    `SHOW TABLES` lists tables and views, `FROM macros` lists macros for common questions. The shell is DuckDB's own if
    the package duckdb-cli is installed, otherwise a plain prompt.

    On a terminal, columns that do not fit are named below the table, a result that is too wide has one field per line,
    and long text is cut. In a pipe, and with --json or --csv, everything is printed.
    """
    if as_json + as_csv + lines + (xlsx is not None) > 1:
        raise typer.BadParameter("choose one of --json, --csv, --xlsx and --lines")
    if xlsx:
        require_folder_of(xlsx)
        if xlsx.suffix != ".xlsx" or query is None:
            raise typer.BadParameter("--xlsx takes a query, and the name of its FILE must end in .xlsx")
    if examples:
        _show_examples(as_json=as_json)
        return
    if query is None:
        _run_shell(get_settings(), as_of)
        return
    if as_of is None:  # a topic may have had another id in the past
        require_topics(list_called_topics(query))
    with explained_errors(), run_sql(query, as_of=as_of) as result:
        if xlsx:
            with replacing(xlsx) as partial:
                rows = write_workbook(result, partial)
            print_words(f"{printable(xlsx)}: {rows:,} rows")
        elif as_csv:
            write_csv(result.columns, result.rows, sys.stdout)
        elif as_json:
            print_json([dict(zip(result.columns, row, strict=True)) for row in result.rows])
        else:
            show_result(result, whole=lines)


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
        f"CREATE TEMP TABLE examples AS FROM (VALUES {rows}) AS t(question, sql);\n{_SHORT_MACROS}"
    )
    dot_commands = _DOT_COMMANDS if sys.stdin.isatty() else ()
    commands = [part for command in (script, *dot_commands) for part in ("-cmd", command)]  # a dot command stands alone
    environment = {**os.environ, **lake.build_shell_environment(settings)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the shell answers Ctrl-C; duckdb-cli's start script would die of it
    os.execve(binary, [str(binary), *commands], environment)  # noqa: S606 - the shell beside our interpreter
