"""Report what the benchmark measured: articles per second, the latency of alerts, and how long each task took."""

import os
import statistics
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from newsvane import lake
from newsvane.settings import Settings
from newsvane.standalone import Standalone
from tests.demo.cycle import DAGS
from tests.world.compare import received


class _LakeTotals(NamedTuple):
    """What is in the lake at the end. `articles`: per run. `on_topic`, `copies`: shares of them.

    `waiting`: entries to be read. `alerts`: when each was written.
    """

    articles: Mapping[str, int]
    waiting: int
    on_topic: float
    copies: float
    alerts: Mapping[str, datetime]


def make_report(airflow: Standalone, settings: Settings, inbox: Path, began: float, ended: float) -> str:
    """Return the report in Markdown. `began`, `ended`: the time that was measured.

    Raises SystemExit if no batch landed in that time.
    """
    landed = sorted((at, run) for run, at in find_landings(airflow).items() if at <= ended)
    first = max(at for at, _ in landed if at <= began)
    inside = [(at, run) for at, run in landed if at > first]
    if not inside:
        raise SystemExit("no batch landed while it was measured: give it more --minutes, or a smaller --limit")
    totals = _query_lake(settings)
    articles = sum(totals.articles.get(run, 0) for _, run in inside)
    seconds = inside[-1][0] - first
    lines = [
        f"**{articles / seconds:.1f} articles per second**: {articles:,} in {seconds:.0f} s and {len(inside)} landings "
        f"({totals.on_topic:.0%} on topic, {totals.copies:.1%} copies); {totals.waiting:,} are waiting; "
        f"{_describe_latency(totals.alerts, inbox)}. {os.cpu_count()} cores.",
        "",
        *_list_durations(airflow, began, ended),
    ]
    return "\n".join([*lines, ""])


def _query_lake(settings: Settings) -> _LakeTotals:
    with lake.connect(settings=settings) as con:
        by_run = dict(con.execute("SELECT run_id, count(*) FROM articles GROUP BY run_id").fetchall())
        waiting = con.execute("SELECT count(*) FROM entries WHERE outcome = 'pending'").fetchall()[0][0]
        alerts = dict(con.execute("SELECT key, created_at FROM outbox").fetchall())
        on_topic, copies = con.execute(
            "SELECT avg((len(topics) > 0)::INTEGER), avg((copy_of IS NOT NULL)::INTEGER)"
            " FROM articles LEFT JOIN article_groups USING (article_id)"
        ).fetchall()[0]
    return _LakeTotals(by_run, waiting, on_topic, copies, alerts)


def find_landings(airflow: Standalone) -> dict[str, float]:
    """Return when each ingest run landed, by its id."""
    return {
        task["dag_run_id"]: datetime.fromisoformat(task["end_date"]).timestamp()
        for task in _list_tasks(airflow, "newsvane_ingest")
        if task["task_id"] == "land" and task["state"] == "success"
    }


def _describe_latency(alerts: Mapping[str, datetime], inbox: Path) -> str:
    """Say in words how long after it was written an alert was received. `alerts`: when each was written."""
    receipts = {row["key"]: datetime.fromisoformat(row["time"]) for row in received(inbox)}
    latencies = [(receipts[key] - at).total_seconds() for key, at in alerts.items() if key in receipts]
    if not latencies:
        return "no alert"
    median = statistics.median(latencies)
    return f"{len(alerts)} alerts written, {len(receipts)} received, after {median:.0f} s (median)"


def _list_durations(airflow: Standalone, began: float, ended: float) -> list[str]:
    """Return the lines of a table: how long the runs of each task took."""
    durations: defaultdict[str, list[float]] = defaultdict(list)
    for dag in DAGS:
        for task in _list_tasks(airflow, dag):
            start = task["start_date"] and datetime.fromisoformat(task["start_date"]).timestamp()
            if start and task["duration"] and began <= start < ended:
                durations[f"{dag}.{task['task_id']}"].append(task["duration"])
    rows = [
        f"| {name} | {len(each)} | {sum(each):.0f} | {sum(each) / (ended - began):.0%} |"
        for name, each in sorted(durations.items(), key=lambda item: -sum(item[1]))
    ]
    return ["| task | runs | seconds in total | share of the time |", "|---|---:|---:|---:|", *rows]


def _list_tasks(airflow: Standalone, dag: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        query = f"/dags/{dag}/dagRuns/~/taskInstances?limit=100&offset={len(found)}"
        page = airflow.call("GET", query)["task_instances"]
        found += page
        if len(page) < 100:
            return found
