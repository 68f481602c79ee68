"""Join an Airflow of others with the built wheel, reach the demo's ground truth, and leave it as it was."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import newsvane.lake
from tests.demo import traces
from tests.demo.cycle import first_cycle
from tests.joined import wheel
from tests.joined.foreign import Foreign
from tests.servers.process import free_port
from tests.support.scene import PROJECT, scene
from tests.world.compare import differences

pytestmark = pytest.mark.timeout(900)
ALL = {path.stem for path in (PROJECT / "dags").glob("newsvane_*.py")}


@dataclass
class Story:
    """What happened to their Airflow: before, joined, after."""

    before: dict[str, int] = field(default_factory=dict)
    init: str = ""
    again: str = ""
    plugins: list[dict[str, Any]] = field(default_factory=list)
    dags: dict[str, dict[str, Any]] = field(default_factory=dict)
    pools: dict[str, dict[str, Any]] = field(default_factory=dict)
    doctor: str = ""
    wrong: list[str] = field(default_factory=list)
    theirs: str = ""
    too_early: str = ""
    lineage: list[dict[str, Any]] = field(default_factory=list)
    catalog: str = ""
    after: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    logs: list[Path] = field(default_factory=list)
    dags_after: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Set up their Airflow, join it, run the demo's cycle, and leave it."""
    folder, told = tmp_path_factory.mktemp("joined"), Story()
    site, home = wheel.unpack(wheel.build(folder), folder / "site"), folder / "airflow"
    with Foreign(home, port=free_port()) as theirs:
        theirs.wait_for_dags({"their_report"})
        theirs.call(
            "POST", "/pools", {"name": "theirs", "slots": 2, "description": "of others", "include_deferred": False}
        )
        theirs.unpause("their_report")
    told.before = theirs.rows()
    with scene(folder / "world") as world:
        newsvane.lake.migrate(world.settings)
        given = dict(world.environment)
        plain = Foreign(home, port=free_port(), site=site, given=given)
        told.init, told.again = plain.run("newsvane", "airflow", "init"), plain.run("newsvane", "airflow", "init")
        (line,) = (line for line in told.init.splitlines() if line.startswith("AIRFLOW__DAG_PROCESSOR"))
        name, _, value = line.partition("=")
        lineage = json.dumps({"type": "file", "log_file_path": str(folder / "lineage.jsonl"), "append": True})
        told_to = given | {name: value.strip("'"), "AIRFLOW__OPENLINEAGE__TRANSPORT": lineage}
        with Foreign(home, port=free_port(), site=site, given=told_to) as joined:
            joined.wait_for_dags(ALL | {"their_report"})
            told.plugins = joined.call("GET", "/plugins")["plugins"]
            told.dags = {dag["dag_id"]: dag for dag in joined.call("GET", "/dags")["dags"]}
            told.pools = {pool["name"]: pool for pool in joined.call("GET", "/pools")["pools"]}
            first_cycle(joined, Console(quiet=True))
            told.doctor = joined.run("newsvane", "doctor", "--airflow", code=0)
            told.wrong = differences(world.settings, world.began) + traces.lost(joined, world)
            joined.pause(ALL)
            told.too_early = joined.run("newsvane", "airflow", "remove", "--yes", code=2)
        plain.leave_callback("newsvane")
        plain.run("newsvane", "airflow", "remove", "--yes")
        told.catalog = str(world.settings.catalog_path)
    told.lineage = list(map(json.loads, (folder / "lineage.jsonl").read_text("utf-8").splitlines()))
    with Foreign(home, port=free_port()) as left:
        left.wait_for_dags({"their_report"})
        told.dags_after = {dag["dag_id"] for dag in left.call("GET", "/dags")["dags"]}
        told.after, told.mentions = left.rows(), left.mentions("newsvane")
        run = left.trigger("their_report")
        left.wait_until(lambda: left.runs("their_report")[0]["state"] in {"success", "failed"}, 90, run)
        told.theirs = left.runs("their_report")[0]["state"]
    told.logs = list((home / "logs").rglob("*newsvane*"))
    yield told


def test_the_plugin_comes_by_its_entry_point_once(story: Story) -> None:
    (ours,) = (plugin for plugin in story.plugins if plugin["name"] == "newsvane")
    assert "newsvane_plugin:NewsvanePlugin" in ours["source"]


def test_our_dags_come_in_a_bundle_of_their_own_and_theirs_stay(story: Story) -> None:
    assert {name for name, dag in story.dags.items() if dag["bundle_name"] == "newsvane"} == ALL
    assert story.dags["their_report"]["bundle_name"] == "dags-folder"


def test_init_creates_one_pool_and_looks_first(story: Story) -> None:
    assert "newsvane_lake was created, slots: 1" in story.init
    assert "newsvane_lake is there, slots: 1" in story.again
    assert story.pools["theirs"]["slots"] == 2
    assert story.pools["newsvane_lake"]["slots"] == 1


def test_the_demo_reaches_its_ground_truth(story: Story) -> None:
    assert story.wrong == []


def test_the_doctor_finds_everything_at_home(story: Story) -> None:
    assert "failed" not in story.doctor
    assert "1 machine ran tasks" in " ".join(story.doctor.split())


def test_their_openlineage_gets_the_tables_of_the_lake(story: Story) -> None:
    done = [event for event in story.lineage if event["eventType"] == "COMPLETE"]
    named = {
        (event["job"]["name"], side, dataset["name"]): dataset
        for event in done
        for side in ("inputs", "outputs")
        for dataset in event[side]
    }
    assert {
        ("newsvane_poll.land", "outputs", "entries"),
        ("newsvane_ingest.land", "inputs", "entries"),
        ("newsvane_ingest.land", "outputs", "articles"),
        ("newsvane_trends.count", "inputs", "articles"),
        ("newsvane_trends.count", "outputs", "trend_daily"),
        ("newsvane_alert.deliver", "inputs", "outbox"),
    } <= named.keys()
    articles = named["newsvane_ingest.land", "outputs", "articles"]
    assert articles["namespace"] == f"ducklake:sqlite:{story.catalog}"
    assert {"article_id", "title", "outlet"} <= {each["name"] for each in articles["facets"]["schema"]["fields"]}
    files = {dataset["name"] for dataset in named.values() if dataset["namespace"] == "file"}
    assert {Path(name).name for name in files} == {"coverage.duckdb"}
    assert not [event for event in story.lineage if event["eventType"] == "FAIL"]


def test_it_is_not_removed_while_its_bundle_would_bring_it_back(story: Story) -> None:
    assert "take the bundle newsvane out" in " ".join(story.too_early.split())


def test_it_leaves_no_trace(story: Story) -> None:
    assert story.mentions == {}
    assert story.after == story.before
    assert story.logs == []
    assert story.dags_after == {"their_report"}


def test_their_dag_still_runs(story: Story) -> None:
    assert story.theirs == "success"
