"""Add to an error of DuckDB what it does not know: how the lake's macros are called."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from newsvane.cli.console import err, print_error
from newsvane.errors import QueryError
from newsvane.printable import printable

CALLS = {
    "trend": "trend('iran', 'week')",
    "share_of_voice": "share_of_voice('iran', today() - 28, today())",
    "first_to_report": "first_to_report('s1_…')",
    "echo": "echo('s1_…')",
    "coverage_between": "coverage_between(today() - 7, today())",
    "stories_between": "stories_between(today() - 7, today())",
}
"""An example per macro."""
_NO_TABLE = re.compile(r"Table with name (\w+) does not exist")
_NO_GRAIN = "extract specifier"
_WRONG_CALL = re.compile(r"Macro (?:function )?\"?(\w+)")


@contextmanager
def explained_errors() -> Iterator[None]:
    """Raise QueryError again with a hint, if it is about a macro."""
    try:
        yield
    except QueryError as error:
        raise QueryError(f"{_hint(str(error))}{error}", reason=error.reason) from error


def find_pointer(error: BaseException | None) -> list[str]:
    """Return the lines with which DuckDB shows where a statement is wrong: the line, and a caret below it."""
    while error:
        text = str(error)
        if not isinstance(error, QueryError) and "\nLINE " in text:
            return text[text.index("\nLINE ") + 1 :].rstrip().splitlines()
        error = error.__cause__
    return []


def print_sql_error(error: QueryError) -> None:
    """Print an error of a statement, and below it the line with a caret, if DuckDB has shown one."""
    pointer = find_pointer(error)
    words = " ".join(str(error).split()) if pointer else str(error)
    print_error(words.replace(f" {' '.join(pointer[0].split())}", "") if pointer else words)
    for line in pointer:
        err.print(printable(line), markup=False, highlight=False, soft_wrap=True)


def _hint(message: str) -> str:
    missing = _NO_TABLE.search(message) or _WRONG_CALL.search(message)
    if missing and missing[1].lower() in CALLS:
        return f"{missing[1]} is a macro, called like FROM {CALLS[missing[1].lower()]}: "
    if _NO_GRAIN in message:
        return "the grain of trend() is day, week, month, quarter or year: "
    return ""
