"""Measure how long it takes to forget one article, by the size of the history.

`python -m benchmarks.forgetting [ARTICLES …]`, by default 10,000. The lake has a published file and a search index,
which are made again, and no archive: to erase a page, the archive files since its day are read once.
"""

import contextlib
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from benchmarks.history_lookup import YEAR, fill
from newsvane import lake, pipeline
from newsvane.pipeline.ops import forgetting
from newsvane.settings import Settings

DEFAULT = (10_000,)


def run() -> str:
    """Return the table of a short run."""
    return make_table(DEFAULT)


def make_table(sizes: tuple[int, ...]) -> str:
    """Return the measurements as Markdown. Raises AssertionError if a file still has the article."""
    rows = ["| articles | step | seconds |", "|---:|---|---:|"]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows += [f"| {size:,} | {step} | {seconds:.1f} |" for step, seconds in _measure(Path(folder), size).items()]
    return "\n".join(rows)


def _measure(folder: Path, size: int) -> dict[str, float]:
    """Return the seconds of each step, and of all of them."""
    fill(folder, size, YEAR)
    settings = Settings(home=folder, publish_every=0)
    pipeline.refresh_trends(everything=True, settings=settings)
    pipeline.publish(settings=settings)
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
    spent = {step: end - begin for (step, begin), (_, end) in pairwise(times)}
    return spent | {"all": sum(spent.values())}


def _start_clock() -> tuple[list[tuple[str, float]], Callable[[str], None]]:
    times: list[tuple[str, float]] = []
    return times, lambda step: times.append((step, perf_counter()))


if __name__ == "__main__":
    print(make_table(tuple(map(int, sys.argv[1:])) or DEFAULT))
