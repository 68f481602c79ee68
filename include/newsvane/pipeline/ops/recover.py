"""Bring a lake that was restored from a backup up to date: land the runs since then again from staging."""

import logging
from collections.abc import Callable
from datetime import timedelta

from newsvane import lake
from newsvane.errors import Terminal
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.ingest.land import land_articles
from newsvane.pipeline.ingest.poll import land_polls
from newsvane.pipeline.staging import find_runs_since
from newsvane.records import Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

MARGIN = timedelta(hours=2)
"""How long before the backup a run may have been staged that landed after it. Landing a run twice does no harm."""


class Recovery(Record):
    """The counts. `runs`: landed again. `articles`, `entries`: new to the lake. `told`: messages that had been sent."""

    runs: int = 0
    articles: int = 0
    entries: int = 0
    told: int = 0


def land_again(*, settings: Settings | None = None) -> Recovery:
    """Land all runs again, in their order, that are in staging and newer than the lake's last commit.

    Staging keeps runs for two days. Alerts go to the outbox; those that were sent before are marked as delivered.
    """
    settings = settings or get_settings()
    with lake.closing(lake.connect(settings=settings)) as connection:
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
    except Terminal as error:  # a chunk of this run was lost back then, too; the others have landed
        log.warning("run %s: %s", run, error)
        return {}
