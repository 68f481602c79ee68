"""Run the soak test and print one line per cycle: `python -m tests.soak MINUTES [PAGES]`.

The exit code is 1 if a measurement grew without bound.
"""

import contextlib
import signal
import sys
import tempfile
import time
from pathlib import Path

import psutil
from benchmarks.costs import serving, write_watch_list
from rich.console import Console

from newsvane import lake
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.demo.cycle import DAGS, first_cycle, next_cycle
from tests.soak import LEAST, Sample, growing
from tests.support.scene import PROJECT, settings_from

PAGES = 1_000
"""Pages per cycle: ten times as many as the news world has."""
CYCLES = 400
"""Upper bound of cycles; the time runs out earlier."""
LIVE_ON = ("api-server", "scheduler", "dag-processor", "triggerer")
PORT = 8137

console = Console()


def main(minutes: float, pages: int = PAGES) -> int:
    """Run the soak test; return 1 if a measurement grew without bound. No process is left, however it ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        port = stack.enter_context(serving(folder, pages, CYCLES))
        environment = write_watch_list(folder, port, pages)
        settings = settings_from(environment)
        lake.migrate(settings)
        (folder / "cycle").write_text("0")
        airflow = Standalone(PROJECT, folder / "airflow", port=PORT, environment=environment, password="soak")
        stack.enter_context(airflow)
        airflow.wait_for_dags(set(DAGS))
        began = time.monotonic()
        first_cycle(airflow, Console(quiet=True))
        for turn in range(1, CYCLES):
            samples.append(_sample(settings, (time.monotonic() - began) / 60))
            console.print(f"{samples[-1].minute:5.1f} min  {samples[-1].values}", soft_wrap=True)
            if samples[-1].minute >= minutes and len(samples) >= LEAST:
                break
            (folder / "cycle").write_text(str(turn))
            next_cycle(airflow, Console(quiet=True))
    found = growing(samples)
    for line in found:
        console.print(f"GROWS  {line}")
    console.print(f"soak: {len(samples)} cycles of {pages:,} pages, {len(found)} things grow")
    return 1 if found else 0


def _sample(settings: Settings, minute: float) -> Sample:
    values: dict[str, float] = {}
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            title = " ".join(process.cmdline()[:5]).replace("_", "-")  # the API server names itself so
            name = next((each for each in LIVE_ON if each in title), None)
            if name:
                values[f"{name} MB"] = values.get(f"{name} MB", 0) + process.memory_info().rss / 1e6
                values[f"{name} handles"] = values.get(f"{name} handles", 0) + process.num_fds()
                count = len(process.net_connections("inet"))
                values[f"{name} connections"] = values.get(f"{name} connections", 0) + count
    with contextlib.closing(lake.connect(settings=settings)) as connection:
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone() or (1,)
    values["catalog kB an article"] = settings.catalog_path.stat().st_size / 1e3 / max(articles, 1)
    runs = len(list(settings.staging_path.glob("*/*")))
    values["staging a run files"] = len(list(settings.staging_path.glob("*/*/*"))) / max(runs, 1)
    values["lake a run files"] = len(list(settings.lake_path.rglob("*.parquet"))) / max(runs, 1)
    values["delivery files"] = len(list(settings.delivery_path.rglob("*.*")))
    return Sample(minute, {key: round(value, 4) for key, value in values.items()})


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), *map(int, sys.argv[2:])))
