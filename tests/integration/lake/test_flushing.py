"""Rows that the catalog keeps are moved into files by one thread, because DuckLake's flush is not safe with several."""

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from newsvane.lake.engine import flushing
from newsvane.lake.engine.attach import open_lake
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

THREADS = 3


def threads_of(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])


@pytest.mark.parametrize("fails", [False, True])
def test_one_thread_flushes_and_the_others_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool
) -> None:
    during: list[int] = []
    fetch_rows = flushing.fetch_rows

    def watch(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
        during.append(threads_of(connection))
        if fails:
            raise duckdb.IOException("the disk is full")
        return fetch_rows(connection, name)

    settings = create_lake(Settings(home=tmp_path, lake_threads=THREADS))
    monkeypatch.setattr(flushing, "fetch_rows", watch)
    with closing(open_lake(settings, read_only=False)) as connection:
        connection.execute("INSERT INTO trend_stale VALUES (DATE '2026-11-28')")
        connection.execute("INSERT INTO feeds (feed_id) VALUES ('one')")
        if fails:
            with pytest.raises(duckdb.IOException):
                flushing.flush_inlined(connection)
        else:
            assert flushing.flush_inlined(connection) == 3  # the names of the migrations, too
        assert (during, threads_of(connection)) == ([1], THREADS)
        assert connection.execute("SELECT feed_id FROM feeds").fetchall() == [("one",)]
