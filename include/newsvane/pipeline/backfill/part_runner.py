"""Read one part of a backfill, batch after batch, and store how far it has come after each."""

import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from newsvane.past import Lead
from newsvane.pipeline.backfill.batch_reading import (
    KnownPageFilter,
    Period,
    ReadBatch,
    keep_first_captures,
    keep_on_topic,
    keep_period,
)
from newsvane.pipeline.backfill.landing import land_batch
from newsvane.pipeline.backfill.lead_batches import LeadBatches
from newsvane.pipeline.backfill.requests import BackfillFolder, Part, StartedRequest, utc_now
from newsvane.pipeline.backfill.warc_batches import WarcBatches
from newsvane.pipeline.staging import Chunk
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

_NICENESS = 10
"""How far the operating system prefers other processes."""


def run_part(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Read and land a part, from where it was interrupted. Return how many pages had which outcome, in all attempts.

    `on_done`: called with the position after each batch: bytes of a file, or the number of leads. A part whose file
    is gone counts as one `no_file`.
    """
    settings = settings or get_settings()
    folder = BackfillFolder(settings, chunk["run"])
    part, started = folder.load_part(chunk["number"]), folder.load_request()
    progress = folder.load_progress(part)
    if progress.done:
        on_done(part.size)
        return dict(progress.counts)
    period = Period(started.request.since, started.request.find_last_day(utc_now()))
    known = KnownPageFilter(settings)
    try:
        for batch in _read_batches(folder, part, started, settings, start=progress.position):
            keep_period(batch, period)
            if started.request.only_on_topic:
                keep_on_topic(batch)
            keep_first_captures(batch)
            known.drop_known(batch)
            progress = progress.advance(batch.position, land_batch(batch, chunk["run"], settings))
            folder.save_progress(part, progress)
            on_done(batch.position)
    except FileNotFoundError as error:
        log.warning("%s: %s", part.label, error)
        progress = progress.advance(progress.position, {"no_file": 1})
    folder.save_progress(part, progress.model_copy(update={"done": True}))
    on_done(part.size)
    return dict(progress.counts)


def give_way() -> None:
    """Let the operating system prefer all other processes from now on. Landing waits for live work anyway."""
    os.nice(max(0, _NICENESS - os.nice(0)))


def _read_batches(
    folder: BackfillFolder, part: Part, started: StartedRequest, settings: Settings, *, start: int
) -> Iterator[ReadBatch]:
    name = f"{folder.slug}-{part.key}"
    if part.kind == "warc":
        return WarcBatches(Path(part.path), name, settings, only_on_topic=started.request.only_on_topic).read(start)
    leads = folder.run.read(part.path, Lead, 0)
    return LeadBatches(leads, name, started.started_at, settings).read(start)
