"""A run that reads while the one before has not landed yet: nothing is read twice, no site is read by two."""

import asyncio
import inspect
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

import newsvane_runs
from newsvane import lake, pipeline
from newsvane.errors import FetchRefused
from newsvane.pipeline.ingest.in_flight import FindRunning
from newsvane.pipeline.ingest.redirect_quota import RedirectQuota
from newsvane.pipeline.staging import Chunk, RunFolder
from newsvane.records import FOREIGN_PAGES_PER_SITE as QUOTA
from newsvane.records import Entry, RedirectCount
from newsvane.settings import Settings
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, moved, rss

FEEDS = "".join(f'[[feed]]\nid = "{name}"\nurl = "http://{name}.example/feed"\n' for name in ("reef", "dune"))
NOW = datetime(2026, 12, 1, tzinfo=UTC)
PAGE = page("The ferry waits in port", ENGLISH)


def running(*names: str) -> FindRunning:
    def find_running(runs: Sequence[str]) -> list[str]:
        return [run for run in runs if run in names]

    return find_running


@contextmanager
def two_outlets(folder: Path, articles: int = 4, **changes: object) -> Iterator[Installation]:
    """Yield an installation whose two outlets list so many articles each, all landed as entries."""
    answers: dict[str, Answer] = {}
    for host in ("reef.example", "dune.example"):
        links = [f"ferry-{number}" for number in range(articles)]
        answers[f"{host}/feed"] = rss(*links, host=host)
        answers |= {f"{host}/{link}": PAGE for link in links}
    with install(folder, FEEDS, answers, chunks=2, **changes) as one:
        one.poll("poll")
        yield one


def hosts_of(one: Installation, chunks: Sequence[Chunk]) -> Counter[str]:
    """Return how many entries of each host are planned."""
    return Counter(
        entry.url.split("/")[2]
        for chunk in chunks
        for entry in RunFolder(one.settings.staging_path, "ingest", chunk["run"]).read("plan", Entry, chunk["number"])
    )


def read_all(one: Installation, chunks: Sequence[Chunk]) -> None:
    for chunk in chunks:
        pipeline.read(chunk, settings=one.settings)


def count_waiting(one: Installation, run: str, *others: str, has_landed: bool) -> int:
    return pipeline.count_waiting_entries(
        run, has_landed=has_landed, find_running=running(*others), settings=one.settings
    )


def test_a_run_reads_what_the_one_before_it_has_left_while_that_one_has_not_landed(tmp_path: Path) -> None:
    with two_outlets(tmp_path, read_limit=6) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        assert count_waiting(one, "first", has_landed=False) == 2
        chunks = pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 1, "dune.example": 1}
        assert count_waiting(one, "first", "second", has_landed=False) == 0
        read_all(one, chunks)
        for run in ("first", "second"):
            pipeline.validate(run, settings=one.settings)
            pipeline.land_articles(run, settings=one.settings)
        assert count_waiting(one, "second", has_landed=True) == 0
        assert one.query("SELECT run_id, count(*) FROM articles GROUP BY run_id ORDER BY run_id") == [
            ("first", 6),
            ("second", 2),
        ]


def test_a_site_that_another_run_still_reads_is_left_to_it(tmp_path: Path) -> None:
    with two_outlets(tmp_path, articles=6, read_limit=8) as one:
        first, second = pipeline.plan_reads("first", settings=one.settings)
        [host] = hosts_of(one, [second])
        assert pipeline.plan_reads("second", find_running=running("first"), settings=one.settings) == []
        assert count_waiting(one, "second", "first", has_landed=True) == 0
        pipeline.read(first, settings=one.settings)
        chunks = pipeline.plan_reads("third", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks).keys() == {"reef.example", "dune.example"} - {host}
        assert count_waiting(one, "second", "first", has_landed=True) == 2
        pipeline.read(second, settings=one.settings)
        assert count_waiting(one, "second", "first", has_landed=True) == 4


