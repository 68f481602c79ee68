"""Kill the first try of every task with `kill -9` while a cycle runs. The retries must succeed."""

import contextlib
import os
import signal
import threading
from dataclasses import dataclass, field

from rich.console import Console

from newsvane.standalone import Standalone

RUNNING = "/dags/~/dagRuns/~/taskInstances?state=running&limit=100"


@dataclass
class Killer:
    """A context manager that kills each task once. `killed`: names of the tasks killed so far."""

    airflow: Standalone
    console: Console
    killed: set[str] = field(default_factory=set)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Killer":
        self._thread = threading.Thread(target=self._hunt, name="killer")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _hunt(self) -> None:
        while not self._done.wait(0.2):
            with contextlib.suppress(OSError):
                for task in self.airflow.call("GET", RUNNING)["task_instances"]:
                    name = f"{task['dag_id']}.{task['task_id']}"
                    if task["pid"] and name not in self.killed:
                        os.kill(task["pid"], signal.SIGKILL)
                        self.killed.add(name)
                        self.console.print(f"           {name:<24} killed (process {task['pid']})", markup=False)
