"""A plain SQL prompt for machines without DuckDB's own shell, and example questions with their SQL."""

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from newsvane.analysis.known_names import require_topics
from newsvane.analysis.sql_topics import list_called_topics
from newsvane.cli.console import out, print_error, print_words, show_table
from newsvane.cli.lake.sql_errors import explained_errors, print_sql_error
from newsvane.cli.queries import load_query
from newsvane.errors import QueryError
from newsvane.lake.analyst.sql_session import SqlResult, open_reader, run_sql, split_statements
from newsvane.settings import Settings

MAX_ROWS = 200
"""A table shows at most this many rows. CSV and JSON output has all rows."""
SEE_ALL = "To see all, use a wider terminal, a pipe (| less -S), or `newsvane sql` with --lines, --json or --csv."
WELCOME = (
    "This is the lake, read-only. End each query with a semicolon: without one, Enter",
    "begins another line. Ctrl-C drops what was typed. To begin with:",
    "  SELECT day, outlet, title FROM coverage LIMIT 5;   articles on your topics",
    "  FROM originals LIMIT 5;   the same without copies and translations",
    "  FROM stories LIMIT 5;     the articles on one event, as one row",
    "FROM examples; and FROM macros; list ready-made queries, SHOW TABLES; the rest.",
)
"""What the shell prints first: at most 80 characters per line."""
_HELP = (
    "FROM coverage, originals or stories; end SQL with a semicolon. .tables lists tables and views, help shows this, "
    "quit or Ctrl-D leaves. For example:"
)
_COMMANDS = ("exit", "quit", "help")


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
        print_words(f"-- {each.question}", style="dim")
        print_words(each.sql)
        out.print()


def show_result(result: SqlResult, *, whole: bool = False) -> None:
    """Print rows as a table. A terminal shows the first `MAX_ROWS`, and times to the second.

    `whole`: with one field per line, and nothing cut.
    """
    on_terminal = out.is_terminal
    first = itertools.islice(result.rows, MAX_ROWS if on_terminal else None)
    form = _short_time if on_terminal else _exact_time
    # Names may occur twice, as in a join of two tables.
    rows = [dict(enumerate(map(form, row))) for row in first]
    show_table(rows, dict(enumerate(result.columns)), empty="No rows.", whole=whole, see_all=SEE_ALL)
    if next(result.rows, None) is not None:
        print_words(f"Only the first {MAX_ROWS} rows are shown; --csv, --json or a pipe prints all.", style="dim")


def run_prompt(settings: Settings, as_of: datetime | None = None) -> None:
    """Read statements from stdin and print their results, optionally from the lake as it was at `as_of`."""
    if sys.stdin.isatty():
        print_words(_HELP.partition(" For example")[0])
    for given in _read_statements():
        match given.strip().rstrip(";"):
            case "":
                continue
            case ".quit" | ".exit" | "quit" | "exit":
                return
            case ".help" | "help":
                print_words(_HELP)
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
            if as_of is None:
                require_topics(list_called_topics(sql), open_lake=partial(open_reader, settings=settings))
            with explained_errors(), run_sql(sql, settings=settings, as_of=as_of) as result:
                show_result(result)
        except QueryError as error:
            print_sql_error(error)


def _read_statements() -> Iterator[str]:
    """Yield commands, and statements as soon as they are complete."""
    pending = ""
    while given := _read_line("newsvane> " if not pending.strip() else "       -> "):
        if not pending.strip() and (given.startswith(".") or given.strip() in _COMMANDS):
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


def _short_time(value: object) -> object:
    """Return a time without fractions of a second. Times with a zone are UTC in the lake."""
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case time():
            return f"{value:%H:%M:%S}"
        case timedelta():
            return timedelta(seconds=int(value.total_seconds()))
        case _:
            return value
