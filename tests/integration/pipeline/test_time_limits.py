"""However slow a host is, a run ends in time and lands what was done; the rest comes next, with no try counted."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsvane.pipeline.concurrency import READ_SECONDS, START_SECONDS, TASK_SECONDS
from newsvane.pipeline.ingest.entry_reader import EntryReader
from newsvane.pipeline.ingest.feed_poller import FeedPoller
from tests.support.installation import ENGLISH, Installation, install, page
from tests.support.outlet import Answer, rss
from tests.support.virtual_clock import VirtualClock

FEED = '[[feed]]\nid = "{id}"\nurl = "http://{host}/{id}"\n'
WATCH = FEED.format(id="slow", host="slow.example") + FEED.format(id="quick", host="quick.example")
PAUSES = {"slow.example/robots.txt": Answer("User-agent: *\nCrawl-delay: 30", "text/plain")}
IN_TIME = {step: int(seconds / 30) + 1 for step, seconds in (("poll", START_SECONDS), ("read", READ_SECONDS))}
"""Requests to a host that asks for pauses of 30 seconds, in one run."""
LANDED = "SELECT outlet, count(*) FROM coverage GROUP BY outlet ORDER BY outlet"
WAITING = "SELECT count(*), max(tries) FROM entries WHERE outcome = 'pending'"


def answers(count: int) -> dict[str, Answer]:
    """Return the answers of a slow host with so many articles, and of a quick one with three."""
    names = [*map(str, range(count)), "one", "two", "three"]
    return {
        "/slow": rss(*names[:count], host="slow.example"),
        "/quick": rss(*names[count:], host="quick.example"),
        **{f"/{name}": page("Ferry stays in port", ENGLISH) for name in names},
    }


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    return VirtualClock(monkeypatch)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose slow host and quick host are in one task."""
    with install(tmp_path, WATCH, answers(2_000) | PAUSES, host_delay=2, chunks=1) as one:
        yield one


def test_each_run_lands_what_long_pauses_allow(shared: Installation, clock: VirtualClock) -> None:
    """Two thousand pages of one host need 17 hours. Nobody else waits for them."""
    shared.poll("run 0")
    for run in (1, 2, 3):
        (counts,) = shared.read(f"run {run}")
        assert 0 < clock.seconds <= READ_SECONDS
        assert counts["left"] > 0
        shared.land(f"run {run}")
        assert shared.query(LANDED) == [("quick.example", 3), ("slow.example", run * IN_TIME["read"])]
        assert shared.query(WAITING) == [(2_000 - run * IN_TIME["read"], 0)]


def test_slow_answers_end_with_the_time_to_start(tmp_path: Path, clock: VirtualClock) -> None:
    clock.slow = {"slow.example": 29.0}
    with install(tmp_path, WATCH, answers(100), chunks=1, fetch_timeout=30) as installation:
        installation.cycle("run")
    assert READ_SECONDS < clock.seconds < READ_SECONDS + 30
    assert installation.query(LANDED) == [("quick.example", 3), ("slow.example", 6)]
    assert installation.query(WAITING) == [(94, 0)]


@pytest.mark.parametrize(("worker", "method"), [(EntryReader, "read"), (FeedPoller, "poll")])
def test_work_that_never_ends_is_left(
    tmp_path: Path,
    clock: VirtualClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    worker: type,
    method: str,
) -> None:
    work = getattr(worker, method)

    async def hang(self: Any, item: Any) -> Any:
        if "slow.example" in f"{getattr(item, 'feed', item)}":
            await asyncio.Event().wait()
        return await work(self, item)

    with install(tmp_path, WATCH, answers(2), chunks=1) as installation:
        if worker is EntryReader:
            installation.poll("run 0")
        monkeypatch.setattr(worker, method, hang)
        step = installation.read if worker is EntryReader else installation.poll
        with caplog.at_level(logging.WARNING):
            (counts,) = step("run 1")
    assert clock.seconds == TASK_SECONDS
    assert counts["left"] == (2 if worker is EntryReader else 1)
    assert "were not reached in time" in caplog.text


def test_feeds_of_one_host_take_turns(tmp_path: Path, clock: VirtualClock) -> None:
    """A host has more feeds than its pauses allow in a run: those that were left are polled before the others."""
    in_time = IN_TIME["poll"]
    count = 2 * in_time
    watch = "".join(FEED.format(id=f"slow{number}", host="slow.example") for number in range(count))
    served = {f"/slow{number}": rss(host="slow.example") for number in range(count)} | PAUSES
    with install(tmp_path, watch, served, chunks=1) as installation:
        for run in (1, 2):
            (counts,) = installation.poll(f"run {run}")
            assert (counts["ok"], counts["left"]) == (in_time, in_time)
            assert clock.seconds == START_SECONDS
        assert installation.query("SELECT count(DISTINCT feed_id), count(*) FROM feed_polls") == [(count, count)]
