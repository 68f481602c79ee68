"""Inject faults into a cluster while tasks run: kill or stop one of its processes or servers without warning."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import psutil
from rich.console import Console

from tests.cluster import Cluster

AWAY = 3.0
"""Seconds for which a server is down."""


@dataclass
class Strike:
    """When a fault was injected (`fell`), and when its task had nevertheless succeeded (`healed`; 0: not yet).

    Times are those of `time.monotonic`.
    """

    fell: float
    healed: float = 0.0


@dataclass
class Faults:
    """A context manager that injects each named fault once, while its task runs. `strikes`: those injected so far."""

    cluster: Cluster
    console: Console
    names: Sequence[str]
    strikes: dict[str, Strike] = field(default_factory=dict)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._hunt, name="faults")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def wrong(self) -> list[str]:
        """Return one line per fault that was not injected, or whose task did not succeed afterwards."""
        return [
            f"{name}: {'not healed' if name in self.strikes else 'has not struck'}"
            for name in self.names
            if name not in self.strikes or not self.strikes[name].healed
        ]

    def _hunt(self) -> None:
        while not self._done.wait(0.2):
            with contextlib.suppress(OSError):
                for name in self.names:
                    self._look(name)
        for name in self.names:
            self._look(name)

    def _look(self, name: str) -> None:
        fault, struck = FAULTS[name], self.strikes.get(name)
        if struck and struck.healed:
            return
        query = f"/dags/{fault.dag}/dagRuns/~/taskInstances?task_id={fault.task}&limit=100"
        tasks = self.cluster.call("GET", query)["task_instances"]
        running = [task for task in tasks if task["state"] == "running" and task["pid"]]
        if not struck and running:
            self.strikes[name] = Strike(time.monotonic())
            self.console.print(f"           {name}: {fault.strike(self.cluster, running[0])}", markup=False)
        elif struck and {task["state"] for task in tasks} == {"success"}:
            struck.healed = time.monotonic()
            took = struck.healed - struck.fell
            self.console.print(f"           {name}: {fault.dag}.{fault.task} healed after {took:.0f} s", markup=False)


def _worker(cluster: Cluster, task: dict[str, Any]) -> str:
    for name in cluster.components:
        family = [process := psutil.Process(cluster.pid(name)), *process.children(recursive=True)]
        if name.startswith("worker") and task["pid"] in {each.pid for each in family}:
            _kill(family)
            return f"{name} and its {len(family)} processes killed"
    raise RuntimeError(f"no worker runs {task['task_id']}")


def _scheduler(cluster: Cluster, task: dict[str, Any]) -> str:
    process = psutil.Process(cluster.pid("scheduler"))
    _kill([process, *process.children(recursive=True)])
    return "killed"


def _redis(cluster: Cluster, task: dict[str, Any]) -> str:
    cluster.behind.redis.stop(signal.SIGKILL)
    time.sleep(AWAY)
    cluster.behind.redis.start()
    return f"killed, and back after {AWAY:g} s"


def _postgres(cluster: Cluster, task: dict[str, Any]) -> str:
    cluster.behind.postgres.stop()
    time.sleep(AWAY)
    cluster.behind.postgres.start()
    return f"stopped under all connections, and back after {AWAY:g} s"


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


@dataclass(frozen=True)
class Fault:
    """A fault. `strike` kills or stops something while the task runs, and returns a description of it."""

    dag: str
    task: str
    strike: Callable[[Cluster, dict[str, Any]], str]


FAULTS = {
    "worker": Fault("newsvane_ingest", "read", _worker),
    "scheduler": Fault("newsvane_ingest", "validate", _scheduler),
    "redis": Fault("newsvane_ingest", "land", _redis),
    "postgres": Fault("newsvane_trends", "count", _postgres),
}
