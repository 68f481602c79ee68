"""The interval follows the feed, and is short enough to miss no item."""

from datetime import timedelta

import pytest

from newsvane import feeds
from newsvane.feeds.jitter import MAX_INTERVAL, MIN_INTERVAL
from newsvane.feeds.poll_interval import compute_max_gap
from newsvane.records import FeedItems, FeedState, Page, ParsedFeed
from tests.unit.feeds.poll_factories import (
    DAY,
    DEEP,
    FEED,
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    WEEK,
    change,
    items,
    page,
    parsed,
    state,
    undated,
    wait,
)

HOURLY = items(*(n * HOUR for n in range(1, 13)))

RHYTHM = [
    pytest.param(None, parsed(), HOUR, id="nothing known"),
    pytest.param(None, parsed(None, None, None), HOUR, id="no dates"),
    pytest.param(None, parsed(MINUTE), HOUR, id="one date"),
    pytest.param(None, ParsedFeed(items=HOURLY), HOUR, id="an item an hour"),
    pytest.param(None, parsed(*(n * HOUR / 2 for n in range(1, 25))), HOUR / 2, id="one each half hour"),
    pytest.param(None, parsed(*(n * 10 * SECOND for n in range(1, 99))), MIN_INTERVAL, id="very busy"),
    pytest.param(None, parsed(6 * DAY, 300 * DAY), MAX_INTERVAL, id="one this week"),
    pytest.param(None, parsed(90 * DAY, 300 * DAY), MAX_INTERVAL, id="asleep"),
    pytest.param(None, parsed(-DAY, -HOUR, MINUTE), HOUR, id="dates ahead are no rhythm"),
    pytest.param(None, parsed(timedelta(0), timedelta(0)), MIN_INTERVAL, id="all of this second"),
    pytest.param(state(interval_seconds=900, items=HOURLY), None, HOUR, id="unchanged, with dates"),
    pytest.param(state(interval_seconds=4000), None, 4000 * SECOND, id="unchanged after a poll with all new"),
]


def fill(last: FeedState | None) -> FeedState | None:
    """A last reading in which everything was new, unless the row says otherwise."""
    return last and change(last, entries_seen=10, entries_fresh=10)


@pytest.mark.parametrize(("last", "found", "expected"), RHYTHM)
def test_interval_follows_the_feed(last: FeedState | None, found: ParsedFeed | None, expected: timedelta) -> None:
    result = feeds.record_success(FEED, fill(last), page(status=200 if found else 304), found, now=NOW)
    assert result.interval_seconds == expected.total_seconds()


def reading(seen: int, fresh: int, **changes: object) -> FeedState:
    """A poll of an undated feed that held 20 items, an hour ago."""
    known = {"entries_seen": seen, "entries_fresh": fresh, "interval_seconds": 4000, "read_at": NOW - HOUR}
    return state(**{"items": undated(0, 20).items, **known, **changes})


SHARES = [
    pytest.param(reading(20, 15), undated(15, 35), 2000, id="few known, twice: much shorter"),
    pytest.param(reading(20, 10), undated(15, 35), 3000, id="few known, once"),
    pytest.param(reading(20, 2), undated(1, 21), 3000, id="news twice: shorter"),
    pytest.param(reading(20, 0), undated(1, 21), 4000, id="news once"),
    pytest.param(reading(20, 2), None, 4000, id="none once"),
    pytest.param(reading(20, 0), undated(0, 20), 5000, id="none twice: longer"),
    pytest.param(reading(0, 0, status="unchanged"), None, 5000, id="unchanged twice"),
    pytest.param(reading(0, 0, status="failed", failures=40), undated(1, 21), 4000, id="back again"),
    pytest.param(reading(20, 1), undated(20, 40), 900, id="nothing left: some may be missed"),
    pytest.param(reading(20, 1), undated(20, 25), 3000, id="nothing left of a feed that was emptied"),
    pytest.param(reading(20, 0, interval_seconds=86_400), None, 86_400, id="no longer than the cap"),
    pytest.param(reading(20, 19, interval_seconds=400), undated(19, 39), 300, id="no shorter than the floor"),
    pytest.param(
        reading(20, 20, polled_at=NOW - 5 * MINUTE, interval_seconds=300),
        undated(20, 40),
        3600,
        id="ids that change with every request",
    ),
]


@pytest.mark.parametrize(("last", "found", "seconds"), SHARES)
def test_the_interval_of_undated_feeds_follows_the_known_share(
    last: FeedState, found: ParsedFeed | None, seconds: int
) -> None:
    result = feeds.record_success(FEED, last, page(status=200 if found else 304), found, now=NOW)
    assert result.interval_seconds == seconds


BURST_OF_OLD = items(*(20 * DAY + n * MINUTE for n in range(50)))
DAY_AND_NIGHT = items(*(8 * HOUR + n * 6 * MINUTE for n in range(50)))

