"""Read the pages behind new entries: plan which entries to read, then fetch, archive and read them in chunks."""

import asyncio
import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from newsvane import configuration, lake
from newsvane.archive import ArchiveWriter
from newsvane.configuration import Configuration
from newsvane.errors import describe_unforeseen, format_traceback
from newsvane.fetch import Fetcher, NextStarts
from newsvane.pipeline.concurrency import READ_SECONDS, TASK_SECONDS, run_concurrently
from newsvane.pipeline.ingest.entry_reader import EntryReader, set_aside
from newsvane.pipeline.ingest.in_flight import FindRunning, InFlight, find_in_flight
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.redirect_quota import RedirectQuota
from newsvane.pipeline.ingest.source_access import AccessLookup, find_access
from newsvane.pipeline.staging import Chunk, RunFolder, site_of
from newsvane.records import Entry, RedirectCount
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

READING_NICENESS = 5
"""How much nicer the thread is that reads pages: it then gets a third of the CPU time of one that is not."""


def count_waiting_entries(
    run: str = "", *, has_landed: bool = True, find_running: FindRunning | None = None, settings: Settings | None = None
) -> int:
    """Return how many entries the next run could read now: of polls outside Airflow, or left by a run.

    `run`: the one that asks. Unless it `has_landed`, what it has read does not count. `find_running`: see `plan_reads`.
    The count is that of one run at most, if anything is left out.
    """
    settings = settings or get_settings()
    if not lake.exists(settings):
        return 0
    in_flight = find_in_flight(run, find_running, settings, include_own=not has_landed)
    with lake.open_snapshot(settings) as connection:
        if in_flight.sites or in_flight.entry_ids:
            return len(_choose_entries(connection, in_flight, settings))
        return lake.count_due_entries(connection, now=datetime.now(UTC))


def plan_reads(run: str, *, find_running: FindRunning | None = None, settings: Settings | None = None) -> list[Chunk]:
    """Choose the entries to read now, at most `settings.read_limit`, and return them divided into chunks.

    Of one host, no more are chosen than can be requested within READ_SECONDS at `settings.host_delay`. `find_running`:
    tells which other runs are running; what these have read is left out, and so are the sites that they read.

    Raises ConfigError when the watch folder never was valid.
    """
    settings = settings or get_settings()
    configuration.load(settings)
    in_flight = find_in_flight(run, find_running, settings)
    with lake.open_snapshot(settings) as connection:
        pending = _choose_entries(connection, in_flight, settings)
        landed = lake.count_redirects(connection, now=datetime.now(UTC), besides=in_flight.entry_ids)
    redirects = [*landed, *in_flight.redirects]
    log.info("planned reads: %d entries", len(pending))
    folder = _run_folder(run, settings)
    chunks = folder.write_plan(pending, site=lambda entry: site_of(entry.url), chunks=settings.chunks, noun="pages")
    with folder.open_writer("redirects", 0) as write:
        for count in redirects:
            write(count)
    return chunks


def _choose_entries(connection: lake.Connection, in_flight: InFlight, settings: Settings) -> list[Entry]:
    """Return the entries to read now, without those that other runs have read, and those of sites that they read."""
    limit = settings.read_limit
    per_host = max(1, int(READ_SECONDS / settings.host_delay)) if settings.host_delay else limit
    due = lake.load_due_entries(
        connection, now=datetime.now(UTC), limit=limit, per_host=per_host, besides=in_flight.entry_ids
    )
    return [entry for entry in due if site_of(entry.url) not in in_flight.sites]


def read(
    chunk: Chunk,
    *,
    settings: Settings | None = None,
    on_done: Callable[[], None] | None = None,
    lookup: AccessLookup | None = None,
    next_starts: NextStarts | None = None,
) -> dict[str, int]:
    """Fetch, archive and read the pages of a chunk. `on_done` is called after each page.

    `lookup`: finds access data in Airflow's connections. `next_starts`: when hosts may be requested again, for one
    chunk after the other in the same process, so that long pauses are kept.

    Returns how many became an article, how many were skipped, and how many are `left`: these were not reached within
    TASK_SECONDS, and stay pending without a try being counted. A page that fails is a result, not an error.
    """
    settings = settings or get_settings()
    watched = configuration.load(settings)
    fetcher = Fetcher(
        settings,
        start_seconds=READ_SECONDS,
        access=find_access(watched.feeds, lookup),
        next_starts=next_starts,
    )
    run = _run_folder(chunk["run"], settings)
    run.discard("read", chunk["number"])  # of an attempt before: from now on, its sites are being read
    return asyncio.run(_read(run, chunk["number"], watched, fetcher, settings=settings, on_done=on_done))


async def _read(
    run: RunFolder,
    number: int,
    watched: Configuration,
    fetcher: Fetcher,
    *,
    settings: Settings,
    on_done: Callable[[], None] | None,
) -> dict[str, int]:
    counts = {"articles": 0, "skipped": 0}
    archive_name = f"{datetime.now(UTC):%Y-%m-%d}/{run.slug}-{number:03}.warc.gz"
    with (
        ThreadPoolExecutor(1, initializer=_give_way) as thread,
        ArchiveWriter(settings.archive_path, archive_name) as archive,
        run.open_writer("read", number) as write,
    ):
        async with fetcher:
            quota = RedirectQuota(watched.feeds, run.read("redirects", RedirectCount))
            reader = EntryReader(fetcher, archive, thread, PageReader(watched), settings, redirects=quota)
            planned = run.read("plan", Entry, number)
            async with run_concurrently((reader.read(entry) for entry in planned), seconds=TASK_SECONDS) as results:
                async for found in results:
                    result = found
                    try:
                        write(result)
                    except ValueError as error:  # something in it cannot be written as JSON
                        log.error(
                            "page %s: its result cannot be written\n%s", result.entry.url, format_traceback(error)
                        )
                        words = describe_unforeseen(error, "writing")
                        result = set_aside(result, "read", "unreadable", words, settings)
                        write(result)
                    counts["articles" if result.article else "skipped"] += 1
                    if on_done:
                        on_done()
    if results.left:
        log.warning("%d pages were not reached in time; they stay pending and are read in a later run", results.left)
    return counts | {"left": results.left}


def _give_way() -> None:
    """Let other processes go first: what another run lands has been waited for longer than what is read now.

    On Linux a thread has a priority of its own.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + READING_NICENESS)


def _run_folder(run: str, settings: Settings) -> RunFolder:
    return RunFolder(settings.staging_path, "ingest", run)
