"""Failing feeds are polled less often but never given up, and outages of our own network count against no feed."""

from datetime import timedelta

import pytest

from newsvane import feeds
from newsvane.errors import FeedUnreadable, FetchRefused, NewsvaneError
from newsvane.records import Feed, FeedState
from tests.unit.feeds.poll_factories import DAY, FEED, HOUR, MINUTE, NOW, SECOND, WEEK, change, failed, state, wait

BACKOFF = [
    pytest.param(failed("timeout"), 0, HOUR / 2, id="first time-out"),
    pytest.param(failed("dns"), 3, HOUR, id="fourth DNS failure"),
    pytest.param(failed("proxy"), 3, HOUR, id="our proxy"),
    pytest.param(failed("http_503"), 9, 5 * HOUR, id="tenth 503"),
    pytest.param(FetchRefused("", reason="http_404"), 1, HOUR, id="404 passes, too"),
    pytest.param(FetchRefused("", reason="http_403"), 3, 4 * HOUR, id="not wanted"),
    pytest.param(FetchRefused("", reason="robots"), 4, 5 * HOUR, id="robots.txt forbids it"),
    pytest.param(FetchRefused("", reason="challenge"), 3, 2 * HOUR, id="a challenge"),
    pytest.param(FetchRefused("", reason="http_410"), 0, HOUR, id="gone, perhaps"),
    pytest.param(FeedUnreadable("", reason="not_a_feed"), 1, HOUR, id="no feed, twice"),
    pytest.param(failed("timeout"), 10_000, DAY, id="a day at the most"),
    pytest.param(failed("http_503", MINUTE), 3, 2 * HOUR, id="Retry-After below the backoff"),
]


@pytest.mark.parametrize(("error", "before", "expected"), BACKOFF)
def test_failures_back_off(error: NewsvaneError, before: int, expected: timedelta) -> None:
    last = state(status="failed" if before else "ok", failures=before, failing_since=NOW - DAY if before else None)
    result = feeds.record_failure(FEED, last, error, now=NOW)
    assert (result.last_poll.status, result.last_poll.reason, result.failures) == ("failed", error.reason, before + 1)
    assert wait(result) == pytest.approx(expected, abs=SECOND)


@pytest.mark.parametrize("reason", ["http_429", "http_503", "robots_unreachable"])
@pytest.mark.parametrize(("asked", "words"), [(3 * HOUR, "3 hours"), (5 * DAY, "5 days")])
def test_retry_after_is_honoured_within_minutes(reason: str, asked: timedelta, words: str) -> None:
    result = feeds.record_failure(FEED, state(stay_seconds=3600), failed(reason, asked), now=NOW)
    assert asked <= result.next_poll_at - NOW <= asked + 5 * MINUTE
    assert result.last_poll.detail == f"it is so; asks us to wait {words}"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(20, DAY, id="three weeks: a day"),
        pytest.param(42, 2 * DAY, id="six weeks: two"),
        pytest.param(105, 5 * DAY, id="fifteen weeks: five"),
        pytest.param(900, WEEK, id="years: a week"),
    ],
)
def test_the_wait_exceeds_a_day_only_after_weeks(days: int, expected: timedelta) -> None:
    last = state(status="failed", failures=400, failing_since=NOW - days * DAY)
    result = feeds.record_failure(FEED, last, failed("timeout"), now=NOW)
    jittered = result.next_poll_at - NOW
    assert expected <= jittered <= min(1.25 * expected, WEEK)


def test_retry_after_is_capped_at_a_week() -> None:
    assert feeds.record_failure(FEED, None, failed("http_503", 90 * DAY), now=NOW).next_poll_at == NOW + WEEK


SCROLLING = [
    pytest.param("timeout", HOUR, 10, 42.24 * MINUTE, id="items stay an hour"),
    pytest.param("dns", HOUR, 10, 42.24 * MINUTE, id="DNS"),
    pytest.param("http_502", 20 * HOUR, 10, 7.04 * HOUR, id="in ten hours they begin to leave"),
    pytest.param("http_502", 20 * HOUR, 30, 42.24 * MINUTE, id="they leave since ten hours"),
    pytest.param("timeout", HOUR, 0.5, 30 * MINUTE, id="the backoff is shorter"),
    pytest.param("http_429", HOUR, 10, None, id="not where we are too many"),
    pytest.param("challenge", HOUR, 10, None, id="not where we are unwanted"),
    pytest.param("http_403", HOUR, 10, None, id="not where we are refused"),
    pytest.param("timeout", HOUR, 22 * 24, None, id="not after three weeks"),
]


@pytest.mark.parametrize(("reason", "stay", "hours", "expected"), SCROLLING)
def test_a_feed_is_polled_sooner_before_unread_items_leave_it(
    reason: str, stay: timedelta, hours: float, expected: timedelta | None
) -> None:
    down = NOW - hours * HOUR
    last = state(
        status="failed",
        failures=0 if hours < 1 else 19,
        failing_since=down,
        well_at=down,
        stay_seconds=stay.total_seconds(),
    )
    result = feeds.record_failure(FEED, last, failed(reason), now=NOW)
    if expected:
        assert wait(result) == pytest.approx(expected, abs=SECOND)
    else:
        assert wait(result) >= 10 * HOUR


def test_a_429_adds_up_to_a_random_hour() -> None:
    waits = [
        feeds.record_failure(Feed(feed_id=f"f{n}", url=FEED.url), None, failed("http_429"), now=NOW).next_poll_at - NOW
        for n in range(300)
    ]
    assert min(waits) >= HOUR / 2
    assert HOUR / 2 < sum(waits, timedelta()) / 300 < 1.5 * HOUR
    assert max(waits) > 1.5 * HOUR


