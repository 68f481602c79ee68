"""A plain prompt on the lake, for where DuckDB's own shell is not installed, and the examples that both show."""

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from newsvane.cli.console import complain, err, out, show_table
from newsvane.cli.queries import statement
from newsvane.errors import QueryError
from newsvane.lake.analyst.sql_session import SqlResult, run_sql, split_statements
from newsvane.settings import Settings

SHOWN = 200
"""Rows in a table at the most; CSV and JSON hold all."""
WELCOME = "The lake, read-only. SHOW TABLES; FROM macros; FROM examples; newsvane sql --examples prints these."
_HELP = "SQL ends with a semicolon. .tables lists tables and views, .help this, .quit ends. For example:"


class Example(NamedTuple):
    """A question and the SQL that answers it."""

    question: str
    sql: str


def load_examples() -> list[Example]:
    """The questions to begin with."""
    _, *examples = statement("examples").strip().split("\n\n")  # the first line is the header of the file
    parts = (example.partition("\n") for example in examples)
    return [Example(question.removeprefix("-- "), sql.strip()) for question, _, sql in parts]


def show_examples(examples: list[Example]) -> None:
    """Print questions and SQL."""
    for each in examples:
        out.print(f"-- {each.question}", style="dim")
        out.print(each.sql, soft_wrap=True)
        out.print()


def show_answer(result: SqlResult) -> None:
    """Print the first rows as a table."""
    first = itertools.islice(result.rows, SHOWN)
    rows = [dict(zip(result.columns, map(_exact, row), strict=True)) for row in first]
    show_table(rows, {name: name for name in result.columns}, empty="No rows.")
    if next(result.rows, None) is not None:
        err.print(f"The first {SHOWN} rows; --csv and --json print all.")


def prompt(settings: Settings, as_of: datetime | None = None) -> None:
    """Read statements from stdin and print their answers until it ends; of the lake as it was at `as_of`."""
    if sys.stdin.isatty():
        out.print(_HELP.partition(" For example")[0])
    for asked in _asked():
        match asked.strip():
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
                complain(f"{word.split()[0]} is no command here; .help lists them")
                continue
            case sql:
                pass
        try:
            with run_sql(sql, settings=settings, as_of=as_of) as result:
                show_answer(result)
        except QueryError as error:
            complain(str(error))


def _asked() -> Iterator[str]:
    """Commands, and statements as they become whole."""
    held = ""
    while given := _line("newsvane> " if not held.strip() else "       -> "):
        if not held.strip() and given.startswith("."):
            yield given
            continue
        held += given
        *whole, held = split_statements(held)
        yield from whole
    yield held


def _line(mark: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    try:
        return input(mark) + "\n"
    except EOFError:
        return ""


def _exact(value: object) -> object:
    return value.isoformat(" ") if isinstance(value, datetime) else value
