"""Keep the lake open for the next reader and the next writer of this process: opening it takes as long as ten queries.

Each of them has a cursor of its own, and between two of them nothing is connected to the catalog. Before this process
forks, its lakes are closed, because SQLite must not be used on both sides of a fork. Only lakes with their catalog in
SQLite are kept open: a connection to PostgreSQL may break meanwhile.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import NamedTuple

import duckdb

from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.catalog_hold import CatalogHold
from newsvane.lake.engine.file_in_use import FileInUse
from newsvane.settings import Settings

_PREPARE = "USE lake; SET TimeZone = 'UTC'"


class _OpenLake(NamedTuple):
    identity: tuple[object, ...]
    connection: duckdb.DuckDBPyConnection
    hold: CatalogHold
    catalog_file: FileInUse


_lock = RLock()
_open: dict[bool, _OpenLake] = {}
"""The lakes kept open: at most one for reading (False) and one for writing (True)."""


@contextmanager
def open_reading_cursor(
    settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor for reading on the lake, which is opened with `connect` if it is not open. Close it when done.

    A setting that it changes stays changed for the readers after it.
    """
    if not settings.is_embedded:
        yield connect()
        return
    found = _keep_open(settings, connect, writes=False)
    with found.hold.reading(), _closed_after_error(found, writes=False):
        yield _make_cursor(found)


@contextmanager
def open_snapshot_cursor(
    settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor for reading as `open_reading_cursor` does, in a transaction. It is closed at the end."""
    if not settings.is_embedded:
        with closing(connect()) as connection:
            yield connection.execute(f"BEGIN; {_PREPARE}")
        return
    found = _keep_open(settings, connect, writes=False)
    with _closed_after_error(found, writes=False), found.hold.transaction(_PREPARE) as cursor:
        yield cursor


@contextmanager
def open_writing_cursor(
    settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor for writing on the lake, in a transaction. Close it when done.

    The lake is opened with `connect` if it is not open.
    """
    if not settings.is_embedded:
        yield connect().begin()
        return
    found = _keep_open(settings, connect, writes=True)
    with _closed_after_error(found, writes=True):
        cursor = found.connection.cursor()
        cursor.execute(f"BEGIN; {_PREPARE}")
        yield cursor


def close_lakes() -> None:
    """Close the lakes that are kept open; those with a cursor in use, when it closes."""
    with _lock:
        _open.clear()  # closing the connections themselves would close their cursors


def _keep_open(settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection], *, writes: bool) -> _OpenLake:
    with _lock:
        found = _open.get(writes)
        if not found or found.identity != _identify(settings):
            _open.pop(writes, None)
            catalog_file = FileInUse(settings.catalog_path)
            identity, connection = _identify(settings), connect()
            found = _open[writes] = _OpenLake(identity, connection, CatalogHold(connection), catalog_file)
        return found


def _make_cursor(found: _OpenLake) -> duckdb.DuckDBPyConnection:
    cursor = found.connection.cursor()
    cursor.execute(_PREPARE)
    return cursor


@contextmanager
def _closed_after_error(found: _OpenLake, *, writes: bool) -> Iterator[None]:
    """Do not keep a lake open that does not answer.

    DuckDB refuses everything after a fatal error, and DuckLake does not notice that another process has flushed the
    inlined rows of a table's former columns, and dropped where they were.
    """
    try:
        yield
    except duckdb.Error:
        with _lock:
            if _open.get(writes) is found:
                del _open[writes]
        raise


def _identify(settings: Settings) -> tuple[object, ...]:
    """Return a value that is another one if another lake has taken the place of this one."""
    try:
        found = settings.catalog_path.stat()
    except OSError:  # `connect` says what is wrong
        return ()
    return str(settings.catalog_path), found.st_dev, found.st_ino, settings.home, settings.store, settings.lake_threads


def _prepare_fork() -> None:
    """Close the lakes, and let no other thread open one before the fork: the child would inherit it."""
    _lock.acquire()
    _open.clear()


os.register_at_fork(before=_prepare_fork, after_in_parent=_lock.release, after_in_child=_lock.release)
atexit.register(close_lakes)
