"""Measure the queries of analysts: macros and the cookbook's questions in lakes of synthetic articles.

`python -m benchmarks.analyst_queries [--articles 10000 1000000] [--texts FILES] [--unpublished]` runs each query on the
lake and on the same Parquet files without the lake, in turns. It also measures landing and publishing.
`--texts`: use the paragraphs of these files as articles instead of synthetic ones. `--unpublished`: skip the published
file, which takes longest.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmarks.synthetic_content import text
from newsvane import lake, stories
from newsvane.lake.engine.attach import connect_offline
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.sql import quote_literal
from newsvane.lake.engine.transactions import transaction
from newsvane.records import Article
from newsvane.settings import Settings
from newsvane.texts import text_hash
from tests.support.cookbook import ANYWHERE, COOKBOOK, IN_FILE, answers

SIZES = (2_000, 20_000)
YEAR = 365
TEXTS = 2_000
BATCH = 500
LAPS = 3
OUTLETS = 300
MACROS = (
    "FROM trend('mek', 'day')",
    "FROM trend('iran', 'month')",
    "FROM share_of_voice('mek', today() - 28, today())",
    "FROM first_to_report((SELECT story_id FROM article_groups WHERE copy_kind = 'translation' LIMIT 1))",
    "FROM echo((SELECT story_id FROM article_groups WHERE copy_kind = 'translation' LIMIT 1))",
    "SELECT count(*), avg(words) FROM coverage_between(today() - 7, today())",
    "SELECT title, outlets FROM stories_between(today() - 28, today()) LIMIT 10",
)

_FILL = """
INSERT INTO articles BY NAME
WITH numbered AS (
    SELECT
        i, 'a1_' || md5(i::VARCHAR)[:20] AS article_id,
        'outlet-' || (pow(hash(i, 'outlet') % 10000 / 10000, 2) * $outlets)::INTEGER || '.example' AS outlet,
        i - i % 10 AS block, i % 10 AS place, if(place > 7, block + 7, i) AS story,
        if(place = 8, block + 7, i) AS wording,
        CASE
            WHEN hash(block) % 5 > 1 THEN []
            WHEN hash(block) % 7 < 2 THEN ['iran', 'mek']
            WHEN hash(block) % 7 < 4 THEN ['albania']
            ELSE ['iran']
        END AS topics,
        $until::TIMESTAMPTZ - INTERVAL (((i + 0.5) * $days * 86400 / $size)::BIGINT) SECOND AS moment
    FROM range($first, $last) AS t(i)
)
SELECT
    article_id, 'https://' || outlet || '/' || i AS url, url AS canonical_url,
    outlet, 'feed-' || outlet AS feed_id, pool.title, ['Author ' || hash(i, 'author') % 5000] AS authors,
    moment AS published_at, 'json_ld' AS published_source, 'minute' AS published_precision,
    moment + INTERVAL (hash(i, 'late') % 3600) SECOND AS fetched_at,
    CASE WHEN len(topics) > 0 THEN pool.text || ' ' || wording END AS text,
    md5(wording::VARCHAR) || md5(pool.text) AS text_hash,
    pool.words + 1 AS words,
    ['en', 'en', 'en', 'fa', 'sq', 'es', 'ar', 'de'][
        (1 + if(hash(i, 'foreign') % 10 = 0, hash(i, 'language'), hash(outlet)) % 8)::INTEGER
    ] AS language,
    0.99 AS language_confidence, language AS page_language, [language] AS languages,
    CASE WHEN place = 9 THEN 'translated' ELSE 'none' END AS translation_state, []::VARCHAR[] AS translation_evidence,
    topics, if(len(topics) > 0, list_distinct([
        concat(['person', 'org', 'place'][1 + n % 3], ':entity-', n)
        FOR n IN [(pow(hash(story, p) % 10000 / 10000, 2) * 2000)::BIGINT FOR p IN range(5)]
    ]), []) AS name_keys,
    '2026-01-01/x.warc.gz' AS raw_file, i * 9000 AS raw_offset, md5(url) AS raw_digest, 1 AS revision, 'fill' AS run_id,
    'independent' AS outlet_kind, false AS paywalled, false AS liveblog
FROM numbered JOIN pool ON pool.number = hash(block, wording % 10) % $pool
ORDER BY fetched_at;
"""
"""Of ten consecutive articles three are one story: an original, a copy with the same text, and a translation.

Two in five are on topic. An outlet writes nine in ten of its articles in its own language.
"""

_REST = """
CREATE TEMP TABLE numbered AS
SELECT article_id, fetched_at, published_at, text_hash, regexp_extract(url, '\\d+$')::BIGINT AS i FROM articles;

INSERT INTO article_groups BY NAME
SELECT
    n.article_id, CASE WHEN i % 10 > 7 THEN 'a1_' || md5((i - i % 10 + 7)::VARCHAR)[:20] END AS copy_of,
    CASE i % 10 WHEN 8 THEN 'same_text' WHEN 9 THEN 'translation' END AS copy_kind,
    CASE WHEN i % 10 > 7 THEN 0.97 END AS score,
    's1_' || md5(if(i % 10 > 7, i - i % 10 + 7, i)::VARCHAR)[:20] AS story_id,
    CASE WHEN i % 10 > 7 THEN ['same text'] ELSE [] END AS evidence, fetched_at AS grouped_at