def test_feeds_that_failed_together_are_retried_at_different_times() -> None:
    def round_of(n: int) -> list[float]:
        now = NOW + n * HOUR
        polls = [
            feeds.record_failure(Feed(feed_id=f"f{each}", url=FEED.url), None, failed("timeout"), now=now)
            for each in range(300)
        ]
        return [(poll.next_poll_at - now) / HOUR for poll in polls]

    first, second = round_of(0), round_of(1)
    assert max(first) - min(first) > 0.12
    assert max(first) <= 0.625
    assert sum(abs(a - b) > 0.01 for a, b in zip(first, second, strict=True)) > 200


def watched(count: int, **changes: object) -> dict[str, FeedState]:
    return {f"f{n}": state(feed_id=f"f{n}", feed_url=f"https://h{n}.example/", **changes) for n in range(count)}


def round_of(last: dict[str, FeedState], reasons: list[str]) -> list[FeedState]:
    """A poll of each feed: of one that failed for a reason, of one that was well for ""."""
    polls = []
    for (feed_id, before), reason in zip(last.items(), reasons, strict=True):
        feed = Feed(feed_id=feed_id, url=before.last_poll.feed_url)
        polls.append(
            feeds.record_failure(feed, before, failed(reason), now=NOW)
            if reason
            else state(feed_id=feed_id, feed_url=feed.url, url=feed.url, polled_at=NOW)
        )
    return polls


EXCUSED = [
    pytest.param(["dns"] * 5, True, id="five of five"),
    pytest.param(["dns"] * 4, False, id="too few to tell"),
    pytest.param(["timeout"] * 9 + [""], True, id="nine of ten"),
    pytest.param(["timeout"] * 8 + ["", ""], False, id="eight of ten"),
    pytest.param(["unreachable", "timeout", "refused", "reset", "tls", "proxy"], True, id="for every such reason"),
    pytest.param(["http_503"] * 9, False, id="servers that answer are reached"),
    pytest.param(["dns"] * 18 + ["http_403", "not_a_feed"], True, id="what was reached counts as it is"),
]


@pytest.mark.parametrize(("reasons", "ours"), EXCUSED)
def test_an_outage_of_our_network_counts_against_no_feed(reasons: list[str], ours: bool) -> None:
    last = watched(len(reasons), interval_seconds=700)
    polls = round_of(last, reasons)
    excused = feeds.excuse_network_outage(polls, last)
    assert [each.feed_id for each in excused] == list(last)
    for before, after, reason in zip(polls, excused, reasons, strict=True):
        if not ours or reason in {"", "http_403", "not_a_feed"}:
            assert after == before
            continue
        assert (after.failures, after.failing_since, after.interval_seconds) == (0, None, 700)
        assert (after.last_poll.status, after.last_poll.reason) == ("failed", reason)
        assert 5 * MINUTE <= after.next_poll_at - NOW <= 10 * MINUTE
        hosts = f"{sum(each not in {'', 'http_403', 'not_a_feed'} for each in reasons)} of {len(reasons)} hosts"
        assert after.last_poll.detail == f"our network was down: {hosts} could not be reached; it is so"


def test_an_excused_feed_keeps_its_own_failures() -> None:
    sick = state(feed_id="sick", feed_url="https://sick.example/", failures=7, failing_since=NOW - DAY, status="failed")
    last = watched(5) | {"sick": sick}
    excused = feeds.excuse_network_outage(round_of(last, ["dns"] * 6), last)[-1]
    assert (excused.failures, excused.failing_since) == (7, NOW - DAY)


def test_feeds_that_failed_before_do_not_excuse_each_other() -> None:
    last = watched(20, status="failed", failures=3, failing_since=NOW - DAY)
    polls = round_of(last, ["dns"] * 20)
    assert feeds.excuse_network_outage(polls, last) == tuple(polls)


def test_many_feeds_of_one_host_count_once() -> None:
    last = {f"f{n}": state(feed_id=f"f{n}", feed_url="https://one.example/") for n in range(20)}
    polls = round_of(last, ["dns"] * 20)
    assert feeds.excuse_network_outage(polls, last) == tuple(polls)


def test_a_move_is_kept_in_an_outage_of_our_network() -> None:
    seen = {"moved_polls": 4, "moved_since": NOW - 5 * DAY, "well_at": NOW - HOUR}
    last = {
        name: each.model_copy(update={"moved_to": f"https://new-{name}.example/"})
        for name, each in watched(5, **seen).items()
    }
    for each in feeds.excuse_network_outage(round_of(last, ["dns"] * 5), last):
        asked = feeds.choose_url(Feed(feed_id=each.feed_id, url=each.last_poll.feed_url), each)
        assert asked == each.last_poll.url == f"https://new-{each.feed_id}.example/"


def test_the_state_of_another_address_is_not_kept_in_an_outage() -> None:
    last = watched(6)
    polls = round_of(last, ["dns"] * 6)
    last["f5"] = change(last["f5"], feed_url="https://old.example/", failures=3)
    assert [each.failures for each in feeds.excuse_network_outage(polls, last)] == [0] * 6


def test_new_feeds_are_excused_but_do_not_prove_an_outage() -> None:
    last = watched(6)
    polls = round_of(last, ["dns"] * 6)
    assert feeds.excuse_network_outage(polls, {}) == tuple(polls)
    assert [each.failures for each in feeds.excuse_network_outage(polls, dict(list(last.items())[:5]))] == [0] * 6


def test_a_short_wait_is_given_in_seconds() -> None:
    result = feeds.record_failure(FEED, None, failed("http_429", 90 * SECOND), now=NOW)
    assert result.last_poll.detail.endswith("wait 90 seconds")
