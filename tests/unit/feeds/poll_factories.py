"""Feeds, pages and feed states for tests of the polling rules, all at NOW."""

from datetime import UTC, datetime, timedelta

from newsvane.errors import FetchFailed, NewsvaneError
from newsvane.feeds.jitter import FAILURE_JITTER, SUCCESS_JITTER, hash_fraction
from newsvane.records import Feed, FeedItems, FeedState, Page, ParsedFeed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
FEED = Feed(feed_id="a", url="https://a.example/rss")
MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)
SECOND = timedelta(seconds=1)
DEEP = 1_000
"""Items in a feed so deep that nothing is missed for want of polls."""


def page(body: bytes = b"<rss/>", status: int = 200, *, moved_to: str | None = None, **headers: str) -> Page:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    url = moved_to or FEED.url
    return Page(url=FEED.url, final_url=url, moved_to=moved_to, status=status, headers=named, body=body, fetched_at=NOW)


def items(*ages: timedelta | None, first: int = 1) -> FeedItems:
    """Items of these ages, numbered from `first`; None for one without a date."""
    numbers = tuple(range(first, first + len(ages)))
    times = tuple(0 if age is None else int((NOW - age).timestamp()) for age in ages)
    return FeedItems(keys=numbers, ids=numbers, times=times)


def parsed(*ages: timedelta | None, first: int = 1, ttl: int | None = None) -> ParsedFeed:
    return ParsedFeed(items=items(*ages, first=first), ttl_seconds=ttl)


def undated(first: int, last: int) -> ParsedFeed:
    """A feed without dates that holds the items of these numbers, `last` not included."""
    return parsed(*[None] * (last - first), first=first)


def state(**changes: object) -> FeedState:
    """A state of FEED. Unless `changes` says otherwise, its latest poll succeeded an hour ago."""
    values = {"feed_id": "a", "feed_url": FEED.url, "polled_at": NOW - HOUR, "status": "ok", "next_poll_at": NOW}
    return FeedState.model_validate(values | changes)


def change(state: FeedState, **changes: object) -> FeedState:
    """The state with other values of its own fields or of those of its latest poll."""
    return FeedState.model_validate(state.model_dump() | changes)


def wait(result: FeedState) -> timedelta:
    """From NOW until the next poll, jitter taken out."""
    last = result.last_poll
    failed = last.status == "failed"
    jitter = FAILURE_JITTER * hash_fraction("a", last.polled_at) if failed else SUCCESS_JITTER * hash_fraction("a")
    return (result.next_poll_at - NOW) / (1 + jitter)


def failed(reason: str, retry_after: timedelta | None = None) -> NewsvaneError:
    return FetchFailed("it is so", reason=reason, retry_after=retry_after)
