"""Rules for the DAG files: they are complete, small, documented, quick to import and safe to retry."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsvane import runbook
from newsvane.pipeline.concurrency import TASK_SECONDS

PROJECT = Path(__file__).resolve().parents[2]
DAGS = {
    "newsvane_act.py": ["act"],
    "newsvane_alert.py": ["deliver"],
    "newsvane_backfill.py": ["finish", "plan", "read"],
    "newsvane_ingest.py": ["land", "plan", "read", "validate"],
    "newsvane_maintain.py": ["maintain", "regroup"],
    "newsvane_poll.py": ["land", "plan", "poll"],
    "newsvane_trends.py": ["count", "publish", "update_search_index"],
}
WRITERS = {
    "newsvane_act.act",
    "newsvane_backfill.finish",
    "newsvane_poll.land",
    "newsvane_ingest.land",
    "newsvane_trends.count",
    "newsvane_maintain.maintain",
    "newsvane_maintain.regroup",
}
HEAVY = ["great_expectations", "trafilatura", "pandas", "duckdb", "newsvane.pipeline", "feedparser", "aiohttp"]

PROBE = f"""
import json, sys, time
import airflow.sdk
from types import SimpleNamespace
from airflow.task.priority_strategy import validate_and_load_priority_weight_strategy
from airflow.dag_processing.dagbag import DagBag
before = set(sys.modules)
bag = DagBag(dag_folder={str(PROJECT / "dags")!r}, collect_dags=False)
found = {{"errors": {{}}, "dags": {{}}, "seconds": {{}}}}
import newsvane_airflow
def weigh(task):
    strategy = validate_and_load_priority_weight_strategy(task.weight_rule)
    return strategy.get_weight(SimpleNamespace(task=task))
def waking(timetable):
    condition = getattr(timetable, "asset_condition", None)
    if condition is None:
        return []
    return [type(condition).__name__, *sorted(asset.name for asset in condition.objects)]
for name in {sorted(DAGS)!r}:
    began = time.process_time()
    dags = bag.process_file({str(PROJECT / "dags")!r} + "/" + name)
    found["seconds"][name] = time.process_time() - began
    found["dags"][name] = [
        {{"id": d.dag_id, "doc": d.doc_md, "description": d.description or "",
          "tags": sorted(d.tags), "shown": d.dag_display_name,
          "untitled": [name for name in d.params if not d.params.get_param(name).schema.get("title")],
          "catchup": d.catchup, "runs": d.max_active_runs,
          "woken": waking(d.timetable),
          "tasks": [{{"id": t.task_id, "owner": t.owner, "retries": t.retries, "policy": bool(t.retry_policy),
                     "at_once": t.max_active_tis_per_dag, "pool": t.pool, "weight": weigh(t),
                     "doc": t.doc_md, "label": getattr(t, "map_index_template", None),
                     "outlets": sorted(o.name for o in t.outlets), "mapped": t.is_mapped,
                     "timeout": t.execution_timeout.total_seconds()}} for t in d.tasks]}}
        for d in dags
    ]