def test_a_chunk_that_is_finished_while_another_run_plans_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_outlets(tmp_path, articles=6) as one:
        chunks = pipeline.plan_reads("first", settings=one.settings)
        read_in_time = RunFolder.read

        def finish_meanwhile(folder: RunFolder, *arguments: Any) -> Iterator[Any]:
            found = list(read_in_time(folder, *arguments))
            finished, chunks[:] = list(chunks), []
            read_all(one, finished)
            return iter(found)

        monkeypatch.setattr(RunFolder, "read", finish_meanwhile)
        assert pipeline.plan_reads("second", find_running=running("first"), settings=one.settings) == []


def test_a_chunk_that_is_read_once_more_is_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with two_outlets(tmp_path, read_limit=4) as one:
        (chunk,) = pipeline.plan_reads("first", settings=one.settings)
        pipeline.read(chunk, settings=one.settings)
        assert count_waiting(one, "first", has_landed=False) == 4
        monkeypatch.setattr(asyncio, "run", lambda work: work.close())
        pipeline.read(chunk, settings=one.settings)
        assert pipeline.plan_reads("second", find_running=running("first"), settings=one.settings) == []


def test_what_a_run_has_read_that_has_failed_is_read_again(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        read_all(one, pipeline.plan_reads("failed", settings=one.settings))
        chunks = pipeline.plan_reads("next", find_running=running(), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 4, "dune.example": 4}


def test_a_chunk_that_a_run_has_lost_wakes_no_other_run_before_it_has_failed(tmp_path: Path) -> None:
    with two_outlets(tmp_path, articles=6) as one:
        first, _ = pipeline.plan_reads("first", settings=one.settings)
        pipeline.read(first, settings=one.settings)
        assert count_waiting(one, "first", has_landed=False) == 0
        assert count_waiting(one, "other", has_landed=True) == 12


def test_an_entry_that_is_due_again_when_its_run_has_landed_is_read_again(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        pipeline.validate("first", settings=one.settings)
        pipeline.land_articles("first", settings=one.settings)
        with lake.writer(one.settings) as connection:
            connection.execute("UPDATE entries SET outcome = 'pending', next_try_at = NULL WHERE feed_id = 'reef'")
        assert count_waiting(one, "first", has_landed=True) == 4


@pytest.mark.parametrize("damage", [b"{", b"\xff"], ids=["not JSON", "not UTF-8"])
@pytest.mark.parametrize(("kind", "read"), [("read-", True), ("plan-", False), ("name", False)])
def test_damaged_files_of_another_run_hold_up_nobody(tmp_path: Path, kind: str, read: bool, damage: bytes) -> None:
    with two_outlets(tmp_path) as one:
        chunks = pipeline.plan_reads("first", settings=one.settings)
        if read:
            read_all(one, chunks)
        for file in RunFolder(one.settings.staging_path, "ingest", "first").path.glob(f"{kind}*"):
            file.write_bytes(damage)
        chunks = pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 4, "dune.example": 4}


def test_a_file_that_no_task_has_written_is_no_chunk(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        folder = RunFolder(one.settings.staging_path, "ingest", "first").path
        (folder / "read-000 (copy).jsonl").write_bytes((folder / "read-000.jsonl").read_bytes())
        assert pipeline.plan_reads("second", find_running=running("first"), settings=one.settings) == []


def test_a_run_that_goes_on_is_seen_however_many_have_ended_since(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        pipeline.plan_reads("slow", settings=one.settings)
        for number in range(7):
            pipeline.plan_reads(f"ended {number}", settings=one.settings)
        assert pipeline.plan_reads("next", find_running=running("slow"), settings=one.settings) == []


class Task:
    """What newsvane_runs asks of a task instance of Airflow: how many of its DAG's runs are in a state."""

    dag_id = "newsvane_ingest"

    def __init__(self, run: str, *others: str) -> None:
        self.run_id, self._running = run, {run, *others}

    def get_dr_count(
        self,
        dag_id: str,
        logical_dates: list[datetime] | None = None,
        run_ids: list[str] | None = None,
        states: list[str] | None = None,
    ) -> int:
        assert (dag_id, logical_dates, states) == (self.dag_id, None, ["running"])
        return len(self._running if run_ids is None else self._running & set(run_ids))


def test_the_task_has_what_is_asked_of_it() -> None:
    assert inspect.signature(Task.get_dr_count).parameters.keys() - {"self"} == (
        inspect.signature(RuntimeTaskInstance.get_dr_count).parameters.keys()
    )


def test_airflow_is_asked_which_of_the_planned_runs_are_running() -> None:
    assert newsvane_runs.make_run_finder(Task("first")) is None
    find_running = newsvane_runs.make_run_finder(Task("first", "second"))
    assert find_running
    assert find_running(["ended", "second", "by a command"]) == ["second"]
    assert find_running([]) == []


def test_no_question_to_airflow_names_more_runs_than_an_address_has_room_for() -> None:
    task = Task("first", "ended 5", "ended 90")
    asked = Mock(wraps=task.get_dr_count)
    with patch.object(task, "get_dr_count", asked):
        find_running = newsvane_runs.make_run_finder(task)
        assert find_running
        assert sorted(find_running([f"ended {number}" for number in range(100)])) == ["ended 5", "ended 90"]
    assert max(len(call.kwargs.get("run_ids", ())) for call in asked.call_args_list) == 40


@pytest.mark.parametrize(
    ("run", "others", "has_landed", "emitted"),
    [
        ("first", (), False, [{"to_read": 2}]),
        ("first", ("second",), False, []),
        ("second", ("first",), True, [{"to_read": 2}]),
        ("second", (), True, [{"to_read": 8}]),
    ],
)
def test_a_run_wakes_the_next_one_if_there_is_something_left_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: str, others: Sequence[str], has_landed: bool, emitted: object
) -> None:
    with two_outlets(tmp_path, read_limit=6) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        monkeypatch.setattr("newsvane.pipeline.ingest.read.get_settings", lambda: one.settings)
        events: defaultdict[object, Mock] = defaultdict(Mock)
        newsvane_runs.start_next_run(Task(run, *others), events, has_landed=has_landed)
        assert [call.kwargs["extra"] for event in events.values() for call in event.add.call_args_list] == emitted


def test_a_question_that_airflow_does_not_answer_costs_no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    task = Task("first")
    monkeypatch.setattr(task, "get_dr_count", Mock(side_effect=ConnectionError))
    newsvane_runs.start_next_run(task, {}, has_landed=True)


def test_redirects_that_have_not_landed_count_towards_the_quota_of_their_source(tmp_path: Path) -> None:
    links = [f"old-{number}" for number in range(3)]
    answers = {"reef.example/feed": rss(*links, host="reef.example"), "dune.example/feed": rss(host="dune.example")}
    answers |= {f"reef.example/{link}": moved(f"http://dune.example/new-{link}") for link in links}
    answers |= {f"dune.example/new-{link}": PAGE for link in links}
    with install(tmp_path, FEEDS, answers) as one:
        one.poll("poll")
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        staged = RunFolder(one.settings.staging_path, "ingest", "second").read("redirects", RedirectCount)
        assert list(staged) == [RedirectCount(feed_id="reef", site="dune.example", pages=3)]
        pipeline.validate("first", settings=one.settings)
        pipeline.land_articles("first", settings=one.settings)
        pipeline.plan_reads("third", find_running=running("first"), settings=one.settings)  # which has landed and runs
        staged = RunFolder(one.settings.staging_path, "ingest", "third").read("redirects", RedirectCount)
        assert list(staged) == [RedirectCount(feed_id="reef", site="dune.example", pages=3)]
        used = [RedirectCount(feed_id="reef", site="dune.example", pages=pages) for pages in (3, QUOTA - 4)]
        quota = RedirectQuota([], used)
        entry = Entry(entry_id="e", feed_id="reef", url="http://reef.example/x", canonical_url="", seen_at=NOW)
        assert quota.follow(entry, "http://dune.example/x") == "dune.example"
        with pytest.raises(FetchRefused, match="within a day"):
            quota.follow(entry, "http://dune.example/y")


def test_nothing_waits_where_there_is_no_lake(tmp_path: Path) -> None:
    assert pipeline.count_waiting_entries(settings=Settings(home=tmp_path)) == 0
