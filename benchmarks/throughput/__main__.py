"""Measure how many articles per second go through the whole pipeline under a real Airflow on this machine.

`python -m benchmarks.throughput [--minutes 10] [--rate 120] [--share 20] [--pages FOLDER] [--workers N]`

Local outlets publish `rate` articles per second, more than the pipeline can process. One in `share` is on topic. Time
is measured from the end of one landing to the end of the last.
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil

from benchmarks.news_pages import TOPICS, require_saved_pages
from benchmarks.throughput.outlet_server import OUTLETS
from benchmarks.throughput.report import find_landings, make_report
from newsvane.standalone import MARK, Standalone
from tests.cluster import Cluster, backbone
from tests.demo.cycle import DAGS
from tests.servers.process import free_port
from tests.support.scene import PROJECT, process, settings_from, wait_for

PAUSE = 60.0
"""Seconds between the end of a poll and the start of the next."""

ALERTS = """
[[channel]]
id = "webhook"
url = "${THROUGHPUT_WEBHOOK}"

[[rule]]
id = "watched"
title = "What we watch"
topics = ["iran"]
cap = 100000
channels = ["webhook"]
"""


def main() -> None:
    """Print the throughput, the CPU time of each component, and how long each task took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=120)
    parser.add_argument("--share", type=int, default=20)
    parser.add_argument("--pages", type=Path)
    parser.add_argument(
        "--workers", type=int, default=0, help="Celery workers, each with two tasks at once; 0: LocalExecutor"
    )
    parser.add_argument("--limit", type=int, default=8_000, help="NEWSVANE_READ_LIMIT")
    chosen = parser.parse_args()
    require_saved_pages(chosen.pages)
    with tempfile.TemporaryDirectory(prefix="newsvane-throughput-") as folder, contextlib.ExitStack() as stack:
        home = Path(folder)
        ports_file, inbox = home / "ports.json", home / "inbox.jsonl"
        receivers = ("--ports-file", str(ports_file), "--log", str(inbox))
        webhook = stack.enter_context(process("tests.support.receivers", *receivers, log=home / "receivers.log"))
        outlets, port = stack.enter_context(_serve_outlets(chosen.rate, chosen.share, chosen.pages))
        environment = {
            "NEWSVANE_HOME": str(home / "var"),
            "NEWSVANE_WATCH": str(_write_watch_list(home)),
            "NEWSVANE_CONNECT_TO": f"*=127.0.0.1:{port}",
            "NEWSVANE_HOST_DELAY": "0",
            "NEWSVANE_HOST_CONCURRENCY": "8",
            "NEWSVANE_CHUNKS": str(os.cpu_count()),
            "NEWSVANE_READ_LIMIT": str(chosen.limit),
            "THROUGHPUT_WEBHOOK": f"json://127.0.0.1:{json.loads(wait_for(ports_file))['http']}/alerts",
        }
        airflow = stack.enter_context(_start_airflow(home / "airflow", environment, chosen.workers))
        airflow.wait_for_dags(set(DAGS))
        for dag in reversed(DAGS):
            airflow.unpause(dag)
        trees: dict[str, Standalone | int] = {
            "Airflow with its tasks": airflow,
            "outlets": outlets,
            "receiver": webhook,
        }
        _poll_until(airflow, time.time() + 900, is_done=lambda: len(find_landings(airflow)) > 1)
        spent, began = _measure_cpu(trees), time.time()
        _poll_until(airflow, began + 60 * chosen.minutes)
        after, ended = _measure_cpu(trees), time.time()
        print(make_report(airflow, settings_from(environment), inbox, began, ended))
        cores = {name: (after[name] - spent[name]) / (ended - began) for name in trees}
        print("\n".join(f"- {name}: {busy:.2f} cores" for name, busy in cores.items()))


@contextlib.contextmanager
def _start_airflow(home: Path, environment: dict[str, str], workers: int) -> Iterator[Standalone]:
    port, password = free_port(), "throughput"
    if not workers:
        with Standalone(PROJECT, home, port=port, environment=environment, password=password) as airflow:
            yield airflow
        return
    with backbone() as behind:
        environment.update(behind.lake)
        with Cluster(home, behind, port=port, given=environment, password=password, workers=workers) as airflow:
            yield airflow


def _poll_until(airflow: Standalone, deadline: float, *, is_done: Callable[[], bool] = lambda: False) -> None:
    """Poll repeatedly, with a pause after each poll, until the deadline passes or `is_done` returns true."""
    idle_since, reported = 0.0, 0
    while not is_done() and time.time() < deadline:
        if (now := len(find_landings(airflow))) > reported:
            reported = now
            print(f"{now} landings, {max(0, deadline - time.time()):.0f} s left at most", file=sys.stderr)
        busy = any(run["state"] in {"queued", "running"} for run in airflow.runs("newsvane_poll"))
        if busy:
            idle_since = time.time()
        elif time.time() - idle_since > PAUSE:
            airflow.trigger("newsvane_poll", {"everything": True})
            idle_since = time.time()
        time.sleep(2)


def _measure_cpu(trees: Mapping[str, Standalone | int]) -> dict[str, float]:
    """Return the CPU-seconds of process trees, including children that have ended."""
    return {name: sum(_cpu_seconds(root) for root in _find_roots(tree)) for name, tree in trees.items()}


def _find_roots(tree: Standalone | int) -> list[psutil.Process]:
    if isinstance(tree, int):
        return [psutil.Process(tree)]
    return [each for each in psutil.process_iter() if _belongs_to(each, tree)]


def _belongs_to(each: psutil.Process, airflow: Standalone) -> bool:
    with contextlib.suppress(psutil.Error):
        return each.environ().get(MARK) == airflow.mark
    return False


def _cpu_seconds(root: psutil.Process) -> float:
    with contextlib.suppress(psutil.Error):
        return sum(root.cpu_times()[:4])
    return 0.0


@contextlib.contextmanager
def _serve_outlets(rate: float, share: int, pages: Path | None) -> Iterator[tuple[int, int]]:
    """Serve the outlets in a process of their own; yield its id and its port."""
    command = [sys.executable, "-m", "benchmarks.throughput.outlet_server", str(rate), str(share)]
    command += [str(pages)] if pages else []
    started = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        port = started.stdout.readline()  # type: ignore[union-attr]
        if not port:
            raise SystemExit("the server of the outlets has ended: see above")
        yield started.pid, int(port)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGTERM)
        started.wait()


def _write_watch_list(home: Path) -> Path:
    watch = home / "watch"
    watch.mkdir()
    feeds = (f'[[feed]]\nid = "o{n}"\nurl = "http://o{n}.example/feed"\n' for n in range(OUTLETS))
    topics = TOPICS.read_text("utf-8")
    for name, text in (("feeds", "\n".join(feeds)), ("topics", topics), ("alerts", ALERTS)):
        (watch / f"{name}.toml").write_text(text, "utf-8")
    return watch


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends with this process
    main()
