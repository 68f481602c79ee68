"""Inject every fault of the table into a real cycle: nothing is lost or duplicated, and nobody is notified twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.fault_injection import FaultCase
from tests.chaos.fault_injection.cases import CASES
from tests.chaos.fault_injection.report import render_row
from tests.support.saved_cycle import SavedCycle, saved_cycle
from tests.support.scene import PROJECT

PAGE = (PROJECT / "docs" / "operations" / "fault-tolerance.md").read_text("utf-8")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SavedCycle]:
    with saved_cycle(tmp_path_factory.mktemp("faults"), tmp_path_factory.mktemp("snapshots")) as one:
        yield one


@pytest.mark.parametrize("case", [pytest.param(case, id=case.title) for case in CASES])
def test_a_fault_loses_and_duplicates_nothing(saved: SavedCycle, case: FaultCase, tmp_path: Path) -> None:
    outcome = case.run(saved, tmp_path)
    assert outcome.is_good, outcome
    assert render_row(case, outcome) in PAGE.splitlines(), "python -m tests.chaos.fault_injection"


def test_the_page_lists_exactly_these_faults() -> None:
    table = PAGE.partition("<!-- the table -->\n")[2].partition("\n<!--")[0].splitlines()[2:]
    assert [row.split("|")[1].strip() for row in table] == [case.title for case in CASES]
