"""A complete cycle without Airflow on the news world: the lake equals the truth, and another cycle changes nothing."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from newsvane import lake
from newsvane_pages import search_files
from newsvane_pages.search import EXAMPLES
from tests.support.page_client import page_client
from tests.support.scene import Analyst, Scene, scene
from tests.support.steps import run_steps, steps
from tests.world.compare import differences, received


def load_all_rows(one: Scene) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the tables that a cycle without news must not change."""
    tables = ("articles", "article_topics", "article_groups", "entries", "skipped", "quarantine", "outbox")
    tables += ("deliveries", "trend_daily")
    with lake.connect(settings=one.settings) as connection:
        return {table: sorted(connection.execute(f"FROM {table}").fetchall(), key=repr) for table in tables}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The world after one cycle, during which an analyst queries the lake."""
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
        timeout=600,
        check=False,
    )


def test_the_lake_equals_the_ground_truth(finished: Scene) -> None:
    assert differences(finished.settings, finished.began) == []


def test_each_alert_was_received_once(finished: Scene) -> None:
    keys = [(alert["kind"], alert["key"]) for alert in received(finished.inbox)]
    assert len(keys) == len(set(keys)) > 0


def test_each_example_of_the_search_page_finds_something(finished: Scene) -> None:
    with page_client(finished.settings, search_files.router) as client:
        found = {query: client.get("/search/articles.json", params={"q": query}).json() for query, _ in EXAMPLES}
    assert [query for query, articles in found.items() if not articles] == []


def test_the_published_file_opens_without_the_lake(finished: Scene) -> None:
    with lake.connect(settings=finished.settings) as connection:
        (landed,) = connection.execute("SELECT count(*) FROM coverage").fetchone() or (0,)
    with duckdb.connect(str(finished.settings.published_path), read_only=True) as published:
        assert published.execute("SELECT count(*) FROM coverage").fetchone() == (landed,)


def test_a_cycle_without_news_changes_nothing_and_costs_little(finished: Scene) -> None:
    before, alerts_before = load_all_rows(finished), finished.inbox.read_bytes()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = newsvane(finished, "run", "--all", "--json")
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert load_all_rows(finished) == before
    assert finished.inbox.read_bytes() == alerts_before
    assert (now.ru_utime + now.ru_stime) - (spent.ru_utime + spent.ru_stime) < 15
