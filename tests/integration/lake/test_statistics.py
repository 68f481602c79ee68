"""Tables that never had a row have statistics in the catalog: without them DuckLake asks once more for each column."""

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb

from newsvane import lake
from newsvane.lake.engine.attach import open_lake
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

INSERT = (
    "INSERT INTO articles BY NAME SELECT 'one' AS article_id, 'A title' AS title, 0.5 AS language_confidence, "
    "['ana'] AS authors, TIMESTAMPTZ '2026-11-19 09:30:00+00' AS published_at"
)


def count_catalog_queries(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Return how many queries to the catalog a statement takes the second time."""
    connection.execute(statement).fetchall()
    connection.execute("CALL enable_logging('QueryLog')")
    connection.execute(statement).fetchall()
    connection.execute("CALL disable_logging()")
    logged = "SELECT count(*) FROM duckdb_logs WHERE type = 'QueryLog' AND contains(message, '__ducklake_metadata')"
    return int(connection.execute(logged).fetchall()[0][0])


def read_catalog(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(settings.catalog_path)) as catalog:
        return catalog.execute(statement).fetchall()


def remove_statistics(settings: Settings) -> None:
    """Leave the statistics of those tables that have rows, as DuckLake does."""
    with closing(sqlite3.connect(settings.catalog_path)) as catalog:
        empty = "(SELECT table_id FROM ducklake_table_stats WHERE record_count = 0)"
        catalog.execute(f"DELETE FROM ducklake_table_column_stats WHERE table_id IN {empty}")
        catalog.execute("DELETE FROM ducklake_table_stats WHERE record_count = 0")
        catalog.commit()


def test_a_statement_on_an_empty_table_asks_the_catalog_a_few_times(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    with closing(open_lake(settings, read_only=True)) as connection:
        assert count_catalog_queries(connection, "FROM articles") < 10
    remove_statistics(settings)
    with closing(open_lake(settings, read_only=True)) as connection:
        assert count_catalog_queries(connection, "FROM articles") > 50


def test_the_first_row_leads_to_the_statistics_that_ducklake_makes_by_itself(tmp_path: Path) -> None:
    ours, theirs = (create_lake(Settings(home=tmp_path / name)) for name in ("ours", "theirs"))
    remove_statistics(theirs)
    for settings in (ours, theirs):
        with closing(open_lake(settings, read_only=False)) as connection:
            connection.execute(INSERT)
            assert connection.execute("SELECT title FROM articles WHERE language_confidence > 0.4").fetchall()
    articles = "(SELECT table_id FROM ducklake_table WHERE table_name = 'articles' AND end_snapshot IS NULL)"
    for table in ("ducklake_table_stats", "ducklake_table_column_stats"):
        found, expected = (
            read_catalog(settings, f"SELECT * FROM {table} WHERE table_id = {articles} ORDER BY 1, 2")
            for settings in (ours, theirs)
        )
        assert found == expected


def test_a_lake_of_an_earlier_version_gets_them_when_it_is_updated(tmp_path: Path) -> None:
    settings = create_lake(Settings(home=tmp_path))
    complete = read_catalog(settings, "SELECT table_id, column_id FROM ducklake_table_column_stats ORDER BY 1, 2")
    remove_statistics(settings)
    with closing(open_lake(settings, read_only=False)) as connection:
        connection.execute("DELETE FROM migrations WHERE name = '0046_statistics'")
    assert lake.migrate(settings) == ["0046_statistics"]
    assert (
        read_catalog(settings, "SELECT table_id, column_id FROM ducklake_table_column_stats ORDER BY 1, 2") == complete
    )
    assert lake.migrate(settings) == []
