"""The dashboard of Superset names only what is there: tables, columns, metrics, charts and ids fit together.

`python -m tests.analyst_tools` imports it into Superset.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
import yaml

Files = dict[str, dict[str, Any]]


@pytest.fixture
def files(dashboards: dict[str, bytes]) -> Files:
    with zipfile.ZipFile(io.BytesIO(dashboards["superset.zip"])) as archive:
        return {name.removeprefix("newsvane/"): yaml.safe_load(archive.read(name)) for name in archive.namelist()}


def of_kind(files: Files, kind: str) -> list[dict[str, Any]]:
    return [content for name, content in files.items() if name.startswith(f"{kind}/")]


def test_datasets_have_the_columns_that_their_sql_returns(files: Files, connection: duckdb.DuckDBPyConnection) -> None:
    for dataset in of_kind(files, "datasets"):
        result = connection.execute(f"SELECT * FROM ({dataset['sql']})")
        assert [(name, str(kind)) for name, kind, *_ in result.description or ()] == [
            (column["column_name"], column["type"]) for column in dataset["columns"]
        ], dataset["table_name"]
        assert result.fetchone(), dataset["table_name"]
        assert all(column["description"] and column["verbose_name"] for column in dataset["columns"])
        assert dataset["main_dttm_col"] in {None, "day"}


def test_metrics_can_be_calculated(files: Files, connection: duckdb.DuckDBPyConnection) -> None:
    for dataset in of_kind(files, "datasets"):
        for metric in dataset["metrics"]:
            found = connection.execute(f"SELECT {metric['expression']} FROM ({dataset['sql']})").fetchone()
            assert found, metric["metric_name"]
            assert found[0] is not None, metric["metric_name"]


def test_charts_name_columns_and_metrics_of_their_dataset(files: Files) -> None:
    datasets = {dataset["uuid"]: dataset for dataset in of_kind(files, "datasets")}
    charts = of_kind(files, "charts")
    assert {chart["dataset_uuid"] for chart in charts} == datasets.keys()
    for chart in charts:
        dataset = datasets[chart["dataset_uuid"]]
        columns = {column["column_name"] for column in dataset["columns"]}
        metrics = {metric["metric_name"] for metric in dataset["metrics"]}
        named_columns, named_metrics = named(chart["params"])
        assert named_columns
        assert named_columns <= columns, chart["slice_name"]
        assert named_metrics <= metrics, chart["slice_name"]
        assert chart["viz_type"] == chart["params"]["viz_type"]
        assert chart["description"]


def named(params: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the columns and the metrics that the parameters of a chart name."""
    columns = {
        *params.get("groupby", ()),
        *params.get("all_columns", ()),
        *[params[n] for n in ("x_axis",) if n in params],
    }
    columns |= {condition["subject"] for condition in params["adhoc_filters"]}
    columns |= {json.loads(order)[0] for order in params.get("order_by_cols", ())}
    metrics = {*params.get("metrics", ()), *[params[n] for n in ("metric", "x_axis_sort") if n in params]}
    limit = params.get("timeseries_limit_metric")
    return columns, metrics | ({limit} if isinstance(limit, str) else set())


def test_ids_fit_together(files: Files) -> None:
    (database,), (dashboard,) = of_kind(files, "databases"), of_kind(files, "dashboards")
    datasets, charts = of_kind(files, "datasets"), of_kind(files, "charts")
    assert {dataset["database_uuid"] for dataset in datasets} == {database["uuid"]}
    ids = [each["uuid"] for each in (database, dashboard, *datasets, *charts)]
    assert len(ids) == len(set(ids))
    placed = {each["meta"]["uuid"]: each for each in components(dashboard) if each["type"] == "CHART"}
    assert placed.keys() == {chart["uuid"] for chart in charts}
    for chart in charts:
        assert placed[chart["uuid"]]["meta"]["sliceName"] == chart["slice_name"]
    assert len({chart["slice_name"] for chart in charts}) == len(charts)
    targets = [target for each in filters(dashboard) for target in each["targets"] if target]
    known = {(dataset["uuid"], column["column_name"]) for dataset in datasets for column in dataset["columns"]}
    assert {(target["datasetUuid"], target["column"]["name"]) for target in targets} <= known
    assert len(targets) == 3


def components(dashboard: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (each for each in dashboard["position"].values() if isinstance(each, dict))


def filters(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard["metadata"]["native_filter_configuration"]
    return found


def test_rows_of_the_layout_are_full_and_not_too_wide(files: Files) -> None:
    (dashboard,) = of_kind(files, "dashboards")
    position = dashboard["position"]
    for each in components(dashboard):
        assert all(child in position for child in each.get("children", ()))
        if each["type"] == "ROW":
            assert sum(position[child]["meta"]["width"] for child in each["children"]) == 12


def test_tables_do_not_take_titles_for_html(files: Files) -> None:
    tables = [chart for chart in of_kind(files, "charts") if chart["viz_type"] == "table"]
    assert tables
    assert all(chart["params"]["allow_render_html"] is False for chart in tables)


def test_the_database_is_the_published_file_read_only(files: Files, published: Any) -> None:
    (database,) = of_kind(files, "databases")
    assert database["sqlalchemy_uri"] == f"duckdb:///{published}?access_mode=read_only"
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))
