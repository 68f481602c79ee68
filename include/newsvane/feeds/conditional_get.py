"""Conditional requests for feeds: when to send validators, whether they can be trusted, and requested waits. Pure.

Some servers answer 304 forever. Therefore validators are trusted only after they have changed together with the items.
One unconditional request per day checks them, or an earlier one if a feed is silent for longer than usual. Validators
that turn out to lie are no longer sent.
"""

import hashlib
import re
from datetime import datetime, timedelta

from newsvane.feeds.jitter import MAX_INTERVAL, hash_fraction
from newsvane.http_dates import parse_http_date
from newsvane.records import FeedState, Page, ParsedFeed, Validators

MAX_SILENT_GAPS = 4
"""A silence of this many mean gaps between items is unusual (at a steady rate, one gap in 55 is as long)."""

MIN_SILENCE = timedelta(minutes=45)
"""A shorter silence is never unusual. With the time until a busy feed's next poll it adds up to an hour."""

DORMANT_AFTER = timedelta(days=28)
"""If a feed has had no item for this long, its validators are trusted without a test, which would cost whole bodies
until the feed publishes again."""

DISTRUST_PERIOD = timedelta(days=30)
"""Validators that lied may regain trust once per such period."""


def choose_validators(state: FeedState | None, now: datetime) -> Validators | None:
    """Return the validators for the next request, so that an unchanged feed costs a 304; None: request the whole body.

    The whole body is requested until the feed has had new items, once per day at a time that differs between feeds, and
    after a silence of MAX_SILENT_GAPS mean gaps.
    """
    if (
        state is None
        or state.body_hash is None
        or state.validators_lie
        or not (state.validators.etag or state.validators.last_modified)
    ):
        return None
    if state.fresh_at is None and not _is_dormant(state, now):
        return None
    read_at = state.read_at or state.last_poll.polled_at
    mean_gap = timedelta(seconds=state.interval_seconds or MAX_INTERVAL.total_seconds())
    is_silent = now - read_at >= max(MAX_SILENT_GAPS * mean_gap, MIN_SILENCE)
    shift = MAX_INTERVAL * hash_fraction(state.feed_id)
    was_read_today = (read_at + shift).date() == (now + shift).date()
    return state.validators if was_read_today and not is_silent else None


def is_unchanged(state: FeedState | None, page: Page) -> bool:
    """Return whether the page is the same as at the last reading (304, or the same bytes) and need not be parsed."""
    return page.status == 304 or (state is not None and hash_body(page) == state.body_hash)


def hash_body(page: Page) -> str:
    """Return the SHA-256 of the body in hexadecimal."""
    return hashlib.sha256(page.body).hexdigest()


def update_validators(state: FeedState | None, page: Page, fresh: int, now: datetime) -> tuple[Validators, bool]:
    """Return the validators of the response, and whether they lie. `fresh`: number of new items.

    They lie if an unconditional request found new items under the same validators as before. They are then distrusted
    until new items come with other validators in a later DISTRUST_PERIOD.
    """
    before = state.validators if state else Validators()
    kept = before if page.status == 304 else Validators()  # a 304 need not repeat them
    found = Validators(
        etag=page.header("ETag") or kept.etag, last_modified=page.header("Last-Modified") or kept.last_modified
    )
    if state is None or (state.body_hash is None and not state.validators_lie):
        return found, False
    if state.validators_lie:
        same_period = state.fresh_at is not None and _period(state.fresh_at) == _period(now)
        return found, same_period or fresh == 0 or found == before
    return found, fresh > 0 and choose_validators(state, now) is None and found == before != Validators()


def find_requested_wait(
    state: FeedState | None, page: Page, parsed: ParsedFeed | None, now: datetime
) -> timedelta | None:
    """Return how long the server asks us to wait, at most MAX_INTERVAL: the longer of TTL and max-age (or Expires).

    Without a parsed body the TTL is that of the last one.
    """
    age = _remaining_max_age(page)
    waits = [_time_until(page.header("Expires"), page, now) if age is None else age]
    ttl = parsed.ttl_seconds if parsed else state and state.fresh_seconds
    waits.append(timedelta(seconds=ttl) if ttl else None)
    longest = max((wait for wait in waits if wait and wait > timedelta(0)), default=None)
    return longest and min(longest, MAX_INTERVAL)


def _is_dormant(state: FeedState, now: datetime) -> bool:
    newest = max(state.items.times, default=0) if state.items else 0
    return newest > 0 and now.timestamp() - newest > DORMANT_AFTER.total_seconds()


def _period(time: datetime) -> int:
    return int(time.timestamp() / DISTRUST_PERIOD.total_seconds())


def _remaining_max_age(page: Page) -> timedelta | None:
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", page.header("Cache-Control") or "", re.IGNORECASE)
    age = page.header("Age") or "0"
    return timedelta(seconds=int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)) if found else None


def _time_until(date: str | None, page: Page, now: datetime) -> timedelta | None:
    """Return the time until an HTTP date, by the clock of the server if the response has a Date."""
    time = parse_http_date(date)
    return time - (parse_http_date(page.header("Date")) or now) if time else None
