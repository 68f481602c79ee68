"""The lake stays open between readers and between writers of one process, and never where that would do harm."""

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest

from newsvane import lake
from newsvane.errors import LakeError, QueryError
from newsvane.lake.engine import catalog_hold, open_lakes
from newsvane.lake.engine import connection as engine
from newsvane.lake.engine.attach import open_lake
from newsvane.lake.engine.open_lakes import close_lakes
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.file_numbers import replace_file, require_reused_numbers
from tests.support.lake_factories import NOW, article, land


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = create_lake(Settings(home=tmp_path / "home"))
    land(found, lake.Batch(run_id="one", now=NOW, articles=(article("one"),)))
    close_lakes()
    return found


def count(settings: Settings) -> int:
    with lake.open_shared(settings) as cursor:
        return int(cursor.execute("SELECT count(*) FROM articles").fetchall()[0][0])


def test_the_next_reader_finds_it_open_and_sees_what_was_committed(settings: Settings) -> None:
    with patch.object(engine, "open_lake", wraps=engine.open_lake) as opened:
        assert [count(settings), count(settings)] == [1, 1]
        opened.assert_called_once()
        with lake.open_shared(settings) as cursor:
            land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))
            assert cursor.execute("SELECT count(*) FROM articles").fetchall() == [(2,)]
        assert count(settings) == 2


def test_all_statements_of_a_snapshot_see_one_state(settings: Settings) -> None:
    with lake.open_snapshot(settings) as cursor:
        land(settings, lake.Batch(run_id="two", now=NOW, articles=(article("two"),)))
        assert cursor.execute("SELECT count(*) FROM articles").fetchall() == [(1,)]
        assert count(settings) == 2
    assert count(settings) == 2


def test_a_snapshot_is_connected_once_and_disconnected_at_its_end(settings: Settings) -> None:
    with lake.open_snapshot(settings) as cursor:
        assert open_lakes._open[False].hold._held is None  # it needs no second connection beside its own
        assert cursor.execute("SELECT current_setting('TimeZone'), current_database()").fetchall() == [("UTC", "lake")]
        for _ in range(2):
            assert len(cursor.execute("FROM articles").fetchall()) == 1
    with pytest.raises(duckdb.ConnectionException):
        cursor.execute("SELECT 1")


def test_a_writer_looks_for_migrations_in_its_own_transaction(settings: Settings) -> None:
    def write_and_fail(connection: lake.Connection) -> list[str]:
        connection.execute("DELETE FROM articles")
        raise LakeError("newer", reason="lake_newer")

    with patch.object(engine, "list_pending", side_effect=write_and_fail), pytest.raises(LakeError):
        land_one(settings, "two")
    assert count(settings) == 1


@pytest.mark.parametrize("opens", [lake.writer, lake.open_snapshot])
def test_who_opens_the_lake_for_quick_statements_has_one_thread_unless_the_settings_say_how_many(
    settings: Settings, opens: Callable[[Settings], Any]
) -> None:
    for chosen, expected in ((0, 1), (3, 3)):
        close_lakes()
        with opens(settings.model_copy(update={"lake_threads": chosen})) as connection:
            assert connection.execute("SELECT current_setting('threads')").fetchall() == [(expected,)]


def land_one(settings: Settings, name: str) -> None:
    land(settings, lake.Batch(run_id=name, now=NOW, articles=(article(name),)))


def test_the_next_writer_finds_it_open(settings: Settings) -> None:
    with patch.object(engine, "open_lake", wraps=engine.open_lake) as opened:
        land_one(settings, "two")
        land_one(settings, "three")
        opened.assert_called_once()
    assert count(settings) == 3


def read(settings: Settings) -> AbstractContextManager[lake.Connection]:
    return lake.open_reader(settings=settings)


@pytest.mark.parametrize("opens", [lake.writer, lake.open_shared, lake.open_snapshot, read])
def test_it_is_opened_again_after_an_error_of_the_database(
    settings: Settings, opens: Callable[[Settings], Any]
) -> None:
    with patch.object(engine, "open_lake", wraps=engine.open_lake) as opened:
        for _ in range(2):
            with pytest.raises((duckdb.CatalogException, QueryError)), opens(settings) as connection:
                connection.execute("SELECT * FROM not_there")
        assert opened.call_count == 2


