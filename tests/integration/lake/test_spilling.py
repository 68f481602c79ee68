"""DuckDB spills into one folder per connection below the home; an interrupted query stops at once."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from newsvane import lake
from newsvane.pipeline.ops.maintenance import maintain
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake

LARGE = "CREATE TEMP TABLE large AS SELECT hash(n) AS h, repeat('word ', 20) AS text FROM range(1_500_000) AS t(n)"
THREADS = 4
ENDLESS = f"SELECT count(*) FROM ({' UNION ALL '.join(['FROM range(1_000_000_000_000_000)'] * THREADS)})"
"""A range is the work of one thread, so that each of them has its own."""
ASKS = f"""
from newsvane import lake
from newsvane.settings import get_settings

with {{opening}} as connection:
    connection.execute("SET threads = {THREADS}")
    connection.execute({ENDLESS!r}).fetchall()
"""


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return create_lake(Settings(home=tmp_path_factory.mktemp("home")))


def spill(connection: lake.Connection) -> None:
    connection.execute("SET memory_limit = '80MB'; SET threads = 1; SET preserve_insertion_order = false")
    connection.execute(LARGE)


def interrupted(process: subprocess.Popen[Any], threads: int) -> Any:
    """Press Ctrl-C when so many threads have work; what the process says on stderr until it ends."""
    busy = psutil.Process(process.pid)
    while process.poll() is None and sum(thread.user_time > 0.3 for thread in busy.threads()) < threads:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    try:
        return process.communicate(timeout=300)[1]
    finally:
        process.kill()


def folders(settings: Settings) -> set[Path]:
    return {path.parent for path in settings.spill_path.rglob("*") if path.is_file()}


def test_each_connection_spills_into_a_folder_of_its_own(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ExitStack() as held:
        for number in range(1, 3):
            spill(held.enter_context(lake.closing(lake.connect(settings=settings))))
            assert len(folders(settings)) == number
    assert list(settings.spill_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_the_shell_spills_into_a_new_folder_of_the_same_place(settings: Settings) -> None:
    first, second = (
        {line for line in lake.build_shell_script(settings).splitlines() if "temp_directory" in line} for _ in range(2)
    )
    assert first != second
    assert all(str(settings.spill_path) in line for line in first | second)


def test_a_reader_without_a_home_makes_none(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    reader = Settings(home=tmp_path / "none", catalog=str(settings.catalog_path))
    with lake.closing(lake.connect(settings=reader)) as connection:
        spill(connection)
        assert [path for path in tmp_path.iterdir() if any(path.iterdir())]
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_spilled_is_removed_days_later(settings: Settings) -> None:
    left, fresh = (settings.spill_path / name for name in ("left", "fresh"))
    for folder, age in ((left, timedelta(days=3)), (fresh, timedelta(hours=3))):
        folder.mkdir(parents=True)
        (folder / "duckdb_temp_storage_S32K-0.tmp").touch()
        written = (datetime.now(UTC) - age).timestamp()
        os.utime(folder, (written, written))
    assert maintain(settings=settings)["spills_removed"] == 1
    assert not left.exists()
    assert fresh.exists()


@pytest.mark.parametrize("opening", ["lake.closing(lake.connect())", "lake.writer(get_settings())"])
def test_ctrl_c_stops_the_threads_of_a_query(settings: Settings, opening: str) -> None:
    environment = {**os.environ, "NEWSVANE_HOME": str(settings.home)}
    command = ["env", "--default-signal=INT", sys.executable, "-c", ASKS.format(opening=opening)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        assert b"KeyboardInterrupt" in interrupted(process, THREADS)
