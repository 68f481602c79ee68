"""Restore a backup without what was forgotten since then, and land the runs since then again from staging."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from newsvane import lake
from newsvane.errors import Terminal
from newsvane.pipeline import erasure, tombstone_list
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.ingest.land import land_articles
from newsvane.pipeline.ingest.poll import land_polls
from newsvane.pipeline.ops import forgetting
from newsvane.pipeline.staging import find_runs_since
from newsvane.records import Record, Tombstone
from newsvane.settings import Settings, get_settings
from newsvane.tombstones import Tombstones

log = logging.getLogger(__name__)

MARGIN = timedelta(hours=2)
"""Runs staged up to this long before the backup are landed again, because they may have landed after it.

Landing a run twice does no harm.
"""


class Recovery(Record):
    """The counts. `runs`: landed again. `articles`, `entries`: new to the lake. `told`: alerts already sent before."""

    runs: int = 0
    articles: int = 0
    entries: int = 0
    told: int = 0


class Restored(Record):
    """The manifest of a restored backup, and how much of it was removed again because it had been forgotten.

    `newest_list`: whether there was a list that may be newer than the backup, in the home or as the file `forgotten`.
    """

    manifest: lake.Manifest
    newest_list: bool = False
    removed_articles: int = 0
    removed_entries: int = 0


def restore(
    folder: Path,
    *,
    forgotten: Path | None = None,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> Restored:
    """Restore a backup, without what was forgotten since then.

    Whatever is on the list of the home, on that of the backup or in the file `forgotten` is removed again, before
    anybody can read the lake. Raises LakeError as `lake.restore` does.
    """
    settings = settings or get_settings()
    listed = tombstone_list.load_listed(settings, forgotten)
    newest_list = forgotten is not None or tombstone_list.has_list(settings)

    def read_listed(manifest: lake.Manifest) -> None:
        if any(file.path == lake.TOMBSTONES for file in manifest.files):
            listed.extend(tombstone_list.read_file(folder / lake.TOMBSTONES))

    removed: list[lake.Doomed] = []
    manifest = lake.restore(
        settings,
        folder,
        on_done=on_done,
        before_copy=read_listed,
        before_use=lambda staged: removed.append(_forget_again(staged, listed)),
    )
    forgetting.resume(settings=settings)
    return Restored(
        manifest=manifest,
        newest_list=newest_list,
        removed_articles=sum(len(each.articles) for each in removed),
        removed_entries=sum(len(each.entry_ids) for each in removed),
    )


def _forget_again(staged: Settings, listed: Sequence[Tombstone]) -> lake.Doomed:
    removed = forgetting.forget_listed(staged, listed)
    if listed:
        with lake.open_shared(staged) as connection:
            tombstones = lake.load_tombstones(connection)  # with those of the backup, whose decisions may be newer
        tombstone_list.write_list(staged, tombstones)
        erasure.clean_archive(staged, erasure.Finder(Tombstones(tombstones)), date.min)
    return removed


def land_again(*, settings: Settings | None = None) -> Recovery:
    """Land all staged runs that are newer than the lake's last commit again, in their order.

    Staging keeps runs for two days. Alerts go to the outbox; those that were sent before are marked as delivered.
    """
    settings = settings or get_settings()
    removed = forgetting.forget_listed(settings, tombstone_list.read_list(settings))
    if removed.articles or removed.entry_ids:
        forgetting.resume(settings=settings)
    with lake.open_shared(settings) as connection:
        since = lake.list_snapshots(connection, limit=1)[0].at - MARGIN
    polls = find_runs_since(settings.staging_path, "poll", "polled", since)
    reads = find_runs_since(settings.staging_path, "ingest", "judged", since)
    entries = sum(_land(land_polls, run, settings).get("entries", 0) for run in polls)
    articles = sum(_land(land_articles, run, settings).get("new", 0) for run in reads)
    sent = sent_log.mark_delivered(settings)
    recovery = Recovery(runs=len(polls) + len(reads), articles=articles, entries=entries, told=sent)
    log.info("landed again: %s", recovery)
    return recovery


def _land(land: Callable[..., dict[str, int]], run: str, settings: Settings) -> dict[str, int]:
    try:
        return land(run, settings=settings)
    except Terminal as error:  # a chunk of this run was already missing the first time; the others have landed
        log.warning("run %s: %s", run, error)
        return {}
