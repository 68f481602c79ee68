"""Fill in the past from WARC files, compared with warcio's bare loop over the same files.

`PAGES` (400) pages of 60 kB in two files, two years old. One of twenty is on topic, and has words of its own; the
others vary 40 pages. Measured are: reading the files; a backfill of one file; a backfill of only what is on topic of
the other one; the memory after a tenth, half and all of a file; and how long a batch holds the lake while it lands, at
`HISTORY` (10,000) articles.

PAGES=10000 takes five minutes, PAGES=100000 HISTORY=1000000 three quarters of an hour.
"""

import json
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple
from unittest.mock import patch

import psutil

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
"""Pages that are varied: making one takes as long as reading one quickly."""


class Landing(NamedTuple):
    """What it cost to land a batch: seconds of CPU and of the clock."""

    cpu: float
    wall: float


class Memory(NamedTuple):
    """What the process had in memory when a share of a file had been read."""

    share: float
    mb: float


class Result(NamedTuple):
    """What a backfill took. `seconds`: of CPU."""

    pages: int
    seconds: float
    landings: list[Landing]
    memory: list[Memory]


def run() -> str:
    pages, history = int(os.environ.get("PAGES", "400")), int(os.environ.get("HISTORY", "10000"))
    with tempfile.TemporaryDirectory() as folder:
        files = _write_files(Path(folder), pages)
        size = sum(file.stat().st_size for file in files)
        rows = [
            ("warcio's bare loop", *_measure(files, _read_barely)),
            ("reading captures", *_measure(files, _read_captures)),
        ]
        fill(Path(folder) / "filled", history, HISTORY_DAYS)
        one = _backfill(Path(folder) / "one", files[:1])
        quick = _backfill(Path(folder) / "quick", files[1:], only_on_topic=True)
    rows += [("backfill, only on topic", quick.pages, quick.seconds)]
    rows += [("backfill", one.pages, one.seconds)]
    table = "\n".join(f"| {name} | {n / seconds:,.0f} | {seconds:,.1f} |" for name, n, seconds in rows)
    return (
        f"Backfill: {pages:,} pages in {FILES} files of {size / 1e6:,.0f} MB, {100 / ON_TOPIC:.0f} % on topic, "
        f"lake of {history:,} articles\n\n| what | pages per CPU second | CPU seconds |\n|---|---:|---:|\n{table}\n\n"
        f"Memory: {_describe_memory(one.memory)}. Landings: {len(one.landings)}, of "
        f"{mean(each.cpu for each in one.landings):.2f} CPU s and {mean(each.wall for each in one.landings):.2f} s "
        f"each, at most {max(each.wall for each in one.landings):.2f} s."
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
        is_on_topic = number // FILES % ON_TOPIC == 0
        topic = f"The harbour of day {number} is closed, said {number} sailors. " if is_on_topic else ""
        html = (
            (page(SEEDS + number).decode() if is_on_topic else seeds[number % len(seeds)])
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


def _describe_memory(memory: list[Memory]) -> str:
    """Return the memory after the first batch that ends beyond each share of the file."""
    after = {share: next((each.mb for each in memory if each.share >= share), memory[-1].mb) for share in (0.1, 0.5, 1)}
    return ", ".join(f"{mb:,.0f} MB after {share:.0%}" for share, mb in after.items())


def _backfill(home: Path, files: list[Path], *, only_on_topic: bool = False) -> Result:
    """Fill in the past in one process."""
    watch = home / "watch"
    watch.mkdir(parents=True)
    for name, text in (("feeds", ""), ("topics", TOPICS), ("alerts", "")):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    settings = Settings(home=home / "home", watch=watch)
    shutil.copytree(home.parent / "filled", settings.home)
    request = pipeline.BackfillRequest(inputs=tuple(map(str, files)), only_on_topic=only_on_topic)
    chunks = pipeline.plan_backfill(request, settings=settings)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_run_part, [(chunk, settings) for chunk in chunks]))
    with lake.connect(settings=settings) as connection:
        stored = connection.execute("SELECT count(*) FROM articles WHERE source = 'warc'").fetchall()[0][0]
    read = sum(_count_stored(counts, only_on_topic=only_on_topic) for counts, *_ in done)
    assert stored == read, f"{stored} stored, {read} counted"
    counts, landings, seconds, memory = done[-1]
    return Result(_count_stored(counts, only_on_topic=False), seconds, landings, memory)


def _count_stored(counts: dict[str, int], *, only_on_topic: bool) -> int:
    """Return how many pages left a row, or all that were read."""
    return counts["articles"] + (0 if only_on_topic else counts["off_topic"])


def _run_part(given: tuple[Chunk, Settings]) -> tuple[dict[str, int], list[Landing], float, list[Memory]]:
    """Read a part. Return its counts, the cost of each landing, CPU seconds, and the memory after each batch."""
    import_module("newsvane.warmup")  # what a task of Airflow finds loaded
    began = time.process_time()
    chunk, settings = given
    landings, memory = list[Landing](), list[Memory]()

    def timed(*arguments: Any, **named: Any) -> dict[str, int]:
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            return land_results(*arguments, **named)
        finally:
            landings.append(Landing(time.process_time() - cpu, time.perf_counter() - wall))

    def note(position: int) -> None:
        memory.append(Memory(position / chunk["items"], psutil.Process().memory_info().rss / 2**20))

    with patch.object(landing, "land_results", timed):
        counts = pipeline.run_part(chunk, settings=settings, on_done=note)
    return counts, landings, time.process_time() - began, memory