FROM numbered AS n
ORDER BY grouped_at;

INSERT INTO article_sketches BY NAME
SELECT
    article_id, published_at::DATE AS day, 500 AS shingles, ('0x' || text_hash[:15])::BIGINT AS text_key,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(32)] AS buckets,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(100, 110)] AS lines,
    [(hash(article_id, b) >> 1)::BIGINT FOR b IN range(200, 220)] AS keys
FROM numbered
ORDER BY day;

INSERT INTO feeds BY NAME
SELECT DISTINCT
    feed_id, 'https://' || outlet || '/feed' AS url, outlet AS title, outlet, 'en' AS language,
    ['AL', 'GB', 'DE', 'US'][(1 + hash(outlet) % 4)::INTEGER] AS country,
    ['state', 'exile', 'independent', 'agency'][(1 + hash(outlet) % 4)::INTEGER] AS kind,
    false AS paused, true AS watched
FROM articles;

INSERT INTO trend_stale SELECT DISTINCT (least(published_at, fetched_at) AT TIME ZONE 'UTC')::DATE FROM articles;
"""


_LANDING_HEADER = (
    "| articles | bytes per article | land 500: CPU s | wall s | publish all: CPU s | wall s "
    "| publish 1,500 new: CPU s | wall s | published MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True)
class Cost:
    """The median of the CPU-seconds and the minimum of the wall-clock seconds."""

    cpu: float
    wall: float


def run() -> str:
    """Return the tables for small lakes."""
    return "\n\n".join(measure_sizes(SIZES, _make_texts()))


def measure_sizes(sizes: Sequence[int], pool: Sequence[str], *, published: bool = True) -> Iterator[str]:
    """Yield the costs as Markdown, two tables per size, as soon as they are measured."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(home=Path(folder), publish_every=0)
            fill(settings, size, pool)
            yield _measure_questions(settings, size)
            yield f"{_LANDING_HEADER}\n{_measure_landing(settings, size, published)}"


def fill(settings: Settings, size: int, pool: Sequence[str]) -> None:
    """Create a lake of that size, with articles spread evenly over the year that ends today."""
    lake.migrate(settings)
    until = datetime.now(UTC) - timedelta(hours=2)
    step = max(size // 20, 10_000)
    with exclusive(settings) as con:
        con.execute("CREATE TEMP TABLE pool (number INTEGER, title VARCHAR, text VARCHAR, words INTEGER)")
        rows = [(n, " ".join(each.split()[:9]), each, len(each.split())) for n, each in enumerate(pool)]
        con.executemany("INSERT INTO pool VALUES (?, ?, ?, ?)", rows)
        with transaction(con):
            for first in reversed(range(0, size, step)):
                span = {"first": first, "last": min(first + step, size), "size": size}
                con.execute(_FILL, {**span, "until": until, "days": YEAR, "outlets": OUTLETS, "pool": len(pool)})
            con.execute(_REST)
        with transaction(con):
            lake.refresh_trends(con, lake.list_stale_days(con))


def _measure_questions(settings: Settings, size: int) -> str:
    rows = [
        f"| {size:,} articles | lake: CPU s | wall s | Parquet: CPU s | wall s | times |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    sums = [0.0, 0.0]
    with closing(lake.connect(settings=settings)) as con, closing(_connect_without_lake(con, settings)) as bare:
        for name, sql in _list_questions():
            ours, theirs = compare_costs(*(lambda con=con, sql=sql: con.execute(sql).fetchall() for con in (con, bare)))
            sums = [sums[0] + ours.cpu, sums[1] + theirs.cpu]
            costs = f"{ours.cpu:.2f} | {ours.wall:.2f} | {theirs.cpu:.2f} | {theirs.wall:.2f}"
            rows.append(f"| {name} | {costs} | {ours.cpu / theirs.cpu:.2f} |")
    return "\n".join((*rows, f"| all | {sums[0]:.2f} | | {sums[1]:.2f} | | {sums[0] / sums[1]:.2f} |"))


def _list_questions() -> Iterator[tuple[str, str]]:
    yield from ((f"`{sql.partition('FROM ')[2].partition('((')[0][:44]}`", sql) for sql in MACROS)
    page = (Path(__file__).parents[1] / COOKBOOK).read_text("utf-8")
    for sql in answers(page)[1]:
        if not sql.startswith((IN_FILE, ANYWHERE)) and " AT (" not in sql:
            yield page[: page.index(sql)].rpartition("### ")[2].partition("\n")[0], sql


def _connect_without_lake(con: Any, settings: Settings) -> Any:
    """Return a connection with the same views and macros over the same Parquet files, without the lake.

    Small tables are copied.
    """
    bare = connect_offline(settings, [])
    bare.execute("SET TimeZone = 'UTC'")
    for (table,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'").fetchall():
        files = [
            file for (file,) in con.execute(f"SELECT data_file FROM ducklake_list_files('lake', '{table}')").fetchall()
        ]
        if files:
            bare.execute(f"CREATE VIEW {table} AS FROM read_parquet([{', '.join(map(quote_literal, files))}])")
        else:
            columns = con.execute(f"DESCRIBE {table}").fetchall()
            bare.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind, *_ in columns)})")
            if rows := con.execute(f"FROM {table}").fetchall():
                bare.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
    views = dict(con.execute("SELECT view_name, sql FROM duckdb_views() WHERE database_name = 'lake'").fetchall())
    while views:
        name, sql = next(iter(views.items()))
        del views[name]
        try:
            bare.execute(sql)
        except lake.DatabaseError as error:
            if "does not exist" not in str(error):
                raise
            views[name] = sql
    macros = "SELECT function_name, array_to_string(parameters, ', '), macro_definition FROM duckdb_functions()"
    for name, parameters, sql in con.execute(f"{macros} WHERE database_name = 'lake'").fetchall():
        bare.execute(f"CREATE MACRO {name}({parameters}) AS TABLE {sql}")
    return bare


