"""Estimate what a backfill will cost, from a sample of its pages. Nothing is written."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from newsvane import configuration
from newsvane.archive import Capture, read_captures
from newsvane.past import Lead
from newsvane.pipeline.backfill.batch_reading import KnownPageFilter, read_page
from newsvane.pipeline.backfill.lead_batches import count_by_host
from newsvane.pipeline.backfill.requests import BackfillFolder, Part, PlanProblems, utc_now
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.past_reader import Arrival, PastReader
from newsvane.pipeline.staging import Chunk
from newsvane.records import Page, Record
from newsvane.settings import Settings, get_settings

SAMPLED_FILES, SAMPLED_PLACES, SAMPLED_RECORDS = 5, 4, 40
"""How many files are sampled, at how many places each, and how many records there."""
_LANDING_SECONDS = 0.004
"""What it takes to land a page, as measured (`benchmarks/backfill.py`)."""
_BYTES_PER_ROW, _BYTES_PER_CHARACTER = 700, 0.6
"""What an article takes in the lake: facts, and its compressed text."""
_FETCHED_PAGE_BYTES = 25_000
"""What a fetched page takes in the archive, compressed."""
_LOOKED_UP = 20_000
"""How many addresses are looked up in the lake at once."""


class Estimate(Record):
    """What a backfill will cost. `gigabytes`: in the archive and the lake. `share_on_topic`: None if not sampled.

    `left_out`: what is not read, by reason; it is not in `pages`. `failed`: the sources, and the
    lines of lists, that could not be read, and why.
    """

    parts: int
    pages: int
    on_topic: int
    share_on_topic: float | None = None
    requests: int
    hours: float
    gigabytes: float
    sampled: int
    left_out: Mapping[str, int] = {}
    failed: tuple[str, ...] = ()


def estimate_backfill(chunks: Sequence[Chunk], *, settings: Settings | None = None) -> Estimate:
    """Estimate a planned backfill. Pages that have to be fetched are not sampled: all of them may be on topic."""
    settings = settings or get_settings()
    parts = [BackfillFolder(settings, chunk["run"]).load_part(chunk["number"]) for chunk in chunks]
    warcs = [part for part in parts if part.kind == "warc"]
    sample = _sample(warcs, settings)
    times = sum(part.size for part in warcs) / sample.size if sample.size else 0.0
    pages = round(sample.pages * times)
    share = sample.on_topic / sample.pages if sample.pages else 0.0
    problems = BackfillFolder(settings, chunks[0]["run"]).load_problems() if chunks else PlanProblems()
    left_out = Counter({reason: round(number * times) for reason, number in sample.left_out.items()})
    left_out["outside_period"] += problems.counts.get("outside_period", 0)
    requests, fetch_seconds = _estimate_requests(chunks, parts, settings, left_out)
    seconds = pages * (sample.seconds / sample.pages + _LANDING_SECONDS) if sample.pages else 0.0
    characters = sample.characters / sample.pages if sample.pages else 0.0
    size = pages * (_BYTES_PER_ROW + characters * _BYTES_PER_CHARACTER) + requests * (
        _BYTES_PER_ROW + _FETCHED_PAGE_BYTES
    )
    return Estimate(
        parts=len(parts),
        pages=pages + requests,
        on_topic=round(pages * share),
        share_on_topic=share if sample.pages else None,
        requests=requests,
        hours=round((seconds + fetch_seconds) / 3600, 4),
        gigabytes=round(size / 1e9, 4),
        sampled=sample.pages,
        left_out=+left_out,
        failed=(*problems.failed, *problems.lines),
    )


class _Sample:
    """What was read of some files. `size`: bytes of the records; `characters`: of texts on topic.

    `left_out`: pages that the lake knows, by reason; they are not in `pages`.
    """

    def __init__(self, settings: Settings) -> None:
        self.pages = self.on_topic = self.size = self.characters = 0
        self.seconds = 0.0
        self.left_out = Counter[str]()
        self._known = KnownPageFilter(settings)

    def add(self, pages: Iterable[Page], reader: PastReader) -> None:
        """Read some pages in full, as a backfill does."""
        pages = list(pages)
        chosen = self._known.choose([page.final_url for page in pages], self.left_out)
        for page in pages:
            if page.final_url not in chosen:
                continue
            self.pages += 1
            started = time.perf_counter()
            result = read_page(reader, page, Arrival("warc", is_archived=True, taken_at=utc_now()))
            self.seconds += time.perf_counter() - started
            if isinstance(result, ReadResult) and result.article and result.article.topics:
                self.on_topic += 1
                self.characters += len(result.article.text)


def _sample(parts: Sequence[Part], settings: Settings) -> _Sample:
    sample = _Sample(settings)
    if not parts:
        return sample
    reader = PastReader(PageReader(configuration.load(settings)), wayback_url=settings.wayback_url)
    for part in parts[:: max(1, len(parts) // SAMPLED_FILES)][:SAMPLED_FILES]:
        first = [*islice(_read_from(part, 0, settings), SAMPLED_PLACES * SAMPLED_RECORDS)]
        if len(first) < SAMPLED_PLACES * SAMPLED_RECORDS:
            sample.add([each.page for each in first if each.page], reader)
            sample.size += part.size
            continue
        for place in range(SAMPLED_PLACES):
            captures = [*islice(_read_from(part, place, settings), SAMPLED_RECORDS)]
            sample.add([each.page for each in captures if each.page], reader)
            sample.size += sum(each.end - each.offset for each in captures if each.reason != "damaged")
    return sample


def _read_from(part: Part, place: int, settings: Settings) -> Iterator[Capture]:
    """Yield the records from a place of a file on. Reading from within a record goes on at the next one."""
    start = part.size * place // SAMPLED_PLACES
    return read_captures(Path(part.path), name="", max_bytes=settings.page_max_bytes, start=start)


def _estimate_requests(
    chunks: Sequence[Chunk], parts: Sequence[Part], settings: Settings, left_out: Counter[str]
) -> tuple[int, float]:
    """Return the number of requests, and how many seconds the pauses between those to each host add up to.

    What the lake knows already is counted in `left_out`.
    """
    known = KnownPageFilter(settings)
    requests, seconds = 0, 0.0
    for chunk, part in zip(chunks, parts, strict=True):
        if part.kind == "leads":
            leads = BackfillFolder(settings, chunk["run"]).run.read(part.path, Lead, 0)
            hosts = _count_hosts(leads, known, left_out)
            requests += hosts.total()
            seconds += max(hosts.values(), default=0) * settings.host_delay
    return requests, seconds


def _count_hosts(leads: Iterable[Lead], known: KnownPageFilter, left_out: Counter[str]) -> Counter[str]:
    hosts = Counter[str]()
    leads = iter(leads)
    while some := list(islice(leads, _LOOKED_UP)):
        chosen = known.choose([lead.url for lead in some], left_out)
        hosts.update(count_by_host([lead for lead in some if lead.url in chosen]))
    return hosts
