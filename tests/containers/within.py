"""Run in the container `check`: serve the news world and the receivers, follow two cycles, and print what is wrong."""

import contextlib
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from rich.console import Console

from newsvane.running_airflow import AirflowApi
from newsvane.standalone import Standalone
from tests.demo.checks import check
from tests.demo.cycle import DAGS, CycleFailed, first_cycle
from tests.support.scene import PROJECT, Scene, process, wait_for

WORLD, HTTP, SMTP = 8000, 8001, 8002
"""Ports of the news world and the receivers; compose.yml passes them to the workers."""

console = Console(highlight=False, soft_wrap=True)


class Containers(Standalone):
    """Airflow in the other containers. Compose starts and stops it."""

    def __init__(self) -> None:
        super().__init__(PROJECT, Path("/var/check"))
        self.url = "http://api-server:8080"
        self._api = AirflowApi(self.url)

    def __enter__(self) -> Self:
        self.wait_until(self.is_healthy, 120, "Airflow to become healthy")
        self._api.log_in(self.password)
        return self

    @property
    def password_file(self) -> Path:
        """The file in which the API server keeps the passwords, on a shared volume."""
        return Path("/var/lib/airflow/passwords.json")


def main() -> int:
    """Print what is wrong; return 0 if nothing is."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack, Containers() as airflow:
        home, began = Path(folder), datetime.now(UTC)
        port, ports, inbox = home / "world.port", home / "receivers.json", home / "inbox.jsonl"
        world = ("--host", "0.0.0.0", "--port", str(WORLD), "--port-file", str(port), "--now", began.isoformat())
        receivers = ("--host", "0.0.0.0", "--http-port", str(HTTP), "--smtp-port", str(SMTP))
        stack.enter_context(process("tests.world", *world, log=home / "world.log"))
        files = ("--ports-file", str(ports), "--log", str(inbox))
        stack.enter_context(process("tests.support.receivers", *receivers, *files, log=home / "receivers.log"))
        for started in (port, ports):
            wait_for(started)
        airflow.wait_for_dags(set(DAGS))
        first_cycle(airflow, console)
        wrong = check(airflow, Scene(home, WORLD, began, inbox, dict(os.environ)), console)
    for line in wrong:
        console.print(f"WRONG  {line}", markup=False)
    console.print(f"containers-check: {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CycleFailed as error:
        sys.exit(f"FAILED  {error}")
