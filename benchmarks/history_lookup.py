"""Measure what it costs to sketch and look up a batch of 1,000 articles as the history in a real lake grows.

`python -m benchmarks.history_lookup [--million] [--peer SITE_PACKAGES]`. `--million`: also with a history of a million
articles (minutes, 4 GB of disk). If datasketch is installed, or found in the folder given by `--peer`, its MinHashLSH
is measured too.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, TypeVar

from benchmarks.synthetic_content import NOW, text
from newsvane import lake, stories
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.sql import load_incoming
from newsvane.lake.engine.transactions import transaction
from newsvane.lake.tables.neighbours import find_neighbours, load_probes
from newsvane.lake.tables.rows import build_article_row, build_sketch_row
from newsvane.records import Article, Sketch
from newsvane.settings import Settings
from newsvane.stories.shingles import hash_bands, make_shingles_of_words
from newsvane.texts import text_hash, words

NEW = 1_000
COPIES = 100
"""How many of the new articles are edits of articles in the history."""
ORIGINALS = range(100_000, 100_000 + COPIES)
"""Numbers of the articles in the history that are copied."""
FRESH_TEXTS, LEADS = 200_000, 500_000
"""Where the numbers of the texts of new articles begin, and those of the leads of copies."""
NUMBERS_PER_LAP = 10_000
YEAR, WINDOW = 365, 14
LAPS = 3
TEXTS = 500
"""How many texts the rest of the history shares. They are never read, because their sketches are random."""

_FILL = """
INSERT INTO articles BY NAME
SELECT
    'a1_' || md5(i::VARCHAR)[:20] AS article_id, 'https://outlet.example/' || i AS url, url AS canonical_url,
    'outlet-' || (i % 300) || '.example' AS outlet, 'Number ' || i AS title, []::VARCHAR[] AS authors,
    $now::TIMESTAMPTZ - INTERVAL (((i + 0.5) * $days * 86400 / $size)::BIGINT) SECOND AS published_at,
    published_at AS fetched_at, pool.text || ' ' || i AS text, md5(text) || md5(url) AS text_hash, 501 AS words,
    'en' AS language, ['topic'] AS topics, 'none' AS translation_state, 'meta' AS published_source,
    1 AS revision, 'fill' AS run_id, 'other' AS outlet_kind, 'second' AS published_precision
FROM range($since, $until) AS t(i) JOIN incoming_pool AS pool ON pool.number = i % $pool
UNION ALL BY NAME
FROM incoming_articles WHERE title[8:]::INTEGER % 20 = $since * 20 // $size
ORDER BY published_at;
"""
_FILL_SKETCHES = """
INSERT INTO article_sketches BY NAME
SELECT
    article_id, published_at::DATE AS day, 500 AS shingles, ('0x' || text_hash[:15])::BIGINT AS text_key,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(32)] AS buckets,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(100, 110)] AS lines,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(200, 220)] AS keys
