"""Let one run of newsvane_ingest read while the one before lands.

Keep this module light: Airflow imports it whenever it parses the DAG file.
"""

from collections.abc import Callable, Sequence
from typing import Any

from newsvane_airflow import ENTRIES, NEW_ENTRIES


def other_runs(task: Any) -> Callable[[Sequence[str]], list[str]] | None:
    """Return a function that tells which of the named runs are running; None if only this one is.

    `task`: a task instance; runs of its DAG.
    """

    def count(**which: Any) -> int:
        return int(task.get_dr_count(task.dag_id, states=["running"], **which))

    if count() < 2:
        return None
    return lambda runs: [run for run in runs if count(run_ids=[run])]


def start_next_run(task: Any, events: Any) -> None:
    """Emit ENTRIES if entries wait that neither this run nor another one reads. `events`: the task's outlet events."""
    from newsvane import pipeline

    if waiting := pipeline.count_waiting_entries(task.run_id, find_running=other_runs(task)):
        events[NEW_ENTRIES].add(ENTRIES, extra={"to_read": waiting})
