"""A run that reads while the one before has not landed yet: nothing is read twice, no site is read by two."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import pipeline
from newsvane.errors import FetchRefused
from newsvane.pipeline.ingest.in_flight import FindRunning
from newsvane.pipeline.ingest.redirect_quota import RedirectQuota
from newsvane.pipeline.staging import Chunk, RunFolder
from newsvane.records import FOREIGN_PAGES_PER_SITE as QUOTA
from newsvane.records import Entry, RedirectCount
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


def test_a_run_reads_what_the_one_before_it_has_left_while_that_one_has_not_landed(tmp_path: Path) -> None:
    with two_outlets(tmp_path, read_limit=6) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        assert pipeline.count_waiting_entries("first", find_running=running(), settings=one.settings) == 2
        chunks = pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 1, "dune.example": 1}
        read_all(one, chunks)
        for run, others in (("first", ["second"]), ("second", [])):
            assert pipeline.count_waiting_entries(run, find_running=running(*others), settings=one.settings) == 0
            pipeline.validate(run, settings=one.settings)
            pipeline.land_articles(run, settings=one.settings)
        assert one.query("SELECT run_id, count(*) FROM articles GROUP BY run_id ORDER BY run_id") == [
            ("first", 6),
            ("second", 2),
        ]


def test_a_site_that_another_run_still_reads_is_left_to_it(tmp_path: Path) -> None:
    with two_outlets(tmp_path, articles=6, read_limit=8) as one:
        first, second = pipeline.plan_reads("first", settings=one.settings)
        [host] = hosts_of(one, [second])
        assert pipeline.plan_reads("second", find_running=running("first"), settings=one.settings) == []
        pipeline.read(first, settings=one.settings)
        chunks = pipeline.plan_reads("third", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks).keys() == {"reef.example", "dune.example"} - {host}


def test_what_a_run_has_read_that_has_failed_is_read_again(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        read_all(one, pipeline.plan_reads("failed", settings=one.settings))
        chunks = pipeline.plan_reads("next", find_running=running(), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 4, "dune.example": 4}


def test_damaged_files_of_another_run_hold_up_nobody(tmp_path: Path) -> None:
    with two_outlets(tmp_path) as one:
        read_all(one, pipeline.plan_reads("first", settings=one.settings))
        for file in (RunFolder(one.settings.staging_path, "ingest", "first").path).glob("read-*"):
            file.write_text("{", "utf-8")
        chunks = pipeline.plan_reads("second", find_running=running("first"), settings=one.settings)
        assert hosts_of(one, chunks) == {"reef.example": 4, "dune.example": 4}


def test_a_run_that_has_not_been_validated_looks_itself_for_what_waits(tmp_path: Path) -> None:
    with two_outlets(tmp_path, read_limit=2) as one:
        chunks = pipeline.plan_reads("first", settings=one.settings)
        assert pipeline.count_waiting_entries("other", find_running=running("first"), settings=one.settings) == 0
        read_all(one, chunks)
        pipeline.validate("first", settings=one.settings)
        assert pipeline.count_waiting_entries("other", find_running=running("first"), settings=one.settings) == 6


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
        used = [RedirectCount(feed_id="reef", site="dune.example", pages=pages) for pages in (3, QUOTA - 4)]
        quota = RedirectQuota([], used)
        entry = Entry(entry_id="e", feed_id="reef", url="http://reef.example/x", canonical_url="", seen_at=NOW)
        assert quota.follow(entry, "http://dune.example/x") == "dune.example"
        with pytest.raises(FetchRefused, match="within a day"):
            quota.follow(entry, "http://dune.example/y")


@pytest.mark.parametrize("has_lake", [True, False])
def test_nothing_waits_where_nothing_was_ever_landed(tmp_path: Path, has_lake: bool) -> None:
    with two_outlets(tmp_path, articles=0) as one:
        settings = one.settings if has_lake else one.settings.model_copy(update={"home": tmp_path / "none"})
        assert pipeline.count_waiting_entries("first", find_running=running("other"), settings=settings) == 0
