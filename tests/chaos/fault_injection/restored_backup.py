"""The catalog is restored from last night's backup, which lacks a day's work."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newsvane import lake
from tests.chaos.fault_injection import Outcome, compare
from tests.support.lake_rows import load_rows
from tests.support.saved_cycle import SavedCycle
from tests.support.scene import settings_from
from tests.support.steps import run_steps, steps


def restored_backup(*, keep_staging: bool) -> Callable[[SavedCycle, Path], Outcome]:
    """Return a case: half of the feeds yesterday, a backup, the rest today; then the lake is lost (or staging, too)."""

    def run(saved: SavedCycle, folder: Path) -> Outcome:
        saved.restore("plan_polls")
        watch = shutil.copytree(saved.scene.environment["NEWSVANE_WATCH"], folder / "watch")
        environment = {**saved.scene.environment, "NEWSVANE_WATCH": str(watch)}
        settings = settings_from(environment)
        listed = (watch / "feeds.toml").read_text("utf-8")
        (watch / "feeds.toml").write_text(first_half(listed), "utf-8")
        run_steps(settings, environment, steps("yesterday"))
        (watch / "feeds.toml").write_text(listed, "utf-8")
        lake.backup(settings, folder / "backup", datetime.now(UTC))
        run_steps(settings, environment, steps("today"))
        expected = load_rows(settings)

        shutil.rmtree(settings.catalog_path.parent)
        if not keep_staging:
            shutil.rmtree(str(settings.staging_path))
        command = [str(Path(sys.executable).with_name("newsvane")), "restore", str(folder / "backup")]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        run_steps(settings, environment, steps("tomorrow")[-3 if keep_staging else 0 :])
        errors = [done.stderr] if done.returncode else []
        return compare(settings, saved.scene.inbox, expected, runs=0 if keep_staging else 1, errors=errors)

    return run


def first_half(feeds: str) -> str:
    """Return the first half of the feeds of a watch list."""
    tables = re.split(r"(?=^\[\[feed\]\])", feeds, flags=re.MULTILINE)
    return "".join(tables[: len(tables) // 2])
