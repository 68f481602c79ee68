"""Remove deleted rows from the disk: old snapshots, the files that only they need, and what is left in the catalog.

A row that is deleted remains in its Parquet file, in the statistics and in the free pages of the catalog, and in every
earlier snapshot. After `purge` the lake has one snapshot, and no file contains a row that it does not show.
"""

import contextlib
import sqlite3
import time
from datetime import datetime, timedelta

from newsvane.errors import LakeBusy
from newsvane.lake.engine import postgres
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.flushing import flush_inlined
from newsvane.lake.engine.sql import fetch_rows, load_query
from newsvane.settings import Settings

_AHEAD = timedelta(days=1)
"""Every snapshot counts as old, also one of a machine whose clock is ahead. DuckLake keeps the newest."""
_WAIT_SECONDS = 60.0
"""How long to wait until no reader uses the catalog as it was before."""


def purge(settings: Settings, now: datetime) -> dict[str, int]:
    """Remove deleted rows from every file of the lake. Return how many snapshots and files that removed.

    Earlier states of the lake can no longer be queried. A query that is reading an old file fails, and can be repeated.
    Raises LakeBusy as `writer` does, and if a reader does not let go of the catalog; call it again then.
    """
    with exclusive(settings) as connection:
        flush_inlined(connection)
        rewritten = len(fetch_rows(connection, "rewrite_all_files"))
        snapshots = len(fetch_rows(connection, "expire_snapshots", before=now + _AHEAD))
        removed = len(fetch_rows(connection, "clean_all_files")) + len(fetch_rows(connection, "delete_all_orphans"))
        connection.close()
        if settings.is_embedded:
            _clean_sqlite(settings)
        else:
            _clean_postgres(settings)
    return {"snapshots_expired": snapshots, "files_rewritten": rewritten, "files_removed": removed}


def _clean_sqlite(settings: Settings) -> None:
    """Write the catalog again without its free pages, and empty its journal."""
    with contextlib.closing(sqlite3.connect(settings.catalog_path, timeout=30, isolation_level=None)) as catalog:
        catalog.execute(load_query("narrow_statistics").replace("$collation", ""))
        catalog.execute("VACUUM")
        deadline = time.monotonic() + _WAIT_SECONDS
        while (catalog.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() or (0,))[0]:
            if time.monotonic() > deadline:
                raise LakeBusy(
                    f"a reader has kept an old state of {settings.catalog_path} open for {_WAIT_SECONDS:g} s: "
                    "end it, then run `newsvane forget resume`",
                    reason="lake_busy",
                )
            time.sleep(0.1)


def _clean_postgres(settings: Settings) -> None:
    """Write the tables of the catalog again without dead rows."""
    with postgres.open_cursor(settings) as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{_WAIT_SECONDS:g}s"])
        cursor.execute(load_query("narrow_statistics").replace("$collation", 'COLLATE "C"'))
        for table in postgres.list_catalog_tables(cursor):
            postgres.rewrite_table(cursor, table)
