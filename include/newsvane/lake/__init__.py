"""The lake: every table of Newsvane, as DuckLake (a SQL catalog and Parquet files). Alone imports duckdb.

Reads take a connection of `connect`; writes one of `writer`, and what is written inside one `writer` is one
transaction. Every write is idempotent: the same records a second time change nothing. `docs/tables.md` describes the
tables and views.
"""

from duckdb import DuckDBPyConnection as Connection
from duckdb import Error as DatabaseError
from duckdb import InterruptException as Interrupted

from newsvane.lake.care import maintain, publish
from newsvane.lake.connection import attach_script, connect, migrate, turn, writer
from newsvane.lake.history import History, history, offered, span, stored_articles
from newsvane.lake.landing import (
    land_articles,
    land_groups,
    land_messages,
    land_polls,
    record_deliveries,
    refresh_trends,
    resend,
    settle_quarantined,
)
from newsvane.lake.reading import (
    alerts_written,
    counts,
    daily_counts,
    due_channels,
    due_messages,
    feed_items,
    feed_states,
    pending_entries,
    quarantined,
    stale_days,
    told,
    troubles,
    waiting_messages,
    written,
)
from newsvane.lake.records import Batch, EntryOutcome, Landing, PollLanding, Regrouping

__all__ = [
    "Batch",
    "Connection",
    "DatabaseError",
    "EntryOutcome",
    "History",
    "Interrupted",
    "Landing",
    "PollLanding",
    "Regrouping",
    "alerts_written",
    "attach_script",
    "connect",
    "counts",
    "daily_counts",
    "due_channels",
    "due_messages",
    "feed_items",
    "feed_states",
    "history",
    "land_articles",
    "land_groups",
    "land_messages",
    "land_polls",
    "maintain",
    "migrate",
    "offered",
    "pending_entries",
    "publish",
    "quarantined",
    "record_deliveries",
    "refresh_trends",
    "resend",
    "settle_quarantined",
    "span",
    "stale_days",
    "stored_articles",
    "told",
    "troubles",
    "turn",
    "waiting_messages",
    "writer",
    "written",
]
