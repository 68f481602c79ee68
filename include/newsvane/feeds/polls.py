"""Decide when a feed is due, and compute its state after a poll. Pure.

A feed is polled as often as it publishes and as often as its items require, but never sooner than its server asks.
Failures lengthen the wait but never disable a feed; one successful poll restores the normal interval. `state` is the
feed's state before the poll, with the items of its last reading; None if the feed was never polled.
"""

import re
from datetime import datetime, timedelta
from math import ceil

from newsvane.errors import NewsvaneError
from newsvane.feeds.clock_skew import is_from_future
from newsvane.feeds.conditional_get import find_requested_wait, hash_body, update_validators
from newsvane.feeds.failure_backoff import NETWORK_FAILURES, compute_backoff
from newsvane.feeds.jitter import MAX_WAIT, MIN_INTERVAL, SUCCESS_JITTER, schedule_poll, schedule_retry
from newsvane.feeds.poll_interval import compute_max_gap, estimate_rate
from newsvane.feeds.redirects import choose_url, current_state, update_move, update_move_on_failure
from newsvane.records import Feed, FeedPoll, FeedState, Page, ParsedFeed, Validators


def is_due(feed: Feed, state: FeedState | None, now: datetime) -> bool:
    """Return whether the feed should be polled at `now`. A feed whose address was changed counts as new."""
    state = current_state(feed, state)
    return not feed.paused and (state is None or now >= state.next_poll_at or is_from_future(state, now))


def find_last_look(state: FeedState | None) -> datetime | None:
    """Return the latest poll that showed which items the feed listed then; None if that is not known.

    If the server has answered "unchanged" wrongly before, only a poll that received the whole feed counts.
    """
    if state is None or state.items is None:
        return None
    return state.read_at if state.validators_lie else state.well_at


def record_success(
    feed: Feed,
    state: FeedState | None,
    page: Page,
    parsed: ParsedFeed | None,
    *,
    now: datetime,
    duration_ms: int = 0,
    size_bytes: int | None = None,
) -> FeedState:
    """Return the state after a successful poll. `parsed` is None if the page `is_unchanged`.

    `now`: the time before the request, for which `choose_validators` was called. An index of sitemaps does not show
    whether its sitemaps changed, so neither validators nor hash are kept for it, and it is read whole each time.
    `size_bytes`: of what was received, if it is not the body of `page`.
    """
    state = current_state(feed, state)
    items = parsed.items if parsed else state.items if state else None
    fresh = _count_fresh(state, parsed)
    rate = estimate_rate(state, items, fresh if parsed else None, now)
    max_gap = compute_max_gap(rate.stay, items)
    wait = min(rate.interval, max_gap / (1 + SUCCESS_JITTER)) if max_gap else rate.interval
    requested = find_requested_wait(state, page, parsed, now)
    move = update_move(feed, state, page, now)
    advice = (f"moved for good to {move.to}: change its url in feeds.toml",) if move.is_confirmed(now) else ()
    validators, validators_lie = update_validators(state, page, fresh, now)
    is_index = parsed is not None and bool(parsed.sitemaps)
    return FeedState(
        last_poll=FeedPoll(
            feed_id=feed.feed_id,
            feed_url=feed.url,
            url=page.url,
            polled_at=now,
            status="ok" if parsed else "unchanged",
            http_status=page.status,
            detail="; ".join((*advice, *(parsed.problems if parsed else ())))[:500],
            entries_seen=len(parsed.items.entries) if parsed else 0,
            entries_fresh=fresh,
            duration_ms=duration_ms,
            size_bytes=len(page.body) if size_bytes is None else size_bytes,
        ),
        validators=Validators() if is_index else validators,
        validators_lie=validators_lie,
        body_hash=None if is_index else hash_body(page) if parsed else state and state.body_hash,
        well_at=now,
        read_at=now if page.status != 304 else state and state.read_at,
        fresh_at=now if fresh and state and state.read_at else state and state.fresh_at,
        fresh_seconds=requested and int(requested.total_seconds()),
        interval_seconds=int(rate.interval.total_seconds()),
        stay_seconds=int(rate.stay.total_seconds()) if rate.stay is not None else None,
        moved_to=move.to,
        moved_since=move.since,
        moved_polls=move.polls,
        next_poll_at=schedule_poll(feed.feed_id, max(wait, requested or MIN_INTERVAL), now),
        items=items,
    )


def record_failure(
    feed: Feed, state: FeedState | None, error: NewsvaneError, *, now: datetime, duration_ms: int = 0
) -> FeedState:
    """Return the state after a poll that could not be fetched or parsed. Everything known of the feed is kept."""
    state = current_state(feed, state)
    failures = (state.failures if state else 0) + 1
    since = (state.failing_since or state.last_poll.polled_at) if state and state.failures else now
    gone = error.reason == "http_410"
    move = update_move_on_failure(feed, state, gone=gone, unanswered=error.reason in NETWORK_FAILURES, now=now)
    detail = str(error)
    if gone and move.is_confirmed(now):
        wait = MAX_WAIT
        detail += f"; gone since {move.since:%Y-%m-%d}, in {move.polls} polls: remove it from feeds.toml"
    else:
        left = _time_left(state, since, now)
        wait = compute_backoff(feed.feed_id, error.reason, failures=failures, since=since, left=left, now=now)
    if requested := error.retry_after and min(error.retry_after, MAX_WAIT):
        detail += f"; asks us to wait {_format_wait(requested)}"
    http_status = re.fullmatch(r"http_(\d{3})", error.reason)
    changes = {
        "last_poll": FeedPoll(
            feed_id=feed.feed_id,
            feed_url=feed.url,
            url=choose_url(feed, state),
            polled_at=now,
            status="failed",
            http_status=int(http_status[1]) if http_status else None,
            reason=error.reason,
            detail=detail[:500],
            duration_ms=duration_ms,
        ),
        "failures": failures,
        "failing_since": since,
        "moved_to": move.to,
        "moved_since": move.since,
        "moved_polls": move.polls,
        "next_poll_at": schedule_retry(feed.feed_id, wait, requested, now),
    }
    return state.model_copy(update=changes) if state else FeedState.model_validate(changes)


def _time_left(state: FeedState | None, since: datetime, now: datetime) -> timedelta | None:
    """Return the time until items published since the last good poll leave the feed; negative if they already do."""
    if state is None or state.stay_seconds is None:
        return None
    return timedelta(seconds=state.stay_seconds) - (now - (state.well_at or since))


def _count_fresh(state: FeedState | None, parsed: ParsedFeed | None) -> int:
    """Count the entries that were not there when the feed was last read."""
    if parsed is None:
        return 0
    return len(parsed.items.entries - (state.items.entries if state and state.items else set()))


def _format_wait(wait: timedelta) -> str:
    """Format a wait in the largest unit that fits at least twice, rounded up: `90 seconds`, `5 minutes`, `2 days`."""
    units = {"days": 86_400, "hours": 3_600, "minutes": 60}
    seconds = wait.total_seconds()
    name, unit = next(((name, unit) for name, unit in units.items() if seconds >= 2 * unit), ("seconds", 1))
    return f"{ceil(seconds / unit)} {name}"
