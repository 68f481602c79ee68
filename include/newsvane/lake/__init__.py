"""Store every table of Newsvane in DuckLake: an SQL catalog and Parquet files.

Functions that read take a connection of `connect`. Functions that write take a connection of `writer`, and everything
written inside one `writer` is one transaction. Every write is idempotent: writing the same records a second time
changes nothing. `docs/reference/tables.md` describes the tables and views. Only this package imports duckdb.

- `engine`: open the lake, lock it, run SQL by name, retry, list snapshots.
- `tables`: read and write records.
- `analyst`: SQL sessions, search and the published file.
- `admin`: maintenance, backup, move, integrity checks and the description of the tables.
- `queries`: the SQL statements, in folders by use. `migrations`: changes of the tables, never edited once released.
"""

from duckdb import DuckDBPyConnection as Connection
from duckdb import Error as DatabaseError
from duckdb import InterruptException as Interrupted

from newsvane.lake.admin.backup import Manifest, backup, restore, verify_backup
from newsvane.lake.admin.integrity import CheckResult, check_integrity
from newsvane.lake.admin.maintenance import maintain
from newsvane.lake.admin.move import MoveResult, move
from newsvane.lake.analyst.matches import (
    Match,
    MatchOrder,
    collect_matches,
    count_matches_by_period,
    count_matches_by_value,
    load_matches,
)
from newsvane.lake.analyst.publish import open_published, publish
from newsvane.lake.analyst.search import count_matches, count_ranked, search, search_ranked
from newsvane.lake.analyst.sql_session import open_reader
from newsvane.lake.engine.attach import (
    build_shell_environment,
    build_shell_script,
    closing,
    is_disk_full,
    is_forbidden,
    may_be_caused_by_data,
)
from newsvane.lake.engine.connection import (
    Work,
    connect,
    exists,
    is_outdated,
    list_written_tables,
    lock,
    migrate,
    writer,
)
from newsvane.lake.engine.extensions import preload_extensions
from newsvane.lake.engine.retry import retry_on_conflict
from newsvane.lake.engine.snapshots import list_snapshots
from newsvane.lake.tables.acts import (
    ActionKind,
    ActionRequest,
    ActionResult,
    discard_quarantined,
    find_resolved_at,
    load_action,
    load_manually_paused_feeds,
    pause_or_resume_feed,
    record_action,
    requeue_dead_message,
    require_quarantined,
)
from newsvane.lake.tables.addresses import correct_addresses, find_unchanged_addresses, release_ids
from newsvane.lake.tables.archive_index import (
    find_articles_of_entries,
    find_own_listings,
    is_own_listing,
    load_entries_of_articles,
)
from newsvane.lake.tables.batches import Batch, EntryOutcome, Landing, PollLanding, Regrouping
from newsvane.lake.tables.neighbours import (
    GroupingContext,
    find_earlier_texts,
    find_new_or_changed,
    find_stored_texts,
    list_comparable_ids,
    load_articles,
    load_grouping_context,
)
from newsvane.lake.tables.outbox import (
    PastArticle,
    QuarantineShare,
    count_released_messages,
    count_story_outlets,
    count_waiting_messages,
    find_cap_releases,
    find_capped_keys,
    find_last_mention,
    find_story_message_keys,
    find_story_messages,
    find_unnamed_keys,
    flush_scheduled_messages,
    is_mentioned,
    load_past_landings,
    load_quarantine_shares,
    load_relisted_articles,
    load_scheduled_messages,
    load_undelivered,
)
from newsvane.lake.tables.table_reader import (
    count_due_entries,
    count_feed_messages,
    count_pending_messages,
    count_rows,
    count_stale_marks,
    find_outbox_keys,
    list_due_channels,
    list_stale_days,
    load_daily_counts,
    load_due_entries,
    load_due_messages,
    load_feed_items,
    load_feed_states,
    load_feed_troubles,
    load_metrics,
    load_quarantined,
    load_recent_alerts,
    load_unsent_keys,
)
from newsvane.lake.tables.table_writer import (
    clear_stale_days,
    land_articles,
    land_groups,
    land_messages,
    land_polls,
    record_deliveries,
    refresh_trends,
    requeue_messages,
    resolve_quarantined,
)

__all__ = [
    "ActionKind",
    "ActionRequest",
    "ActionResult",
    "Batch",
    "CheckResult",
    "Connection",
    "DatabaseError",
    "EntryOutcome",
    "GroupingContext",
    "Interrupted",
    "Landing",
    "Manifest",
    "Match",
    "MatchOrder",
    "MoveResult",
    "PastArticle",
    "PollLanding",
    "QuarantineShare",
    "Regrouping",
    "Work",
    "backup",
    "build_shell_environment",
    "build_shell_script",
    "check_integrity",
    "clear_stale_days",
    "closing",
    "collect_matches",
    "connect",
    "correct_addresses",
    "count_due_entries",
    "count_feed_messages",
    "count_matches",
    "count_matches_by_period",
    "count_matches_by_value",
    "count_pending_messages",
    "count_ranked",
    "count_released_messages",
    "count_rows",
    "count_stale_marks",
    "count_story_outlets",
    "count_waiting_messages",
    "discard_quarantined",
    "exists",
    "find_articles_of_entries",
    "find_cap_releases",
    "find_capped_keys",
    "find_earlier_texts",
    "find_last_mention",
    "find_new_or_changed",
    "find_outbox_keys",
    "find_own_listings",
    "find_resolved_at",
    "find_stored_texts",
    "find_story_message_keys",
    "find_story_messages",
    "find_unchanged_addresses",
    "find_unnamed_keys",
    "flush_scheduled_messages",
    "is_disk_full",
    "is_forbidden",
    "is_mentioned",
    "is_outdated",
    "is_own_listing",
    "land_articles",
    "land_groups",
    "land_messages",
    "land_polls",
    "list_comparable_ids",
    "list_due_channels",
    "list_snapshots",
    "list_stale_days",
    "list_written_tables",
    "load_action",
    "load_articles",
    "load_daily_counts",
    "load_due_entries",
    "load_due_messages",
    "load_entries_of_articles",
    "load_feed_items",
    "load_feed_states",
    "load_feed_troubles",
    "load_grouping_context",
    "load_manually_paused_feeds",
    "load_matches",
    "load_metrics",
    "load_past_landings",
    "load_quarantine_shares",
    "load_quarantined",
    "load_recent_alerts",
    "load_relisted_articles",
    "load_scheduled_messages",
    "load_undelivered",
    "load_unsent_keys",
    "lock",
    "maintain",
    "may_be_caused_by_data",
    "migrate",
    "move",
    "open_published",
    "open_reader",
    "pause_or_resume_feed",
    "preload_extensions",
    "publish",
    "record_action",
    "record_deliveries",
    "refresh_trends",
    "release_ids",
    "requeue_dead_message",
    "requeue_messages",
    "require_quarantined",
    "resolve_quarantined",
    "restore",
    "retry_on_conflict",
    "search",
    "search_ranked",
    "verify_backup",
    "writer",
]
