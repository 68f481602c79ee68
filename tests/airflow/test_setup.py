"""What stands in the way when Newsvane joins an Airflow: pools and DAGs of others, two Airflows, two versions."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsvane import __version__
from newsvane.installations import Installation, identify_airflow, load_installations, record_installation
from tests.joined import wheel
from tests.support.scene import PROJECT

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
BAG = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(sys.argv[1])
found = sorted([dag.dag_id, dag.relative_fileloc] for dag in bag.dags.values())
print("FOUND " + json.dumps([bag.import_errors, found]))
"""
CHECK = """
import sys
from newsvane.installations import Installation
from newsvane_setup.checks import check_installations
found = [Installation.model_validate_json(line) for line in sys.stdin]
check = check_installations(found)
print("FOUND", check.state, check.found)
"""


def environment(home: Path) -> dict[str, str]:
    return {
        **os.environ,
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "NEWSVANE_HOME": str(home / "var"),
        "NEWSVANE_WATCH": str(PROJECT / "tests" / "world" / "watch"),
    }


def python(home: Path, *words: str, code: int = 0, given: str = "", **more: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environment(home) | more, input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def newsvane(home: Path, *words: str, code: int = 0) -> str:
    text = python(home, "-c", "from newsvane.cli import main; main()", *words, code=code)
    return " ".join(text.split())


@pytest.fixture(scope="module")
def occupied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of an Airflow in which another team has a pool and a DAG with our names."""
    home = tmp_path_factory.mktemp("occupied")
    python(home, "-m", "airflow", "db", "migrate")
    with closing(sqlite3.connect(home / "airflow" / "airflow.db")) as opened, opened:
        opened.execute("INSERT INTO dag_bundle (name, active) VALUES ('dags-folder', 1), ('newsvane', 0)")
        columns = [
            name
            for _, name, kind, needed, default, _ in opened.execute("PRAGMA table_info(dag)")
            if needed and default is None and name not in {"dag_id", "bundle_name", "fileloc", "owners"}
        ]
        names = ", ".join(["dag_id", "bundle_name", "fileloc", "owners", *columns])
        marks = ", ".join("?" * (4 + len(columns)))
        row = ("newsvane_poll", "dags-folder", "/theirs/poll.py", "bi", *(0 for _ in columns))
        opened.execute(f"INSERT INTO dag ({names}) VALUES ({marks})", row)
        opened.execute(
            "INSERT INTO slot_pool (pool, slots, description, include_deferred) VALUES ('newsvane_lake', 9, 'BI', 0)"
        )
        now = "2026-11-24 10:00:00"
        for number, name, uri in (
            (7, "newsvane-published", "newsvane://published/coverage"),
            (8, "newsvane-articles", "newsvane://lake/articles"),
        ):
            asset = (number, name, uri, "newsvane", "{}", now, now)
            opened.execute(
                'INSERT INTO asset (id, name, uri, "group", extra, created_at, updated_at) '
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                asset,
            )
        opened.execute(
            "INSERT INTO dag_schedule_asset_reference (asset_id, dag_id, created_at, updated_at) VALUES (7, ?, ?, ?)",
            ("newsvane_poll", now, now),
        )
        for number, kind, bundle in (
            (1, "executor", "newsvane"),
            (2, "dag_processor", "newsvane"),
            (3, "executor", "bi"),
        ):
            opened.execute(
                "INSERT INTO callback (id, type, fetch_method, data, bundle_name, priority_weight, created_at) "
                "VALUES (?, ?, 'import_path', '{}', ?, 1, ?)",
                (f"{number:032x}", kind, bundle, now),
            )
    yield home


def test_init_reports_what_others_have_and_changes_nothing(occupied: Path) -> None:
    before = (occupied / "airflow" / "airflow.db").read_bytes()
    said = newsvane(occupied, "airflow", "init", code=1)
    assert "there already is a pool newsvane_lake that Newsvane did not create (its description: BI)" in said
    assert "another DAG already has the id newsvane_poll (in /theirs/poll.py, bundle dags-folder)" in said
    assert (occupied / "airflow" / "airflow.db").read_bytes() == before


def test_the_doctor_names_them(occupied: Path) -> None:
    said = newsvane(occupied, "doctor", "--airflow", code=1)
    assert "another DAG already has the id newsvane_poll (in /theirs/poll.py, bundle dags-folder)" in said
    assert "that Newsvane did not create" in said


def test_removing_keeps_what_others_have(occupied: Path) -> None:
    said = newsvane(occupied, "airflow", "remove", "--yes")
    assert "kept: another DAG that has the id newsvane_poll (in /theirs/poll.py" in said
    assert "kept: pool newsvane_lake, which Newsvane did not create" in said
    assert "kept: asset newsvane-published, which other DAGs use: newsvane_poll" in said
    assert "removed: asset newsvane-articles" in said
    with closing(sqlite3.connect(occupied / "airflow" / "airflow.db")) as opened:
        assert opened.execute("SELECT slots FROM slot_pool WHERE pool = 'newsvane_lake'").fetchall() == [(9,)]
        assert opened.execute("SELECT count(*) FROM dag").fetchone() == (1,)
        assert opened.execute("SELECT name FROM asset").fetchall() == [("newsvane-published",)]
        assert opened.execute("SELECT bundle_name FROM callback").fetchall() == [("bi",)]


@pytest.mark.parametrize("words", [("airflow", "init"), ("airflow", "remove", "--yes")], ids=" ".join)
def test_without_a_database_it_says_what_to_do(words: tuple[str, ...], tmp_path: Path) -> None:
    assert "after `airflow db migrate`" in newsvane(tmp_path, *words, code=2)


def test_one_import_line_brings_the_dags(tmp_path: Path) -> None:
    site = wheel.unpack(wheel.build(tmp_path), tmp_path / "site")
    folder = tmp_path / "dags"
    folder.mkdir()
    (folder / "ours.py").write_text("from newsvane_dags import *  # Airflow\n", "utf-8")
    said = python(tmp_path, "-c", BAG, str(folder), PYTHONPATH=str(site))
    (line,) = (line for line in said.splitlines() if line.startswith("FOUND "))
    errors, dags = json.loads(line.removeprefix("FOUND "))
    assert errors == {}
    assert [name for name, _ in dags] == sorted(path.stem for path in (PROJECT / "dags").glob("newsvane_*.py"))
    assert {Path(file).name for _, file in dags} == {"ours.py"}


def machine(airflow: str = "http://a:8080", version: str = __version__, seen: datetime = NOW) -> Installation:
    return Installation(airflow=airflow, host="worker-1", version=version, seen=seen)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        pytest.param([machine()], "ok 1 machine ran tasks", id="as it should be"),
        pytest.param([], "warning no task has worked on this home", id="nobody yet"),
        pytest.param([machine(), machine("http://b:8080")], "failed 2 Airflows work on this home", id="one home"),
        pytest.param([machine(version="0.1.0")], "failed worker-1 has 0.1.0", id="two versions"),
    ],
)
def test_the_doctor_compares_machines(found: list[Installation], words: str, tmp_path: Path) -> None:
    lines = "\n".join(each.model_dump_json() for each in found)
    assert f"FOUND {words}" in python(tmp_path, "-c", CHECK, given=lines)


def test_machines_that_were_not_seen_for_an_hour_are_forgotten(tmp_path: Path) -> None:
    record_installation(tmp_path, machine(seen=NOW - timedelta(hours=2)))
    record_installation(tmp_path, machine("http://b:8080"))
    (tmp_path / "installations" / "broken.json").write_text("{")
    assert [each.airflow for each in load_installations(tmp_path, now=NOW)] == ["http://b:8080"]


def test_a_machine_says_so_again_only_after_a_pause_or_an_upgrade(tmp_path: Path) -> None:
    for minutes, version in ((0, "1"), (2, "1"), (3, "2")):
        record_installation(tmp_path, machine(version=version, seen=NOW + timedelta(minutes=minutes)))
        (known,) = load_installations(tmp_path, now=NOW + timedelta(minutes=4))
        assert known.seen == (NOW if version == "1" else NOW + timedelta(minutes=3))


@pytest.mark.parametrize(
    ("api", "known"),
    [
        ("http://127.0.0.1:8080/execution/", "http://127.0.0.1:8080/execution/ on w1"),
        ("", " on w1"),
        ("https://airflow.example/execution/", "https://airflow.example/execution/"),
    ],
)
def test_an_airflow_is_told_apart_by_its_api(api: str, known: str) -> None:
    assert identify_airflow(api, "w1") == known
