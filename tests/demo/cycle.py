"""One cycle in a running Airflow: follow a poll and what its assets set off, and say each task as it ends."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote

from rich.console import Console

from newsvane.standalone import Standalone

DAGS = ("newsvane_poll", "newsvane_ingest", "newsvane_alert", "newsvane_trends", "newsvane_maintain")
CONSUMERS = {
    "newsvane_poll": ("newsvane-entries", ("newsvane_ingest",)),
    "newsvane_ingest": ("newsvane-articles", ("newsvane_trends", "newsvane_alert")),
}
"""The asset that a DAG's last task tells of, and the DAGs which that wakes."""
PATIENCE = 400.0
ENDED = {"success", "failed", "skipped", "upstream_failed", "removed"}


class CycleFailed(Exception):
    """A run failed, or did not end in time."""


def first_cycle(airflow: Standalone, console: Console) -> None:
    """Let the DAGs loose and wait for all that the first scheduled poll sets off. Raises CycleFailed."""
    for dag in reversed(DAGS):
        airflow.unpause(dag)
    watch = _Watch(airflow, console)
    with console.status("Airflow is working …"):
        watch.follow("newsvane_poll", watch.scheduled("newsvane_poll"))
        watch.settle()


def next_cycle(airflow: Standalone, console: Console) -> None:
    """Poll everything again, due or not, and wait for all that follows. Raises CycleFailed."""
    watch = _Watch(airflow, console)
    with console.status("Airflow is working …"):
        watch.follow("newsvane_poll", airflow.trigger("newsvane_poll", {"everything": True}))
        watch.settle()


@dataclass
class _Watch:
    airflow: Standalone
    console: Console
    began: float = field(default_factory=time.monotonic)
    told: set[str] = field(default_factory=set)

    def follow(self, dag: str, run: str) -> None:
        """Wait for a run, then for the runs that its asset events cause."""
        while (state := self._run(dag, run)["state"]) not in {"success", "failed"}:
            self._tell(dag, run)
            self._wait(f"{dag} {run} is {state}")
        self._tell(dag, run)
        if state == "failed":
            raise CycleFailed(f"{dag} failed; its task logs are in {self.airflow.home / 'logs'}")
        asset, consumers = CONSUMERS.get(dag, ("", ()))
        for event in self._events(dag, run) if consumers else ():
            if event["name"] == asset:
                for consumer in consumers:
                    self.follow(consumer, self._caused(consumer, event["timestamp"]))

    def scheduled(self, dag: str) -> str:
        """The run that the schedule begins when a DAG is let loose."""
        while not (runs := self.airflow.runs(dag)):
            self._wait(f"{dag} has not begun")
        return str(runs[-1]["dag_run_id"])

    def settle(self) -> None:
        """Wait for the runs that the schedule began in between, and for what they cause."""
        quiet = 0
        while quiet < 3:
            busy = [
                f"{dag} {run['dag_run_id']} is {run['state']}"
                for dag in DAGS
                for run in self.airflow.runs(dag)
                if run["state"] in {"queued", "running"}
            ]
            quiet = 0 if busy else quiet + 1
            self._wait("; ".join(busy))

    def _caused(self, dag: str, since: str) -> str:
        """The first run of a DAG that began after an asset event."""
        while True:
            for run in reversed(self.airflow.runs(dag)):
                if run["run_type"] == "asset_triggered" and run["queued_at"] and run["queued_at"] >= since:
                    return str(run["dag_run_id"])
            self._wait(f"{dag} has not begun")

    def _tell(self, dag: str, run: str) -> None:
        for task in self.airflow.call("GET", f"/dags/{dag}/dagRuns/{quote(run)}/taskInstances?limit=500")[
            "task_instances"
        ]:
            if task["state"] in ENDED and task["id"] not in self.told:
                self.told.add(task["id"])
                holds = f"  {task['rendered_map_index']}" if task["rendered_map_index"] else ""
                took = f"{task['duration']:4.1f} s" if task["duration"] else "      "
                at = f"  {time.monotonic() - self.began:5.0f} s  "
                self.console.print(f"{at}{dag}.{task['task_id']:<10} {task['state']:<8} {took}{holds}", markup=False)

    def _run(self, dag: str, run: str) -> dict[str, Any]:
        found: dict[str, Any] = self.airflow.call("GET", f"/dags/{dag}/dagRuns/{quote(run)}")
        return found

    def _events(self, dag: str, run: str) -> list[dict[str, Any]]:
        """Asset events of a run. Airflow answers 500 while a run that an event caused is queued: ask again."""
        query = f"/assets/events?source_dag_id={dag}&source_run_id={quote(run)}"
        while True:
            try:
                events: list[dict[str, Any]] = self.airflow.call("GET", query)["asset_events"]
            except HTTPError as error:
                self._wait(f"Airflow answers {error} to {query}")
            else:
                return events

    def _wait(self, what: str) -> None:
        if time.monotonic() - self.began > PATIENCE:
            raise CycleFailed(f"waited {PATIENCE:.0f} s: {what}; the logs are in {self.airflow.home}")
        time.sleep(0.7)