def test_what_an_interrupted_writer_did_is_not_there_for_the_next(settings: Settings) -> None:
    with pytest.raises(KeyboardInterrupt), lake.writer(settings) as connection:
        connection.execute("DELETE FROM articles; CREATE TEMP TABLE mine (id INTEGER); SET VARIABLE mine = 1")
        raise KeyboardInterrupt
    with lake.writer(settings) as connection:
        assert connection.execute("SELECT count(*), getvariable('mine') FROM articles").fetchall() == [(1, None)]
        connection.execute("CREATE TEMP TABLE mine (id INTEGER)")


def change_elsewhere(settings: Settings, *statements: str) -> None:
    """Do with the lake what another process may do."""
    with lake.closing(open_lake(settings, read_only=False)) as other:
        for statement in statements:
            other.execute(statement)


def test_a_lake_kept_open_follows_what_others_do_with_its_tables(settings: Settings) -> None:
    """Others flush rows to files, merge files, and add tables and columns."""
    for number in range(3):
        land_one(settings, f"before {number}")
        assert count(settings) == 2 + 2 * number
        change_elsewhere(
            settings,
            "CALL ducklake_flush_inlined_data('lake')",
            "CALL ducklake_merge_adjacent_files('lake')",
            f"CREATE TABLE added_{number} AS SELECT 1 AS one",
        )
        land_one(settings, f"after {number}")
        with lake.writer(settings) as connection:
            connection.execute(f"INSERT INTO added_{number} VALUES (2)")
        with lake.open_shared(settings) as cursor:
            assert cursor.execute(f"SELECT sum(one) FROM added_{number}").fetchall() == [(3,)]
    change_elsewhere(settings, "ALTER TABLE articles ADD COLUMN added INTEGER")
    land_one(settings, "last")
    assert count(settings) == 8


def land_around_a_change_elsewhere(settings: Settings) -> None:
    """Have a lake kept open that knows inlined rows of two forms of one table."""
    land_one(settings, "two")
    change_elsewhere(settings, "ALTER TABLE articles ADD COLUMN added INTEGER")
    land_one(settings, "three")
    assert count(settings) == 3


def test_a_lake_kept_open_is_opened_again_when_others_have_dropped_what_it_reads(settings: Settings) -> None:
    """DuckLake drops the inlined rows of a table's old form when they are flushed, and others do not notice."""
    land_around_a_change_elsewhere(settings)
    change_elsewhere(settings, "CALL ducklake_flush_inlined_data('lake')")
    for read_or_write in (count, lambda settings: land_one(settings, "four")):
        with pytest.raises(duckdb.Error, match="inlined"):
            read_or_write(settings)
    land_one(settings, "four")
    assert count(settings) == 4


def test_maintenance_of_this_process_closes_what_it_keeps_open(settings: Settings) -> None:
    land_around_a_change_elsewhere(settings)
    lake.maintain(settings, now=NOW)
    land_one(settings, "four")
    assert count(settings) == 4


def is_connected() -> bool:
    return any("catalog.sqlite" in os.path.realpath(each) and can_read(each) for each in list_descriptors())


def list_descriptors() -> list[Path]:
    return [each for each in Path("/proc/self/fd").iterdir() if each.exists()]


def can_read(descriptor: Path) -> bool:
    """Return whether the file can be read by it. A descriptor with O_PATH only names a file."""
    flags = (Path("/proc/self/fdinfo") / descriptor.name).read_text("utf-8").split("flags:")[1].split()[0]
    return not int(flags, 8) & os.O_PATH


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
    land_one(settings, "two")
    assert count(settings) == 1


def test_an_older_copy_of_the_catalog_in_its_place_is_opened(settings: Settings, tmp_path: Path) -> None:
    content = settings.catalog_path.read_bytes()
    land_one(settings, "two")
    assert count(settings) == 2
    require_reused_numbers(tmp_path)
    replace_file(settings.catalog_path, content)
    with patch.object(engine, "open_lake", wraps=engine.open_lake) as opened:
        assert count(settings) == 1
        opened.assert_called_once()


def test_a_writer_leaves_no_log_of_the_catalog_behind(settings: Settings) -> None:
    assert count(settings) == 1
    for name in ("two", "three"):
        land_one(settings, name)
    assert not settings.catalog_path.with_name(f"{settings.catalog_path.name}-wal").exists()


def test_a_fork_inherits_no_open_lake(settings: Settings) -> None:
    assert count(settings) == 1
    land_one(settings, "two")
    child = os.fork()
    if child == 0:
        os._exit(1 if open_lakes._open or count(settings) != 2 else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert count(settings) == 2
