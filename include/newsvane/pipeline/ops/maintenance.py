"""Count trends, publish, update the search index, collect metrics, and clean up the lake and the folders beside it."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from newsvane import configuration, lake, search, storage
from newsvane.errors import ConfigError, LakeBusy, LakeError, describe_unforeseen, format_traceback
from newsvane.fetch import remove_old_robots
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.staging import remove_old_folders
from newsvane.retention import RetentionRule
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


@lake.retry_on_conflict
def refresh_trends(
    also: Iterable[date] = (), *, everything: bool = False, settings: Settings | None = None
) -> dict[str, int]:
    """Recount the days whose articles have changed since the last count. Return the numbers of days and rows.

    `also`: further days to count. `everything`: count all days. `failed` in the counts: days that cannot be counted;
    the others are, and these are tried again next time (see `require_counted`).
    """
    settings = settings or get_settings()
    marks, days, failed = dict[date, int](), list[date](), set[date]()
    with lake.lock(settings, "counting"):
        try:
            with lake.writer(settings, "trends") as connection:
                marks = lake.count_stale_marks(connection)
                days = sorted({*lake.list_stale_days(connection, everything=everything), *also})
                rows = lake.refresh_trends(connection, days, clear=settings.is_embedded) if days else 0
        except Exception as error:  # one day must not keep all others from being counted
            if not days or not lake.may_be_caused_by_data(error):
                raise
            log.error("counting %d days failed; they are counted one by one\n%s", len(days), format_traceback(error))
            rows, failed = _count_one_by_one(days, settings)
        counted = {day: count for day, count in marks.items() if day not in failed}
        if counted and not settings.is_embedded:  # with PostgreSQL, others may mark days while they are being counted
            with lake.writer(settings, "stale") as connection:
                lake.clear_stale_days(connection, counted)
    log.info("counted %d days, %d rows", len(days) - len(failed), rows)
    return {"days": len(days) - len(failed), "rows": rows, "failed": len(failed)}


def _count_one_by_one(days: Iterable[date], settings: Settings) -> tuple[int, set[date]]:
    """Count each day in a transaction of its own. Return the number of rows, and the days that failed."""
    rows, failed = 0, set[date]()
    for day in days:
        try:
            with lake.writer(settings, "trends") as connection:
                rows += lake.refresh_trends(connection, [day], clear=settings.is_embedded)
        except Exception as error:
            if not lake.may_be_caused_by_data(error):
                raise
            log.error("the articles of %s cannot be counted: %s", day, describe_unforeseen(error, "counting"))
            failed.add(day)
    return rows, failed


def require_counted(counts: Mapping[str, int]) -> None:
    """Raise LakeError if a count of `refresh_trends` says that days failed. Call it when all else is done."""
    if counts.get("failed"):
        message = f"{counts['failed']} days could not be counted for trend_daily; the log of the count says why"
        raise LakeError(message, reason="count")


def publish(*, settings: Settings | None = None) -> str:
    """Replace the published DuckDB file. Return its path, or "" if it was replaced a moment ago."""
    settings = settings or get_settings()
    path = lake.publish(settings)
    log.info("published %s", path or "nothing: the file is new enough")
    return str(path or "")


def update_search_index(*, settings: Settings | None = None) -> dict[str, float]:
    """Bring the search index of this machine up to date. Return what it cost: articles, added, seconds.

    Empty if another process is doing that.
    """
    try:
        done = search.update_index(settings or get_settings())
    except LakeBusy as error:
        log.info("the search index is not updated: %s", error)
        return {}
    return {"articles": done.articles, "added": done.added, "seconds": done.seconds}


def collect_metrics(*, settings: Settings | None = None) -> dict[str, float]:
    """Return the values that describe the state of the lake, by the names in `docs/operations/metrics.md`.

    Raises LakeError when there is no lake.
    """
    with lake.connect(settings=settings or get_settings()) as connection:
        return lake.load_metrics(connection, now=datetime.now(UTC))


def maintain(*, settings: Settings | None = None) -> dict[str, int]:
    """Clean up the lake and delete what is older than the retention settings allow. Return the counts.

    This deletes old texts, snapshots, archived pages, staging folders, robots.txt files, sent logs, and temporary files
    of killed queries. Raises the first error, after all of it was tried.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    clean_ups: dict[str, Callable[[], int]] = {
        "staging_removed": lambda: remove_old_folders(settings.staging_path, now),
        "spills_removed": lambda: remove_old_folders(settings.spill_path, now, depth=1),
        "robots_removed": lambda: remove_old_robots(settings, now),
        "told_forgotten": lambda: sent_log.delete_old(settings, now),
        "archives_removed": lambda: _remove_old_archives(settings, now.date()),
    }
    counts, errors = dict[str, int](), list[Exception]()
    for name, clean_up in clean_ups.items():
        try:
            counts[name] = clean_up()
        except Exception as error:  # the disk must not fill up because one file cannot be removed
            log.error("maintenance: %s: an error occurred\n%s", name, format_traceback(error))
            errors.append(error)
    rules: tuple[RetentionRule, ...] = ()
    try:
        rules = configuration.load(settings).retention
    except ConfigError as error:  # a mistake in a watch file must not keep the lake from being cleaned
        errors.append(error)
    counts = lake.maintain(settings, now, rules) | counts
    if counts.get("ruled_facts"):
        refresh_trends(settings=settings)
    if errors:
        raise errors[0]
    log.info("maintained the lake: %s", counts)
    return counts


def count_due(draft: Path | None = None, *, settings: Settings | None = None) -> list[lake.DueCount]:
    """Return what each rule of retention.toml would delete now. `draft`: another watch folder, whose rules are tried.

    Raises ConfigError if the file has a mistake.
    """
    settings = settings or get_settings()
    rules = (configuration.check_folder(draft) if draft else configuration.load(settings)).retention
    with lake.open_shared(settings) as connection:
        return lake.count_due(connection, rules, datetime.now(UTC)) if rules else []


def _remove_old_archives(settings: Settings, today: date) -> int:
    keep_days = settings.keep_archive_days
    if not keep_days:
        return 0
    return storage.remove_day_folders(settings.archive_path, before=today - timedelta(days=keep_days))
