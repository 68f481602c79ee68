"""Bad days, each with its fault put into a real cycle: nothing is lost, nothing doubled, nobody told twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.fault_injection import Day, rows
from tests.chaos.fault_injection.days import DAYS
from tests.chaos.fault_injection.page import line
from tests.demo.scene import PROJECT
from tests.support.history import History, undisturbed

PAGE = (PROJECT / "docs" / "operations" / "fault-tolerance.md").read_text("utf-8")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with undisturbed(tmp_path_factory.mktemp("days"), tmp_path_factory.mktemp("snapshots")) as past:
        past.rows = rows(past.scene.settings)
        yield past


@pytest.mark.parametrize("day", [pytest.param(day, id=day.title) for day in DAYS])
def test_a_bad_day_loses_and_doubles_nothing(history: History, day: Day, tmp_path: Path) -> None:
    came = day.happens(history, tmp_path)
    assert came.is_good, came
    assert line(day, came) in PAGE.splitlines(), "python -m tests.chaos.fault_injection"


def test_the_page_tells_of_these_days_alone() -> None:
    table = PAGE.partition("<!-- the table -->\n")[2].partition("\n<!--")[0].splitlines()[2:]
    assert [row.split("|")[1].strip() for row in table] == [day.title for day in DAYS]
