"""Set up every test run: markers by folder, the order of tests, and an orderly end on SIGTERM."""

import contextlib
import os
import re
import signal
from pathlib import Path

import hypothesis
import psutil
import pytest

from tests.support.examples import QUICK

FOLDER = Path(__file__).parent
TIERS = ("airflow", "chaos", "integration", "unit")
"""The test folders, slowest first: parallel workers take tests in this order, so that no long test comes last."""

GROUP = re.compile(r"[\w-]+")

hypothesis.settings.register_profile(QUICK)


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
    """Mark each test with the name of its folder (`pytest -m unit`) and with its group.

    Parallel workers (`-n 2 --dist loadgroup`) take a group as a whole. It is the module, as its tests share fixtures.
    A module that shares a worker with others, or is spread over workers, says so with `pytest.mark.xdist_group`.
    """
    item.add_marker(_tier(item))
    if not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow folders first."""
    items.sort(key=lambda item: TIERS.index(_tier(item)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take the group off the name of a test, where a worker has put it: `pytest --lf` must know the test again."""
    if hasattr(report, "node"):  # it comes from a worker
        name, _, group = report.nodeid.rpartition("@")
        report.nodeid = name if name and GROUP.fullmatch(group) else report.nodeid


def _tier(item: pytest.Item) -> str:
    return item.path.relative_to(FOLDER).parts[0]
