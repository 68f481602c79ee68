"""The lake stays open between readers of one process, and never where that would do harm."""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from newsvane import lake
from newsvane.lake.engine import connection as engine
from newsvane.lake.engine.shared_reader import close_shared
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.lake_factories import NOW, article, land


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = create_lake(Settings(home=tmp_path / "home"))
    land(found, lake.Batch(run_id="one", now=NOW, articles=(article("one"),)))
    close_shared()
    return found


def count(settings: Settings) -> int:
    with lake.open_shared(settings) as cursor:
        return int(cursor.execute("SELECT count(*) FROM articles").fetchall()[0][0])


def test_the_next_reader_finds_it_open_and_sees_what_was_committed(settings: Settings) -> None:
    with patch.object(engine, "open_lake", wraps=engine.open_lake) as opened:
        assert [count(settings), count(settings)] == [1, 1]
        assert opened.call_count == 1
        land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))  # it closes what is shared
        assert count(settings) == 2


def test_a_reader_sees_the_lake_as_it_was_when_it_began(settings: Settings) -> None:
    with lake.open_shared(settings) as cursor:
        land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))
        assert cursor.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
    assert count(settings) == 2


def test_a_lake_in_the_place_of_another_is_opened(settings: Settings, tmp_path: Path) -> None:
    other = create_lake(Settings(home=tmp_path / "other"))
    assert count(settings) == 1
    assert count(other) == 0
    assert count(settings) == 1
    shutil.rmtree(settings.home)
    shutil.move(other.home, settings.home)
    assert count(settings) == 0


def test_a_writer_leaves_no_log_of_the_catalog_behind(settings: Settings) -> None:
    assert count(settings) == 1
    land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))
    assert not settings.catalog_path.with_name(f"{settings.catalog_path.name}-wal").exists()


def test_a_fork_inherits_no_open_lake(settings: Settings) -> None:
    assert count(settings) == 1
    child = os.fork()
    if child == 0:
        inherited = any("catalog.sqlite" in os.path.realpath(f"/proc/self/fd/{each}") for each in range(256))
        os._exit(1 if inherited or count(settings) != 1 else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert count(settings) == 1
