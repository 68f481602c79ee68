"""An archive file that ends in the middle of a record."""

import os
from datetime import timedelta
from pathlib import Path

from newsvane.settings import Settings
from tests.chaos.fault_injection import Outcome, outcome
from tests.support.history import STEPS, History
from tests.support.steps import run_step, run_steps, steps


def before_landing(history: History, folder: Path) -> Outcome:
    """Cut between reading and landing: landing needs no archive."""
    history.go_back_to("validate")
    settings, environment = history.scene.settings, history.scene.environment
    _cut(settings)
    run_steps(settings, environment, steps()[STEPS["validate"] :])
    return outcome(settings, history.scene.inbox, history.rows, runs=0)


def before_reprocessing(history: History, folder: Path) -> Outcome:
    """Cut before everything is read again: what is cut off stays as it was read."""
    history.go_back_to("end")
    history.scene.inbox.write_bytes(history.told)
    settings, environment = history.scene.settings, history.scene.environment
    _cut(settings)
    since = history.scene.began - timedelta(days=1)
    codes = [
        run_step(settings, environment, "newsvane.pipeline.ops.replay:reprocess", named={"since": since}),
        run_step(settings, environment, "newsvane.pipeline.ops.replay:replay"),
    ]
    wrong = [f"reading again ended with {code}" for code in codes if code]
    return outcome(settings, history.scene.inbox, history.rows, runs=0, wrong=wrong)


def _cut(settings: Settings) -> None:
    for path in settings.archive_path.rglob("*.warc.gz"):
        os.truncate(path, path.stat().st_size // 2)
