"""Metrics: their values match the lake, and each is in the docs and on the dashboard."""

import json
import re
from datetime import UTC, datetime

from newsvane import lake, pipeline
from tests.support.scene import PROJECT
from tests.support.terminal import Terminal

DOCS = PROJECT / "docs" / "operations"


def test_vitals_agree_with_the_lake(terminal: Terminal) -> None:
    found = pipeline.collect_metrics(settings=terminal.settings)
    (lake_says,) = terminal.run_json(
        "sql",
        "SELECT (SELECT count(*) FROM articles) AS articles, (SELECT count(*) FROM coverage) AS on_topic, "
        "(SELECT count(*) FROM entries) AS entries, (SELECT count(*) FROM outbox WHERE state = 'delivered') AS sent, "
        "(SELECT count(*) FROM skipped) + (SELECT coalesce(sum(len(reasons)), 0) FROM quarantine) AS refused",
    )
    assert found["articles_last_hour"] == lake_says["articles"] > 0
    assert found["articles_on_topic_last_hour"] == lake_says["on_topic"]
    assert found["entries_last_hour"] == lake_says["entries"]
    assert found["alerts_delivered_last_hour"] == lake_says["sent"]
    assert found["refused_last_hour"] == lake_says["refused"] > 0
    reasons = {name: pages for name, pages in found.items() if name.startswith("refused_last_hour.")}
    assert sum(reasons.values()) == found["refused_last_hour"]
    assert found["feeds_watched"] == 6
    assert found["articles_lag_seconds"] > 0


def test_what_is_long_ago_counts_no_longer(terminal: Terminal) -> None:
    with lake.connect(settings=terminal.settings) as connection:
        later = lake.load_metrics(connection, now=datetime(2100, 1, 1, tzinfo=UTC))
    assert later["articles_last_hour"] == later["refused_last_hour"] == 0
    assert later["feeds_overdue"] == 6
    assert "articles_lag_seconds" not in later


def test_docs_and_dashboard_name_what_there_is(terminal: Terminal) -> None:
    reported = {re.sub(r"\..*", ".REASON", name) for name in pipeline.collect_metrics(settings=terminal.settings)}
    documented = set(re.findall(r"^\| `newsvane\.([\w.]+)`", (DOCS / "metrics.md").read_text("utf-8"), re.MULTILINE))
    assert reported | {"alerts_latency_seconds"} == documented
    dashboard = json.loads((DOCS / "grafana.json").read_text("utf-8"))
    asked = {name for panel in dashboard["panels"] for target in panel["targets"]
             for name in re.findall(r"airflow_newsvane_(\w+)", target["expr"])}  # fmt: skip
    assert {name for name in asked if name != "refused_last_hour_"} <= documented
    assert len(asked) > 12
