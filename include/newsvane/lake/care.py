"""Care of the lake: the plain file for analysts, small files merged, old snapshots and texts let go."""

import contextlib
import time
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from newsvane.errors import LakeBusy
from newsvane.lake.connection import connect, exclusive, load_extension, transaction, turn
from newsvane.lake.describe import described
from newsvane.lake.snapshots import note
from newsvane.lake.sql import literal, query, rows, run
from newsvane.settings import Settings

_GRACE = timedelta(days=1)
"""A file that no snapshot names is kept this long, for the sake of whoever still reads or writes it."""
_REWRITTEN = ("feed_daily", "feed_items", "feed_states", "feed_troubles")
"""Tables whose rows change at every landing: each leaves a file of new rows and one of those that no longer count."""
_PUBLISHED = {"coverage", "originals", "stories", "trend_daily", "feed_health"}


def publish(settings: Settings) -> Path | None:
    """Write coverage, originals, stories, trends and feed health to one plain DuckDB file, replaced atomically.

    It has a full-text index on title and text (`fts_main_coverage.match_bm25(article_id, 'words')`). None where it
    was published less than `publish_every` seconds ago, or is being published. Who holds the old file open keeps it.
    """
    target = settings.published_path
    if target.exists() and time.time() - target.stat().st_mtime < settings.publish_every:
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(LakeBusy), turn(settings, "publish", wait=0):
        building = target.with_name(f".{target.name}.building")
        for left_over in (building, building.with_name(f"{building.name}.wal")):
            left_over.unlink(missing_ok=True)
        with contextlib.closing(connect(settings=settings)) as connection:
            _build(connection, building)
        building.replace(target)
        return target
    return None


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
        done["rewrite_rows"] = sum(len(rows(connection, "rewrite_rows", table=table)) for table in _REWRITTEN)
        for name, parameters in {
            "flush_inlined": {},
            "rewrite_files": {},
            "merge_files": {},
            "expire_snapshots": {"before": now - timedelta(days=settings.keep_snapshots_days)},
            "clean_files": {"before": now - _GRACE},
            "delete_orphans": {"before": now - _GRACE},
        }.items():
            done[name] = len(rows(connection, name, **parameters))
    return done


def _let_go(connection: duckdb.DuckDBPyConnection, name: str, before: datetime) -> int:
    with transaction(connection):
        changed = connection.execute(query(name), {"before": before}).fetchone()
        rows_changed = int(changed[0]) if changed else 0
        note(connection, name, counts={"rows": rows_changed})
    return rows_changed


def _build(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    comments = [relation.comments() for relation in described(connection) if relation.name in _PUBLISHED]
    views = connection.execute(query("views")).fetchall()
    connection.execute(f"ATTACH {literal(path)} AS published")
    with transaction(connection):
        run(connection, "publish")
    load_extension(connection, "fts")
    connection.execute("USE published")
    for (statement,) in views:
        connection.execute(statement)
    for statement in comments:
        connection.execute(statement)
    run(connection, "index")
    connection.execute("USE lake")
    connection.execute("DETACH published")
