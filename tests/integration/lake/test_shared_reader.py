"""The lake stays open between readers of one process, and never where that would do harm."""

import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from newsvane import lake
from newsvane.lake.engine import catalog_hold
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
        with lake.open_shared(settings) as cursor:
            land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))  # it closes what is shared
            assert cursor.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert count(settings) == 2


def is_connected() -> bool:
    return any("catalog.sqlite" in os.path.realpath(each) for each in Path("/proc/self/fd").iterdir())


def test_the_process_is_connected_to_the_catalog_while_it_has_a_reader(settings: Settings) -> None:
    with lake.open_shared(settings):
        with lake.open_shared(settings):
            assert is_connected()
        assert is_connected()
    assert not is_connected()


def test_a_connection_to_the_catalog_is_replaced_before_it_keeps_the_log_from_being_emptied(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with lake.closing(lake.connect(settings=settings)) as connection:
        hold = lake.CatalogHold(connection)
        with hold.reading():
            first = hold._held
            with hold.reading():
                assert hold._held is first
            monkeypatch.setattr(catalog_hold, "_MAX_SECONDS", 0)
            with hold.reading():
                assert hold._held is not first
        assert hold._held is None


def test_a_reader_does_not_wait_long_for_one_that_cannot_connect(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_hold, "_MAX_WAIT", 0.01)
    with lake.closing(lake.connect(settings=settings)) as connection:
        hold = lake.CatalogHold(connection)
        with hold._lock, hold.reading():
            assert hold._held is None
        assert hold._readers == 0


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
