"""Set up every test run: markers by folder, the order of tests, and a clean exit on SIGTERM."""

import contextlib
import gc
import os
import signal
from pathlib import Path
from typing import Any

import hypothesis
import psutil
import pytest
from xdist.scheduler import LoadScopeScheduling

from newsvane.settings import get_settings
from tests.support.examples import QUICK, THOROUGH

FOLDER = Path(__file__).parent
TIERS = ("airflow", "chaos", "journeys", "integration", "unit")
"""The test folders, slowest first: parallel workers take tests in this order, so that no long test comes last."""

STARTS_AIRFLOW = {f"tests/airflow/test_{name}.py" for name in ("browser", "cluster", "demo", "join")}
"""Test modules that start all of Airflow. Two of them at once on two cores run into their time limits."""

SHARING = ("tests/journeys/", "tests/integration/agents/", "tests/integration/cli/", "tests/integration/maintenance/")
"""Folders whose modules share a filled home. Each further worker that takes one would fill it again."""

for profile in (QUICK, THOROUGH):
    hypothesis.settings.register_profile(profile)


def pytest_configure() -> None:
    """Let SIGTERM unwind fixtures as Ctrl-C does, so that the servers that tests have started end, too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_keyboard_interrupt() -> None:
    """Interrupt parallel workers, too, and wait until they have ended what their tests have started."""
    workers = psutil.Process().children() if "PYTEST_XDIST_WORKER" not in os.environ else []
    for worker in workers:
        with contextlib.suppress(psutil.NoSuchProcess):
            worker.send_signal(signal.SIGINT)
    psutil.wait_procs(workers, timeout=60)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each test with the name of its folder, for `pytest -m unit`."""
    item.add_marker(_tier(item))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow folders first."""
    items.sort(key=lambda item: TIERS.index(_tier(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Read the settings anew in each test: another may have left those of its own environment."""
    get_settings.cache_clear()


def pytest_collection_finish() -> None:
    """Leave imports and tests out of garbage collection, and collect less often: it took 5 to 10 % of the CPU time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


class ModuleScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Give a parallel worker whole modules, whose tests share fixtures, and folders that share some.

    One worker gets all that start Airflow.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        if module in STARTS_AIRFLOW:
            return "a running Airflow"
        return next((folder for folder in SHARING if module.startswith(folder)), module)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ModuleScheduling:
    """Schedule by module with `-n`. xdist's own groups do nothing under pytest 9.2, which ignores a changed node id."""
    return ModuleScheduling(config, log)


def _tier(item: pytest.Item) -> str:
    return item.path.relative_to(FOLDER).parts[0]
