"""Feeds are polled when they are due."""

from datetime import UTC, datetime, timedelta

import pytest

from newsvane.errors import FeedUnreadable, FetchFailed, FetchRefused, NewsvaneError
from newsvane.feeds import polls as feeds
from newsvane.records import Entry, Feed, FeedPoll, Page, ParsedFeed, Validators

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FEED = Feed(feed_id="a", url="https://a.example/rss")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def page(body: bytes = b"<rss/>", status: int = 200, **headers: str) -> Page:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Page(url=FEED.url, final_url=FEED.url, status=status, headers=named, body=body, fetched_at=NOW)


def parsed(*ages: timedelta | None, ttl: int | None = None) -> ParsedFeed:
    """A feed with entries of these ages; None for an entry without a date."""
    entries = tuple(
        Entry(
            entry_id=f"e1_{n}",
            feed_id="a",
            url=f"https://a.example/{n}",
            canonical_url=f"https://a.example/{n}",
            published_at=NOW - age if age is not None else None,
            seen_at=NOW,
        )
        for n, age in enumerate(ages)
    )
    return ParsedFeed(entries=entries, ttl_seconds=ttl)


def poll(**changes: object) -> FeedPoll:
    values = {"feed_id": "a", "polled_at": NOW - HOUR, "status": "ok", "entries_new": 1, "next_poll_at": NOW}
    return FeedPoll.model_validate(values | changes)


def wait(result: FeedPoll) -> timedelta:
    """Until the next poll, with the feed's jitter taken out."""
    lag = feeds.next_poll_at("a", HOUR, NOW) - NOW
    return (result.next_poll_at - NOW) / (lag / HOUR)


@pytest.mark.parametrize(
    ("feed", "last", "due"),
    [
        pytest.param(FEED, None, True, id="never polled"),
        pytest.param(FEED, poll(next_poll_at=NOW), True, id="now"),
        pytest.param(FEED, poll(next_poll_at=NOW + MINUTE), False, id="not yet"),
        pytest.param(FEED, poll(next_poll_at=NOW - DAY, failures=99), True, id="after many failures"),
        pytest.param(FEED.model_copy(update={"paused": True}), None, False, id="paused"),
    ],
)
def test_is_due(feed: Feed, last: FeedPoll | None, due: bool) -> None:
    assert feeds.is_due(feed, last, NOW) is due


RHYTHM = [
    pytest.param(None, parsed(), HOUR, id="nothing known"),
    pytest.param(None, parsed(None, None, None), HOUR, id="no dates"),
    pytest.param(None, parsed(MINUTE), HOUR, id="one date"),
    pytest.param(None, parsed(*(n * HOUR for n in range(1, 13))), HOUR, id="an entry an hour"),
    pytest.param(None, parsed(*(n * HOUR / 2 for n in range(1, 25))), HOUR / 2, id="one each half hour"),
    pytest.param(None, parsed(*(n * 10 * timedelta(seconds=1) for n in range(1, 99))), feeds.FLOOR, id="very busy"),
    pytest.param(None, parsed(6 * DAY, 300 * DAY), feeds.CAP, id="one this week"),
    pytest.param(None, parsed(90 * DAY, 300 * DAY), feeds.CAP, id="asleep"),
    pytest.param(None, parsed(-DAY, -HOUR, MINUTE), HOUR, id="dates ahead are no rhythm"),
    pytest.param(None, parsed(timedelta(0), timedelta(0)), feeds.FLOOR, id="all of this second"),
    pytest.param(poll(interval_seconds=4000), None, timedelta(seconds=5000), id="unchanged: slower"),
    pytest.param(poll(interval_seconds=4000), parsed(None), timedelta(seconds=3000), id="news, no dates: faster"),
    pytest.param(
        poll(interval_seconds=4000, entries_new=0), parsed(None), timedelta(seconds=5000), id="changes, no news"
    ),
    pytest.param(poll(interval_seconds=86_400), None, feeds.CAP, id="no slower than the cap"),
    pytest.param(poll(interval_seconds=300), parsed(None), feeds.FLOOR, id="no faster than the floor"),
    pytest.param(
        poll(status="failed", failures=40, interval_seconds=4000), None, timedelta(seconds=5000), id="back again"
    ),
]


@pytest.mark.parametrize(("last", "found", "expected"), RHYTHM)
def test_interval_follows_the_feed(last: FeedPoll | None, found: ParsedFeed | None, expected: timedelta) -> None:
    result = feeds.poll_succeeded(FEED, last, page(status=200 if found else 304), found, now=NOW)
    assert result.interval_seconds == expected.total_seconds()
    assert wait(result) == pytest.approx(expected, abs=timedelta(seconds=1))
    assert (result.failures, result.reason) == (0, "")


BUSY = parsed(*(n * MINUTE for n in range(1, 60)))

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
def test_never_sooner_than_the_server_asks(answer: Page, ttl: int | None, seconds: int | None) -> None:
    found = BUSY.model_copy(update={"ttl_seconds": ttl})
    result = feeds.poll_succeeded(FEED, None, answer, found, now=NOW)
    assert result.fresh_seconds == seconds
    assert wait(result) >= timedelta(seconds=max(seconds or 0, 300) - 1)
    assert result.interval_seconds == 300


def test_ttl_outlives_an_unchanged_poll() -> None:
    first = feeds.poll_succeeded(FEED, None, page(), BUSY.model_copy(update={"ttl_seconds": 7200}), now=NOW)
    assert feeds.poll_succeeded(FEED, first, page(status=304), None, now=NOW).fresh_seconds == 7200


