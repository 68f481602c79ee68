"""Keep the lake open for the next reader of this process: opening it takes ten times as long as a small query.

Each reader has a cursor of its own, with a transaction: all that it reads is the state of the lake at one moment, and
it stays connected to the catalog. Of two that connect at once while nobody is connected, SQLite lets one wait for a
whole second, because DuckDB's SQLite cannot sleep for less; so one begins at a time.

Before this process writes or forks, the lake is closed: SQLite empties its log only when the last connection to it
closes, and must not be used on both sides of a fork. Only lakes with their catalog in SQLite are kept open: a
connection to PostgreSQL may break meanwhile.
"""

import atexit
import os
from collections.abc import Callable
from threading import Lock

import duckdb

from newsvane.settings import Settings

_lock = Lock()
_open: dict[tuple[object, ...], duckdb.DuckDBPyConnection] = {}
"""At most one open lake, by what tells it apart from others."""


def open_cursor(settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
    """Return a cursor on the lake, which is opened with `connect` if it is not open. Close the cursor when done.

    It is for reading only. A setting that it changes stays changed for the readers after it.
    """
    if not settings.is_embedded:
        return connect()
    with _lock:
        identity = _identify(settings)
        if identity not in _open:
            _open.clear()
            _open[identity] = connect()
        cursor = _open[identity].cursor()
        cursor.execute("BEGIN; USE lake; SET TimeZone = 'UTC'")
    return cursor


def close_shared() -> None:
    """Close the lake; if a cursor is in use, then when it closes."""
    with _lock:
        _open.clear()  # closing the connection itself would close its cursors


def _identify(settings: Settings) -> tuple[object, ...]:
    """Return a value that is another one if another lake has taken the place of this one."""
    try:
        found = settings.catalog_path.stat()
    except OSError:  # `connect` says what is wrong
        return ()
    return str(settings.catalog_path), found.st_dev, found.st_ino, settings.home, settings.store, settings.lake_threads


os.register_at_fork(before=close_shared)
atexit.register(close_shared)
