"""Commit what a block does as a whole, or nothing of it."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from newsvane.lake.engine.duckdb_errors import to_lake_busy


@contextmanager
def transaction(
    connection: duckdb.DuckDBPyConnection, require_locks: Callable[[], None] = lambda: None, *, is_begun: bool = False
) -> Iterator[None]:
    """Commit everything the block does, or nothing.

    `require_locks`: called before the commit, and may raise. `is_begun`: the connection is in a transaction already.

    Raises LakeBusy if the catalog stays locked or does not respond, and WriteConflict if another writer was first.
    """
    if not is_begun:
        connection.begin()
    try:
        yield
        require_locks()
        connection.commit()
    except BaseException as error:
        connection.interrupt()
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        if busy := to_lake_busy(error):
            raise busy from error
        raise
