"""Bad days, each with its fault put into a real cycle: nothing is lost, nothing doubled, nobody told twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bad_days import Day, rows
from tests.bad_days.days import DAYS
from tests.history import History, undisturbed


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    with undisturbed(tmp_path_factory.mktemp("days"), tmp_path_factory.mktemp("snapshots")) as past:
        past.rows = rows(past.scene.settings)
        yield past


@pytest.mark.parametrize("day", [pytest.param(day, id=day.title) for day in DAYS])
def test_a_bad_day_loses_and_doubles_nothing(history: History, day: Day, tmp_path: Path) -> None:
    came = day.happens(history, tmp_path)
    assert came.is_good, came
