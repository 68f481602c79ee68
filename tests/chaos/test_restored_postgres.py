"""Restore a PostgreSQL catalog from last night's dump, with files in a bucket: the day's work is recovered."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from newsvane import lake
from tests.chaos.fault_injection import compare
from tests.chaos.fault_injection.restored_backup import first_half
from tests.servers import Postgres
from tests.servers.postgres import program
from tests.support.lake_rows import load_rows
from tests.support.remote_lake import needs_postgres, remote_lakes
from tests.support.scene import scene, settings_from
from tests.support.steps import run_steps, steps

pytestmark = needs_postgres


def test_a_dump_of_last_night_and_what_staging_kept(tmp_path: Path) -> None:
    with remote_lakes() as remote, scene(tmp_path) as one:
        environment = one.environment | remote.environment() | remote.bucket.access
        settings = settings_from(environment)
        database, dump = settings.catalog.rpartition("/")[2], tmp_path / "lake.dump"
        watch = shutil.copytree(environment["NEWSVANE_WATCH"], tmp_path / "watch")
        environment |= {"NEWSVANE_WATCH": str(watch)}
        settings = settings_from(environment)
        listed = (watch / "feeds.toml").read_text("utf-8")
        (watch / "feeds.toml").write_text(first_half(listed), "utf-8")
        lake.migrate(settings)

        run_steps(settings, environment, steps("yesterday"))
        (watch / "feeds.toml").write_text(listed, "utf-8")
        before = load_rows(settings)
        _run(remote.postgres, "pg_dump", "--format=custom", f"--file={dump}", database)
        run_steps(settings, environment, steps("today"))
        expected = load_rows(settings)

        remote.postgres.drop(database)
        remote.postgres.create(database, "newsvane")
        _run(remote.postgres, "pg_restore", f"--dbname={database}", dump)
        assert load_rows(settings) == before
        newsvane = [str(Path(sys.executable).with_name("newsvane")), "land-again"]
        done = subprocess.run(newsvane, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        run_steps(settings, environment, steps("tomorrow")[-3:])

        assert "landed again from staging: 4 runs" in done.stdout, done.stderr
        assert before != expected
        outcome = compare(settings, one.inbox, expected, runs=0)
        assert outcome.is_good, outcome


def _run(postgres: Postgres, name: str, *words: str | Path) -> None:
    where = ["--host=127.0.0.1", f"--port={postgres.port}", "--username=postgres"]
    password = {**os.environ, "PGPASSWORD": postgres.password("postgres")}
    subprocess.run([program(name), *where, *words], env=password, check=True)
