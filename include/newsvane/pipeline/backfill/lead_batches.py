"""Fetch and read the pages of leads in batches, within the limits that hold for live reading."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from itertools import islice

from newsvane import configuration, lake
from newsvane.archive import ArchiveWriter
from newsvane.errors import FetchFailed, NewsvaneError, Transient, describe_unforeseen
from newsvane.fetch import Fetcher, NextStarts
from newsvane.past import Lead, unwrap_capture
from newsvane.pipeline.backfill.batch_reading import KnownPageFilter, ReadBatch, read_page
from newsvane.pipeline.backfill.requests import utc_now
from newsvane.pipeline.concurrency import run_concurrently
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.past_reader import Arrival, PastReader, make_entry
from newsvane.records import Page, Skipped
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_LEADS = 200
"""Leads of a batch."""
MAX_TRIES = 2
"""How often a page is requested. Live reading tries it more often, but hours apart."""
GIVE_UP_AFTER = 4
"""After so many failures of a host in a row, its other pages are not requested: they count as not reached. This holds
for the part, and of an archive of captures for the batch. So many requests to a host are under way at most."""
BATCH_SECONDS = 3_600.0
"""How long a batch may take. What is unfinished by then counts as not reached, and is read when it is run again."""


class LeadBatches:
    """The batches of a list of leads. `run`: the name for files of fetched pages. `listed_at`: when it was planned."""

    def __init__(self, leads: Iterator[Lead], run: str, listed_at: datetime, settings: Settings) -> None:
        self._leads, self._run, self._listed_at, self._settings = leads, run, listed_at, settings
        self._known = KnownPageFilter(settings)
        self._reader = PastReader(PageReader(configuration.load(settings)), wayback_url=settings.wayback_url)
        self._next_starts: NextStarts = {}
        self._failures: Counter[str] = Counter()

    def read(self, start: int) -> Iterator[ReadBatch]:
        """Yield the batches from the lead at `start` on."""
        leads, position = islice(self._leads, start, None), start
        while some := list(islice(leads, MAX_LEADS)):
            position += len(some)
            batch = ReadBatch(position=position)
            chosen = self._known.choose([lead.url for lead in some], batch.counts)
            asyncio.run(self._read_some([lead for lead in some if lead.url in chosen], batch))
            yield batch

    async def _read_some(self, leads: Sequence[Lead], batch: ReadBatch) -> None:
        for lead in leads:
            if lead.capture_url:  # one archive has all pages: it gets another chance with each batch
                self._failures.pop(_find_host(lead), None)
        now = utc_now()
        name = f"{now:%Y-%m-%d}/{self._run}-{batch.position}-{now:%H%M%S%f}.warc.gz"
        with ThreadPoolExecutor(1) as thread, ArchiveWriter(self._settings.archive_path, name) as archive:
            tries = min(MAX_TRIES, self._settings.page_tries)
            for attempt in range(1, tries + 1):
                is_last = attempt == tries
                leads = await self._try_all(leads, batch, archive, thread, is_last=is_last)
        batch.counts["not_reached"] += len(leads)

    async def _try_all(
        self,
        leads: Sequence[Lead],
        batch: ReadBatch,
        archive: ArchiveWriter,
        thread: ThreadPoolExecutor,
        *,
        is_last: bool,
    ) -> list[Lead]:
        """Read leads, and return those to be tried again. The results of the others are added to the batch."""
        again = {lead.url: lead for lead in leads}
        if not again:
            return []
        turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(GIVE_UP_AFTER))

        async def read(lead: Lead) -> ReadResult | None:
            host = _find_host(lead)
            async with turns[host]:
                if self._failures[host] >= GIVE_UP_AFTER:
                    return None
                return await self._read_lead(lead, fetcher, archive, thread)

        async with Fetcher(self._settings, next_starts=self._next_starts) as fetcher:
            work = (read(lead) for lead in leads)
            async with run_concurrently(work, seconds=BATCH_SECONDS) as results:
                async for result in results:
                    if is_last or not (result.skipped and result.skipped.will_retry):
                        del again[result.entry.url]
                        batch.results.append(_as_final(result))
        return [*again.values()]

    async def _read_lead(
        self, lead: Lead, fetcher: Fetcher, archive: ArchiveWriter, thread: ThreadPoolExecutor
    ) -> ReadResult:
        arrival = Arrival(
            lead.source,
            is_archived=lead.capture_url is not None,
            taken_at=utc_now(),
            listed_at=self._listed_at,
            published_at=lead.published_at,
        )

        async def handle(page: Page) -> ReadResult | str:
            page = self._restore(page, lead)
            page = page.model_copy(update={"raw": archive.write(page)})
            read = partial(read_page, self._reader, page, arrival)
            return await asyncio.get_running_loop().run_in_executor(thread, read)

        try:
            address = lead.capture_url or lead.url
            result = await fetcher.process(address, handle, max_bytes=self._settings.page_max_bytes)
        except NewsvaneError as error:
            host = _find_host(lead)
            self._failures[host] = self._failures[host] + 1 if isinstance(error, FetchFailed) else 0
            if self._failures[host] == GIVE_UP_AFTER:
                log.warning("%s failed %d times in a row: its other pages are left out for now", host, GIVE_UP_AFTER)
            return _describe_failure(lead, arrival, error)
        except Exception as error:  # whatever a page or its server makes our code do must not end the batch
            if not lake.may_be_caused_by_data(error):
                raise
            return _describe_failure(lead, arrival, NewsvaneError(describe_unforeseen(error), reason="unreadable"))
        self._failures[_find_host(lead)] = 0
        if isinstance(result, str):
            message = f"{lead.url} led to an address that cannot be used"
            return _describe_failure(lead, arrival, NewsvaneError(message, reason=result))
        return result.model_copy(update={"entry": result.entry.model_copy(update={"url": lead.url})})

    def _restore(self, page: Page, lead: Lead) -> Page:
        """Return the page as its own server sent it. Raises Transient if the archive answered with something else."""
        if lead.capture_url is None:
            return page
        restored = unwrap_capture(page, base=self._settings.wayback_url)
        if restored is page:
            message = f"{page.final_url} is no capture: the archive led to another page"
            raise Transient(message, reason="no_capture")
        return restored


def _describe_failure(lead: Lead, arrival: Arrival, error: NewsvaneError) -> ReadResult:
    entry = make_entry(lead.url, arrival)
    skipped = Skipped(
        url=lead.url,
        stage="fetch",
        reason=error.reason,
        detail=str(error),
        entry_id=entry.entry_id,
        at=arrival.taken_at,
        will_retry=isinstance(error, Transient),
    )
    return ReadResult(entry=entry, skipped=skipped)


def _as_final(result: ReadResult) -> ReadResult:
    """Return a result after which no further attempt is made."""
    if result.skipped is None or not result.skipped.will_retry:
        return result
    return result.model_copy(update={"skipped": result.skipped.model_copy(update={"will_retry": False})})


def count_by_host(leads: Sequence[Lead]) -> Counter[str]:
    """Return how many requests each host gets."""
    return Counter(map(_find_host, leads))


def _find_host(lead: Lead) -> str:
    return (lead.capture_url or lead.url).split("/")[2]
