"""Maintain the lake: delete what retention no longer keeps, find mirrors, merge small files, delete unused ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb

from newsvane.lake.admin.retention import apply_rules, stage_rules
from newsvane.lake.engine.connection import exclusive, migrate
from newsvane.lake.engine.flushing import flush_inlined
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, load_query, run_query
from newsvane.lake.engine.transactions import transaction
from newsvane.retention import RetentionRule
from newsvane.settings import Settings

_GRACE = timedelta(days=1)
"""A file that no snapshot needs is kept this long, because readers and writers may still be using it."""
_REWRITTEN_TABLES = (
    "counted_articles", "feed_daily", "feed_items", "feed_states", "feed_troubles", "trend_daily", "unread_daily",
)  # fmt: skip
"""Tables whose rows change at every landing, which adds a file of new rows and a file of deletions each time."""


def maintain(settings: Settings, now: datetime, rules: Sequence[RetentionRule] = ()) -> dict[str, int]:
    """Apply retention, find mirrors, then merge and delete files.

    Returns how many rows, files or snapshots each step changed, or pairs of outlets it found. `rules`: for some outlets
    and topics, in place of the settings.
    """
    done: dict[str, int] = {}
    migrate(settings)
    with exclusive(settings) as connection:
        stage_rules(connection, rules)
        done |= apply_rules(connection, now) if rules else {}
        for name, days in {
            "drop_texts": settings.keep_text_days,
            "drop_contents": settings.keep_text_days,
            "drop_quarantined": settings.keep_text_days,
            "drop_polls": settings.keep_polls_days,
        }.items():
            if days:
                done[name] = _delete_before(connection, name, now - timedelta(days=days))
        done["mirrors"] = find_mirrors(connection)
        done["rewrite_rows"] = sum(
            len(fetch_rows(connection, "rewrite_rows", table=table)) for table in _REWRITTEN_TABLES
        )
        done["flush_inlined"] = flush_inlined(connection)
        for name, parameters in {
            "rewrite_files": {},
            "merge_files": {},
            "expire_snapshots": {"before": now - timedelta(days=settings.keep_snapshots_days)},
            "clean_files": {"before": now - _GRACE},
            "delete_orphans": {"before": now - _GRACE},
        }.items():
            done[name] = len(fetch_rows(connection, name, **parameters))
    return done


def find_mirrors(connection: duckdb.DuckDBPyConnection) -> int:
    """Find anew which outlets share their texts (`outlet_mirrors`). Returns the number of pairs."""
    with transaction(connection):
        run_query(connection, "find_mirrors")
        (counted,) = fetch_rows(connection, "count_mirrors")
        record_commit(connection, "find_mirrors", counts=counted)
    return int(counted["mirrors"])


def _delete_before(connection: duckdb.DuckDBPyConnection, name: str, before: datetime) -> int:
    """Execute a retention query in a transaction of its own, and return how many rows it changed."""
    with transaction(connection):
        changed = connection.execute(load_query(name), {"before": before}).fetchone()
        rows_changed = int(changed[0]) if changed else 0
        record_commit(connection, name, counts={"rows": rows_changed})
    return rows_changed
