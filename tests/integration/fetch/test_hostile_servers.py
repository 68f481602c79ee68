"""Poll hostile and broken servers for two days: the lake has the right result for each; the poller stays healthy."""

import asyncio
import re
from datetime import timedelta

import pytest

from newsvane.feeds import REMEDIES
from tests.hostile import remedy_table
from tests.hostile.__main__ import summary, table
from tests.hostile.addresses import UNROUTED
from tests.hostile.outcome import PROJECT, TIMEOUT, Outcome, poll
from tests.hostile.row import Row
from tests.hostile.table import ROWS

POLLING = 32 * 15_000_000
"""Bytes that polling may take in addition to the idle process: what concurrent requests may hold."""


BAD = [row for row in ROWS if row.reason]
GOOD = [row for row in ROWS if row.name.startswith("good ")]


def named(rows: list[Row] | tuple[Row, ...]) -> list[object]:
    return [pytest.param(row, id=row.name) for row in rows]


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    found = asyncio.run(poll(ROWS, tmp_path_factory.mktemp("hostile")))
    print(table(found))
    print(summary(found))
    return found


def test_the_table_is_large_and_its_names_are_unique() -> None:
    assert len(BAD) > 100
    assert len(GOOD) >= 5
    assert len({row.feed_id for row in ROWS}) == len({row.address for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", named(ROWS))
def test_row_has_its_outcome(outcome: Outcome, row: Row) -> None:
    first = outcome.polls[row.feed_id][0]
    assert (first.status, first.reason) == ("failed" if row.reason else "ok", row.reason), first.detail
    assert first.failures == bool(row.reason)
    assert first.entries_new == row.entries
    assert row.waits <= first.next_poll_at - first.polled_at <= timedelta(days=7)
    assert re.search(row.says, first.detail)


@pytest.mark.parametrize("row", named(BAD))
def test_every_failure_has_a_message_with_its_address(outcome: Outcome, row: Row) -> None:
    for one in outcome.polls[row.feed_id]:
        assert 20 < len(one.detail) <= 500
        assert "://" in one.detail


@pytest.mark.parametrize("row", named(BAD))
def test_health_says_how_long_and_why_a_feed_fails(outcome: Outcome, row: Row) -> None:
    last = outcome.polls[row.feed_id][-1]
    assert re.match(r"failing for \d+ (hours|days): |failed once: ", outcome.health[row.feed_id])
    assert outcome.health[row.feed_id].endswith(last.detail)


@pytest.mark.parametrize("row", named(ROWS))
def test_messages_are_readable_and_hold_no_secret(outcome: Outcome, row: Row) -> None:
    for one in outcome.polls[row.feed_id]:
        assert one.detail.isprintable()
        assert "hunter2" not in one.detail
        assert not re.search(
            r"\w{3,}Error\b|Exception|Traceback|Errno|_ssl\.c|\.py\b|<class|\bb['\"]|bytearray", one.detail
        )


@pytest.mark.parametrize("row", named(BAD))
def test_a_failing_feed_is_tried_again_the_next_day(outcome: Outcome, row: Row) -> None:
    first, *later = outcome.polls[row.feed_id]
    if first.next_poll_at - first.polled_at < timedelta(days=1):
        assert [(poll.status, poll.failures) for poll in later] == [("failed", 2)]
    else:
        assert not later


@pytest.mark.parametrize("row", named(GOOD))
def test_a_good_feed_is_read_beside_hostile_ones(outcome: Outcome, row: Row) -> None:
    first, second = outcome.polls[row.feed_id]
    assert first.entries_new == len(outcome.entries[row.feed_id]) == row.entries
    assert (second.status, second.failures, second.entries_new) in {("unchanged", 0, 0), ("ok", 0, 0)}


def test_no_content_of_other_files_or_servers_gets_in(outcome: Outcome) -> None:
    titles = [title for entries in outcome.entries.values() for title, _ in entries]
    assert not [title for title in titles if "root:" in title or "ha" * 100 in title]
    assert outcome.servers.trap_requests == []


def test_no_password_gets_into_addresses(outcome: Outcome) -> None:
    assert not [url for entries in outcome.entries.values() for _, url in entries if "hunter2" in url]


def test_nothing_but_the_public_address_was_tried(outcome: Outcome) -> None:
    assert outcome.report["tried"] == [f"{UNROUTED}:80"]


def test_a_name_that_turns_private_overnight_is_not_followed(outcome: Outcome) -> None:
    polls = outcome.polls["rebound-overnight"]
    assert [(one.status, one.reason) for one in polls] == [("ok", ""), ("failed", "blocked_address")]


def test_no_header_is_injected(outcome: Outcome) -> None:
    asked = [request for request in outcome.servers.web.requests if "injected" in request.path.lower()]
    assert asked
    assert all("x-injected" not in request.headers for request in asked)


@pytest.mark.parametrize("day", [0, 1])
def test_no_server_delays_the_batch(outcome: Outcome, day: int) -> None:
    found = outcome.report["rounds"][day]
    assert found["chunks"] == 1
    assert found["seconds"] < 2 * TIMEOUT


@pytest.mark.parametrize("day", [0, 1])
@pytest.mark.parametrize("kind", ["threads", "sockets", "files"])
def test_nothing_stays_open(outcome: Outcome, day: int, kind: str) -> None:
    assert outcome.report["rounds"][day][kind] == []


def test_nothing_is_due_at_once(outcome: Outcome) -> None:
    assert outcome.report["early"] == 0


def test_memory_stays_below_its_cap(outcome: Outcome) -> None:
    assert outcome.report["peak"] - outcome.report["rounds"][0]["at_rest"] < POLLING


def test_the_log_has_no_traceback(outcome: Outcome) -> None:
    assert "Traceback" not in outcome.log
    assert "never retrieved" not in outcome.log


def test_ops_can_look_up_every_code() -> None:
    text = (PROJECT / "docs/operations/failing-feeds.md").read_text("utf-8")
    section = text.partition("\n## What a failed poll says\n")[2].partition("\n## ")[0]
    assert [line for line in section.splitlines() if line.startswith("|")] == remedy_table.lines(), (
        "python -m tests.hostile.remedy_table"
    )


def test_every_code_has_a_remedy() -> None:
    assert {row.reason for row in BAD} <= REMEDIES.keys()
