"""An Airflow of others: set up as its documentation says, with a DAG and a pool of theirs and nothing of ours."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from newsvane.standalone import MARK, Standalone
from tests.support.scene import PROJECT

THEIR_DAG = """
from airflow.sdk import dag, task

@dag(schedule=None)
def their_report():
    @task(pool="theirs")
    def count() -> int:
        return 1
    count()

their_report()
"""
VOLATILE = {"job", "log", "session", "import_error", "sqlite_sequence"}
"""Tables that Airflow or SQLite fills while Airflow runs."""


class Foreign(Standalone):
    """Their Airflow. `python`: the interpreter that runs it. `site`: where our wheel is unpacked, once they have it.

    `given`: variables that were added to their environment: nothing before they are told to join.
    """

    def __init__(
        self,
        home: Path,
        *,
        port: int,
        site: Path | None = None,
        given: Mapping[str, str] | None = None,
        python: str = "",
    ) -> None:
        super().__init__(PROJECT, home, port=port, environment=given, password="admin")
        self.python, self.site = python or sys.executable, site
        folder = self.home / "dags"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "their_report.py").write_text(THEIR_DAG, "utf-8")

    @property
    def shared_configuration(self) -> dict[str, str]:
        """Airflow's defaults, but for addresses and ports."""
        ours = super().shared_configuration
        names = ("AIRFLOW__CORE__LOAD_EXAMPLES", "AIRFLOW__API__HOST", "AIRFLOW__API__PORT", "SPT_NOENV", "PATH")
        return {name: ours[name] for name in names} | {"AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False"}

    def environment_for(self, component: str) -> dict[str, str]:
        """Return the variables of a component: theirs, and what they were told to add."""
        here = {
            name: value for name, value in os.environ.items() if not name.startswith(("NEWSVANE_", "PYTHON", "AIRFLOW"))
        }
        theirs = {name: value for name, value in self.configuration_for(component).items() if "NEWSVANE" not in name}
        path = {"PYTHONPATH": str(self.site) if self.site else str(self.home)}
        return {**here, **theirs, **self.extra_environment, **path, MARK: self.mark}

    def set_up(self) -> None:
        """Do nothing: it is not for us."""

    def run(self, *words: str, code: int = 0) -> str:
        """Run a command of Airflow or Newsvane in this Airflow's environment, and return what it prints."""
        name, *rest = words
        program = ["-m", "airflow"] if name == "airflow" else ["-c", "from newsvane.cli import main; main()"]
        done = subprocess.run(
            [self.python, *program, *rest], env=self.environment_for("db-migrate"), cwd=self.home,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def pause(self, dags: Iterable[str]) -> None:
        """Pause DAGs and wait until none of their tasks is running."""
        for dag in dags:
            self.call("PATCH", f"/dags/{dag}", {"is_paused": True})
        running = "/dags/~/dagRuns/~/taskInstances?state=running&state=queued&limit=1"
        self.wait_until(lambda: not self.call("GET", running)["total_entries"], 120, "tasks to end")

    @property
    def database(self) -> Path:
        """The file of their metadata database."""
        return self.home / "airflow.db"

    def leave_callback(self, bundle: str) -> None:
        """Leave something to do for the DAG processor, as the scheduler does when a run times out or is given up."""
        with sqlite3.connect(self.database) as opened:
            opened.execute(
                "INSERT INTO callback (id, type, fetch_method, data, bundle_name, priority_weight, created_at) "
                "VALUES (?, 'dag_processor', 'dag_attribute', '{}', ?, 1, '2026-11-24 00:00:00')",
                [uuid4().hex, bundle],
            )

    def rows(self) -> dict[str, int]:
        """Return how many rows each table of the database has, without those that Airflow fills as it runs."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as opened:
            tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            counted = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        return {name: count for name, count in counted.items() if name not in VOLATILE}

    def mentions(self, word: str) -> dict[str, int]:
        """Return how many rows of each table mention a word, in any column; tables without one are left out."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as opened:
            tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            found = {
                name: sum(word in json.dumps(row, default=str) for row in opened.execute(f'SELECT * FROM "{name}"'))
                for name in tables
            }
        return {name: count for name, count in found.items() if count}
