"""Stay connected to a catalog in SQLite while anybody in this process reads it.

Each statement outside a transaction connects to the catalog and disconnects. Of two that connect at once while nobody
is connected, the first restores SQLite's index of the log, and the other finds it locked and waits for a whole second,
because DuckDB's SQLite cannot sleep for less. That does not happen while another connection is there.
"""

import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import duckdb

_MAX_SECONDS = 10
"""A connection that is older is replaced by the next reader: SQLite cannot empty its log beyond what one has read."""
_MAX_WAIT = 2
"""Seconds to wait for one that connects. After that a reader goes on by itself: the catalog is locked."""


class CatalogHold:
    """A transaction on an open lake, there as long as it has readers. Their statements are not part of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection, self._lock = connection, Lock()
        self._held: duckdb.DuckDBPyConnection | None = None
        self._readers, self._since = 0, 0.0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Stay connected while the block runs. Whoever connects first does so alone."""
        is_counted = self._lock.acquire(timeout=_MAX_WAIT)
        if is_counted:
            try:
                self._readers += 1
                self._connect()
            finally:
                self._lock.release()
        try:
            yield
        finally:
            if is_counted:
                with self._lock:
                    self._readers -= 1
                    if not self._readers:
                        self._replace(None)

    @contextmanager
    def transaction(self, prepare: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open a cursor in a transaction, with the statements `prepare`. It connects and disconnects alone."""
        cursor = self._connection.cursor()
        try:
            with self._alone():
                cursor.execute(f"BEGIN; {prepare}")
            yield cursor
        except BaseException:
            cursor.interrupt()
            raise
        finally:
            with self._alone():
                cursor.close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let nobody else connect meanwhile. After _MAX_WAIT seconds of waiting it goes on all the same."""
        is_held = self._lock.acquire(timeout=_MAX_WAIT)
        try:
            yield
        finally:
            if is_held:
                self._lock.release()

    def _connect(self) -> None:
        """Connect, or connect anew, if need be. Whatever is wrong, the statements of the reader say so."""
        if self._held and time.monotonic() - self._since < _MAX_SECONDS:
            return
        with contextlib.suppress(duckdb.Error):
            cursor = self._connection.cursor()
            cursor.execute("BEGIN; USE lake")
            self._replace(cursor)
            self._since = time.monotonic()

    def _replace(self, cursor: duckdb.DuckDBPyConnection | None) -> None:
        if self._held:
            self._held.close()
        self._held = cursor
