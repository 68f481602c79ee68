"""A lake restored from a backup, brought up to date: what staging still holds of the runs since is landed again."""

import logging
from collections.abc import Callable
from datetime import timedelta

from newsvane import lake
from newsvane.errors import Terminal
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.ingest.land import land_articles
from newsvane.pipeline.ingest.poll import land_polls
from newsvane.pipeline.staging import runs_since
from newsvane.records import Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BEFORE = timedelta(hours=2)
"""How long before the backup a run may have been read that landed after it. Landing twice is landing once."""


class Recovered(Record):
    """What came back. `runs`: landed again; `told`: alerts of theirs that had been told."""

    runs: int = 0
    articles: int = 0
    entries: int = 0
    told: int = 0


def land_again(*, settings: Settings | None = None) -> Recovered:
    """Land the runs that staging has kept (two days of them) since the lake's newest commit, in their order.

    What they tell goes to the outbox; what was told before is marked so.
    """
    settings = settings or get_settings()
    with lake.closing(lake.connect(settings=settings)) as connection:
        since = lake.list_snapshots(connection, limit=1)[0].at - BEFORE
    polls = runs_since(settings.staging_path, "poll", "polled", since)
    reads = runs_since(settings.staging_path, "ingest", "judged", since)
    entries = sum(_landed(land_polls, run, settings).get("entries", 0) for run in polls)
    articles = sum(_landed(land_articles, run, settings).get("new", 0) for run in reads)
    done = Recovered(runs=len(polls) + len(reads), articles=articles, entries=entries, told=sent_log.settle(settings))
    log.info("landed again: %s", done)
    return done


def _landed(land: Callable[..., dict[str, int]], run: str, settings: Settings) -> dict[str, int]:
    try:
        return land(run, settings=settings)
    except Terminal as error:  # a chunk was lost then, too
        log.warning("run %s: %s", run, error)
        return {}
