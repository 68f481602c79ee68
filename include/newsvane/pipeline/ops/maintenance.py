"""Counting, publishing and care of the lake."""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from newsvane import lake, storage
from newsvane.fetch import remove_old_robots
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.staging import remove_old
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def refresh_trends(
    also: Iterable[date] = (), *, everything: bool = False, settings: Settings | None = None
) -> dict[str, int]:
    """Count the days anew whose articles changed since they were counted, and these, or all; the days and rows."""
    settings = settings or get_settings()
    with lake.lock(settings, "counting"):
        with lake.writer(settings, "trends") as connection:
            marks = lake.count_stale_marks(connection)
            days = sorted({*lake.list_stale_days(connection, everything=everything), *also})
            rows = lake.refresh_trends(connection, days, settle=settings.is_embedded) if days else 0
        if marks and not settings.is_embedded:  # others write meanwhile what marks days
            with lake.writer(settings, "stale") as connection:
                lake.clear_stale_days(connection, marks)
    log.info("counted %d days, %d rows", len(days), rows)
    return {"days": len(days), "rows": rows}


def vitals(*, settings: Settings | None = None) -> dict[str, float]:
    """How the lake is now, for metrics; the names are those of `docs/operations/metrics.md`. Raises LakeError without a
    lake."""
    with lake.connect(settings=settings or get_settings()) as connection:
        return lake.load_metrics(connection, now=datetime.now(UTC))


def publish(*, settings: Settings | None = None) -> str:
    """Replace the plain DuckDB file; its path, "" where it was replaced a moment ago."""
    settings = settings or get_settings()
    path = lake.publish(settings)
    log.info("published %s", path or "nothing: the file is new enough")
    return str(path or "")


def maintain(*, settings: Settings | None = None) -> dict[str, int]:
    """Care for the lake and let go of what retention lets go: texts, snapshots, archived pages, staging folders,
    what killed queries had spilled."""
    settings = settings or get_settings()
    now = datetime.now(UTC)
    done = {
        **lake.maintain(settings, now),
        "staging_removed": remove_old(settings.staging_path, now),
        "spills_removed": remove_old(settings.spill_path, now, depth=1),
        "robots_removed": remove_old_robots(settings, now),
        "told_forgotten": sent_log.forget(settings, now),
        "archives_removed": _remove_archives(settings, now.date()),
    }
    log.info("maintained: %s", done)
    return done


def _remove_archives(settings: Settings, today: date) -> int:
    keep = settings.keep_archive_days
    return storage.remove_day_folders(settings.archive_path, before=today - timedelta(days=keep)) if keep else 0
