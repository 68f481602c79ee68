"""The limits on time and memory, which no answer of a small lake reaches."""

from pathlib import Path

import pytest

from newsvane.agents import lake_access
from newsvane.agents.lake_access import limited_lake
from newsvane.errors import LakeBusy
from newsvane.settings import Settings

FOREVER = "SELECT count(*) FROM range(1000000000000) AS r(i) WHERE hash(i) = 5"


@pytest.fixture(autouse=True)
def lake_of_agents(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    there = Settings(home=Path(environment["NEWSVANE_HOME"]))
    monkeypatch.setattr("newsvane.lake.analyst.sql_session.get_settings", lambda: there)


def test_a_query_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_access, "MAX_SECONDS", 0.5)
    with (
        pytest.raises(LakeBusy, match=r"longer than 0\.5 seconds"),
        limited_lake() as open_lake,
        open_lake() as connection,
    ):
        connection.execute(FOREVER)


def test_no_further_query_begins_after_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lake_access, "MAX_SECONDS", 0.0)
    with pytest.raises(LakeBusy, match="ask for fewer days"), limited_lake() as open_lake, open_lake() as connection:
        connection.execute("SELECT 1")


def test_memory_is_limited() -> None:
    with limited_lake() as open_lake, open_lake() as connection:
        assert connection.execute("SELECT current_setting('memory_limit')").fetchone() == ("953.6 MiB",)