found["errors"] = bag.import_errors
found["heavy"] = sorted(name for name in {HEAVY!r} if name in sys.modules and name not in before)
print("FOUND " + json.dumps(found))
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What Airflow finds in dags/, in a process of its own, as the DAG processor does."""
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
    }
    done = subprocess.run(
        [sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND ")), None)
    assert line, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(line.removeprefix("FOUND "))
    return result


def tasks(parsed: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{d['id']}.{t['id']}": t for dags in parsed["dags"].values() for d in dags for t in d["tasks"]}


def test_every_file_imports_and_holds_the_dag_of_its_name(parsed: dict[str, Any]) -> None:
    assert parsed["errors"] == {}
    assert {path.name for path in (PROJECT / "dags").glob("newsvane_*.py")} == set(DAGS)
    found = {
        name: [(d["id"], sorted(t["id"] for t in d["tasks"])) for d in dags] for name, dags in parsed["dags"].items()
    }
    assert found == {name: [(name.removesuffix(".py"), tasks)] for name, tasks in DAGS.items()}


def test_parsing_imports_nothing_heavy(parsed: dict[str, Any]) -> None:
    assert parsed["heavy"] == []


def test_no_file_takes_half_a_second_of_cpu_to_import(parsed: dict[str, Any]) -> None:
    assert {name: took for name, took in parsed["seconds"].items() if took > 0.5} == {}


@pytest.mark.parametrize("name", sorted(DAGS))
def test_a_dag_file_stays_under_80_lines(name: str) -> None:
    assert len((PROJECT / "dags" / name).read_text("utf-8").splitlines()) < 80


def test_of_two_runs_that_read_the_one_that_is_further_goes_first(parsed: dict[str, Any]) -> None:
    weights = {name: task["weight"] for name, task in tasks(parsed).items()}
    of_ingest = [weights[f"newsvane_ingest.{name}"] for name in ("plan", "read", "validate", "land")]
    assert of_ingest == sorted(set(of_ingest))
    assert of_ingest[0] > weights["newsvane_backfill.read"]


def test_each_dag_says_what_to_do_when_it_is_red(parsed: dict[str, Any]) -> None:
    for dags in parsed["dags"].values():
        for dag in dags:
            assert "red**" in dag["doc"], dag["id"]
            assert "newsvane" in dag["tags"]
            assert 20 < len(dag["description"]) < 110, dag["id"]
            assert dag["shown"].startswith("Newsvane: "), dag["id"]
            assert dag["untitled"] == [], dag["id"]
            named = set(re.findall(r"\]\(newsvane/runbook#([\w-]+)\)", dag["doc"]))
            assert named, dag["id"]
            assert named <= {entry.anchor for entry in runbook.load_entries()}, dag["id"]
            runs = {"newsvane_alert": 3, "newsvane_ingest": 2}.get(dag["id"], 1)
            assert (dag["catchup"], dag["runs"]) == (False, runs), dag["id"]


def test_landing_triggers_the_dags_that_read_and_deliver(parsed: dict[str, Any]) -> None:
    woken = {dag["id"]: dag["woken"] for dags in parsed["dags"].values() for dag in dags}
    assert woken == {
        "newsvane_act": [],
        "newsvane_alert": ["AssetAny", "newsvane-articles", "newsvane-feed-alerts"],
        "newsvane_backfill": [],
        "newsvane_ingest": ["AssetAll", "newsvane-entries"],
        "newsvane_maintain": [],
        "newsvane_poll": [],
        "newsvane_trends": ["AssetAll", "newsvane-articles"],
    }
    assert {name: task["outlets"] for name, task in tasks(parsed).items() if task["outlets"]} == {
        "newsvane_act.act": ["newsvane-new-articles", "newsvane-new-feed-alerts"],
        "newsvane_ingest.land": ["newsvane-new-articles", "newsvane-new-entries"],
        "newsvane_ingest.validate": ["newsvane-new-entries"],
        "newsvane_maintain.regroup": ["newsvane-new-articles"],
        "newsvane_poll.land": ["newsvane-new-entries", "newsvane-new-feed-alerts"],
        "newsvane_poll.plan": ["newsvane-new-entries"],
        "newsvane_trends.count": ["newsvane-counts"],
        "newsvane_trends.publish": ["newsvane-newly-published"],
    }


ACTS = f"""
import json
from collections import defaultdict
from datetime import UTC, datetime
from types import SimpleNamespace as Some
from unittest.mock import Mock
from airflow.dag_processing.dagbag import DagBag
from newsvane import pipeline
(dag,) = DagBag(dag_folder={str(PROJECT / "dags")!r}, collect_dags=False).process_file(
    {str(PROJECT / "dags" / "newsvane_act.py")!r})
woken = {{}}
for kind in ("resend", "test_channel", "pause_feed"):
    for state in ("done", "failed"):
        pipeline.perform_action = lambda request, **_: Some(state=state, kind=kind, target="desk", words="")
        events = defaultdict(Mock)
        dag.get_task("act").python_callable(
            params={{"act": kind, "target": "desk", "reason": ""}}, outlet_events=events,
            dag_run=Some(run_id="run", triggering_user_name="olga", run_after=datetime.now(UTC)),
        )
        woken[kind + " " + state] = sorted(alias.name for alias in events)
