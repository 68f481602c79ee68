"""Fill in the past from WARC files, compared with warcio's bare loop over the same files.

`PAGES` (400) pages of two files, made by varying a page of 60 kB; one of twenty is on topic. They are two years old.
Measured are: reading the files; a whole backfill; one of only what is on topic; the largest memory; and how long a
batch holds the lake while it lands, at `HISTORY` (10,000) articles.

PAGES=100000 HISTORY=1000000 takes an hour.
"""

import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.history_lookup import fill
from benchmarks.synthetic_content import page
from newsvane import lake, pipeline
from newsvane.archive import read_captures
from newsvane.pipeline.backfill import landing
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.staging import Chunk
from newsvane.settings import Settings
from tests.support.warc_files import Record, write_warc

FILES = 2
ON_TOPIC = 20
"""One page of so many is on topic."""
TOPICS = '[[topic]]\nid = "harbour"\ntitle = "Harbours"\nquery = "harbour"\n'
FIRST_DAY = datetime(2024, 5, 10, tzinfo=UTC)
HISTORY_DAYS = 730
"""The history lies in the two years before May 2026."""
SEEDS = 40
"""Pages that are varied; making one takes as long as reading one quickly."""


def run() -> str:
    pages, history = int(os.environ.get("PAGES", "400")), int(os.environ.get("HISTORY", "10000"))
    with tempfile.TemporaryDirectory() as folder:
        files = _write_files(Path(folder), pages)
        size = sum(file.stat().st_size for file in files)
        rows = [
            ("warcio's bare loop", *_measure(files, _read_barely)),
            ("reading captures", *_measure(files, _read_captures)),
        ]
        one = _backfill(Path(folder) / "one", files, history)
        quick = _backfill(Path(folder) / "quick", files, history, only_on_topic=True)
    rows += [("backfill, only on topic", quick.pages, quick.seconds)]
    rows += [("backfill", one.pages, one.seconds)]
    table = "\n".join(f"| {name} | {n / seconds:,.0f} | {seconds:,.1f} |" for name, n, seconds in rows)
    return (
        f"Backfill: {pages:,} pages in {FILES} files of {size / 1e6:,.0f} MB, {100 / ON_TOPIC:.0f} % on topic, "
        f"lake of {history:,} articles\n\n| what | pages per CPU second | CPU seconds |\n|---|---:|---:|\n{table}\n\n"
        f"Largest memory: {one.memory_mb:,.0f} MB. Landings: {one.landings}, of {one.landing_seconds:.2f} s each, "
        f"at most {one.longest:.2f} s."
    )


def _write_files(folder: Path, pages: int) -> list[Path]:
    seeds = [page(seed).decode() for seed in range(SEEDS)]
    return [
        write_warc(folder / f"{number}.warc.gz", _make_records(seeds, range(number, pages, FILES)))
        for number in range(FILES)
    ]


def _make_records(seeds: list[str], numbers: range) -> Iterator[Record]:
    for number in numbers:
        day = FIRST_DAY + timedelta(minutes=number * 7 % (365 * 24 * 60))
        topic = (
            f"The harbour of day {number} is closed, said {number} sailors. " if number // FILES % ON_TOPIC == 0 else ""
        )
        html = (
            seeds[number % len(seeds)]
            .replace("2026-05-01T00:00:00+00:00", day.isoformat())
            .replace('<div class="story"><p>', f'<div class="story"><p>{topic}Report {number}. ')
            .replace("<head>", f"<head>{_describe(number, day)}")
        )
        url = f"https://outlet{number % 200}.example/{number}"
        yield Record(url, html.encode(), date=day + timedelta(hours=1))


def _describe(number: int, day: datetime) -> str:
    """Return the structured data by which a page says that it is an article."""
    found = {"@type": "NewsArticle", "identifier": number, "datePublished": day.isoformat()}
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org"} | found)}</script>'


def _measure(files: list[Path], read: object) -> tuple[int, float]:
    """Return the number of pages, and CPU seconds."""
    started = time.process_time()
    count = sum(read(file) for file in files)  # type: ignore[operator]
    return count, time.process_time() - started


def _read_barely(file: Path) -> int:
    from warcio.archiveiterator import ArchiveIterator

    with file.open("rb") as stream:
        return sum(
            1 for each in ArchiveIterator(stream) if each.rec_type == "response" and each.content_stream().read()
        )


def _read_captures(file: Path) -> int:
    return sum(1 for each in read_captures(file, name="", max_bytes=10_000_000) if each.page)


class _Result:
    """What a backfill took. `landing_seconds`: on average; `longest`: the longest landing."""

    def __init__(self, pages: int, seconds: float, landings: list[float], memory_mb: float) -> None:
        self.pages, self.seconds, self.memory_mb = pages, seconds, memory_mb
        self.landings, self.longest = len(landings), max(landings, default=0.0)
        self.landing_seconds = sum(landings) / max(1, len(landings))


def _backfill(home: Path, files: list[Path], history: int, *, only_on_topic: bool = False) -> _Result:
    """Fill in the past in one process. The last file counts: while the first is read, everything is imported."""
    watch = home / "watch"
    watch.mkdir(parents=True)
    for name, text in (("feeds", ""), ("topics", TOPICS), ("alerts", "")):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    settings = Settings(home=home / "home", watch=watch)
    fill(settings.home, history, HISTORY_DAYS)
    request = pipeline.BackfillRequest(inputs=tuple(map(str, files)), only_on_topic=only_on_topic)
    chunks = pipeline.plan_backfill(request, settings=settings)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_run_part, [(chunk, settings) for chunk in chunks]))
    with lake.connect(settings=settings) as connection:
        stored = connection.execute("SELECT count(*) FROM articles WHERE source = 'warc'").fetchall()[0][0]
    read = sum(_count_stored(counts, only_on_topic=only_on_topic) for counts, *_ in done)
    assert stored == read, f"{stored} stored, {read} counted"
    counts, landings, seconds, memory = done[-1]
    return _Result(_count_stored(counts, only_on_topic=False), seconds, landings, memory)


def _count_stored(counts: dict[str, int], *, only_on_topic: bool) -> int:
    """Return how many pages left a row, or all that were read."""
    return counts["articles"] + (0 if only_on_topic else counts["off_topic"])


def _run_part(given: tuple[Chunk, Settings]) -> tuple[dict[str, int], list[float], float, float]:
    """Read a part. Return its counts, the seconds of each landing, CPU seconds, and the largest memory in MB."""
    began = time.process_time()
    chunk, settings = given
    landings: list[float] = []

    def timed(*arguments: Any, **named: Any) -> dict[str, int]:
        started = time.perf_counter()
        try:
            return land_results(*arguments, **named)
        finally:
            landings.append(time.perf_counter() - started)

    with patch.object(landing, "land_results", timed):
        counts = pipeline.run_part(chunk, settings=settings)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return counts, landings, time.process_time() - began, memory
