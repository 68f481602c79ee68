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
"""Runs staged up to this long before the backup are landed again, because they may have landed after it.

Landing a run twice does no harm.
"""


class Recovery(Record):
    """The counts. `runs`: landed again. `articles`, `entries`: new to the lake. `told`: alerts already sent before."""

    runs: int = 0
    articles: int = 0
    entries: int = 0
    told: int = 0


def land_again(*, settings: Settings | None = None) -> Recovery:
    """Land all staged runs that are newer than the lake's last commit again, in their order.

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
    except Terminal as error:  # a chunk of this run was already missing the first time; the others have landed
        log.warning("run %s: %s", run, error)
        return {}
