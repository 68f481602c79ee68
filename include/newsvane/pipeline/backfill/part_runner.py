"""Read one part of a backfill, batch after batch, and store how far it has come after each."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from newsvane import lake
from newsvane.errors import LakeBusy
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
from newsvane.pipeline.backfill.requests import BackfillFolder, Part, Progress, StartedRequest, utc_now
from newsvane.pipeline.backfill.warc_batches import WarcBatches
from newsvane.pipeline.staging import Chunk
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

LOCK = "backfill"
"""The lock that a backfill holds while it reads a part."""
_WAIT_SECONDS = 5.0
_NICENESS = 10
"""How far the operating system prefers other processes."""


def run_part(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Read and land a part, from where it was interrupted. Return how many pages had which outcome, in all attempts.

    `on_done`: called with the position after each batch: bytes of a file, or the number of leads. A part whose file
    is gone or cannot be opened counts as one `no_file`. Raises LakeBusy if another backfill is reading.
    """
    settings = settings or get_settings()
    folder = BackfillFolder(settings, chunk["run"])
    part, started = folder.load_part(chunk["number"]), folder.load_request()
    progress = folder.load_progress(part)
    if progress.done:
        on_done(part.size)
        return dict(progress.counts)
    with _alone(settings):
        progress = _read_part(folder, part, started, settings, on_done)
    on_done(part.size)
    return dict(progress.counts)


def _read_part(
    folder: BackfillFolder,
    part: Part,
    started: StartedRequest,
    settings: Settings,
    on_done: Callable[[int], None],
) -> Progress:
    progress = folder.load_progress(part)
    period = Period(started.request.since, started.request.find_last_day(utc_now()))
    known = KnownPageFilter(settings)
    try:
        for batch in _read_batches(folder, part, started, settings, start=progress.position):
            forgotten = known.set_forgotten_aside(batch)
            keep_period(batch, period)
            if started.request.only_on_topic:
                keep_on_topic(batch)
            keep_first_captures(batch)
            known.drop_known(batch)
            batch.results += forgotten
            progress = progress.advance(batch.position, land_batch(batch, folder.slug, settings))
            folder.save_progress(part, progress)
            on_done(batch.position)
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        log.warning("%s: %s", part.label, error)
        progress = progress.advance(progress.position, {"no_file": 1})
    progress = progress.model_copy(update={"done": True})
    folder.save_progress(part, progress)
    return progress


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Keep other backfills out: of two that read captures of one page, the later would revise what the other landed."""
    with ExitStack() as stack:
        try:
            stack.enter_context(lake.lock(settings, LOCK, wait=_WAIT_SECONDS))
        except LakeBusy as error:
            message = "another backfill is reading: wait until it has ended, then run this again; it goes on"
            raise LakeBusy(message, reason="lake_busy") from error
        yield


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
