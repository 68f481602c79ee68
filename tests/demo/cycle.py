"""Follow one cycle in a running Airflow, from a poll to all runs that its asset events trigger.

Each task is printed as it ends.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

from rich.console import Console

from newsvane.standalone import Standalone

DAGS = ("newsvane_poll", "newsvane_ingest", "newsvane_alert", "newsvane_trends", "newsvane_maintain")
CONSUMERS = {
    "newsvane_poll": ("newsvane-entries", ("newsvane_ingest",)),
    "newsvane_ingest": ("newsvane-articles", ("newsvane_trends", "newsvane_alert")),
}
"""For each DAG, the asset that its last task updates, and the DAGs that this triggers."""
PATIENCE = 400.0
"""After so many seconds in which no task of the cycle has ended, it is given up."""

T = TypeVar("T")
ENDED = {"success", "failed", "skipped", "upstream_failed", "removed"}


class CycleFailed(Exception):
    """A run failed, or no task ended for a long time."""


def first_cycle(airflow: Standalone, console: Console) -> None:
    """Unpause the DAGs and wait for everything that the first scheduled poll triggers. Raises CycleFailed."""
    for dag in reversed(DAGS):
        airflow.unpause(dag)
    watch = _Watch(airflow, console)
    with console.status("Airflow is working …"):
        watch.follow("newsvane_poll", watch.scheduled("newsvane_poll"))
        watch.settle()


def next_cycle(airflow: Standalone, console: Console) -> None:
    """Poll every feed again, due or not, and wait for everything that this triggers. Raises CycleFailed."""
    watch = _Watch(airflow, console)
    with console.status("Airflow is working …"):
        watch.follow("newsvane_poll", airflow.trigger("newsvane_poll", {"everything": True}))
        watch.settle()


@dataclass
class _Watch:
    airflow: Standalone
    console: Console
    began: float = field(default_factory=time.monotonic)
    waiting_since: float = field(default_factory=time.monotonic)
    shown: set[str] = field(default_factory=set)

    def follow(self, dag: str, run: str) -> None:
        """Wait for a run, then for the runs that its asset events trigger. Raises CycleFailed."""
        while (state := self._run(dag, run)["state"]) not in {"success", "failed"}:
            self._show(dag, run)
            self._wait(f"{dag} {run} is {state}")
        self._show(dag, run)
        if state == "failed":
            raise CycleFailed(f"{dag} failed; its task logs are in {self.airflow.home / 'logs'}")
        asset, consumers = CONSUMERS.get(dag, ("", ()))
        for event in self._events(dag, run) if consumers else ():
            if event["name"] == asset:
                for consumer in consumers:
                    self.follow(consumer, self._caused(consumer, event["timestamp"]))

    def scheduled(self, dag: str) -> str:
        """Wait until the scheduler starts a DAG that was unpaused; return the id of its first run."""
        while not (runs := self._runs(dag)):
            self._wait(f"{dag} has not begun")
        return str(runs[-1]["dag_run_id"])

    def settle(self) -> None:
        """Wait until no run is queued or running, including scheduled runs that started meanwhile."""
        quiet, self.waiting_since = 0, time.monotonic()
        while quiet < 3:
            busy = [
                f"{dag} {run['dag_run_id']} is {run['state']}"
                for dag in DAGS
                for run in self._runs(dag)
                if run["state"] in {"queued", "running"}
            ]
            quiet = 0 if busy else quiet + 1
            self._wait("; ".join(busy))

    def _caused(self, dag: str, since: str) -> str:
        """Wait for the run of a DAG that an asset event triggered; return its id. `since`: time of the event."""
        while True:
            for run in reversed(self._runs(dag)):
                if run["run_type"] == "asset_triggered" and run["queued_at"] and run["queued_at"] >= since:
                    return str(run["dag_run_id"])
            self._wait(f"{dag} has not begun")

    def _show(self, dag: str, run: str) -> None:
        for task in self._get(f"/dags/{dag}/dagRuns/{quote(run)}/taskInstances?limit=500")["task_instances"]:
            if task["state"] in ENDED and task["id"] not in self.shown:
                self.shown.add(task["id"])
                self.waiting_since = time.monotonic()
                holds = f"  {task['rendered_map_index']}" if task["rendered_map_index"] else ""
                took = f"{task['duration']:4.1f} s" if task["duration"] else "      "
                at = f"  {time.monotonic() - self.began:5.0f} s  "
                self.console.print(f"{at}{dag}.{task['task_id']:<10} {task['state']:<8} {took}{holds}", markup=False)

    def _run(self, dag: str, run: str) -> dict[str, Any]:
        return self._get(f"/dags/{dag}/dagRuns/{quote(run)}")

    def _runs(self, dag: str) -> list[dict[str, Any]]:
        return self._patiently(lambda: self.airflow.runs(dag), f"the runs of {dag}")

    def _events(self, dag: str, run: str) -> list[dict[str, Any]]:
        query = f"/assets/events?source_dag_id={dag}&source_run_id={quote(run)}"
        events: list[dict[str, Any]] = self._get(query)["asset_events"]
        return events

    def _get(self, query: str) -> dict[str, Any]:
        return self._patiently(lambda: self.airflow.call("GET", query), query)

    def _patiently(self, ask: Callable[[], T], what: str) -> T:
        """Call `ask` until it succeeds: Airflow answers 500 while a triggered run is queued, or nothing while down."""
        while True:
            try:
                return ask()
            except OSError as error:
                self._wait(f"Airflow answers {error} when asked for {what}")

    def _wait(self, what: str) -> None:
        if time.monotonic() - self.waiting_since > PATIENCE:
            raise CycleFailed(f"waited {PATIENCE:.0f} s: {what}; the logs are in {self.airflow.home}")
        self.airflow.require_running()
        time.sleep(0.7)