def failed(reason: str, retry_after: timedelta | None = None) -> NewsvaneError:
    return FetchFailed("it is so", reason=reason, retry_after=retry_after)


FAILURES = [
    pytest.param(failed("timeout"), 0, HOUR / 2, id="first time-out"),
    pytest.param(failed("dns"), 3, 2 * HOUR, id="fourth DNS failure"),
    pytest.param(failed("http_503"), 9, 5 * HOUR, id="tenth 503"),
    pytest.param(FetchRefused("", reason="http_410"), 0, HOUR, id="gone"),
    pytest.param(FetchRefused("", reason="http_410"), 4, 5 * HOUR, id="gone for the fifth time"),
    pytest.param(FeedUnreadable("", reason="not_a_feed"), 1, HOUR, id="no feed, twice"),
    pytest.param(failed("timeout"), 10_000, DAY, id="never more than a day"),
    pytest.param(failed("http_429", 3 * HOUR), 0, 3 * HOUR, id="Retry-After"),
    pytest.param(failed("http_429", MINUTE), 3, 2 * HOUR, id="Retry-After below the backoff"),
    pytest.param(failed("http_503", 90 * DAY), 0, DAY, id="Retry-After without measure"),
]


@pytest.mark.parametrize(("error", "before", "expected"), FAILURES)
def test_failures_back_off(error: NewsvaneError, before: int, expected: timedelta) -> None:
    result = feeds.poll_failed(FEED, poll(status="failed", failures=before), error, now=NOW)
    assert (result.status, result.reason, result.failures) == ("failed", error.reason, before + 1)
    assert wait(result) == pytest.approx(expected, abs=timedelta(seconds=1))


def test_failure_keeps_what_was_known() -> None:
    known = poll(body_hash="0" * 64, validators=Validators(etag='"1"'), interval_seconds=900)
    result = feeds.poll_failed(FEED, known, failed("http_503"), now=NOW, duration_ms=12)
    assert (result.body_hash, result.validators, result.interval_seconds) == ("0" * 64, known.validators, 900)
    assert (result.http_status, result.detail, result.duration_ms) == (503, "it is so", 12)


def test_one_good_poll_brings_a_feed_back() -> None:
    sick = poll(status="failed", failures=500, reason="dns", interval_seconds=600)
    result = feeds.poll_succeeded(FEED, sick, page(), parsed(*(n * HOUR for n in range(1, 13))), now=NOW)
    assert (result.failures, result.reason, result.status) == (0, "", "ok")
    assert wait(result) == pytest.approx(HOUR, abs=timedelta(seconds=1))


def test_a_poll_tells_what_it_saw() -> None:
    found = parsed(HOUR, DAY).model_copy(update={"problems": ("not well formed", "no dates")})
    answer = page(b"<rss>1</rss>", ETag='"2"', Last_Modified="yesterday")
    result = feeds.poll_succeeded(FEED, None, answer, found, now=NOW, duration_ms=7)
    assert (result.entries_seen, result.http_status, result.size_bytes, result.duration_ms) == (2, 200, 12, 7)
    assert (result.validators, result.detail) == (
        Validators(etag='"2"', last_modified="yesterday"),
        "not well formed; no dates",
    )
    assert result.body_hash == feeds.body_hash(answer)


def test_304_keeps_validators_and_hash() -> None:
    known = poll(body_hash="0" * 64, validators=Validators(etag='"1"', last_modified="then"))
    result = feeds.poll_succeeded(FEED, known, page(b"", 304, ETag='"2"'), None, now=NOW)
    assert (result.status, result.body_hash) == ("unchanged", "0" * 64)
    assert result.validators == Validators(etag='"2"', last_modified="then")


@pytest.mark.parametrize(
    ("answer", "unchanged"),
    [
        pytest.param(page(b"", 304), True, id="304"),
        pytest.param(page(b"old"), True, id="the same under a new ETag"),
        pytest.param(page(b"new"), False, id="another body"),
    ],
)
def test_is_unchanged(answer: Page, unchanged: bool) -> None:
    assert feeds.is_unchanged(poll(body_hash=feeds.body_hash(page(b"old"))), answer) is unchanged


def test_nothing_is_unchanged_at_first() -> None:
    assert not feeds.is_unchanged(None, page())


def test_validators_are_sent_but_for_once_a_day() -> None:
    known = poll(validators=Validators(etag='"1"'), body_hash="0" * 64)
    sent = [
        feeds.validators(known.model_copy(update={"polled_at": NOW + n * HOUR}), NOW + (n + 1) * HOUR)
        for n in range(72)
    ]
    assert sent.count(None) == 3
    assert sent.count(known.validators) == 69


@pytest.mark.parametrize(
    "last",
    [
        pytest.param(None, id="never polled"),
        pytest.param(poll(polled_at=NOW, validators=Validators(etag='"1"')), id="never parsed"),
        pytest.param(poll(polled_at=NOW, body_hash="0" * 64), id="no validators"),
    ],
)
def test_no_validators_to_send(last: FeedPoll | None) -> None:
    assert feeds.validators(last, NOW) is None


def test_jitter_spreads_feeds_and_stays() -> None:
    times = [feeds.next_poll_at(f"feed{n}", HOUR, NOW) for n in range(500)]
    assert times == [feeds.next_poll_at(f"feed{n}", HOUR, NOW) for n in range(500)]
    assert NOW + HOUR <= min(times) < NOW + 61 * MINUTE
    assert NOW + 65 * MINUTE < max(times) < NOW + 66 * MINUTE
    assert len(set(times)) > 490
