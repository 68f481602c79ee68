"""Measure what Airflow itself costs: CPU-seconds of each component over a cycle without news, embedded and on Celery.

`python -m benchmarks.orchestration` fills a lake from the news world of the tests. Then it polls everything `CYCLES`
times, with nothing new, and rests for a minute. A component is its process with all descendants, so tasks count with
the process that runs them: the scheduler when embedded, the workers on Celery. The last row is the same cycle by
`newsvane run`.
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
from tests.demo.scene import PROJECT, Scene, scene
from tests.servers.process import free_port

CYCLES, REST = 3, 60.0
KINDS = ("embedded", "Celery")


def main() -> None:
    found = {kind: measured(kind) for kind in KINDS}
    parts = list(dict.fromkeys(part for kind in KINDS for part in found[kind]))
    print("| CPU-seconds | " + " | ".join(f"{kind}: a cycle | a minute at rest" for kind in KINDS) + " |")
    print("|---|" + "---|" * 2 * len(KINDS))
    for part in parts:
        cells = [f"{each:.1f}" for kind in KINDS for each in found[kind].get(part, (0.0, 0.0))]
        print(f"| {part} | {' | '.join(cells)} |")
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[1]:.1f} over five minutes.")


def measured(kind: str) -> dict[str, tuple[float, float]]:
    """Of each part, CPU-seconds over a cycle (the median) and over a minute at rest."""
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory(prefix="newsvane-orchestration-") as folder, scene(Path(folder)) as surroundings:
        with started(kind, surroundings) as (airflow, others):
            airflow.wait_for_dags(set(DAGS))
            first_cycle(airflow, console)
            roots = {part: airflow.pid(part) for part in airflow.components} | others
            cycles = []
            for _ in range(CYCLES):
                before = spent(roots)
                next_cycle(airflow, console)
                cycles.append(less(spent(roots), before))
            before, began = spent(roots), time.monotonic()
            time.sleep(REST)
            minute = (time.monotonic() - began) / 60
            rest = {part: cost / minute for part, cost in less(spent(roots), before).items()}
            without = bare(surroundings)
        parts = {part: (statistics.median(each[part] for each in cycles), rest[part]) for part in roots}
        total = (sum(cycle for cycle, _ in parts.values()), sum(idle for _, idle in parts.values()))
        return parts | {"**all**": total, "without Airflow": (without, 0.0)}


@contextlib.contextmanager
def started(kind: str, surroundings: Scene) -> Iterator[tuple[Standalone, dict[str, int]]]:
    """Airflow of that kind, and the processes of the servers that it stands on."""
    home, given = surroundings.home / "airflow", surroundings.environment
    if kind == "embedded":
        with Standalone(PROJECT, home, port=free_port(), environment=given, password="cost") as airflow:
            yield airflow, {}
    else:
        with backbone() as behind:
            given.update(behind.lake)
            with Cluster(home, behind, port=free_port(), given=given, password="cost") as airflow:
                yield airflow, {"postgres": behind.postgres.pid, "redis": behind.redis.pid}


def spent(roots: Mapping[str, int]) -> dict[str, float]:
    """CPU-seconds of each process with its descendants, those that have ended included."""
    return {part: sum(map(_cpu, _family(psutil.Process(root)))) for part, root in roots.items()}


def _family(process: psutil.Process) -> Iterator[psutil.Process]:
    yield process
    yield from process.children(recursive=True)


def _cpu(process: psutil.Process) -> float:
    with contextlib.suppress(psutil.NoSuchProcess):
        times = process.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)
    return 0.0


def less(after: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """The difference, part by part."""
    return {part: cost - before[part] for part, cost in after.items()}


def bare(surroundings: Scene) -> float:
    """CPU-seconds of the same cycle without Airflow, Python's start included."""

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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started ends with it
    main()
