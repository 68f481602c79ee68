"""Run the demo's cycle on the Airflow of another Python, and compare the lake with the ground truth.

    python -m tests.joined --python /path/to/venv/bin/python

That Python needs Airflow and the dependencies of the core; the wheel of this checkout is built and put on its path. The
last line is a row for the table of versions in `docs/guides/join-an-existing-airflow.md`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

import newsvane.lake
from newsvane.standalone import BUNDLE
from tests.demo.cycle import DAGS, first_cycle
from tests.joined import wheel
from tests.joined.foreign import Foreign
from tests.servers.process import free_port
from tests.support.scene import scene
from tests.world.compare import differences

VERSIONS = (
    "import platform, importlib.metadata as m; print(m.version('apache-airflow-core'), platform.python_version())"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.joined", description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="the interpreter of that Airflow")
    python, began = parser.parse_args().python, time.monotonic()
    versions = subprocess.run([python, "-c", VERSIONS], capture_output=True, text=True, check=True).stdout.split()
    with tempfile.TemporaryDirectory(prefix="newsvane-joined-") as name, scene(Path(name) / "world") as world:
        folder = Path(name)
        site = wheel.unpack(wheel.build(folder), folder / "site")
        newsvane.lake.migrate(world.settings)
        given = world.environment | {"AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([BUNDLE])}
        joined = Foreign(folder / "airflow", port=free_port(), site=site, given=given, python=python)
        joined.run("airflow", "db", "migrate")
        joined.run("newsvane", "airflow", "init")
        with joined:
            joined.wait_for_dags(set(DAGS))
            first_cycle(joined, Console(soft_wrap=True))
            wrong = differences(world.settings, world.began)
            print(joined.run("newsvane", "doctor", "--airflow"))
    print(*(f"WRONG  {line}" for line in wrong), sep="\n")
    print(f"| {versions[0]} | {versions[1]} | {len(wrong)} differences | {time.monotonic() - began:.0f} s |")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
