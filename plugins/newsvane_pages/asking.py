"""Questions to the lake: the statements in `queries/`, each bounded in rows, and all of a page in time and memory.

The lake stays open between requests, as opening it takes longer than any answer; a request has a cursor of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from newsvane import lake
from newsvane.errors import LakeBusy, QueryError
from newsvane.settings import Settings, get_settings

MOST_SECONDS = 10
"""For all questions of one page."""
_MOST_MEMORY = "1GB"
"""The API server has other work, too."""

Row = dict[str, Any]


class _Kept:
    """The open lake, opened anew where another file has taken its place, or another catalog."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._file: tuple[object, ...] | None = None
        self._connection: lake.Connection | None = None

    def cursor(self) -> lake.Connection:
        with self._lock:
            file = _identity(get_settings())
            if self._connection is None or file != self._file:
                self._connection, self._file = lake.connect(), file
                self._connection.execute(f"SET memory_limit = '{_MOST_MEMORY}'")
            cursor = self._connection.cursor()
        cursor.execute("USE lake; SET TimeZone = 'UTC'")
        return cursor

    def forget(self) -> None:
        with self._lock:
            self._connection = None


_kept = _Kept()


@contextmanager
def asking() -> Iterator[lake.Connection]:
    """A cursor on the lake, for the questions of one page.

    Raises LakeError where there is no lake, LakeBusy where the answer takes too long, QueryError where there is none.
    """
    try:
        cursor = _kept.cursor()
        watchdog = Timer(MOST_SECONDS, cursor.interrupt)
        watchdog.start()
        try:
            yield cursor
        finally:
            watchdog.cancel()
            cursor.close()
    except lake.Interrupted as error:
        raise LakeBusy(
            f"the lake did not answer in {MOST_SECONDS} seconds: try again, or ask by `newsvane sql`", reason="slow"
        ) from error
    except lake.DatabaseError as error:
        _kept.forget()
        raise QueryError(f"the lake could not answer: {error}", reason="sql") from error


def rows(cursor: lake.Connection, name: str, **parameters: object) -> list[Row]:
    """The result of a statement in `queries/`."""
    result = cursor.execute(_statement(name), parameters)
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@cache
def _statement(name: str) -> str:
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text("utf-8")


def _identity(settings: Settings) -> tuple[object, ...] | None:
    if not settings.is_embedded:
        return (settings.catalog,)
    try:
        found = settings.catalog_path.stat()
    except FileNotFoundError:
        return None
    return str(settings.catalog_path), found.st_dev, found.st_ino
