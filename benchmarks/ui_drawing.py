"""Measure how long Chromium takes for each plugin page in a lake of synthetic articles, server and drawing included.

`python -m benchmarks.ui_drawing --home FOLDER` uses a lake that `benchmarks.ui_pages` has made there. A person opens
each page `LAPS` times; from the click, the medians of the first byte, of the first picture with text, and of the page
that is loaded with scripts and styles.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.ui_pages import PROJECT, find_addresses
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.browser.chromium import chromium, logged_in, session
from tests.servers.process import free_port

LAPS = 5
MAX_MS = 1_000
_TIMES = """
() => {
    const load = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [load.responseStart, paint ? paint.startTime : load.domComplete, load.loadEventEnd];
}
"""


def measure(settings: Settings) -> dict[str, list[float]]:
    """Return the medians of the three times in milliseconds, by the name of the page."""
    environment = {"NEWSVANE_HOME": str(settings.home), "NEWSVANE_WATCH": str(PROJECT / "include" / "watch")}
    addresses = {name: path for name, path in find_addresses(settings).items() if name != "Alerts as Atom"}
    found: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        Standalone(
            PROJECT, Path(folder) / "airflow", port=free_port(), environment=environment, password="admin"
        ) as airflow,
        chromium() as browser,
        session(browser, airflow.url, state=logged_in(browser, airflow.url, "admin")) as person,
    ):
        for name, path in addresses.items():
            person.open(f"/newsvane/{path}")
            laps = [person.open(f"/newsvane/{path}").evaluate(_TIMES) for _ in range(LAPS)]
            found[name] = [median(times) for times in zip(*laps, strict=True)]
    return found


def main() -> None:
    """Print the table. The exit code is 1 if a page takes too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True)
    found = measure(Settings(home=parser.parse_args().home))
    print("| page | first byte, ms | first text drawn | loaded |\n|---|---:|---:|---:|")
    for name, times in found.items():
        print(f"| {name} | {' | '.join(f'{each:,.0f}' for each in times)} |")
    if slow := [name for name, times in found.items() if times[-1] > MAX_MS]:
        raise SystemExit(f"too slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
