"""Set up every test run: markers by folder, the order of tests, and an orderly end on SIGTERM."""

import signal
from pathlib import Path

import hypothesis
import pytest

from tests.support.examples import QUICK

FOLDER = Path(__file__).parent
TIERS = ("airflow", "chaos", "integration", "unit")
"""The test folders, slowest first: parallel workers take tests in this order, so that no long test comes last."""

hypothesis.settings.register_profile(QUICK)


def pytest_configure() -> None:
    """Let SIGTERM unwind fixtures as Ctrl-C does, so that the servers that tests have started end, too."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with the name of its folder (`pytest -m unit`) and put the slow folders first.

    Parallel workers (`-n 2`) take a module as a whole, as its tests share fixtures. A module that should be spread over
    workers, or share a worker with others, says so with `pytest.mark.xdist_group`.
    """
    for item in items:
        item.add_marker(_tier(item))
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: TIERS.index(_tier(item)))


def _tier(item: pytest.Item) -> str:
    return item.path.relative_to(FOLDER).parts[0]
