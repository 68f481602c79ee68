"""Conditional requests are sent, and servers with lying validators are detected."""

import pytest

from newsvane import feeds
from newsvane.records import FeedState, Page, ParsedFeed, Validators
from tests.unit.feeds.poll_factories import DAY, FEED, HOUR, MINUTE, NOW, failed, items, page, parsed, state

TAG = Validators(etag='"1"')


def known(**changes: object) -> FeedState:
    """A poll that got a body with a validator, an hour ago, from a feed that has had news."""
    read = {"validators": TAG, "body_hash": "0" * 64, "read_at": NOW - HOUR, "interval_seconds": 86_400}
    return state(**read | {"fresh_at": NOW - DAY, "items": items(DAY, 2 * DAY)} | changes)


@pytest.mark.parametrize(
    ("answer", "unchanged"),
    [
        pytest.param(page(b"", 304), True, id="304"),
        pytest.param(page(b"old"), True, id="the same under a new ETag"),
        pytest.param(page(b"new"), False, id="another body"),
    ],
)
def test_is_unchanged(answer: Page, unchanged: bool) -> None:
    assert feeds.is_unchanged(state(body_hash=feeds.hash_body(page(b"old"))), answer) is unchanged


def test_a_first_response_is_never_unchanged() -> None:
    assert not feeds.is_unchanged(None, page())


def test_validators_are_sent_except_once_a_day() -> None:
    last, sent = known(), []
    for n in range(72):
        now = NOW + n * HOUR
        sent.append(feeds.choose_validators(last, now))
        answer = page(b"", 304) if sent[-1] else page(ETag='"1"')
        last = feeds.record_success(FEED, last, answer, None, now=now)
    assert sent.count(None) == 3
    assert sent.count(TAG) == 69


def test_a_failure_does_not_replace_the_daily_whole_body() -> None:
    last = known(read_at=NOW - 25 * HOUR)
    assert feeds.choose_validators(last, NOW) is None
    missed = feeds.record_failure(FEED, last, failed("timeout"), now=NOW)
    assert feeds.choose_validators(missed, NOW + HOUR) is None


@pytest.mark.parametrize(
    ("last", "sent"),
    [
        pytest.param(None, None, id="never polled"),
        pytest.param(known(body_hash=None), None, id="never parsed"),
        pytest.param(known(validators=Validators()), None, id="no validators"),
        pytest.param(known(validators_lie=True), None, id="known to lie"),
        pytest.param(known(), TAG, id="read an hour ago"),
        pytest.param(known(interval_seconds=600, read_at=NOW - 44 * MINUTE), TAG, id="silent for 44 minutes"),
        pytest.param(known(interval_seconds=600, read_at=NOW - 46 * MINUTE), None, id="a busy feed, silent for 46"),
        pytest.param(known(interval_seconds=1200, read_at=NOW - 79 * MINUTE), TAG, id="silent for 3.9 of its gaps"),
        pytest.param(known(interval_seconds=1200, read_at=NOW - 81 * MINUTE), None, id="silent for four of its gaps"),
        pytest.param(known(read_at=None), TAG, id="read at an unknown time"),
        pytest.param(known(fresh_at=None), None, id="no news yet: trust is earned"),
        pytest.param(known(fresh_at=None, items=items(27 * DAY)), None, id="a quiet feed, no news yet"),
        pytest.param(known(fresh_at=None, items=items(29 * DAY)), TAG, id="asleep"),
        pytest.param(known(fresh_at=None, items=items(None)), None, id="without dates, no news yet"),
    ],
)
def test_validators_that_are_sent(last: FeedState | None, sent: Validators | None) -> None:
    assert feeds.choose_validators(last, NOW) == sent


SILENT = {"interval_seconds": 600, "read_at": NOW - 2 * HOUR}

LIES = [
    pytest.param(known(**SILENT), page(b"2", ETag='"1"'), parsed(HOUR, first=5), True, id="news under the same ETag"),
    pytest.param(known(fresh_at=None), page(b"2", ETag='"1"'), parsed(HOUR, first=5), True, id="so the first news"),
    pytest.param(known(fresh_at=None), page(b"2", ETag='"2"'), parsed(HOUR, first=5), False, id="honest first news"),
    pytest.param(known(**SILENT), page(b"2", ETag='"2"'), parsed(HOUR, first=5), False, id="news under a new one"),
    pytest.param(known(**SILENT), page(b"2"), parsed(HOUR, first=5), False, id="news, no ETag any more"),
    pytest.param(known(**SILENT), page(b"2", ETag='"1"'), parsed(DAY), False, id="the same items, a new build date"),
    pytest.param(known(), page(b"2", ETag='"1"'), parsed(HOUR, first=5), False, id="asked, and not said unchanged"),
    pytest.param(None, page(b"2", ETag='"1"'), parsed(HOUR), False, id="first poll"),
    pytest.param(
        known(**SILENT, validators=Validators()), page(b"2"), parsed(HOUR, first=5), False, id="none, as before"
    ),
]


@pytest.mark.parametrize(("last", "answer", "found", "lie"), LIES)
def test_lying_validators_are_detected(last: FeedState | None, answer: Page, found: ParsedFeed, lie: bool) -> None:
    result = feeds.record_success(FEED, last, answer, found, now=NOW)
    assert result.validators_lie is lie
    assert result.validators == Validators(etag=answer.header("ETag"))
    assert not lie or feeds.choose_validators(result, NOW + MINUTE) is None


RETRIALS = [
    pytest.param(40, parsed(HOUR, first=5), '"2"', False, id="news, another ETag, next month"),
    pytest.param(40, parsed(HOUR, first=5), '"1"', True, id="news, the same ETag"),
    pytest.param(40, parsed(DAY), '"2"', True, id="no news"),
    pytest.param(0, parsed(HOUR, first=5), '"2"', True, id="in the same month"),
]


@pytest.mark.parametrize(("days", "found", "etag", "lie"), RETRIALS)
def test_lying_validators_can_regain_trust_in_another_month(days: int, found: ParsedFeed, etag: str, lie: bool) -> None:
    last = known(validators_lie=True, fresh_at=NOW - days * DAY)
    result = feeds.record_success(FEED, last, page(b"2", ETag=etag), found, now=NOW)
    assert result.validators_lie is lie


def test_a_feed_that_is_to_be_read_again_as_a_whole_does_not_regain_trust() -> None:
    last = known(validators_lie=True, body_hash=None, fresh_at=NOW)
    assert feeds.record_success(FEED, last, page(b"2", ETag='"2"'), parsed(HOUR, first=5), now=NOW).validators_lie


def test_a_failure_does_not_restore_trust_in_validators() -> None:
    assert feeds.record_failure(FEED, known(validators_lie=True), failed("timeout"), now=NOW).validators_lie


@pytest.mark.parametrize("reasons", [[], ["timeout", "dns"], ["http_503", "timeout"]])
def test_the_ttl_is_kept_when_a_poll_has_no_body(reasons: list[str]) -> None:
    last = feeds.record_success(FEED, None, page(), parsed(HOUR, ttl=7200), now=NOW)
    for reason in reasons:
        last = feeds.record_failure(FEED, last, failed(reason, 3 * DAY), now=NOW)
    assert feeds.record_success(FEED, last, page(status=304), None, now=NOW).fresh_seconds == 7200
