"""The whole way without Airflow, on the news world: the lake against the truth, and what further cycles do to it."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from newsvane import lake
from tests.demo.scene import Analyst, Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.compare import differences, received


def dump(one: Scene) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that a cycle without news must leave alone."""
    tables = ("articles", "article_topics", "article_groups", "entries", "skipped", "quarantine", "outbox")
    tables += ("deliveries", "trend_daily")
    with lake.connect(settings=one.settings) as connection:
        return {table: sorted(connection.execute(f"FROM {table}").fetchall(), key=repr) for table in tables}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The world after one cycle, with an analyst asking all the while."""
    with scene(tmp_path_factory.mktemp("cycle")) as one:
        lake.migrate(one.settings)
        with Analyst(one.settings) as analyst:
            run_steps(one.settings, one.environment, steps())
        assert analyst.errors == []
        assert analyst.queries
        yield one


def newsvane(one: Scene, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "newsvane"), *arguments],
        env={**os.environ, **one.environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_lake_is_what_the_truth_says(finished: Scene) -> None:
    assert differences(finished.settings, finished.began) == []


def test_each_alert_was_received_once(finished: Scene) -> None:
    keys = [(alert["kind"], alert["key"]) for alert in received(finished.inbox)]
    assert len(keys) == len(set(keys)) > 0


def test_the_published_file_opens_by_itself(finished: Scene) -> None:
    with lake.connect(settings=finished.settings) as connection:
        (landed,) = connection.execute("SELECT count(*) FROM coverage").fetchone() or (0,)
    with duckdb.connect(str(finished.settings.published_path), read_only=True) as published:
        assert published.execute("SELECT count(*) FROM coverage").fetchone() == (landed,)


def test_a_cycle_without_news_changes_nothing_and_costs_little(finished: Scene) -> None:
    before, told = dump(finished), finished.inbox.read_bytes()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = newsvane(finished, "run", "--all", "--json")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert dump(finished) == before
    assert finished.inbox.read_bytes() == told
    assert (now.ru_utime + now.ru_stime) - (spent.ru_utime + spent.ru_stime) < 15
