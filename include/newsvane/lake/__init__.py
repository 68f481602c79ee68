"""The lake: every table of Newsvane, as DuckLake (a SQL catalog and Parquet files). Alone imports duckdb.

Reads take a connection of `connect`; writes one of `writer`, and what is written inside one `writer` is one
transaction. Every write is idempotent: the same records a second time change nothing. `docs/tables.md` describes the
tables and views.
"""

from duckdb import DuckDBPyConnection as Connection
from duckdb import Error as DatabaseError
from duckdb import InterruptException as Interrupted

from newsvane.lake.acts import (
    Act,
    ActKind,
    Done,
    control_feed,
    discard,
    paused_by_hand,
    record_act,
    recorded_act,
    require_held,
    send_again,
    settled_at,
)
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
    settle_quarantined,
)
from newsvane.lake.reading import (
    counts,
    daily_counts,
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
    "Act",
    "ActKind",
    "Batch",
    "Connection",
    "DatabaseError",
    "Done",
    "EntryOutcome",
    "History",
    "Interrupted",
    "Landing",
    "PollLanding",
    "Regrouping",
    "attach_script",
    "connect",
    "control_feed",
    "counts",
    "daily_counts",
    "discard",
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
    "paused_by_hand",
    "pending_entries",
    "publish",
    "quarantined",
    "record_act",
    "record_deliveries",
    "recorded_act",
    "refresh_trends",
    "require_held",
    "send_again",
    "settle_quarantined",
    "settled_at",
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
