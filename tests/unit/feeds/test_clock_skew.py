"""Polls with a time in the future, written while a clock was wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from newsvane import feeds
from newsvane.records import Feed, FeedPoll, FeedState

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = Feed(feed_id="post", url="https://post.example/feed")


def polled(at: datetime) -> FeedState:
    return FeedState(
        last_poll=FeedPoll(feed_id="post", feed_url=FEED.url, url=FEED.url, polled_at=at, status="ok", duration_ms=1),
        well_at=at,
        read_at=at,
        fresh_at=at - 3 * HOUR,
        next_poll_at=at + HOUR,
    )


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param(NOW - 2 * HOUR, True, id="long ago"),
        pytest.param(NOW - HOUR / 2, False, id="a while ago"),
        pytest.param(NOW + timedelta(minutes=1), False, id="a minute ahead: clocks differ"),
        pytest.param(NOW + 2 * HOUR, True, id="hours ahead: the clock was wrong"),
    ],
)
def test_a_feed_with_a_poll_in_the_future_is_due(at: datetime, due: bool) -> None:
    assert feeds.is_due(FEED, polled(at), NOW) is due


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(NOW - HOUR, (NOW - HOUR, NOW - HOUR, NOW - 4 * HOUR), id="of the past: as it was"),
        pytest.param(NOW + 2 * HOUR, (NOW, None, NOW - HOUR), id="ahead: when it was read is not known"),
        pytest.param(NOW + 9 * HOUR, (NOW, None, NOW), id="far ahead: nothing lies ahead of now"),
    ],
)
def test_future_times_are_discarded(at: datetime, expected: tuple[datetime | None, ...]) -> None:
    last = feeds.discard_future_times(polled(at), NOW)
    assert last
    assert (last.last_poll.polled_at, last.read_at, last.fresh_at) == expected


def test_a_feed_that_was_never_polled_has_no_state() -> None:
    assert feeds.discard_future_times(None, NOW) is None
