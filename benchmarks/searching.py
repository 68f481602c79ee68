"""Search the lake, compared with a plain scan of the same Parquet files for the same words.

`python -m benchmarks.searching [--articles 100000] [--home FOLDER]` searches a lake of synthetic articles. `--home`:
where to keep the lake for another run, in the form that `benchmarks.ui_pages` makes.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import analyst_queries
from benchmarks.synthetic_content import text, word
from newsvane import lake
from newsvane.lake.engine.attach import connect_offline
from newsvane.lake.engine.sql import quote_literal
from newsvane.settings import Settings
from newsvane.topics import compile_query

SIZE = 20_000
LIMIT = 20
_SCAN = """
SELECT title, url, text FROM read_parquet({files})
WHERE len(topics) > 0 AND {condition} ORDER BY least(published_at, fetched_at) DESC LIMIT {limit}
"""


def run() -> str:
    """Return the table for a small lake."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        analyst_queries.fill(settings, SIZE, [text(number) for number in range(analyst_queries.TEXTS)])
        return make_table(settings, SIZE)


def make_table(settings: Settings, size: int) -> str:
    """Return the cost of each search as Markdown; wall times are minima."""
    rows = [
        f"| {size:,} articles: {LIMIT} hits, newest first | found | lake: CPU s | wall s | scan: CPU s | wall s |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    with closing(lake.connect(settings=settings)) as con, closing(connect_offline(settings)) as bare:
        listed = "SELECT data_file FROM ducklake_list_files('lake', 'articles')"
        files = f"[{', '.join(quote_literal(file) for (file,) in con.execute(listed).fetchall())}]"
        for name, query, scanned in _list_queries(size):
            found = _search(con, query)
            condition = " AND ".join(f"text ILIKE {quote_literal(f'%{each}%')}" for each in scanned)
            sql = _SCAN.format(files=files, condition=condition, limit=LIMIT)
            ours, theirs = analyst_queries.compare_costs(
                lambda query=query: _search(con, query), lambda sql=sql: bare.execute(sql).fetchall()
            )
            costs = f"{ours.cpu:.2f} | {ours.wall:.2f} | {theirs.cpu:.2f} | {theirs.wall:.2f}"
            rows.append(f"| {name} | {len(found)} | {costs} |")
    return "\n".join(rows)


def _list_queries(size: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield a description, the query, and the words that a scan looks for."""
    frequent, rare = word(30), word(19_000)
    phrase = " ".join(text(0).split()[20:23]).lower()
    yield "a word in every other article", frequent, (frequent,)
    yield "the same and a rare word", f"{frequent} AND {rare}", (frequent, rare)
    yield "a word in one article in 400", rare, (rare,)
    yield "a phrase of three words", f'"{phrase}"', (phrase,)
    yield "a word in one article", f"{size // 20 * 10}", (f"{size // 20 * 10}",)
    yield "a word in no article", "antidisestablishmentarian", ("antidisestablishmentarian",)


def _search(con: Any, query: str) -> list[dict[str, Any]]:
    condition, values = compile_query(query).to_sql()
    return lake.search(con, condition, values, now=datetime.now(UTC), limit=LIMIT)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=chosen.home or Path(folder))
        if not settings.catalog_path.exists():
            analyst_queries.fill(settings, chosen.articles, [text(number) for number in range(analyst_queries.TEXTS)])
        print(make_table(settings, chosen.articles))


if __name__ == "__main__":
    main()
