"""The same work twice: at once, after it has landed, and under a name of last week."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.chaos.fault_injection import Outcome, outcome
from tests.support.history import STEPS, History
from tests.support.steps import RUN, run_step, run_steps, steps

TRIES = 4


def at_once(*runs: str) -> Callable[[History, Path], Outcome]:
    """Runs of these names side by side, step by step, each failed task tried again as Airflow would."""

    def happens(history: History, folder: Path) -> Outcome:
        history.go_back_to("plan_polls")
        settings, environment = history.scene.settings, history.scene.environment
        wrong = []
        with ThreadPoolExecutor(len(runs)) as both:
            for name, _ in steps():
                left = [dict(steps(run))[name] for run in runs]
                for _ in range(TRIES):
                    codes = list(both.map(partial(run_step, settings, environment, name), left))
                    left = [given for given, code in zip(left, codes, strict=True) if code != 0]
                wrong += [f"{name} failed {TRIES} times" for _ in left]
        return outcome(settings, history.scene.inbox, history.rows, runs=0, wrong=wrong)

    return happens


def cleared(first: str) -> Callable[[History, Path], Outcome]:
    """The run has ended well; it is cleared from that task on and runs again."""

    def happens(history: History, folder: Path) -> Outcome:
        history.go_back_to("end")
        history.scene.inbox.write_bytes(history.told)
        settings, environment = history.scene.settings, history.scene.environment
        run_steps(settings, environment, steps(RUN)[STEPS[first] :])
        return outcome(settings, history.scene.inbox, history.rows, runs=0)

    return happens


def backfilled(history: History, folder: Path) -> Outcome:
    """A run for each day of the week before, after the run of today."""
    history.go_back_to("end")
    history.scene.inbox.write_bytes(history.told)
    settings, environment = history.scene.settings, history.scene.environment
    for day in (18, 19):
        run_steps(settings, environment, steps(f"backfill__2026-11-{day}T00:00:00+00:00"))
    return outcome(settings, history.scene.inbox, history.rows, runs=0)
