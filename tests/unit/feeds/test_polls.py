"""A poll records what it saw and keeps what was known; one successful poll restores a feed."""

from datetime import timedelta

import pytest

from newsvane import feeds
from newsvane.feeds.jitter import schedule_poll
from newsvane.records import Feed, FeedItems, FeedState, ParsedFeed, Validators
from tests.unit.feeds.poll_factories import DAY, FEED, HOUR, MINUTE, NOW, failed, items, page, parsed, state, wait

ELSEWHERE = Feed(feed_id="a", url="https://a.example/new-address")


@pytest.mark.parametrize(
    ("feed", "last", "due"),
    [
        pytest.param(FEED, None, True, id="never polled"),
        pytest.param(FEED, state(next_poll_at=NOW), True, id="now"),
        pytest.param(FEED, state(next_poll_at=NOW + MINUTE), False, id="not yet"),
        pytest.param(FEED, state(next_poll_at=NOW - DAY, failures=99), True, id="after many failures"),
        pytest.param(FEED.model_copy(update={"paused": True}), None, False, id="paused"),
        pytest.param(ELSEWHERE, state(next_poll_at=NOW + DAY), True, id="has another address now"),
        pytest.param(ELSEWHERE, state(next_poll_at=NOW + DAY, feed_url=""), False, id="of an older lake"),
    ],
)
def test_is_due(feed: Feed, last: FeedState | None, due: bool) -> None:
    assert feeds.is_due(feed, last, NOW) is due


def test_a_feed_with_a_new_address_has_no_state() -> None:
    known = state(failures=7, body_hash="0" * 64, items=items(HOUR))
    assert feeds.current_state(FEED, known) == known
    assert feeds.current_state(ELSEWHERE, known) is None
    assert feeds.current_state(ELSEWHERE, state(feed_url="")) is not None
    result = feeds.record_failure(ELSEWHERE, known, failed("timeout"), now=NOW)
    assert (result.failures, result.body_hash, result.last_poll.feed_url) == (1, None, ELSEWHERE.url)


def test_a_poll_records_what_it_saw() -> None:
    found = parsed(HOUR, 2 * HOUR, DAY).model_copy(update={"problems": ("not well formed", "no dates")})
    answer = page(b"<rss>1</rss>", ETag='"2"', Last_Modified="yesterday")
    last = state(items=items(2 * HOUR, DAY, first=1), read_at=NOW - HOUR)
    result = feeds.record_success(FEED, last, answer, found, now=NOW, duration_ms=7)
    poll = result.last_poll
    assert (poll.entries_seen, poll.entries_fresh) == (3, 1)
    assert (poll.http_status, poll.size_bytes, poll.duration_ms) == (200, 12, 7)
    assert (poll.feed_url, poll.url) == (FEED.url, FEED.url)
    assert (result.well_at, result.read_at, result.fresh_at) == (NOW, NOW, NOW)
    assert result.validators == Validators(etag='"2"', last_modified="yesterday")
    assert poll.detail == "not well formed; no dates"
    assert result.body_hash == feeds.hash_body(answer)
    assert result.items == found.items


def test_a_304_keeps_what_was_known() -> None:
    read = NOW - 2 * HOUR
    known = state(
        body_hash="0" * 64,
        validators=Validators(etag='"1"', last_modified="then"),
        read_at=read,
        fresh_at=read - DAY,
        items=items(HOUR, DAY),
    )
    result = feeds.record_success(FEED, known, page(b"", 304, ETag='"2"'), None, now=NOW)
    assert (result.last_poll.status, result.body_hash, result.items) == ("unchanged", "0" * 64, known.items)
    assert result.validators == Validators(etag='"2"', last_modified="then")
    assert (result.well_at, result.read_at, result.fresh_at) == (NOW, read, read - DAY)


def test_a_first_reading_does_not_count_as_fresh() -> None:
    result = feeds.record_success(FEED, None, page(), parsed(HOUR, DAY), now=NOW)
    assert (result.last_poll.entries_seen, result.last_poll.entries_fresh, result.fresh_at) == (2, 2, None)


def test_the_same_body_counts_as_read() -> None:
    result = feeds.record_success(FEED, state(read_at=NOW - DAY), page(), None, now=NOW)
    assert (result.last_poll.status, result.read_at) == ("unchanged", NOW)


def test_a_failure_keeps_what_was_known() -> None:
    known = state(
        body_hash="0" * 64,
        validators=Validators(etag='"1"'),
        interval_seconds=900,
        stay_seconds=7200,
        fresh_seconds=600,
        well_at=NOW - HOUR,
        read_at=NOW - DAY,
        fresh_at=NOW - 2 * DAY,
        items=items(HOUR),
    )
    result = feeds.record_failure(FEED, known, failed("http_503"), now=NOW, duration_ms=12)
    kept = ("body_hash", "validators", "interval_seconds", "stay_seconds", "fresh_seconds")
    for name in (*kept, "well_at", "read_at", "fresh_at", "items"):
        assert getattr(result, name) == getattr(known, name), name
    poll = result.last_poll
    assert (poll.http_status, poll.detail, poll.duration_ms) == (503, "it is so", 12)
    assert (poll.status, poll.reason, result.failures, result.failing_since) == ("failed", "http_503", 1, NOW)


def test_failures_are_counted_from_the_first() -> None:
    first = feeds.record_failure(FEED, state(), failed("dns"), now=NOW)
    second = feeds.record_failure(FEED, first, failed("timeout"), now=NOW + HOUR)
    assert (second.failures, second.failing_since) == (2, NOW)


@pytest.mark.parametrize("reason", ["dns", "http_403", "http_410", "not_a_feed", "http_429"])
def test_one_good_poll_brings_a_feed_back(reason: str) -> None:
    sick = state(
        status="failed",
        failures=500,
        failing_since=NOW - 90 * DAY,
        reason=reason,
        interval_seconds=600,
        moved_polls=9,
        moved_since=NOW - 80 * DAY,
    )
    result = feeds.record_success(FEED, sick, page(), parsed(*(n * HOUR for n in range(1, 61))), now=NOW)
    assert (result.last_poll.status, result.last_poll.reason) == ("ok", "")
    assert (result.failures, result.failing_since) == (0, None)
    assert (result.moved_polls, result.moved_since) == (0, None)
    assert wait(result) == pytest.approx(HOUR, abs=timedelta(seconds=1))


def test_jitter_spreads_feeds_and_is_stable() -> None:
    times = [schedule_poll(f"feed{n}", HOUR, NOW) for n in range(500)]
    assert times == [schedule_poll(f"feed{n}", HOUR, NOW) for n in range(500)]
    assert NOW + HOUR <= min(times) < NOW + 61 * MINUTE
    assert NOW + 65 * MINUTE < max(times) < NOW + 66 * MINUTE
    assert len(set(times)) > 490


def test_an_index_of_sitemaps_is_read_whole_each_time() -> None:
    found = parsed(HOUR).model_copy(update={"sitemaps": ("https://a.example/news.xml",)})
    result = feeds.record_success(FEED, None, page(ETag='"x"'), found, now=NOW)
    assert (result.validators, result.body_hash, result.last_poll.entries_seen) == (Validators(), None, 1)


def test_items_that_are_no_entries_are_not_counted() -> None:
    found = ParsedFeed(items=FeedItems(keys=(1, 2, 3), ids=(0, 7, 7), times=(0, 0, 0)))
    result = feeds.record_success(FEED, None, page(), found, now=NOW)
    assert (result.last_poll.entries_seen, result.last_poll.entries_fresh) == (1, 1)