STAYS = [
    pytest.param(None, parsed(), None, id="nothing known"),
    pytest.param(None, undated(0, 20), None, id="no dates, first reading"),
    pytest.param(None, ParsedFeed(items=HOURLY), 12 * HOUR, id="an item an hour, twelve deep"),
    pytest.param(None, ParsedFeed(items=BURST_OF_OLD), 50 * MINUTE, id="a burst of weeks ago"),
    pytest.param(None, ParsedFeed(items=DAY_AND_NIGHT), 5 * HOUR, id="by day, told at night"),
    pytest.param(None, parsed(*[HOUR] * 20), MIN_INTERVAL, id="all at once"),
    pytest.param(reading(20, 1), undated(5, 25), 4 * HOUR, id="a quarter new in an hour"),
    pytest.param(reading(20, 1), undated(20, 40), HOUR / 2, id="all new in an hour"),
    pytest.param(reading(20, 1), undated(0, 20), None, id="nothing new"),
    pytest.param(state(polled_at=NOW - 14 * DAY, stay_seconds=3600), None, 2 * HOUR, id="half forgotten"),
    pytest.param(state(polled_at=NOW - 4000 * DAY, stay_seconds=10**6), None, 365 * DAY, id="forgotten"),
    pytest.param(state(stay_seconds=3600), ParsedFeed(items=HOURLY), 3608 * SECOND, id="the shortest lately"),
    pytest.param(
        reading(20, 20, polled_at=NOW - 5 * MINUTE), undated(20, 40), None, id="ids that change with every request"
    ),
]


@pytest.mark.parametrize(("last", "found", "expected"), STAYS)
def test_how_long_items_stay(last: FeedState | None, found: ParsedFeed | None, expected: timedelta | None) -> None:
    result = feeds.record_success(FEED, last, page(status=200 if found else 304), found, now=NOW)
    assert result.stay_seconds == (expected and int(expected.total_seconds()))


def sleepy(depth: int) -> FeedItems:
    return items(*(90 * DAY + n * WEEK for n in range(depth)))


GAPS = [
    pytest.param(None, None, None, id="nothing known"),
    pytest.param(None, sleepy(5), 52.8 * MINUTE, id="five deep: an item that stays an hour is seen"),
    pytest.param(None, sleepy(50), 2.2 * HOUR, id="fifty deep, any burst"),
    pytest.param(3 * HOUR, sleepy(DEEP), 2.64 * HOUR, id="seen to be fast"),
    pytest.param(MINUTE, sleepy(DEEP), 52.8 * MINUTE, id="items that stay a minute may be missed"),
    pytest.param(5 * HOUR, None, 4.4 * HOUR, id="depth not known"),
]


@pytest.mark.parametrize(("stay", "held", "expected"), GAPS)
def test_the_longest_time_between_polls_that_misses_nothing(
    stay: timedelta | None, held: FeedItems | None, expected: timedelta | None
) -> None:
    assert compute_max_gap(stay, held) == (expected and pytest.approx(expected, abs=SECOND))


@pytest.mark.parametrize("depth", [1, 5, 20, 50, 100, 300])
def test_a_quiet_feed_is_polled_often_enough_for_a_burst(depth: int) -> None:
    result = feeds.record_success(FEED, None, page(), ParsedFeed(items=sleepy(depth)), now=NOW)
    assert result.next_poll_at - NOW + 5 * MINUTE < max(HOUR, depth * 3 * MINUTE)
    assert result.interval_seconds == (3600 if depth == 1 else 86_400)


BUSY = ParsedFeed(items=items(*(n * MINUTE for n in range(1, 60))))

ASKED = [
    pytest.param(page(), None, None, id="nothing"),
    pytest.param(page(), 7200, 7200, id="TTL"),
    pytest.param(page(Cache_Control="public, max-age=7200"), None, 7200, id="max-age"),
    pytest.param(page(Cache_Control="max-age=7200", Age="1200"), None, 6000, id="max-age less age"),
    pytest.param(page(Cache_Control="s-maxage=7200"), None, None, id="for proxies only"),
    pytest.param(page(Cache_Control="max-age=oops"), None, None, id="max-age of nonsense"),
    pytest.param(page(Expires="Tue, 24 Nov 2026 14:00:00 GMT"), None, 7200, id="Expires"),
    pytest.param(
        page(Expires="Tue, 24 Nov 2026 14:00:00 GMT", Date="Tue, 24 Nov 2026 13:00:00 GMT"),
        None,
        3600,
        id="its own clock",
    ),
    pytest.param(page(Expires="0"), None, None, id="Expires 0"),
    pytest.param(page(Expires="Thu, 01 Jan 1970 00:00:00 GMT"), None, None, id="Expires long ago"),
    pytest.param(
        page(Cache_Control="max-age=60", Expires="Fri, 27 Nov 2026 14:00:00 GMT"), None, 60, id="max-age wins"
    ),
    pytest.param(
        page(Cache_Control="max-age=0", Expires="Fri, 27 Nov 2026 14:00:00 GMT"), None, None, id="max-age 0 wins"
    ),
    pytest.param(page(Cache_Control="max-age=600"), 7200, 7200, id="the longer"),
    pytest.param(page(Cache_Control="max-age=31536000"), None, 86_400, id="a year, capped"),
]


@pytest.mark.parametrize(("answer", "ttl", "seconds"), ASKED)
def test_a_feed_is_polled_no_sooner_than_the_server_asks(answer: Page, ttl: int | None, seconds: int | None) -> None:
    found = BUSY.model_copy(update={"ttl_seconds": ttl})
    result = feeds.record_success(FEED, None, answer, found, now=NOW)
    assert result.fresh_seconds == seconds
    assert wait(result) >= timedelta(seconds=max(seconds or 0, 300) - 1)
    assert result.interval_seconds == 300
