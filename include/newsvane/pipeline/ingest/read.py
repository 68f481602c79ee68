"""Entries to articles: plan, then fetch, archive and read in chunks."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from newsvane import lake
from newsvane.archive import ArchiveWriter
from newsvane.errors import NewsvaneError, Transient
from newsvane.fetch import Fetcher
from newsvane.pipeline.config import load_alerts
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.staging import Chunk, Run, all_at_once, host_of
from newsvane.records import Article, Entry, Page, Record, Skipped, Utc
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=5)
"""Before the second attempt at a page; each further pause is three times as long."""


class Reading(Record):
    """What became of an entry (its `tries` include this one, its content is left out): an article or a reason."""

    entry: Entry
    next_try_at: Utc | None = None
    article: Article | None = None
    skipped: Skipped | None = None


def plan_reads(run: str, *, settings: Settings | None = None) -> list[Chunk]:
    """Choose the entries that wait to be read, at most `settings.read_limit`; the chunks to read.

    Raises ConfigError where topics or alert rules do not load.
    """
    settings = settings or get_settings()
    load_alerts(settings)
    with lake.connect(settings=settings) as connection:
        pending = lake.load_due_entries(connection, now=datetime.now(UTC), limit=settings.read_limit)
    log.info("planned reads: %d entries", len(pending))
    return _run(run, settings).plan(
        pending, host=lambda entry: host_of(entry.url), chunks=settings.chunks, noun="pages"
    )


def read(
    chunk: Chunk, *, settings: Settings | None = None, on_done: Callable[[], None] | None = None
) -> dict[str, int]:
    """Fetch, archive and read the pages of a chunk; how many gave an article. `on_done` is called after each."""
    settings = settings or get_settings()
    return asyncio.run(_read(_run(chunk["run"], settings), chunk["number"], settings, on_done))


async def _read(run: Run, number: int, settings: Settings, on_done: Callable[[], None] | None) -> dict[str, int]:
    counts = {"articles": 0, "skipped": 0}
    pages = PageReader(settings)
    archive_name = f"{datetime.now(UTC):%Y-%m-%d}/{run.slug}-{number:03}.warc.gz"
    with (
        ThreadPoolExecutor(1) as thread,
        ArchiveWriter(settings.archive_path, archive_name) as archive,
        run.writing("read", number) as write,
    ):
        async with Fetcher(settings) as fetcher:
            desk = _Desk(fetcher, archive, thread, pages, settings)
            async with all_at_once(desk.read(entry) for entry in run.reading("plan", Entry, number)) as results:
                async for reading in results:
                    write(reading)
                    counts["articles" if reading.article else "skipped"] += 1
                    if on_done:
                        on_done()
    return counts


class _Desk:
    """Reads one entry after the other; pages are parsed in a thread, so that the network does not wait for it."""

    def __init__(
        self,
        fetcher: Fetcher,
        archive: ArchiveWriter,
        thread: ThreadPoolExecutor,
        pages: PageReader,
        settings: Settings,
    ) -> None:
        self._fetcher, self._archive, self._thread = fetcher, archive, thread
        self._pages, self._settings = pages, settings

    async def read(self, entry: Entry) -> Reading:
        try:
            return await self._fetcher.use(
                entry.url, lambda page: self._make(entry, page), max_bytes=self._settings.page_max_bytes
            )
        except NewsvaneError as error:
            return self._failed(entry, error)

    async def _make(self, entry: Entry, page: Page) -> Reading:
        raw = self._archive.write(page)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, self._pages.read, page, entry)
        entry = entry.model_copy(update={"tries": entry.tries + 1, "content": ""})
        if isinstance(found, Skipped):
            log.info("page %s: skipped (%s)", entry.url, found.reason)
            skipped = found.model_copy(update={"entry_id": entry.entry_id, "feed_id": entry.feed_id or None})
            return Reading(entry=entry, skipped=skipped)
        log.info("page %s: article %s, %d words of %s", entry.url, found.article_id, found.words, found.language)
        return Reading(entry=entry, article=found.model_copy(update={"raw": raw}))

    def _failed(self, entry: Entry, error: NewsvaneError) -> Reading:
        now, tries = datetime.now(UTC), entry.tries + 1
        again = isinstance(error, Transient) and tries < self._settings.page_tries
        pause = max(FIRST_PAUSE * 3 ** (tries - 1), error.retry_after or FIRST_PAUSE)
        log.info("page %s: not fetched (%s), %s", entry.url, error.reason, "again later" if again else "given up")
        return Reading(
            entry=entry.model_copy(update={"tries": tries, "content": ""}),
            next_try_at=now + pause if again else None,
            skipped=Skipped(
                url=entry.url,
                stage="fetch",
                reason=error.reason,
                detail=str(error),
                feed_id=entry.feed_id or None,
                entry_id=entry.entry_id,
                at=now,
                will_retry=again,
            ),
        )


def _run(name: str, settings: Settings) -> Run:
    return Run(settings.staging_path, "ingest", name)
