"""A plain SQL prompt for machines without DuckDB's own shell, and example questions with their SQL."""

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from newsvane.cli.console import err, out, print_error, show_table
from newsvane.cli.queries import load_query
from newsvane.errors import QueryError
from newsvane.lake.analyst.sql_session import SqlResult, run_sql, split_statements
from newsvane.settings import Settings

MAX_ROWS = 200
"""A table shows at most this many rows. CSV and JSON output has all rows."""
WELCOME = "The lake, read-only. SHOW TABLES; FROM macros; FROM examples; newsvane sql --examples prints these."
_HELP = "End SQL with a semicolon. .tables lists tables and views, .help shows this, .quit leaves. For example:"


class Example(NamedTuple):
    """A question and the SQL that answers it."""

    question: str
    sql: str


def load_examples() -> list[Example]:
    """Return the example questions."""
    _, *examples = load_query("examples").strip().split("\n\n")  # the first line is the header of the file
    parts = (example.partition("\n") for example in examples)
    return [Example(question.removeprefix("-- "), sql.strip()) for question, _, sql in parts]


def show_examples(examples: list[Example]) -> None:
    """Print questions and their SQL."""
    for each in examples:
        out.print(f"-- {each.question}", style="dim")
        out.print(each.sql, soft_wrap=True)
        out.print()


def show_result(result: SqlResult) -> None:
    """Print the first rows as a table."""
    first = itertools.islice(result.rows, MAX_ROWS)
    rows = [dict(zip(result.columns, map(_exact_time, row), strict=True)) for row in first]
    show_table(rows, {name: name for name in result.columns}, empty="No rows.")
    if next(result.rows, None) is not None:
        err.print(f"Only the first {MAX_ROWS} rows are shown; --csv and --json print all.")


def run_prompt(settings: Settings, as_of: datetime | None = None) -> None:
    """Read statements from stdin and print their results, optionally from the lake as it was at `as_of`."""
    if sys.stdin.isatty():
        out.print(_HELP.partition(" For example")[0])
    for given in _read_statements():
        match given.strip():
            case "":
                continue
            case ".quit" | ".exit":
                return
            case ".help":
                out.print(_HELP)
                show_examples(load_examples())
                continue
            case ".tables":
                sql = "SHOW TABLES"
            case word if word.startswith("."):
                print_error(f"{word.split()[0]} is not a command; .help lists the commands")
                continue
            case sql:
                pass
        try:
            with run_sql(sql, settings=settings, as_of=as_of) as result:
                show_result(result)
        except QueryError as error:
            print_error(str(error))


def _read_statements() -> Iterator[str]:
    """Yield dot commands, and statements as soon as they are complete."""
    pending = ""
    while given := _read_line("newsvane> " if not pending.strip() else "       -> "):
        if not pending.strip() and given.startswith("."):
            yield given
            continue
        pending += given
        *complete, pending = split_statements(pending)
        yield from complete
    yield pending


def _read_line(mark: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    try:
        return input(mark) + "\n"
    except EOFError:
        return ""


def _exact_time(value: object) -> object:
    return value.isoformat(" ") if isinstance(value, datetime) else value
