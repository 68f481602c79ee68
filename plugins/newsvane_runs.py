"""Let one run of newsvane_ingest read while the one before lands.

Keep this module light: Airflow imports it whenever it parses the DAG file.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from newsvane_airflow import ENTRIES, NEW_ENTRIES

log = logging.getLogger(__name__)

_MAX_RUNS_PER_REQUEST = 40
"""Run ids in one request to Airflow: they are in its URL, which servers limit to 8 kB."""


def make_run_finder(task: Any) -> Callable[[Sequence[str]], list[str]] | None:
    """Return a function that finds which of the named runs are running; None if only this one is.

    `task`: a task instance; runs of its DAG.
    """

    def count(**which: Any) -> int:
        return int(task.get_dr_count(task.dag_id, states=["running"], **which))

    def find_running(runs: Sequence[str]) -> list[str]:
        found: list[str] = []
        for start in range(0, len(runs), _MAX_RUNS_PER_REQUEST):
            part = runs[start : start + _MAX_RUNS_PER_REQUEST]
            running = count(run_ids=list(part))
            for run in reversed(part):  # the latest are the most likely
                if not running:
                    break
                if count(run_ids=[run]):
                    found.append(run)
                    running -= 1
        return found

    return find_running if count() > 1 else None


def start_next_run(task: Any, events: Any, *, has_landed: bool) -> None:
    """Emit ENTRIES if entries wait that no other run reads. `events`: the task's outlet events.

    `has_landed`: whether the run of this task has landed. If not, the entries that it has read do not count as waiting.
    A failure is only logged, because the task has other work, and the next poll looks for waiting entries, too.
    """
    from newsvane import pipeline

    try:
        running = make_run_finder(task)
        waiting = pipeline.count_waiting_entries(task.run_id, has_landed=has_landed, find_running=running)
    except Exception:
        log.warning("whether entries wait could not be found out; the next poll looks again", exc_info=True)
        return
    if waiting:
        events[NEW_ENTRIES].add(ENTRIES, extra={"to_read": waiting})
