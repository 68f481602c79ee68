"""Measure what Airflow itself costs: CPU-seconds of each component over a cycle without news, embedded and on Celery.

`python -m benchmarks.orchestration` fills a lake from the news world of the tests. Then it polls everything `CYCLES`
times, with nothing new, and idles for a minute, or for as many seconds as REST says. The costs of a component include
those of all descendants of its process. So a task counts towards the process that runs it: the scheduler when embedded,
a worker on Celery. The last row of the table is the same cycle with `newsvane run`.
"""

import contextlib
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
from rich.console import Console

from newsvane.standalone import Standalone
from tests.cluster import Cluster, backbone
from tests.demo.cycle import DAGS, first_cycle, next_cycle
from tests.servers.process import free_port
from tests.support.scene import PROJECT, Scene, scene

CYCLES, REST = 3, float(os.environ.get("REST", "60"))
KINDS = ("embedded", "Celery")


def main() -> None:
    costs = {kind: measure(kind) for kind in KINDS}
    parts = list(dict.fromkeys(part for kind in KINDS for part in costs[kind]))
    print("| CPU-seconds | " + " | ".join(f"{kind}: per cycle | per minute at rest" for kind in KINDS) + " |")
    print("|---|" + "---|" * 2 * len(KINDS))
    for part in parts:
        cells = [f"{each:.1f}" for kind in KINDS for each in costs[kind].get(part, (0.0, 0.0))]
        print(f"| {part} | {' | '.join(cells)} |")
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} over five minutes.")


def measure(kind: str) -> dict[str, tuple[float, float]]:
    """Return the CPU-seconds of each component over a cycle (the median) and over an idle minute."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="newsvane-orchestration-") as folder, scene(Path(folder)) as surroundings:
        with start_airflow(kind, surroundings) as (airflow, others):
            airflow.wait_for_dags(set(DAGS))
            first_cycle(airflow, console)
            roots = {part: airflow.pid(part) for part in airflow.components} | others
            cycles = []
            for _ in range(CYCLES):
                before = measure_cpu(roots)
                next_cycle(airflow, console)
                cycles.append(subtract(measure_cpu(roots), before))
            before, began = measure_cpu(roots), time.monotonic()
            time.sleep(REST)
            minute = (time.monotonic() - began) / 60
            rest = {part: cost / minute for part, cost in subtract(measure_cpu(roots), before).items()}
            without = measure_without_airflow(surroundings)
        parts = {part: (statistics.median(each[part] for each in cycles), rest[part]) for part in roots}
        total = (sum(cycle for cycle, _ in parts.values()), sum(idle for _, idle in parts.values()))
        return parts | {"**all**": total, "without Airflow": (without, 0.0)}


@contextlib.contextmanager
def start_airflow(kind: str, surroundings: Scene) -> Iterator[tuple[Standalone, dict[str, int]]]:
    """Start Airflow of that kind; yield it with the process ids of the servers that it depends on."""
    home, given = surroundings.home / "airflow", surroundings.environment
    if kind == "embedded":
        with Standalone(PROJECT, home, port=free_port(), environment=given, password="cost") as airflow:
            yield airflow, {}
    else:
        with backbone() as behind:
            given.update(behind.lake)
            with Cluster(home, behind, port=free_port(), given=given, password="cost") as airflow:
                yield airflow, {"postgres": behind.postgres.pid, "redis": behind.redis.pid}


def measure_cpu(roots: Mapping[str, int]) -> dict[str, float]:
    """Return the CPU-seconds of each process and its descendants, including those that have ended."""
    return {part: sum(map(_cpu, _list_family(psutil.Process(root)))) for part, root in roots.items()}


def _list_family(process: psutil.Process) -> Iterator[psutil.Process]:
    yield process
    yield from process.children(recursive=True)


def _cpu(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def subtract(after: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """Return the difference per component."""
    return {part: cost - before[part] for part, cost in after.items()}


def measure_without_airflow(surroundings: Scene) -> float:
    """Return the CPU-seconds of the same cycle without Airflow, including the start of Python."""

    def children() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = children()
    command = [str(Path(sys.executable).parent / "newsvane"), "run", "--all"]
    subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **surroundings.environment}, check=True, stdout=subprocess.DEVNULL
    )
    return children() - before


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started ends with this process
    main()
