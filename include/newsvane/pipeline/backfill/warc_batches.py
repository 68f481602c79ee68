"""Read the pages of a WARC file in batches. A page in the file is referred to, not copied, if it can be found again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from newsvane import configuration
from newsvane.archive import ArchiveWriter, Capture, name_warc_file, read_captures
from newsvane.pipeline.backfill.batch_reading import KnownPageFilter, ReadBatch, read_page
from newsvane.pipeline.backfill.raw_gate import RawGate
from newsvane.pipeline.backfill.requests import utc_now
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.past_reader import Arrival, PastReader
from newsvane.records import Page
from newsvane.settings import Settings

MAX_PAGES = 400
"""Pages of a batch: reading them takes several times as long as landing what they give."""
MAX_BYTES = 48 * 2**20
"""Bytes of all pages of a batch, so that memory stays flat however large the file is."""
MAX_RECORDS = 20_000
"""Records of a batch, whatever they hold, so that progress is stored."""


@dataclass
class _CaptureBatch:
    """The captures of one batch. `end`: the position in the file at which the next capture begins."""

    end: int = 0
    pages: list[Page] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    records: int = 0
    size: int = 0

    def add(self, capture: Capture) -> None:
        self.end, self.records = capture.end, self.records + 1
        if capture.page:
            self.pages.append(capture.page)
            self.size += len(capture.page.body)
        elif not capture.is_other:
            self.faults[capture.reason] += 1

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= MAX_PAGES or self.size >= MAX_BYTES or self.records >= MAX_RECORDS


class WarcBatches:
    """The batches of one WARC file. `run`: the run's id, for the names of archive files with copied pages.

    `only_on_topic`: do not parse pages that no topic can match.
    """

    def __init__(self, path: Path, run: str, settings: Settings, *, only_on_topic: bool = False) -> None:
        self._path, self._run, self._settings = path, run, settings
        self._known = KnownPageFilter(settings)
        watched = configuration.load(settings)
        self._reader = PastReader(PageReader(watched), wayback_url=settings.wayback_url)
        self._may_match = RawGate(watched).may_match if only_on_topic else None

    def read(self, start: int) -> Iterator[ReadBatch]:
        """Yield the batches from the record at `start` on. Raises OSError if the file cannot be read."""
        name = name_warc_file(self._settings.archive_path, self._path)
        captures = read_captures(self._path, name=name, max_bytes=self._settings.page_max_bytes, start=start)
        for batch in _group_captures(captures):
            yield self._read_batch(batch)

    def _read_batch(self, batch: _CaptureBatch) -> ReadBatch:
        read = ReadBatch(position=batch.end, counts=Counter(batch.faults))
        chosen = self._known.choose([page.final_url for page in batch.pages], read.counts)
        pages = [page for page in batch.pages if page.final_url in chosen]
        needs_copies = any(page.raw is None for page in pages)
        with self._open_archive(batch) if needs_copies else nullcontext() as archive:
            for page in pages:
                if result := self._read_page(page, read.counts, archive):
                    read.results.append(result)
        return read

    def _read_page(self, page: Page, counts: Counter[str], archive: ArchiveWriter | None) -> ReadResult | None:
        taken_at = utc_now()
        if page.fetched_at > taken_at + timedelta(hours=1):
            counts["future_capture"] += 1
            return None
        arrival = Arrival("warc", is_archived=True, taken_at=taken_at)
        result = read_page(self._reader, page, arrival, may_match=self._may_match)
        if isinstance(result, str):
            counts[result] += 1
            return None
        if result.article and archive and page.raw is None:
            raw = archive.write(page)
            return result.model_copy(update={"article": result.article.model_copy(update={"raw": raw})})
        return result

    def _open_archive(self, batch: _CaptureBatch) -> ArchiveWriter:
        now = utc_now()
        return ArchiveWriter(
            self._settings.archive_path, f"{now:%Y-%m-%d}/{self._run}-{batch.end}-{now:%H%M%S%f}.warc.gz"
        )


def _group_captures(captures: Iterable[Capture]) -> Iterator[_CaptureBatch]:
    batch = _CaptureBatch()
    for capture in captures:
        batch.add(capture)
        if batch.is_full:
            yield batch
            batch = _CaptureBatch()
    if batch.records:
        yield batch