print("FOUND " + json.dumps(woken))
"""


def test_an_action_that_makes_messages_due_wakes_the_delivery(tmp_path: Path) -> None:
    environment = {**os.environ, "AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    done = subprocess.run(
        [sys.executable, "-c", ACTS], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("FOUND ")), None)
    assert line, done.stdout + done.stderr
    assert {name for name, woken in json.loads(line.removeprefix("FOUND ")).items() if woken} == {
        "resend done", "test_channel done"}  # fmt: skip


def test_each_task_has_owner_docs_and_retries_that_know_terminal_errors(parsed: dict[str, Any]) -> None:
    for name, task in tasks(parsed).items():
        assert task["owner"] == "newsvane", name
        assert task["doc"], name
        assert task["retries"] >= 1, name
        assert task["policy"], name


def test_of_two_runs_that_read_the_second_plans_when_the_first_has_planned(parsed: dict[str, Any]) -> None:
    """Otherwise both would choose the same entries, and request the same hosts."""
    assert {name: task["at_once"] for name, task in tasks(parsed).items() if task["at_once"]} == {
        "newsvane_backfill.read": 1,
        "newsvane_ingest.plan": 1,
    }


def test_polling_and_reading_stop_by_themselves_long_before_airflow_ends_them(parsed: dict[str, Any]) -> None:
    """A task that Airflow ends leaves nothing, and its three further tries would block the DAG for two hours."""
    assert min(task["timeout"] for task in tasks(parsed).values() if task["mapped"]) >= 2 * TASK_SECONDS


def test_mapped_tasks_are_labelled(parsed: dict[str, Any]) -> None:
    mapped = {name: task["label"] for name, task in tasks(parsed).items() if task["mapped"]}
    assert mapped == {
        "newsvane_backfill.read": "{{ label }}",
        "newsvane_ingest.read": "{{ label }}",
        "newsvane_poll.poll": "{{ label }}",
    }


def test_whatever_writes_the_lake_at_length_waits_in_its_pool(parsed: dict[str, Any]) -> None:
    assert {name for name, task in tasks(parsed).items() if task["pool"] == "newsvane_lake"} == WRITERS


@pytest.mark.parametrize(
    ("component", "executor", "preload", "imported"),
    [
        pytest.param("scheduler", "LocalExecutor", "True", True, id="it forks the tasks"),
        pytest.param("scheduler", "CeleryExecutor", "True", False, id="workers fork them"),
        pytest.param("api-server", "LocalExecutor", "True", False, id="no scheduler"),
        pytest.param("scheduler", "LocalExecutor", "", False, id="the scheduler of an Airflow that others use, too"),
    ],
)
def test_the_scheduler_that_forks_tasks_imports_what_they_need(
    component: str, executor: str, preload: str, imported: bool, tmp_path: Path
) -> None:
    names = (
        "newsvane.pipeline",
        "newsvane.quality.great_expectations_runner",
        "dateparser.date",
        "apprise.plugins.email",
        "tldextract",
        "numpy",
    )
    script = (
        f"import newsvane_warmup, sys; newsvane_warmup.warm_up(); print(*(name in sys.modules for name in {names}))"
    )
    given = {"AIRFLOW_HOME": str(tmp_path), "AIRFLOW__CORE__EXECUTOR": executor, "NEWSVANE_PRELOAD": preload}
    done = subprocess.run(
        [sys.executable, "-c", script, component],
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1].split() == [str(imported)] * len(names)


@pytest.mark.parametrize(
    ("given", "queue"), [("", "default"), ("press", "press")], ids=["unset", "workers of their own"]
)
def test_tasks_wait_in_the_queue_that_a_setting_names(given: str, queue: str, tmp_path: Path) -> None:
    script = (
        "from airflow.dag_processing.dagbag import DagBag; import newsvane_bundle\n"
        "bag = DagBag(str(newsvane_bundle.DAGS_FOLDER))\n"
        "print(*{task.queue for dag in bag.dags.values() for task in dag.tasks})"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "AIRFLOW_HOME": str(tmp_path),
            "NEWSVANE_QUEUE": given,
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == queue