def compare_costs(*functions: Callable[[], object]) -> list[Cost]:
    """Measure functions with the same result. They are called in turns, after one call of each to warm up."""
    spent: list[list[tuple[float, float]]] = [[] for _ in functions]
    for lap in range(LAPS + 1):
        for function, times in zip(functions, spent, strict=True):
            began = process_time(), perf_counter()
            function()
            if lap:
                times.append((process_time() - began[0], perf_counter() - began[1]))
    return [Cost(median(cpu for cpu, _ in times), min(wall for _, wall in times)) for times in spent]


def _measure_landing(settings: Settings, size: int, published: bool) -> str:
    size_in_bytes = sum(path.stat().st_size for path in settings.catalog_path.parent.rglob("*") if path.is_file())
    publish_all = [measure(lambda: lake.publish(settings))] if published else []
    landings = [measure(partial(land, settings, lap)) for lap in range(LAPS)]
    publish_new = [measure(lambda: lake.publish(settings))] if published else []
    costs = (
        Cost(median(each.cpu for each in landings), min(each.wall for each in landings)),
        *publish_all,
        *publish_new,
    )
    shown = " | ".join(f"{each.cpu:.1f} | {each.wall:.1f}" for each in costs)
    file = f"{settings.published_path.stat().st_size / 2**20:,.0f}" if published else "| | | |"
    return f"| {size:,} | {size_in_bytes / size:,.0f} | {shown} | {file} |"


def measure(function: Callable[[], object]) -> Cost:
    began = process_time(), perf_counter()
    function()
    return Cost(process_time() - began[0], perf_counter() - began[1])


def land(settings: Settings, lap: object) -> None:
    now = datetime.now(UTC)
    articles = [_make_article(f"{lap}-{number}", now) for number in range(BATCH)]
    batch = lake.Batch(run_id=f"lap {lap}", now=now, articles=tuple(articles), groupings=_group_alone(articles))
    with lake.writer(settings) as con:
        landing = lake.land_articles(con, batch)
    assert landing.new == BATCH


def _group_alone(articles: Sequence[Article]) -> Any:
    return tuple(stories.group(articles[:1])[0].model_copy(update=_own_ids(each)) for each in articles)


def _own_ids(article: Article) -> dict[str, str]:
    return {"article_id": article.article_id, "story_id": f"s1_{article.article_id[3:]}"}


def _make_article(name: str, now: datetime) -> Article:
    rng = random.Random(name)
    url = f"https://outlet-{rng.randrange(OUTLETS)}.example/new-{name}"
    body = text(rng.randrange(10_000))
    return Article(
        article_id=f"a1_new_{name}",
        url=url,
        canonical_url=url,
        outlet=url.split("/")[2],
        title=body[:60],
        published_at=now - timedelta(hours=1),
        published_source="meta",
        fetched_at=now,
        text=body,
        text_hash=text_hash(body),
        words=500,
        language="en",
        language_confidence=0.9,
        topics=("iran",),
    )


def _make_texts() -> list[str]:
    return [text(number) for number in range(TEXTS)]


def _read_texts(paths: Sequence[Path]) -> list[str]:
    found = (paragraph.strip() for path in paths for paragraph in path.read_text("utf-8", "replace").split("\n\n"))
    return [each for each in found if len(each) > 200]


def main() -> None:
    """Print the tables for the given sizes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", nargs="+", type=int, default=SIZES)
    parser.add_argument("--texts", nargs="+", type=Path)
    parser.add_argument("--unpublished", action="store_true")
    chosen = parser.parse_args()
    pool = _read_texts(chosen.texts) if chosen.texts else _make_texts()
    for table in measure_sizes(chosen.articles, pool, published=not chosen.unpublished):
        print(table, end="\n\n", flush=True)


if __name__ == "__main__":
    main()
