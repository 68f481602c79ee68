"""The demo in a real Airflow: the lake equals the ground truth, and no process is left, however the demo ends."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.servers.process import free_port
from tests.support.collector import collector
from tests.world import neighbour
from tests.world.content import World

PROJECT = Path(__file__).resolve().parents[2]


@dataclass
class Demo:
    """A demo that was started; `mark` is in the environment of all that it starts."""

    process: subprocess.Popen[str]
    log: Path
    mark: str = field(default="")

    def output(self) -> str:
        return self.log.read_text("utf-8")

    def wait_for(self, words: str, patience: float = 120) -> None:
        deadline = time.monotonic() + patience
        while words not in self.output():
            assert self.process.poll() is None and time.monotonic() < deadline, self.output()
            time.sleep(0.2)

    def left_behind(self) -> list[str]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get("NEWSVANE_TEST_MARK") == self.mark:
                    found.append(" ".join(process.cmdline()))
        return found


@contextlib.contextmanager
def demo(tmp_path: Path, *arguments: str, **environment: str) -> Iterator[Demo]:
    mark, log = secrets.token_hex(8), tmp_path / "demo.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.demo", "--home", str(tmp_path / "demo"), *arguments],
            cwd=PROJECT,
            env={**os.environ, "NEWSVANE_TEST_MARK": mark, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            umask=0o022,
        )
    try:
        yield Demo(process, log, mark)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


@pytest.mark.timeout(900)
def test_the_demo_lands_its_ground_truth_and_sends_each_alert_once(tmp_path: Path) -> None:
    with (
        collector() as metrics,
        demo(tmp_path, "--check", "--port", str(free_port()), **metrics.environment) as running,
    ):
        code = running.process.wait(400)
    output = running.output()
    assert code == 0, output
    assert "demo-check: 0 differences" in output
    assert "0 errors" in output
    assert running.left_behind() == []
    gauges = {name.removeprefix("airflow.newsvane."): values for name, values in metrics.gauges.items()}
    truth = json.loads((PROJECT / "tests" / "world" / "truth.json").read_text("utf-8"))
    outcomes = [each["outcome"] for each in (truth["articles"] | neighbour.truth(World())).values()]
    assert max(gauges["articles_last_hour"]) == outcomes.count("article")
    assert gauges["alerts_pending"][-1] == 0
    assert max(gauges["refused_last_hour.bomb"]) == 1
    assert gauges["alerts_latency_seconds"][-1] > 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_no_process_behind(tmp_path: Path, number: signal.Signals) -> None:
    with demo(tmp_path, "--port", str(free_port())) as running:
        running.wait_for("Airflow is up" if number == signal.SIGINT else "Starting Airflow")
        time.sleep(3)
        running.process.send_signal(number)
        assert running.process.wait(60) == 130
    assert running.left_behind() == []


def test_a_start_that_fails_says_which_log_to_read_and_leaves_no_process_behind(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/no/such/folder/airflow.db"
    with demo(tmp_path, "--port", str(free_port()), AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=nowhere) as running:
        assert running.process.wait(120) == 1
    assert "db-migrate.log" in running.output()
    assert running.left_behind() == []


def test_the_error_about_a_taken_port_names_its_process_and_another_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with demo(tmp_path, "--port", str(port)) as running:
            assert running.process.wait(60) == 1
    said = " ".join(running.output().split())
    assert f"port {port} is taken by" in said
    assert f"process {os.getpid()}" in said
    assert "PORT=" in said
    assert running.left_behind() == []
