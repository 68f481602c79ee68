"""Binding a parameter does not import pandas, and whoever imports it themselves uses it with the lake as before."""

import subprocess
import sys

BOUND = """
import sys
from newsvane.lake.engine.attach import connect_offline
from newsvane.settings import Settings
from pathlib import Path

connection = connect_offline(Settings(home=Path(sys.argv[1])), [])
assert connection.execute("SELECT ?, $2", ["a", [1]]).fetchall() == [("a", [1])]
assert connection.execute("SELECT $day", {"day": None}).fetchall() == [(None,)]
connection.executemany("SELECT ?", [[1.5], [True]])
"""


def run(folder: object, script: str) -> None:
    subprocess.run([sys.executable, "-c", BOUND + script, str(folder)], check=True)


def test_a_bound_parameter_does_not_import_pandas(tmp_path: object) -> None:
    run(tmp_path, "assert not {'pandas', 'numpy'} & set(sys.modules)")


def test_a_data_frame_is_read_and_returned(tmp_path: object) -> None:
    run(
        tmp_path,
        """
import pandas
frame = pandas.DataFrame({"name": ["a", pandas.NA], "seen": [pandas.NaT, pandas.Timestamp("2026-01-01")]})
assert connection.execute("SELECT count(name), count(seen) FROM frame").fetchall() == [(1, 1)]
assert isinstance(connection.execute("SELECT 1 AS one").df(), pandas.DataFrame)
""",
    )


def test_missing_values_of_a_pandas_that_came_first_are_null(tmp_path: object) -> None:
    script = "import pandas\n" + BOUND + 'assert connection.execute("SELECT ?", [pandas.NaT]).fetchall() == [(None,)]'
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True)
