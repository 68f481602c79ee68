"""Measure how long it takes to forget one article, by the size of the history.

`python -m benchmarks.forgetting [--no-index] [ARTICLES …]`, by default 10,000. The lake has a published file and a
search index, which are made again, and no archive: to erase a page, the archive files since its day are read once. With
`--no-index` it has no search index, which takes most of the time.
"""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple

from benchmarks.history_lookup import YEAR, fill
from newsvane import lake, pipeline
from newsvane.pipeline.ops import forgetting
from newsvane.settings import Settings

DEFAULT = (10_000,)


class Spent(NamedTuple):
    """Seconds of CPU, of all threads, and of the clock."""

    cpu: float
    wall: float

    def since(self, begin: "Spent") -> "Spent":
        """Return the difference."""
        return Spent(self.cpu - begin.cpu, self.wall - begin.wall)


def run() -> str:
    """Return the table of a short run."""
    return make_table(DEFAULT)


def make_table(sizes: Sequence[int], *, index: bool = True) -> str:
    """Return the measurements as Markdown. Raises AssertionError if a file still has the article."""
    rows = ["| articles | step | CPU s | s |", "|---:|---|---:|---:|"]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measured = _measure(Path(folder), size, index=index)
        rows += [f"| {size:,} | {step} | {spent.cpu:.1f} | {spent.wall:.1f} |" for step, spent in measured.items()]
    return "\n".join(rows)


def _measure(folder: Path, size: int, *, index: bool) -> dict[str, Spent]:
    """Return what each step took, and all of them."""
    fill(folder, size, YEAR)
    settings = Settings(home=folder, publish_every=0)
    pipeline.refresh_trends(everything=True, settings=settings)
    pipeline.publish(settings=settings)
    if index:
        pipeline.update_search_index(settings=settings)
    with contextlib.closing(lake.connect(settings=settings)) as con:
        (name,) = con.execute("SELECT article_id FROM coverage ORDER BY day LIMIT 1 OFFSET 100").fetchone() or ("",)
    find = partial(forgetting.find_articles, names=[str(name)], with_copies=False)
    times, note = _start_clock()
    done = forgetting.forget(
        find, act_id="bench", reason="benchmark", done_by="nobody", settings=settings, on_step=note
    )
    note("")
    assert done.scan
    assert not done.scan.unread
    spent = {step: end.since(begin) for (step, begin), (_, end) in pairwise(times)}
    return spent | {"all": times[-1][1].since(times[0][1])}


def _start_clock() -> tuple[list[tuple[str, Spent]], Callable[[str], None]]:
    times: list[tuple[str, Spent]] = []
    return times, lambda step: times.append((step, Spent(process_time(), perf_counter())))


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if each != "--no-index"]
    print(make_table([*map(int, given)] or DEFAULT, index="--no-index" not in sys.argv))
