"""Bad days of a cluster: what can be taken away while tasks run, at once and without a word, and comes back."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import psutil
from rich.console import Console

from tests.cluster import Cluster

RUNNING = "/dags/newsvane_ingest/dagRuns/~/taskInstances?task_id=read&state=running&limit=100"
AWAY = 3.0
"""Seconds that a server is away."""


@dataclass
class Fault:
    """While its block runs, waits until pages are being read and then strikes, once. `struck`: by `time.monotonic`."""

    cluster: Cluster
    console: Console
    name: str
    struck: float = 0.0
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._hunt, name="fault")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _hunt(self) -> None:
        while not self._done.wait(0.2):
            with contextlib.suppress(OSError):
                if tasks := [each for each in self.cluster.call("GET", RUNNING)["task_instances"] if each["pid"]]:
                    self.struck = time.monotonic()
                    self.console.print(f"           {self.name}: {FAULTS[self.name](self.cluster, tasks[0])}")
                    return


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


FAULTS: dict[str, Callable[[Cluster, dict[str, Any]], str]] = {
    "worker": _worker,
    "scheduler": _scheduler,
    "redis": _redis,
    "postgres": _postgres,
}