FROM articles WHERE run_id = 'fill'
ORDER BY day;
INSERT INTO article_groups BY NAME
SELECT article_id, 's1_' || article_id[4:] AS story_id, []::VARCHAR[] AS evidence, fetched_at AS grouped_at
FROM articles WHERE run_id = 'fill';
"""

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Cost:
    """The median costs of one batch.

    In CPU-seconds: `bands`: computing MinHash bands. `sketch`: computing whole sketches, with sentences and keys.
    `find`: finding candidates. `whole`: loading everything that is grouped with the batch.

    `wall`: wall-clock seconds of sketching, finding and loading. `peak_mb`: peak memory of the process. `found`: how
    many originals were found.
    """

    bands: float
    sketch: float
    find: float
    whole: float
    wall: float
    peak_mb: float
    found: int


def run() -> str:
    """Return the table, without a million articles and without a peer."""
    return make_table(million=False, peer=None)


def make_table(*, million: bool, peer: Path | None) -> str:
    """Return the costs as Markdown."""
    rows = [
        "| history | over days | bands | whole sketch | candidates | with stories | wall s | peak MB | found |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    sizes = [10_000, 100_000, *([1_000_000] if million else [])]
    costs: dict[tuple[int, int], Cost] = {}
    for days in (YEAR, WINDOW):
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                _run_in_process(fill, Path(folder), size, days)
                costs[size, days] = cost = _run_in_process(measure_lookup, Path(folder))
            rows.append(_row(f"{size:,} articles", days, cost))
    if peer or find_spec("datasketch"):
        theirs, ours = _run_in_process(measure_datasketch, peer, sizes[0]), costs[sizes[0], YEAR]
        rows.append(_row(f"datasketch, {sizes[0]:,} in memory", "–", theirs))
        assert ours.found >= theirs.found, "datasketch finds more originals"
        times = (theirs.bands + theirs.find) / (ours.bands + ours.find)
        rows += ["", f"MinHash and candidates {times:.1f} times as fast as datasketch, by CPU time."]
    growth = [_growth(costs[sizes[0], days], costs[sizes[-1], days]) for days in (YEAR, WINDOW)]
    rows += [
        "",
        f"{sizes[-1]:,} compared with {sizes[0]:,}: {growth[0]:.2f} times the CPU time if spread over a year, "
        f"{growth[1]:.2f} times if all are in the window.",
    ]
    return "\n".join(rows)


def _growth(small: Cost, large: Cost) -> float:
    return (large.sketch + large.whole) / (small.sketch + small.whole)


def fill(folder: Path, size: int, days: int) -> None:
    """Create a lake with a history of that size, spread evenly over the days."""
    settings = Settings(home=folder)
    lake.migrate(settings)
    with exclusive(settings) as con, transaction(con):
        con.execute("CREATE TEMP TABLE incoming_pool (number INTEGER, text VARCHAR)")
        con.executemany("INSERT INTO incoming_pool VALUES (?, ?)", [(n, text(n)) for n in range(min(TEXTS, size))])
        originals = [make_article(number, text(number), "original") for number in ORIGINALS]
        load_incoming(con, "articles", [build_article_row(each, "original") for each in originals])
        load_incoming(con, "article_sketches", [build_sketch_row(each, stories.sketch(each)) for each in originals])
        load_incoming(con, "article_groups", [grouping.model_dump() for grouping in stories.group(originals)])
        step = size // 20
        for since in range(0, size, step):
            con.execute(
                _FILL,
                {"now": NOW, "days": days, "size": size, "since": since, "until": since + step, "pool": TEXTS},
            )
        con.execute(_FILL_SKETCHES)
        for name in ("article_sketches", "article_groups"):
            con.execute(f"INSERT INTO {name} FROM incoming_{name}")


def measure_lookup(folder: Path) -> Cost:
    """Sketch and look up new articles; return the cost."""
    with closing(lake.connect(settings=Settings(home=folder))) as con, transaction(con):

        def bands(new: list[Article]) -> None:
            for each in new:
                hash_bands(make_shingles_of_words(words(each.text)))

        def sketch(new: list[Article]) -> dict[str, Sketch]:
            return {each.article_id: stories.sketch(each) for each in new}

        def find(new: list[Article], sketches: dict[str, Sketch]) -> set[str]:
            load_probes(con, new, sketches)
            find_neighbours(con, window_days=WINDOW)
            return {article_id for (article_id,) in con.execute("SELECT article_id FROM neighbours").fetchall()}

        def whole(new: list[Article], sketches: dict[str, Sketch]) -> set[str]:
            return {
                each.article_id for each in lake.load_grouping_context(con, new, sketches, window_days=WINDOW).articles
            }

        return _measure(bands, sketch, find, whole)


def measure_datasketch(peer: Path | None, size: int) -> Cost:
    """Measure the same with datasketch: 5-word shingles, and MinHashLSH with as many bands and rows, all in memory."""
    if peer:
        sys.path.append(str(peer))
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

    def signature(body: str) -> object:
        found = words(body)
        made = MinHash(num_perm=64)
        made.update_batch({" ".join(found[at : at + 5]).encode() for at in range(len(found) - 4)})
        return made

    index = MinHashLSH(num_perm=64, params=(32, 2))
    for number in range(size):
        unrelated = MinHash(num_perm=64)
        unrelated.update_batch([f"{number} {token}".encode() for token in range(50)])
        index.insert(number, unrelated)
    for number in ORIGINALS:
        index.insert(make_article(number, "", "original").article_id, signature(text(number)))

    def sketch(new: list[Article]) -> list[object]:
        return [signature(each.text) for each in new]

    def find(new: list[Article], signatures: list[object]) -> set[str]:
        return {key for each in signatures for key in index.query(each)}

    return _measure(sketch, sketch, find, find)


def _measure(bands: Callable[..., Any], sketch: Callable[..., Any], *lookups: Callable[..., set[str]]) -> Cost:
    spent: list[list[float]] = []
    originals = {make_article(number, "", "original").article_id for number in ORIGINALS}
    found: set[str] = set()
    for lap in range(LAPS + 1):
        new = _make_batch(lap)
        clocks = [(process_time(), perf_counter())]
        bands(new)
        clocks.append((process_time(), perf_counter()))
        sketches = sketch(new)
        clocks.append((process_time(), perf_counter()))
        for lookup in lookups:
            found = lookup(new, sketches) & originals
            clocks.append((process_time(), perf_counter()))
        cpu, wall = ([later[kind] - earlier[kind] for earlier, later in pairwise(clocks)] for kind in (0, 1))
        spent += [[*cpu, sum(wall[1:])]] if lap else []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bands_cpu, sketch_cpu, find, whole, seconds = map(median, zip(*spent, strict=True))
    return Cost(bands_cpu, sketch_cpu, find, whole, seconds, peak, len(found))


def _make_batch(lap: int) -> list[Article]:
    """Return new articles. The first are edits of originals: cut to 60 %, under a lead of their own."""
    first = lap * NUMBERS_PER_LAP
    edited = (f"{text(LEADS + first + n)[:300]} {_cut(text(original))}" for n, original in enumerate(ORIGINALS))
    fresh = (text(FRESH_TEXTS + first + n) for n in range(NEW - COPIES))
    return [make_article(n, body, f"new-{lap}") for n, body in enumerate((*edited, *fresh))]


def _cut(body: str) -> str:
    return body[: int(len(body) * 0.6)]


def make_article(number: int, body: str, kind: str) -> Article:
    """Return an article that was published within the last ten hours."""
    url = f"https://{kind}-{number}.example/"
    return Article(
        article_id=f"a1_{hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()[:20]}",
        url=url,
        canonical_url=url,
        outlet=f"{kind}-{number}.example",
        title=f"Number {number}",
        published_at=NOW - timedelta(minutes=number % 600),
        fetched_at=NOW,
        text=body,
        text_hash=text_hash(body),
        words=500,
        topics=("topic",),
    )


def _run_in_process(work: Callable[..., ResultT], *given: object) -> ResultT:
    """Call a function in a process of its own, so that its memory can be measured."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _row(name: str, days: object, cost: Cost) -> str:
    seconds = " | ".join(f"{each:.2f}" for each in (cost.bands, cost.sketch, cost.find, cost.whole, cost.wall))
    return f"| {name} | {days} | {seconds} | {cost.peak_mb:.0f} | {cost.found} of {COPIES} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history_lookup", description=__doc__)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    print(make_table(million=given.million, peer=given.peer))
