"""Move rows that DuckLake keeps in the catalog, because there are few of them, into files of the lake."""

import duckdb

from newsvane.lake.engine.sql import fetch_rows


def flush_inlined(connection: duckdb.DuckDBPyConnection) -> int:
    """Move the inlined rows of all tables into files, with one thread. Return the number of tables that had some.

    DuckLake for DuckDB 1.5.5 flushes several tables at once, and each appends to one list of the transaction without a
    lock (`MarkInlinedDataForDeletion`). With several threads that corrupts memory: of 200 flushes of a new lake, three
    ended the process.
    """
    (threads,) = connection.execute("SELECT current_setting('threads')").fetchone() or (0,)
    connection.execute("SET threads = 1")
    try:
        return len(fetch_rows(connection, "flush_inlined"))
    finally:
        connection.execute(f"SET threads = {int(threads)}")
