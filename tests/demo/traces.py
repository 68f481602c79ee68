"""Check that tasks link to their page and runbook entry, and that logs name runs, feeds and articles."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from newsvane import lake, runbook
from newsvane.standalone import Standalone
from tests.demo.cycle import DAGS
from tests.support.scene import Scene


def lost(airflow: Standalone, surroundings: Scene) -> list[str]:
    """Return one line per link that leads nowhere and per name missing in the logs. Call it after a cycle."""
    return [*_links(airflow), *_logs(airflow, surroundings)]


def _links(airflow: Standalone) -> Iterator[str]:
    """Yield one line per wrong link of the tasks in each DAG's first run."""
    anchors = {entry.anchor for entry in runbook.load_entries()}
    for dag in DAGS:
        run = quote(airflow.runs(dag)[-1]["dag_run_id"])
        for task in airflow.call("GET", f"/dags/{dag}/dagRuns/{run}/taskInstances")["task_instances"]:
            name = task["task_id"]
            path = f"/dags/{dag}/dagRuns/{run}/taskInstances/{name}/links?map_index={task['map_index']}"
            found: dict[str, Any] = airflow.call("GET", path)["extra_links"]
            page, entry = (urlsplit(found.get(link) or "") for link in ("Newsvane page", "Runbook"))
            if not page.path.startswith("/newsvane/"):
                yield f"{dag}.{name} links to no page of ours: {page.geturl()!r}"
            if entry.path != "/newsvane/runbook" or entry.fragment not in anchors:
                yield f"{dag}.{name} links to no entry of the runbook: {entry.geturl()!r}"


def _logs(airflow: Standalone, surroundings: Scene) -> Iterator[str]:
    """Yield one line per run, feed or article that `docs/operations/running.md` says to grep for and no log names."""
    logs = airflow.home / "logs"
    text = "".join(file.read_text("utf-8") for file in logs.glob("dag_id=*/run_id=*/**/*.log"))
    with lake.connect(settings=surroundings.settings) as connection:
        polled, landed = (
            connection.execute(sql).fetchall()
            for sql in (
                "SELECT DISTINCT run_id, 'feed ' || feed_id || ':' FROM feed_polls",
                "SELECT run_id, article_id FROM articles",
            )
        )
    for words in sorted({words for _, words in (*polled, *landed)}):
        if words not in text:
            yield f"no log says {words!r}"
    for run in sorted({run for run, _ in (*polled, *landed)}):
        if not [*logs.glob(f"dag_id=*/run_id={run}/**/*.log")]:
            yield f"there is no log of run {run}"
