"""The lake: every table of Newsvane, as DuckLake (a SQL catalog and Parquet files). Alone imports duckdb.

Reads take a connection of `connect`; writes one of `writer`, and what is written inside one `writer` is one
transaction. Every write is idempotent: the same records a second time change nothing. `docs/reference/tables.md`
describes the tables and views.
"""

from duckdb import DuckDBPyConnection as Connection
from duckdb import Error as DatabaseError
from duckdb import InterruptException as Interrupted

from newsvane.lake.admin.backup import Manifest, backup, check, restore
from newsvane.lake.admin.integrity import Finding, examine
from newsvane.lake.admin.maintenance import maintain
from newsvane.lake.admin.move import Moved, move
from newsvane.lake.analyst.publish import open_published, publish
from newsvane.lake.analyst.search import search, search_ranked
from newsvane.lake.engine.attach import closing, shell_environment, shell_script
from newsvane.lake.engine.connection import Work, connect, exists, migrate, tables, turn, writer
from newsvane.lake.engine.retry import again
from newsvane.lake.engine.snapshots import snapshots
from newsvane.lake.tables.acts import (
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
from newsvane.lake.tables.batches import Batch, EntryOutcome, Landing, PollLanding, Regrouping
from newsvane.lake.tables.neighbours import History, history, offered, span, stored_articles
from newsvane.lake.tables.outbox import (
    Landed,
    Refusal,
    capped,
    held_messages,
    is_mentioned,
    last_mention,
    left_lately,
    refusals,
    rehearsal,
    settle_held,
    story_outlets,
    told_of,
    undelivered,
)
from newsvane.lake.tables.reader import (
    alerts_written,
    counts,
    daily_counts,
    due_channels,
    due_messages,
    entries_waiting,
    feed_items,
    feed_states,
    pending_entries,
    quarantined,
    stale_days,
    stale_marks,
    told,
    troubles,
    untold,
    vitals,
    waiting_messages,
    written,
)
from newsvane.lake.tables.writer import (
    land_articles,
    land_groups,
    land_messages,
    land_polls,
    record_deliveries,
    refresh_trends,
    resend,
    settle_days,
    settle_quarantined,
)

__all__ = [
    "Act",
    "ActKind",
    "Batch",
    "Connection",
    "DatabaseError",
    "Done",
    "EntryOutcome",
    "Finding",
    "History",
    "Interrupted",
    "Landed",
    "Landing",
    "Manifest",
    "Moved",
    "PollLanding",
    "Refusal",
    "Regrouping",
    "Work",
    "again",
    "alerts_written",
    "backup",
    "capped",
    "check",
    "closing",
    "connect",
    "control_feed",
    "counts",
    "daily_counts",
    "discard",
    "due_channels",
    "due_messages",
    "entries_waiting",
    "examine",
    "exists",
    "feed_items",
    "feed_states",
    "held_messages",
    "history",
    "is_mentioned",
    "land_articles",
    "land_groups",
    "land_messages",
    "land_polls",
    "last_mention",
    "left_lately",
    "maintain",
    "migrate",
    "move",
    "offered",
    "open_published",
    "paused_by_hand",
    "pending_entries",
    "publish",
    "quarantined",
    "record_act",
    "record_deliveries",
    "recorded_act",
    "refresh_trends",
    "refusals",
    "rehearsal",
    "require_held",
    "resend",
    "restore",
    "search",
    "search_ranked",
    "send_again",
    "settle_days",
    "settle_held",
    "settle_quarantined",
    "settled_at",
    "shell_environment",
    "shell_script",
    "snapshots",
    "span",
    "stale_days",
    "stale_marks",
    "stored_articles",
    "story_outlets",
    "tables",
    "told",
    "told_of",
    "troubles",
    "turn",
    "undelivered",
    "untold",
    "vitals",
    "waiting_messages",
    "writer",
    "written",
]
