"""Articles that the search index offers are looked up as they are in coverage, whenever they were grouped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newsvane import lake
from newsvane.lake.analyst.index_source import USUAL_DELAY
from newsvane.lake.engine.connection import exclusive
from newsvane.lake.engine.coverage_view import Named, coverage_of, coverage_since
from newsvane.records import Grouping
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article

ORIGINAL, COPY, OTHER = article("original"), article("copy"), article("other", fetched_at=NOW - timedelta(days=9))
FACTS = ("article_id", "story_id", "original", "copy_of", "text")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    groupings = (
        Grouping(article_id=ORIGINAL.article_id, story_id="s1_story"),
        Grouping(
            article_id=COPY.article_id, story_id="s1_story", copy_of=ORIGINAL.article_id, copy_kind="same_text", score=1
        ),
        Grouping(article_id=OTHER.article_id, story_id="s1_other"),
    )
    settings = create_lake(Settings(home=tmp_path))
    with lake.writer(settings) as con:
        articles = (ORIGINAL, COPY, OTHER)
        lake.land_articles(con, lake.Batch(run_id="r", now=NOW, articles=articles, groupings=groupings))
    return settings


def look_up(con: lake.Connection, *, condition: str = "true") -> list[tuple[Any, ...]]:
    read_at = {each.article_id: each.fetched_at for each in (ORIGINAL, COPY)}
    return sorted(tuple(row[name] for name in FACTS) for row in lake.load_candidates(con, read_at, condition, []))


@pytest.mark.parametrize("days", [0, 30], ids=["grouped at once", "grouped again a month later"])
def test_candidates_are_grouped_as_in_coverage(settings: Settings, days: int) -> None:
    with exclusive(settings) as con:
        con.execute(
            f"UPDATE article_groups SET grouped_at = grouped_at + INTERVAL {days} DAY WHERE copy_of IS NOT NULL"
        )
        names = [ORIGINAL.article_id, COPY.article_id]
        query = f"SELECT {', '.join(FACTS)} FROM coverage WHERE article_id IN (SELECT unnest(?))"
        listed = sorted(con.execute(query, [names]).fetchall())
        assert look_up(con) == listed
        assert [row[0] for row in look_up(con, condition="original")] == [ORIGINAL.article_id]


def test_of_candidates_that_were_grouped_at_once_only_groupings_of_that_time_are_read(settings: Settings) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        bounds = (NOW - timedelta(days=9), NOW - timedelta(days=9) + USUAL_DELAY)
        first, last = (f"'{each.isoformat()}'::TIMESTAMPTZ" for each in bounds)
        grouped = f"SELECT count(*) FILTER (copy_of IS NOT NULL) FROM {coverage_since(con, first, last)}"
        assert con.execute(grouped).fetchall() == [(0,)]
        assert con.execute(grouped.replace(coverage_since(con, first, last), "coverage")).fetchall() == [(1,)]


def test_ids_are_compressed_for_speed_and_all_else_for_size(settings: Settings) -> None:
    with exclusive(settings) as con:
        con.execute("CALL ducklake_flush_inlined_data('lake')")
    files = [*(settings.lake_path / "data").rglob("*.parquet")]
    read = r"SELECT DISTINCT regexp_extract(file_name, 'data/main/(\w+)/', 1), compression FROM parquet_metadata(?)"
    found = dict(duckdb.execute(read, [[*map(str, files)]]).fetchall())
    assert found["articles"] == "ZSTD"
    quick = {table for table, compression in found.items() if compression != "ZSTD"}
    assert quick == found.keys() & {"article_groups", "article_names", "counted_articles"}
    assert {found[table] for table in quick} == {"LZ4_RAW"}


def test_articles_are_stored_in_small_row_groups(settings: Settings) -> None:
    with lake.closing(lake.connect(settings=settings)) as con:
        options = con.execute("SELECT option_name, value, scope_entry FROM lake.options()").fetchall()
    sizes = {scope: value for name, value, scope in options if name == "parquet_row_group_size"}
    assert sizes == {"main.articles": "4096", "main.article_groups": "8192"}


@pytest.mark.parametrize(
    "days", [-0.01, 0, 30], ids=["grouped by a late clock", "grouped at once", "grouped again a month later"]
)
def test_coverage_of_some_articles_has_their_rows_alone(settings: Settings, days: float) -> None:
    with exclusive(settings) as con:
        con.execute(f"UPDATE article_groups SET grouped_at = grouped_at + {days} * INTERVAL 1 DAY")
        for named in ([COPY], [COPY, OTHER]):
            times = [each.fetched_at for each in named]
            part = coverage_of(con, Named([each.article_id for each in named], min(times), max(times)))
            ids = ", ".join(f"'{each.article_id}'" for each in named)
            rows = con.execute(f"SELECT * FROM {part} ORDER BY article_id").fetchall()
            assert (
                rows
                == con.execute(f"SELECT * FROM coverage WHERE article_id IN ({ids}) ORDER BY article_id").fetchall()
            )
            assert len(rows) == len(named)
