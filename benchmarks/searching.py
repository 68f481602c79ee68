"""Search the lake with its index and without, compared with a plain scan of the same Parquet files.

`python -m benchmarks.searching [--articles 100000] [--words 500] [--home FOLDER] [--index-only]` searches a lake of
synthetic articles, two in five of which are on topic. `--words`: how long an article is. `--home`: where to keep the
lake for another run, in the form that `benchmarks.ui_pages` makes. An index that is there already is not built again.
Every answer that is timed is checked: the index must find what the lake finds without it, and a word of one article
that article. `--index-only`: nothing else is searched, as for ten million articles, so that only the second is checked.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import analyst_queries
from benchmarks.synthetic_content import text, word
from newsvane import lake, search
from newsvane.lake.engine.attach import connect_offline
from newsvane.lake.engine.sql import quote_literal
from newsvane.search import Filters, Search
from newsvane.settings import Settings
from newsvane.topics import compile_query

SIZE = 20_000
LIMIT = 20
LANDINGS = 3
_SCAN = """
SELECT title, url, text FROM read_parquet({files})
WHERE len(topics) > 0 AND {condition} ORDER BY least(published_at, fetched_at) DESC LIMIT {limit}
"""
_NEEDLE = """
SELECT regexp_extract(text, '\\d+$') AS needle, article_id FROM articles
WHERE len(topics) > 0 AND fetched_at >= (SELECT min(fetched_at) + (max(fetched_at) - min(fetched_at)) / 2 FROM articles)
    AND needle::BIGINT % 10 < 7
ORDER BY fetched_at, article_id LIMIT 1
"""
"""The last word of an article in the middle of the lake that has no copy: no other article has the word."""


@dataclass(frozen=True)
class _Case:
    """A query to time. `scanned`: the words that a plain scan looks for; none: it cannot. `found`: the right number."""

    name: str
    query: str
    scanned: tuple[str, ...] = ()
    filters: Filters | None = None
    found: int | None = None


def run() -> str:
    """Return the tables for a small lake."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        analyst_queries.fill(settings, SIZE, [text(number) for number in range(analyst_queries.TEXTS)])
        return make_tables(settings, SIZE)


def make_tables(settings: Settings, size: int, *, index_only: bool = False) -> str:
    """Return the cost of the index and of each search as Markdown; wall times are minima."""
    measure = _measure_index_alone if index_only else _measure_searches
    return f"{_measure_index(settings, size)}\n\n{measure(settings, size)}"


def _measure_index(settings: Settings, size: int) -> str:
    """Build the index if there is none, and bring it up to date after landings of 500 articles each."""
    is_new = bool(_describe_index(settings).missing)
    built = analyst_queries.measure(lambda: search.update_index(settings))
    status = _describe_index(settings)
    updates = []
    for lap in range(LANDINGS):
        analyst_queries.land(settings, f"{lap}-{datetime.now(UTC):%H%M%S}")
        updates.append(analyst_queries.measure(lambda: search.update_index(settings)))
    cpu, wall = (min(getattr(each, name) for each in updates) for name in ("cpu", "wall"))
    return (
        "| articles | in the index | MB | kB per article | build: CPU s | wall s | 500 landed: CPU s | wall s |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        f"| {size:,} | {status.articles:,} | {status.size / 1e6:,.0f} | {status.size / 1e3 / status.articles:.2f} "
        f"| {f'{built.cpu:.0f} | {built.wall:.0f}' if is_new else ' | '} | {cpu:.2f} | {wall:.2f} |"
    )


def _describe_index(settings: Settings) -> search.IndexStatus:
    with lake.open_shared(settings) as connection:
        return search.describe_index(settings, connection)


def _measure_index_alone(settings: Settings, size: int) -> str:
    rows = [
        f"| {size:,} articles: {LIMIT} hits, newest first | found | index: CPU s | wall s | counts per day: wall s |",
        "|---|---:|---:|---:|---:|",
    ]
    with closing(lake.connect(settings=settings)) as con:
        for case in _list_cases(con):
            total = _open(con, settings, case).count_by_day().total
            assert case.found in {None, total}, case
            indexed, counted = analyst_queries.compare_costs(
                partial(_find_newest, con, settings, case),
                partial(_count_by_day, con, settings, case),
            )
            rows.append(f"| {case.name} | {total:,} | {indexed.cpu:.3f} | {indexed.wall:.3f} | {counted.wall:.3f} |")
    return "\n".join(rows)


