"""Opening the lake: many readers at any time, one writer at a time, migrations before the first write.

The catalog is a SQLite file in WAL mode, so that readers go on while a writer commits. Writers queue on an advisory
lock beside it, which the kernel lets go of when its holder dies.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from newsvane.settings import Settings


def connect(read_only: bool = True, *, settings: Settings | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the lake attached as `lake` and in use; close it when done. Times are UTC.

    Read-only it creates nothing and never waits for a writer. Each query sees whole transactions.
    `settings`: of the environment where not given.

    Raises LakeError where there is no lake, or it cannot be opened.
    """
    ...


@contextmanager
def writer(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The one writer: a connection inside a transaction that is committed at a clean exit, else rolled back.

    Creates and migrates the lake where needed. `wait`: seconds to queue behind another writer.

    Raises LakeBusy where it is not its turn by then or the catalog stays locked: nothing was written, try again.
    """
    ...


def migrate(settings: Settings) -> list[str]:
    """Bring the lake to the newest form, creating it where there is none; the names of the migrations applied."""
    ...
