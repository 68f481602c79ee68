"""Run ten readers and a writer at the same time on the embedded lake, and the same on a plain DuckDB file.

`python -m benchmarks.concurrent_readers [--minutes 10] [--articles 100000]` fills a lake, then runs one reader alone,
the writer alone, and all together. It repeats this with a DuckDB file of the same articles. A reader opens a
connection, runs three queries, closes it and pauses for a second. The writer lands a hundred articles and reopens the
lake without a pause. Every error on either side is counted; an error on the lake fails the benchmark.
"""

import argparse
import contextlib
import itertools
import multiprocessing
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from typing import Protocol

import duckdb

from benchmarks.history_lookup import YEAR, fill, make_article
from benchmarks.synthetic_content import text
from newsvane import lake
from newsvane.records import Sketch
from newsvane.settings import Settings

READERS = 10
READER_PAUSE = 1.0
"""Seconds between two turns of a reader."""
BATCH = 100
"""Articles per commit."""
QUESTIONS = (
    "SELECT day, count(*), count(DISTINCT outlet) FROM coverage WHERE day > DATE '2026-04-01' GROUP BY day ORDER BY 1",
    "SELECT outlet, count(*) AS articles FROM coverage GROUP BY outlet ORDER BY articles DESC LIMIT 10",
    "SELECT article_id, title FROM coverage WHERE day > DATE '2026-04-24' AND contains(text, ' the') LIMIT 20",
)
_SPAWN = multiprocessing.get_context("spawn")


class Store(Protocol):
    """Where the articles are stored."""

    def ask(self) -> None:
        """Open a connection, run all queries, close it."""

    def land(self, number: int) -> None:
        """Open a connection, write one batch, close it."""


@dataclass(frozen=True)
class LakeStore:
    """Newsvane's lake."""

    home: Path

    def ask(self) -> None:
        with contextlib.closing(lake.connect(settings=Settings(home=self.home))) as con:
            _ask(con)

    def land(self, number: int) -> None:
        batch = [make_article(each, text(each % 200), f"landed-{number}") for each in range(BATCH)]
        sketches = {each.article_id: Sketch(bands=(), shingles=0) for each in batch}
        with lake.writer(Settings(home=self.home)) as con:
            made = lake.Batch(run_id="bench", now=batch[0].fetched_at, articles=tuple(batch), sketches=sketches)
            lake.land_articles(con, made)


@dataclass(frozen=True)
class FileStore:
    """A DuckDB file with the same articles in one table."""

    path: Path

    def ask(self) -> None:
        with contextlib.closing(duckdb.connect(str(self.path), read_only=True)) as con:
            _ask(con)

    def land(self, number: int) -> None:
        del number
        with contextlib.closing(duckdb.connect(str(self.path))) as con:
            con.execute("INSERT INTO coverage FROM coverage LIMIT ?", [BATCH])


@dataclass(frozen=True)
class Work:
    """The results of one kind of worker: the seconds of each turn, and the number of errors by kind."""

    seconds: tuple[float, ...]
    errors: Counter[str]

    def __add__(self, other: "Work") -> "Work":
        return Work(self.seconds + other.seconds, self.errors + other.errors)

    def median_seconds(self) -> float:
        """Return the median time of a turn; infinite if no turn succeeded."""
        return median(self.seconds) if self.seconds else float("inf")


def run() -> str:
    """Return the table of a short run."""
    return make_table(minutes=0.3, articles=10_000)


def make_table(*, minutes: float, articles: int) -> str:
    """Return the measurements as Markdown. Raises AssertionError if a reader or the writer met an error on the lake."""
    rows = [
        "| stored in | worker | turns | errors | seconds per turn | alone | times as long |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), articles, YEAR)
        file = Path(folder) / "plain.duckdb"
        _copy_to_file(Path(folder), file)
        stores: dict[str, Store] = {"lake": LakeStore(Path(folder)), "DuckDB file": FileStore(file)}
        for name, store in stores.items():
            alone = _run_together(store, readers=1, writers=0, seconds=minutes * 6)["readers"]
            writing = _run_together(store, readers=0, writers=1, seconds=minutes * 6)["writer"]
            done = _run_together(store, readers=READERS, writers=1, seconds=minutes * 60)
            rows.append(_row(name, f"{READERS} readers", done["readers"], alone))
            rows.append(_row(name, "writer", done["writer"], writing))
            errors = sum((each.errors for each in (alone, writing, *done.values())), Counter[str]())
            assert name != "lake" or not errors, f"errors on the lake: {dict(errors)}"
        rows += ["", *(f"{number} times on the {name}: {kind} …" for kind, number in errors.most_common(3))]
    return "\n".join((f"{articles:,} articles, {minutes:g} minutes, {READERS} readers and one writer:", "", *rows))


def _run_together(store: Store, *, readers: int, writers: int, seconds: float) -> dict[str, Work]:
    stop, results = _SPAWN.Event(), _SPAWN.Queue()
    kinds = ["readers"] * readers + ["writer"] * writers
    workers = [_SPAWN.Process(target=_work, args=(kind, store, stop, results)) for kind in kinds]
    for worker in workers:
        worker.start()
    for _ in workers:
        results.get(timeout=600)  # each worker reports when it is ready
    time.sleep(seconds)
    stop.set()
    done = {"readers": Work((), Counter()), "writer": Work((), Counter())}
    for _ in workers:
        kind, work = results.get(timeout=600)
        done[kind] += work
    for worker in workers:
        worker.join()
    return done


def _work(kind: str, store: Store, stop: Event, results: "multiprocessing.Queue[object]") -> None:
    results.put("ready")
    seconds: list[float] = []
    errors: Counter[str] = Counter()
    for number in itertools.count(int(time.time()) * 1_000):
        if stop.wait(READER_PAUSE if kind == "readers" else 0):
            break
        began = time.perf_counter()
        try:
            store.ask() if kind == "readers" else store.land(number)
        except Exception as error:  # any error counts: a reader or writer should meet none
            errors[f"{type(error).__name__}: {str(error)[:36]}"] += 1
            time.sleep(0.05)
        else:
            seconds.append(time.perf_counter() - began)
    results.put((kind, Work(tuple(seconds), errors)))


def _ask(con: duckdb.DuckDBPyConnection) -> None:
    for question in QUESTIONS:
        con.execute(question).fetchall()


def _copy_to_file(home: Path, file: Path) -> None:
    with contextlib.closing(lake.connect(settings=Settings(home=home))) as con:
        con.execute(f"ATTACH '{file}' AS plain")
        con.execute("CREATE TABLE plain.coverage AS FROM coverage ORDER BY day")


def _row(name: str, worker: str, work: Work, alone: Work) -> str:
    tries = len(work.seconds) + work.errors.total()
    together, before = work.median_seconds(), alone.median_seconds()
    seconds = f"{together:.2f} | {before:.2f} | {together / before:.1f}"
    return f"| {name} | {worker} | {tries} | {work.errors.total()} | {seconds} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.concurrent_readers", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    print(make_table(minutes=given.minutes, articles=given.articles))
