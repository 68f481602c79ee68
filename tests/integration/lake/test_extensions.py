"""DuckDB's extensions come from their packages, and a file that was changed since is not loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPEN = """
from newsvane.lake.engine.attach import connect_offline
from newsvane.settings import Settings
from pathlib import Path
import sys
with connect_offline(Settings(home=Path(sys.argv[1])), ["sqlite", "ducklake"]) as connection:
    print(connection.execute("SELECT count(*) FROM duckdb_extensions() WHERE loaded AND extension_name IN "
                             "('sqlite_scanner', 'ducklake')").fetchall())
"""


def open_lake(home: Path) -> subprocess.CompletedProcess[str]:
    """Open a connection in a process of its own, whose user has this home, with the extensions under it."""
    command = [sys.executable, "-c", OPEN, str(home)]
    return subprocess.run(command, env=os.environ | {"HOME": str(home)}, capture_output=True, text=True, check=False)


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, Path]:
    """Return the extensions by name, installed from their packages into an empty home."""
    done = open_lake(tmp_path)
    assert done.stdout == "[(2,)]\n", done.stderr
    return {path.name.partition(".")[0]: path for path in tmp_path.rglob("*.duckdb_extension")}


def test_an_extension_is_installed_once(installed: dict[str, Path], tmp_path: Path) -> None:
    assert installed.keys() == {"sqlite_scanner", "ducklake"}
    before = {path: path.stat().st_mtime_ns for path in installed.values()}
    assert open_lake(tmp_path).stdout == "[(2,)]\n"
    assert {path: path.stat().st_mtime_ns for path in installed.values()} == before


@pytest.mark.parametrize("name", ["sqlite_scanner", "ducklake"])
def test_an_extension_that_was_changed_is_not_loaded(installed: dict[str, Path], tmp_path: Path, name: str) -> None:
    with installed[name].open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))
    done = open_lake(tmp_path)
    assert done.returncode == 1
    assert "signature" in done.stderr
