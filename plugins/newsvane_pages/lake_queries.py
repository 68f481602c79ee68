"""Run the queries in `queries/` against the lake, with limits on the rows, time and memory of a page.

The lake stays open between requests, because opening it takes longer than any answer. Each request has cursors of its
own.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock, Timer
from typing import Any, TypeVar

from newsvane import lake
from newsvane.errors import LakeBusy, OutdatedLake, QueryError
from newsvane.settings import Settings, get_settings
from newsvane_pages.answer_cache import AnswerCache

MAX_SECONDS = 10
"""The time limit for all queries with one cursor."""
COMMIT_SECONDS = 5.0
"""How long a commit may take from its first write to the catalog until all see it."""
_MAX_MEMORY = "1GB"
"""The memory limit of DuckDB. The API server needs the rest for other work."""

Row = dict[str, Any]
T = TypeVar("T")

_answer_cache = AnswerCache()
_EXECUTOR = ThreadPoolExecutor(4, thread_name_prefix="newsvane-lake")


class _SharedLake:
    """The open lake. It is opened again if another file or another catalog has taken its place."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._identity: tuple[object, ...] | None = None
        self._connection: lake.Connection | None = None
        self._hold: lake.CatalogHold | None = None
        self._catalog_file: lake.FileInUse | None = None

    @contextmanager
    def cursor(self) -> Iterator[lake.Connection]:
        """Open a cursor, and close it at the end."""
        with self._lock:
            settings = get_settings()
            if self._connection is None or self._identity != _identity(settings):
                self._catalog_file = lake.FileInUse(settings.catalog_path) if settings.is_embedded else None
                identity = _identity(settings)
                self._connection, self._identity = lake.connect(), identity
                self._connection.execute(f"SET memory_limit = '{_MAX_MEMORY}'")
                self._hold = lake.CatalogHold(self._connection) if settings.is_embedded else None
            cursor, hold = self._connection.cursor(), self._hold
        with hold.reading() if hold else nullcontext(), closing(cursor):
            cursor.execute("USE lake; SET TimeZone = 'UTC'")
            yield cursor

    def discard(self) -> None:
        with self._lock:
            self._connection = None


_shared_lake = _SharedLake()


@contextmanager
def open_cursor() -> Iterator[lake.Connection]:
    """Open a cursor on the lake for the queries of one page.

    Raises NoLake if there is no lake, OutdatedLake if an older version wrote it, LakeBusy if an answer takes too long,
    and QueryError if a query fails.
    """
    try:
        with _shared_lake.cursor() as cursor:
            watchdog = Timer(MAX_SECONDS, cursor.interrupt)
            watchdog.start()
            try:
                yield cursor
            finally:
                watchdog.cancel()
    except lake.Interrupted as error:
        raise LakeBusy(
            f"the lake did not answer within {MAX_SECONDS} seconds: try again, or use `newsvane sql`", reason="slow"
        ) from error
    except lake.DatabaseError as error:
        _shared_lake.discard()
        if lake.is_outdated(error):
            raise OutdatedLake(
                "An older version of Newsvane wrote this lake. The next run of newsvane_poll upgrades it, and so does "
                "`newsvane run`; then the pages work again."
            ) from error
        raise QueryError(f"the lake could not answer: {error}", reason="sql") from error


def submit_query(question: Callable[[lake.Connection], T]) -> Callable[[], T]:
    """Ask the lake in another thread; return a function that waits for the answer.

    DuckDB uses one core for most questions of a page, so that two at a time take half as long. The question has a
    cursor, and a time limit, of its own. Waiting raises what `open_cursor` does, and LakeBusy if other pages take too
    long. A question must not call this function itself: it would wait for its own thread pool.
    """

    def answer() -> T:
        with open_cursor() as cursor:
            return question(cursor)

    future = _EXECUTOR.submit(answer)

    def wait() -> T:
        try:
            return future.result(2 * MAX_SECONDS)
        except TimeoutError as error:
            future.cancel()
            raise LakeBusy("other pages are waiting for the lake: try again", reason="queue") from error

    return wait


@contextmanager
def open_present(*, as_of: datetime | None = None) -> Iterator[lake.Connection]:
    """Open a cursor, as the `open_lake` of functions in `newsvane.analysis`. Pages show no past: `as_of` is ignored."""
    with open_cursor() as cursor:
        yield cursor


def fetch_rows(cursor: lake.Connection, name: str, **parameters: object) -> list[Row]:
    """Return the rows of a query in `queries/`."""
    result = cursor.execute(_query_text(name), parameters)
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def fetch_cached_rows(cursor: lake.Connection, name: str, **parameters: object) -> list[Row]:
    """Return the rows of a query in `queries/`, from the cache if the lake has not changed since. See `ask_cached`."""
    rows = ask_cached(cursor, fetch_rows, name, **parameters)
    return [row.copy() for row in rows]


def ask_cached(cursor: lake.Connection, ask: Callable[..., T], *given: object, **parameters: object) -> T:
    """Return what `ask` returns with this cursor, from the cache if the lake has not changed since.

    For questions that read much and depend only on the lake and their parameters: not on the time, the watch folder,
    the search index or what the cursor has selected. The `repr` of the parameters is part of the key of the cache.
    Callers must not change what is returned.
    """
    version = _read_version(cursor)
    if version is None:
        return ask(cursor, *given, **parameters)
    question = (ask.__module__, ask.__qualname__, repr(given), repr(parameters))
    return _answer_cache.find(version, question, lambda: ask(cursor, *given, **parameters))


def _read_version(cursor: lake.Connection) -> object:
    """Return a value that changes with each commit; None if there may just have been one.

    For an embedded catalog, it is the time and size of the files: a query would take longer than most answers. SQLite
    writes the files shortly before other processes see the commit.
    """
    settings = get_settings()
    if not settings.is_embedded:
        return lake.find_newest_snapshot(cursor)
    path = settings.catalog_path
    stamps = [_read_stamp(each) for each in (path, path.with_name(f"{path.name}-wal"))]
    if time.time() - max(time_ns for time_ns, _ in stamps) / 1e9 < COMMIT_SECONDS:
        return None
    return _identity(settings), *stamps


def _read_stamp(path: Path) -> tuple[int, int]:
    """Return the time, in nanoseconds, and the size of a file; zeros if there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@cache
def _query_text(name: str) -> str:
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text("utf-8")


def _identity(settings: Settings) -> tuple[object, ...] | None:
    """Return a value that changes when another lake takes the place of this one; None if there is no lake."""
    if not settings.is_embedded:
        return (settings.catalog,)
    try:
        found = settings.catalog_path.stat()
    except FileNotFoundError:
        return None
    return str(settings.catalog_path), found.st_dev, found.st_ino
