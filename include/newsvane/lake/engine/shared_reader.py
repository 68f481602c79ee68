"""Keep the lake open for the next reader of this process: opening it takes ten times as long as a small query.

Each reader has a cursor of its own. Before this process writes or forks, the lake is closed: SQLite empties its log
only when the last connection to it closes, and must not be used on both sides of a fork. Only lakes with their catalog
in SQLite are kept open: a connection to PostgreSQL may break meanwhile.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

import duckdb

from newsvane.lake.engine.catalog_hold import CatalogHold
from newsvane.settings import Settings


class _OpenLake(NamedTuple):
    connection: duckdb.DuckDBPyConnection
    hold: CatalogHold


_lock = Lock()
_open: dict[tuple[object, ...], _OpenLake] = {}
"""At most one open lake, by what tells it apart from others."""


@contextmanager
def open_cursor(
    settings: Settings, connect: Callable[[], duckdb.DuckDBPyConnection]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor on the lake, which is opened with `connect` if it is not open. Close the cursor when done.

    It is for reading only. A setting that it changes stays changed for the readers after it.
    """
    if not settings.is_embedded:
        yield connect()
        return
    with _lock:
        identity = _identify(settings)
        if identity not in _open:
            _open.clear()
            connection = connect()
            _open[identity] = _OpenLake(connection, CatalogHold(connection))
        found = _open[identity]
        cursor = found.connection.cursor()
    with found.hold.reading():
        cursor.execute("USE lake; SET TimeZone = 'UTC'")
        yield cursor


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
