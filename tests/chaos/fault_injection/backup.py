"""The catalog is restored from last night's backup, after a day's work that the backup lacks."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newsvane import lake
from tests.chaos.fault_injection import Outcome, outcome, rows
from tests.demo.scene import settings_from
from tests.support.history import History
from tests.support.steps import run_steps, steps


def restored(*, staging: bool) -> Callable[[History, Path], Outcome]:
    """Half of the feeds yesterday, the backup, the rest today; then the lake is lost. `staging`: that is not."""

    def happens(history: History, folder: Path) -> Outcome:
        history.go_back_to("plan_polls")
        environment = dict(history.scene.environment)
        settings = settings_from(environment)
        watch = shutil.copytree(environment["NEWSVANE_WATCH"], folder / "watch")
        listed = (watch / "feeds.toml").read_text("utf-8")
        (watch / "feeds.toml").write_text(half(listed), "utf-8")
        run_steps(settings_from({**environment, "NEWSVANE_WATCH": str(watch)}), environment, steps("yesterday"))
        lake.backup(settings, folder / "backup", datetime.now(UTC))
        run_steps(settings, environment, steps("today"))
        expected = rows(settings)

        shutil.rmtree(settings.catalog_path.parent)
        if not staging:
            shutil.rmtree(settings.staging_path)
        command = [str(Path(sys.executable).with_name("newsvane")), "restore", str(folder / "backup")]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        run_steps(settings, environment, steps("tomorrow")[0 if not staging else -3 :])
        wrong = [done.stderr] if done.returncode else []
        return outcome(settings, history.scene.inbox, expected, runs=0 if staging else 1, wrong=wrong)

    return happens


def half(feeds: str) -> str:
    """The first half of a watch list."""
    tables = re.split(r"(?=^\[\[feed\]\])", feeds, flags=re.MULTILINE)
    return "".join(tables[: len(tables) // 2])
