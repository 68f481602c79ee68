"""The same work done twice: at the same time, after it has landed, and as a backfill of last week."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.chaos.fault_injection import Outcome, compare
from tests.support.saved_cycle import STEPS, SavedCycle
from tests.support.steps import RUN, run_step, run_steps, steps

TRIES = 4


def simultaneous_runs(*runs: str) -> Callable[[SavedCycle, Path], Outcome]:
    """Return a case: runs of these names side by side, step by step, each failed task tried again as Airflow would."""

    def run(saved: SavedCycle, folder: Path) -> Outcome:
        saved.restore("plan_polls")
        settings, environment = saved.scene.settings, saved.scene.environment
        errors = []
        with ThreadPoolExecutor(len(runs)) as both:
            for name, _ in steps():
                left = [dict(steps(each))[name] for each in runs]
                for _ in range(TRIES):
                    codes = list(both.map(partial(run_step, settings, environment, name), left))
                    left = [given for given, code in zip(left, codes, strict=True) if code != 0]
                errors += [f"{name} failed {TRIES} times" for _ in left]
        return compare(settings, saved.scene.inbox, saved.rows, runs=0, errors=errors)

    return run


def cleared_run(first: str) -> Callable[[SavedCycle, Path], Outcome]:
    """Return a case: the run has succeeded; it is cleared from that task on and runs again."""

    def run(saved: SavedCycle, folder: Path) -> Outcome:
        saved.restore("end")
        settings, environment = saved.scene.settings, saved.scene.environment
        run_steps(settings, environment, steps(RUN)[STEPS[first] :])
        return compare(settings, saved.scene.inbox, saved.rows, runs=0)

    return run


def backfill(saved: SavedCycle, folder: Path) -> Outcome:
    """Run two days of the week before, after the run of today; with its clock, so that no failed page is due again."""
    saved.restore("end")
    settings, environment = saved.scene.settings, saved.scene.environment
    clock = saved.ended - datetime.now(UTC)
    for day in (18, 19):
        run_steps(settings, environment, steps(f"backfill__2026-11-{day}T00:00:00+00:00"), clock_shift=clock)
    return compare(settings, saved.scene.inbox, saved.rows, runs=0)
