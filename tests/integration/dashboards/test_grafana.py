"""The dashboard of Grafana: every query runs on the published file, and returns what its panel can draw.

It is not opened in a Grafana. `python -m tests.analyst_tools` compares it with the schema of Grafana's dashboards.
"""

from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.analyst_tools.grafana import expand_for_last_month, load_dashboard

DRAWABLE = {"VARCHAR", "BIGINT", "DOUBLE", "TIMESTAMP"}
"""Types that the data source converts to text, numbers and times. It makes text of HUGEINT, and fails at lists."""
WIDTH = 24


@pytest.fixture
def dashboard(published: Path) -> dict[str, Any]:
    return load_dashboard(published)


@pytest.fixture
def topics(dashboard: dict[str, Any], connection: duckdb.DuckDBPyConnection) -> list[str]:
    (query,) = (each["query"] for each in dashboard["templating"]["list"] if each["type"] == "query")
    return [topic for (topic,) in connection.execute(query).fetchall()]


def test_every_query_returns_rows_that_its_panel_can_draw(
    dashboard: dict[str, Any], connection: duckdb.DuckDBPyConnection, topics: list[str]
) -> None:
    assert len(topics) == 3
    for panel in dashboard["panels"]:
        (target,) = panel["targets"]
        sql = expand_for_last_month(target["rawSql"], topics)
        assert "$" not in sql, panel["title"]
        result = connection.execute(sql)
        columns = {name: str(kind) for name, kind, *_ in result.description or ()}
        rows = result.fetchall()
        assert rows, panel["title"]
        assert set(columns.values()) <= DRAWABLE, panel["title"]
        if target["format"] == "time_series":
            assert next(iter(columns.items())) == ("time", "TIMESTAMP")
            assert all(one[0] <= other[0] for one, other in pairwise(rows)), panel["title"]
        named = [each["matcher"]["options"] for each in panel["fieldConfig"]["overrides"]]
        assert {*named, panel["options"].get("xField", next(iter(columns)))} <= columns.keys()


def test_a_topic_and_a_range_of_time_narrow_every_query_but_that_of_rising_names(
    dashboard: dict[str, Any], connection: duckdb.DuckDBPyConnection
) -> None:
    for panel in dashboard["panels"]:
        sql = panel["targets"][0]["rawSql"]
        found = connection.execute(expand_for_last_month(sql, ["o'brien"])).fetchall()
        is_narrowed = not any(value for row in found for value in row)
        assert is_narrowed == ("rising_names" not in sql), panel["title"]
        assert ("$__timeFrom()" in sql) == is_narrowed


def test_panels_have_ids_titles_and_places_of_their_own(dashboard: dict[str, Any]) -> None:
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len({panel["title"] for panel in panels}) == len(panels)
    sources = {str(panel["datasource"]) for panel in panels} | {
        str(panel["targets"][0]["datasource"]) for panel in panels
    }
    assert sources == {"{'type': 'motherduck-duckdb-datasource', 'uid': '${source}'}"}
    for one, other in combinations([panel["gridPos"] for panel in panels], 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        below = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or below, (one, other)
    assert max(panel["gridPos"]["x"] + panel["gridPos"]["w"] for panel in panels) == WIDTH
