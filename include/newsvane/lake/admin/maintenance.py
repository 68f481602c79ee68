"""Care of the lake: small files merged, old snapshots and texts let go."""

from datetime import datetime, timedelta

import duckdb

from newsvane.lake.engine.connection import exclusive, transaction
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, load_query
from newsvane.settings import Settings

_GRACE = timedelta(days=1)
"""A file that no snapshot names is kept this long, for the sake of whoever still reads or writes it."""
_REWRITTEN = ("feed_daily", "feed_items", "feed_states", "feed_troubles", "trend_daily")
"""Tables whose rows change at every landing: each leaves a file of new rows and one of those that no longer count."""


def maintain(settings: Settings, now: datetime) -> dict[str, int]:
    """Retention, then merging and clearing of files; what was done, in counts."""
    done: dict[str, int] = {}
    with exclusive(settings) as connection:
        for name, days in {
            "drop_texts": settings.keep_text_days,
            "drop_contents": settings.keep_text_days,
            "drop_quarantined": settings.keep_text_days,
            "drop_polls": settings.keep_polls_days,
        }.items():
            if days:
                done[name] = _let_go(connection, name, now - timedelta(days=days))
        done["rewrite_rows"] = sum(len(fetch_rows(connection, "rewrite_rows", table=table)) for table in _REWRITTEN)
        for name, parameters in {
            "flush_inlined": {},
            "rewrite_files": {},
            "merge_files": {},
            "expire_snapshots": {"before": now - timedelta(days=settings.keep_snapshots_days)},
            "clean_files": {"before": now - _GRACE},
            "delete_orphans": {"before": now - _GRACE},
        }.items():
            done[name] = len(fetch_rows(connection, name, **parameters))
    return done


def _let_go(connection: duckdb.DuckDBPyConnection, name: str, before: datetime) -> int:
    with transaction(connection):
        changed = connection.execute(load_query(name), {"before": before}).fetchone()
        rows_changed = int(changed[0]) if changed else 0
        record_commit(connection, name, counts={"rows": rows_changed})
    return rows_changed
