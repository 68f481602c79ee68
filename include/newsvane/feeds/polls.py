"""When a feed is due, and what a poll of it came to.

A feed is polled as often as it publishes and as its items need, never sooner than its server asks. Failures back off
and never disable a feed; one good poll brings it back. `last` is the feed's latest poll (None: there was none), with
the items it held when it was last read.
"""

import re
from datetime import datetime, timedelta
from math import ceil

from newsvane.errors import NewsvaneError
from newsvane.feeds.clock_skew import is_ahead
from newsvane.feeds.conditional_get import asked_to_wait, body_hash, validators_after
from newsvane.feeds.failure_backoff import NETWORK, backoff
from newsvane.feeds.jitter import FLOOR, LONGEST, WELL_JITTER, next_poll_at, retry_at
from newsvane.feeds.poll_interval import longest_gap, rhythm
from newsvane.feeds.redirects import address, move_after, move_after_failure, state
from newsvane.records import Feed, FeedPoll, Page, ParsedFeed, Validators


def is_due(feed: Feed, last: FeedPoll | None, now: datetime) -> bool:
    """Whether the feed is to be polled at `now`; a feed with another address than before is new."""
    last = state(feed, last)
    return not feed.paused and (last is None or now >= last.next_poll_at or is_ahead(last, now))


def poll_succeeded(
    feed: Feed, last: FeedPoll | None, page: Page, parsed: ParsedFeed | None, *, now: datetime, duration_ms: int = 0
) -> FeedPoll:
    """The poll of a feed that answered well. `parsed` is None where the page `is_unchanged`.

    `now` is the moment for which `validators` was asked: before the request. An index of sitemaps says nothing of their
    news, so it is read whole each time.
    """
    last = state(feed, last)
    items = parsed.items if parsed else last.items if last else None
    fresh = _fresh(last, parsed)
    interval, stay = rhythm(last, items, fresh if parsed else None, now)
    needed = longest_gap(stay, items)
    asked = asked_to_wait(last, page, parsed, now)
    wait = min(interval, needed / (1 + WELL_JITTER)) if needed else interval
    move = move_after(feed, last, page, now)
    told = (f"moved for good to {move.to}: change its url in feeds.toml",) if move.is_sure(now) else ()
    known, lie = validators_after(last, page, fresh, now)
    is_index = parsed is not None and bool(parsed.sitemaps)
    return FeedPoll(
        feed_id=feed.feed_id,
        feed_url=feed.url,
        url=page.url,
        polled_at=now,
        status="ok" if parsed else "unchanged",
        http_status=page.status,
        detail="; ".join((*told, *(parsed.problems if parsed else ())))[:500],
        entries_seen=len(parsed.items.entries) if parsed else 0,
        entries_fresh=fresh,
        validators=Validators() if is_index else known,
        validators_lie=lie,
        body_hash=None if is_index else body_hash(page) if parsed else last and last.body_hash,
        well_at=now,
        read_at=now if page.status != 304 else last and last.read_at,
        fresh_at=now if fresh and last and last.read_at else last and last.fresh_at,
        fresh_seconds=asked and int(asked.total_seconds()),
        interval_seconds=int(interval.total_seconds()),
        stay_seconds=int(stay.total_seconds()) if stay is not None else None,
        moved_to=move.to,
        moved_since=move.since,
        moved_polls=move.polls,
        next_poll_at=next_poll_at(feed.feed_id, max(wait, asked or FLOOR), now),
        duration_ms=duration_ms,
        size_bytes=len(page.body),
        items=parsed and parsed.items,
    )


def poll_failed(
    feed: Feed, last: FeedPoll | None, error: NewsvaneError, *, now: datetime, duration_ms: int = 0
) -> FeedPoll:
    """The poll of a feed that could not be fetched or read. What was known of the feed is kept."""
    last = state(feed, last)
    failures = (last.failures if last else 0) + 1
    since = (last.failing_since or last.polled_at) if last and last.failures else now
    gone = error.reason == "http_410"
    move = move_after_failure(feed, last, gone=gone, silent=error.reason in NETWORK, now=now)
    detail = str(error)
    if gone and move.is_sure(now):
        wait = LONGEST
        detail += f"; gone since {move.since:%Y-%m-%d}, in {move.polls} polls: remove it from feeds.toml"
    else:
        left = _left(last, since, now)
        wait = backoff(feed.feed_id, error.reason, failures=failures, since=since, left=left, now=now)
    if asked := error.retry_after and min(error.retry_after, LONGEST):
        detail += f"; asks us to wait {_in_words(asked)}"
    status = re.fullmatch(r"http_(\d{3})", error.reason)
    return FeedPoll(
        feed_id=feed.feed_id,
        feed_url=feed.url,
        url=address(feed, last),
        polled_at=now,
        status="failed",
        http_status=int(status[1]) if status else None,
        reason=error.reason,
        detail=detail[:500],
        validators=last.validators if last else Validators(),
        validators_lie=last is not None and last.validators_lie,
        body_hash=last and last.body_hash,
        failures=failures,
        failing_since=since,
        well_at=last and last.well_at,
        read_at=last and last.read_at,
        fresh_at=last and last.fresh_at,
        fresh_seconds=last and last.fresh_seconds,
        interval_seconds=last and last.interval_seconds,
        stay_seconds=last and last.stay_seconds,
        moved_to=move.to,
        moved_since=move.since,
        moved_polls=move.polls,
        next_poll_at=retry_at(feed.feed_id, wait, asked, now),
        duration_ms=duration_ms,
    )


def _left(last: FeedPoll | None, since: datetime, now: datetime) -> timedelta | None:
    """Time until what came after the last good poll leaves the feed; below zero: it has begun to."""
    if last is None or last.stay_seconds is None:
        return None
    return timedelta(seconds=last.stay_seconds) - (now - (last.well_at or since))


def _fresh(last: FeedPoll | None, parsed: ParsedFeed | None) -> int:
    """How many items were not there when the feed was last read."""
    if parsed is None:
        return 0
    return len(parsed.items.entries - (last.items.entries if last and last.items else set()))


def _in_words(wait: timedelta) -> str:
    """`90 seconds`, `5 minutes`, `3 hours`, `2 days`: in the largest unit of which there are two, rounded up."""
    units = {"days": 86_400, "hours": 3_600, "minutes": 60}
    seconds = wait.total_seconds()
    name, unit = next(((name, unit) for name, unit in units.items() if seconds >= 2 * unit), ("seconds", 1))
    return f"{ceil(seconds / unit)} {name}"
