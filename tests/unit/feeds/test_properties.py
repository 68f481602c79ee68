"""Properties of polling that hold for any feed and server."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsvane import feeds
from newsvane.errors import FetchFailed
from newsvane.feeds.poll_interval import compute_max_gap
from newsvane.records import FeedItems, FeedState, ParsedFeed, Validators
from tests.support.examples import examples
from tests.unit.feeds.poll_factories import DAY, FEED, HOUR, MINUTE, NOW, WEEK, change, page, state

REASONS = ["dns", "timeout", "tls", "http_404", "http_410", "http_403", "http_429", "http_503", "not_a_feed", "robots"]
TRIFLE = timedelta(seconds=1)

quick = settings(deadline=None, max_examples=examples(60))
seconds = st.integers(0, 400 * 86_400)
ages = st.lists(st.one_of(st.none(), st.integers(-86_400, 90 * 86_400)), max_size=30)


@st.composite
def readings(draw: st.DrawFn) -> ParsedFeed:
    """A feed of any items, dated or not, that may ask for any wait."""
    found, first = draw(ages), draw(st.integers(0, 40))
    numbers = tuple(range(first, first + len(found)))
    times = tuple(0 if age is None else int(NOW.timestamp()) - age for age in found)
    ttl = draw(st.one_of(st.none(), seconds))
    return ParsedFeed(items=FeedItems(keys=numbers, ids=numbers, times=times), ttl_seconds=ttl)


@st.composite
def states(draw: st.DrawFn) -> FeedState | None:
    """Any state of a feed that a lake may hold."""
    if draw(st.booleans()):
        return None
    ago = st.one_of(st.none(), seconds.map(lambda value: NOW - timedelta(seconds=value)))
    count = st.integers(0, 2_000)
    return state(
        status=draw(st.sampled_from(["ok", "unchanged", "failed"])),
        polled_at=NOW - timedelta(seconds=draw(seconds)),
        reason=draw(st.sampled_from(["", *REASONS])),
        entries_seen=draw(count),
        entries_fresh=draw(count),
        failures=draw(count),
        failing_since=draw(ago),
        well_at=draw(ago),
        read_at=draw(ago),
        fresh_at=draw(ago),
        validators=Validators(etag=draw(st.sampled_from([None, '"1"']))),
        validators_lie=draw(st.booleans()),
        body_hash=draw(st.sampled_from([None, "0" * 64])),
        interval_seconds=draw(st.one_of(st.none(), st.integers(300, 86_400))),
        stay_seconds=draw(st.one_of(st.none(), seconds)),
        fresh_seconds=draw(st.one_of(st.none(), st.integers(1, 86_400))),
        moved_to=draw(st.sampled_from([None, "https://new.example/rss"])),
        moved_since=draw(ago),
        moved_polls=draw(st.integers(0, 9)),
        items=draw(st.one_of(st.none(), readings().map(lambda reading: reading.items))),
    )


errors = st.builds(
    lambda reason, wait: FetchFailed("it is so", reason=reason, retry_after=wait),
    st.sampled_from(REASONS),
    st.one_of(st.none(), seconds.map(lambda value: timedelta(seconds=value))),
)


@quick
@given(states(), readings(), st.integers(0, 10**9))
def test_any_successful_poll_keeps_the_bounds(last: FeedState | None, found: ParsedFeed, max_age: int) -> None:
    """Never sooner than asked nor than the floor, never later than a day and a tenth; and the feed is well."""
    asked = timedelta(seconds=min(max(max_age, found.ttl_seconds or 0), 86_400))
    answer = page(b"2", ETag='"1"', Cache_Control=f"max-age={max_age}")
    result = feeds.record_success(FEED, last, answer, found, now=NOW)
    assert max(5 * MINUTE, asked) <= result.next_poll_at - NOW <= 1.1 * DAY
    assert (result.failures, result.failing_since, result.last_poll.reason, result.well_at) == (0, None, "", NOW)
    assert 300 <= (result.stay_seconds or 300) <= 365 * 86_400
    assert 0 <= result.last_poll.entries_fresh <= result.last_poll.entries_seen == len(found.items.entries)
    if not asked:
        assert result.next_poll_at - NOW <= (compute_max_gap(None, found.items) or DAY) + TRIFLE


@quick
@given(states())
def test_any_unchanged_poll_keeps_the_bounds(last: FeedState | None) -> None:
    result = feeds.record_success(FEED, last, page(b"", 304), None, now=NOW)
    asked = timedelta(seconds=(last and last.fresh_seconds) or 0)
    assert max(5 * MINUTE, asked) <= result.next_poll_at - NOW <= 1.1 * DAY
    assert (result.failures, result.last_poll.entries_fresh, result.items) == (0, 0, last and last.items)


@quick
@given(states(), errors)
def test_any_failed_poll_keeps_the_bounds(last: FeedState | None, error: FetchFailed) -> None:
    """Never sooner than asked, never later than a week, and never the end."""
    result = feeds.record_failure(FEED, last, error, now=NOW)
    asked = min(error.retry_after or timedelta(0), WEEK)
    assert max(5 * MINUTE, asked) <= result.next_poll_at - NOW <= WEEK
    assert result.failures == (last.failures if last else 0) + 1
    assert feeds.is_due(FEED, result, NOW + WEEK)


@quick
@given(states(), st.lists(errors, max_size=6), readings())
def test_one_successful_poll_ends_any_failure(
    last: FeedState | None, sick: list[FetchFailed], found: ParsedFeed
) -> None:
    for hours, error in enumerate(sick):
        last = feeds.record_failure(FEED, last, error, now=NOW + hours * HOUR)
    result = feeds.record_success(FEED, last, page(b"2"), found, now=NOW + DAY)
    assert (result.last_poll.status, result.last_poll.reason) == ("ok", "")
    assert (result.failures, result.failing_since) == (0, None)
    assert result.next_poll_at <= NOW + DAY + 1.1 * DAY


@quick
@given(st.lists(states(), min_size=1, max_size=8), errors)
def test_an_excused_round_keeps_every_poll(before: list[FeedState | None], error: FetchFailed) -> None:
    """Every poll comes back, in order, and none that is excused counts as a failure."""
    last = {f"f{n}": change(each, feed_id=f"f{n}") for n, each in enumerate(before) if each}
    polls = [
        feeds.record_failure(
            FEED.model_copy(update={"feed_id": f"f{n}", "url": f"https://h{n}.example/"}),
            each and change(each, feed_url=""),
            error,
            now=NOW,
        )
        for n, each in enumerate(before)
    ]
    after = feeds.excuse_network_outage(polls, last)
    assert [each.feed_id for each in after] == [each.feed_id for each in polls]
    for counted, each in zip(polls, after, strict=True):
        assert each == counted or (
            each.failures == counted.failures - 1 and "our network was down" in each.last_poll.detail
        )