def _measure_searches(settings: Settings, size: int) -> str:
    rows = [
        f"| {size:,} articles: {LIMIT} hits, newest first | found | index: CPU s | wall s | counts per day: wall s "
        "| lake: CPU s | wall s | scan: CPU s | wall s |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    with closing(lake.connect(settings=settings)) as con, closing(connect_offline(settings, [])) as bare:
        listed = "SELECT data_file FROM ducklake_list_files('lake', 'articles')"
        files = f"[{', '.join(quote_literal(file) for (file,) in con.execute(listed).fetchall())}]"
        for case in _list_cases(con):
            total = _check(con, settings, case)
            condition = " AND ".join(f"text ILIKE {quote_literal(f'%{each}%')}" for each in case.scanned) or "false"
            sql = _SCAN.format(files=files, condition=condition, limit=LIMIT)
            indexed, counted, ours, theirs = analyst_queries.compare_costs(
                partial(_find_newest, con, settings, case),
                partial(_count_by_day, con, settings, case),
                partial(_find_newest, con, None, case),
                partial(_fetch, bare, sql),
            )
            plain = f"{theirs.cpu:.2f} | {theirs.wall:.2f}" if case.scanned else "| "
            costs = f"{indexed.cpu:.3f} | {indexed.wall:.3f} | {counted.wall:.3f} | {ours.cpu:.2f} | {ours.wall:.2f}"
            rows.append(f"| {case.name} | {total:,} | {costs} | {plain} |")
    return "\n".join(rows)


def _list_cases(con: Any) -> Iterator[_Case]:
    frequent, rare = word(30), word(19_000)
    first, second, third = text(0).lower().split()[20:23]
    ((needle, _),) = con.execute(_NEEDLE).fetchall()
    month = Filters(languages=("en",), since=(datetime.now(UTC) - timedelta(days=30)).date())
    yield _Case("a word in every other article", frequent, (frequent,))
    yield _Case("the same and a rare word", f"{frequent} AND {rare}", (frequent, rare))
    yield _Case("a word in one article in 400", rare, (rare,))
    yield _Case("a phrase of three words", f'"{first} {second} {third}"', (f"{first} {second} {third}",))
    yield _Case("two words, five others between", f'"{first} {second}"~5')
    yield _Case("the same with NEAR", f"{first} NEAR/5 {second}")
    yield _Case("the beginning of a word", f"{rare[:4]}*")
    yield _Case("a rare word, English, 30 days", rare, filters=month)
    yield _Case("a word in one article", needle, (needle,), found=1)
    yield _Case("a word in no article", "antidisestablishmentarian", ("antidisestablishmentarian",), found=0)


def _check(con: Any, settings: Settings, case: _Case) -> int:
    """Return how many articles there are. Raises AssertionError if the index and the lake disagree."""
    indexed, scanned = _open(con, settings, case), _open(con, None, case)
    rows, total = indexed.find_newest(LIMIT), indexed.count_by_day().total
    assert not indexed.scanned, indexed.scanned
    assert [row["article_id"] for row in rows] == [row["article_id"] for row in scanned.find_newest(LIMIT)], case
    assert total == scanned.count(), case
    assert case.found in {None, total}, case
    return total


def _open(con: Any, settings: Settings | None, case: _Case) -> Search:
    return Search(con, compile_query(case.query), case.filters, settings=settings, now=datetime.now(UTC))


def _find_newest(con: Any, settings: Settings | None, case: _Case) -> object:
    return _open(con, settings, case).find_newest(LIMIT)


def _count_by_day(con: Any, settings: Settings, case: _Case) -> object:
    return _open(con, settings, case).count_by_day()


def _fetch(con: Any, sql: str) -> object:
    return con.execute(sql).fetchall()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--index-only", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=chosen.home or Path(folder))
        if not settings.catalog_path.exists():
            texts = (" ".join(text(number).split()[: chosen.words]) for number in range(analyst_queries.TEXTS))
            analyst_queries.fill(settings, chosen.articles, [*texts])
        print(make_tables(settings, chosen.articles, index_only=chosen.index_only))


if __name__ == "__main__":
    main()
