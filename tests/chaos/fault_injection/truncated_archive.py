"""An archive file that ends in the middle of a record."""

import os
from datetime import timedelta
from pathlib import Path

from newsvane.settings import Settings
from tests.chaos.fault_injection import Outcome, compare
from tests.support.saved_cycle import STEPS, SavedCycle
from tests.support.steps import run_step, run_steps, steps


def truncated_before_landing(saved: SavedCycle, folder: Path) -> Outcome:
    """Truncate between reading and landing: landing needs no archive."""
    saved.restore("validate")
    settings, environment = saved.scene.settings, saved.scene.environment
    _truncate(settings)
    run_steps(settings, environment, steps()[STEPS["validate"] :])
    return compare(settings, saved.scene.inbox, saved.rows, runs=0)


def truncated_before_reprocessing(saved: SavedCycle, folder: Path) -> Outcome:
    """Truncate before everything is read again: an article whose page is lost stays as it was read."""
    saved.restore("end")
    settings, environment = saved.scene.settings, saved.scene.environment
    _truncate(settings)
    since = saved.scene.began - timedelta(days=1)
    codes = [
        run_step(settings, environment, "newsvane.pipeline.ops.replay:reprocess", keywords={"since": since}),
        run_step(settings, environment, "newsvane.pipeline.ops.replay:replay"),
    ]
    errors = [f"reading again ended with {code}" for code in codes if code]
    return compare(settings, saved.scene.inbox, saved.rows, runs=0, errors=errors)


def _truncate(settings: Settings) -> None:
    for path in settings.archive_path.rglob("*.warc.gz"):
        os.truncate(str(path), path.stat().st_size // 2)
