"""When a feed is due, and what a poll of it came to.

A feed is polled as often as it publishes, within [FLOOR, CAP], never sooner than its server asks. Failures back off
linearly by kind and never disable a feed; one good poll brings it back. Constants after Miniflux and Media Cloud.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsvane.errors import NewsvaneError
from newsvane.records import Entry, Feed, FeedPoll, Page, ParsedFeed, Validators

FLOOR = timedelta(minutes=5)
CAP = timedelta(hours=24)
"""Bounds of an interval, and of what a server may ask for (Miniflux)."""

FIRST = timedelta(hours=1)
"""The interval of a feed whose rhythm is not known yet."""

WINDOW = timedelta(days=7)
"""Entries older than this say nothing about the rhythm (Miniflux)."""

STEP = timedelta(hours=1)
"""Backoff a failure of weight 1."""

HALF = frozenset({"timeout", "dns", "tls", "reset", "refused", "truncated", "challenge", "not_a_feed", "http_404"})
"""Failures that weigh 0.5, as 429 and 5xx do: the far side's trouble, often over soon (Media Cloud)."""

_JITTER = 0.1


def is_due(feed: Feed, last: FeedPoll | None, now: datetime) -> bool:
    """Whether the feed is to be polled at `now`; `last` is its latest poll, None if there was none."""
    return not feed.paused and (last is None or now >= last.next_poll_at)


def validators(last: FeedPoll | None, now: datetime) -> Validators | None:
    """What to send with the next request, so that an unchanged feed costs a 304. None: ask for the whole body.

    Once a day, at a time of its own, a feed is asked for the whole body: some servers answer 304 for ever.
    """
    if last is None or last.body_hash is None or last.validators == Validators():
        return None
    shift = CAP * _fraction(last.feed_id)
    return last.validators if (last.polled_at + shift).date() == (now + shift).date() else None


def is_unchanged(last: FeedPoll | None, page: Page) -> bool:
    """Whether the page is what was read last time (304, or the same bytes), so that parsing it is a waste."""
    return page.status == 304 or (last is not None and body_hash(page) == last.body_hash)


def body_hash(page: Page) -> str:
    """SHA-256 of the body, hexadecimal."""
    return hashlib.sha256(page.body).hexdigest()


def poll_succeeded(
    feed: Feed, last: FeedPoll | None, page: Page, parsed: ParsedFeed | None, *, now: datetime, duration_ms: int = 0
) -> FeedPoll:
    """The poll of a feed that answered well. `parsed` is None where the page `is_unchanged`."""
    interval = _interval(last, parsed, now)
    fresh = _fresh(last, page, parsed, now)
    return FeedPoll(
        feed_id=feed.feed_id,
        polled_at=now,
        status="unchanged" if parsed is None else "ok",
        http_status=page.status,
        detail="; ".join(parsed.problems)[:500] if parsed else "",
        entries_seen=len(parsed.entries) if parsed else 0,
        validators=_validators(last, page),
        body_hash=body_hash(page) if parsed else last and last.body_hash,
        fresh_seconds=fresh and int(fresh.total_seconds()),
        interval_seconds=int(interval.total_seconds()),
        next_poll_at=next_poll_at(feed.feed_id, max(interval, fresh or FLOOR), now),
        duration_ms=duration_ms,
        size_bytes=len(page.body),
    )


def poll_failed(
    feed: Feed, last: FeedPoll | None, error: NewsvaneError, *, now: datetime, duration_ms: int = 0
) -> FeedPoll:
    """The poll of a feed that could not be fetched or read. What was known of the feed is kept.

    The wait grows by STEP times the failure's weight each time, to CAP, and is never below what the server asked.
    """
    failures = (last.failures if last else 0) + 1
    wait = max(STEP * failures * _weight(error.reason), error.retry_after or FLOOR)
    status = re.fullmatch(r"http_(\d{3})", error.reason)
    return FeedPoll(
        feed_id=feed.feed_id,
        polled_at=now,
        status="failed",
        http_status=int(status[1]) if status else None,
        reason=error.reason,
        detail=str(error)[:500],
        validators=last.validators if last else Validators(),
        body_hash=last and last.body_hash,
        failures=failures,
        fresh_seconds=error.retry_after and int(error.retry_after.total_seconds()),
        interval_seconds=last and last.interval_seconds,
        next_poll_at=next_poll_at(feed.feed_id, wait, now),
        duration_ms=duration_ms,
    )


def next_poll_at(feed_id: str, wait: timedelta, now: datetime) -> datetime:
    """`now` and the wait, kept within [FLOOR, CAP], and up to a tenth more: a fixed share for each feed.

    The share keeps feeds apart that fell due together, after an outage say. It only lengthens: a server that asked
    for an hour gets an hour.
    """
    return now + min(max(wait, FLOOR), CAP) * (1 + _JITTER * _fraction(feed_id))


def _interval(last: FeedPoll | None, parsed: ParsedFeed | None, now: datetime) -> timedelta:
    """The feed's own rhythm: the mean time between its dated entries; else what was, shortened by news."""
    mean = _mean_gap(parsed.entries, now) if parsed else None
    if mean is None:
        before = timedelta(seconds=last.interval_seconds) if last and last.interval_seconds else None
        if before is None:
            mean = FIRST
        else:
            idle = parsed is None or (last is not None and last.status == "ok" and last.entries_new == 0)
            mean = before * 1.25 if idle else before * 0.75
    return min(max(mean, FLOOR), CAP)


def _mean_gap(entries: Sequence[Entry], now: datetime) -> timedelta | None:
    """Mean time between entries over the last WINDOW, or over as much of it as the feed reaches back."""
    dates = [entry.published_at for entry in entries if entry.published_at and entry.published_at <= now]
    if len(dates) < 2:
        return None
    span = min(WINDOW, now - min(dates))
    recent = sum(date >= now - span for date in dates)
    return span / recent if recent else CAP


def _fresh(last: FeedPoll | None, page: Page, parsed: ParsedFeed | None, now: datetime) -> timedelta | None:
    """How long the server asks us to wait: the longer of TTL and max-age (or Expires)."""
    age = _max_age(page)
    asked = [_until(page.header("Expires"), page, now) if age is None else age]
    if parsed is not None:
        asked.append(timedelta(seconds=parsed.ttl_seconds) if parsed.ttl_seconds else None)
    elif last is not None and last.status != "failed" and last.fresh_seconds:
        asked.append(timedelta(seconds=last.fresh_seconds))
    longest = max((wait for wait in asked if wait and wait > timedelta(0)), default=None)
    return longest and min(longest, CAP)


def _max_age(page: Page) -> timedelta | None:
    found = re.search(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", page.header("Cache-Control") or "", re.IGNORECASE)
    age = page.header("Age") or "0"
    return timedelta(seconds=int(found[1]) - (int(age) if re.fullmatch(r"\d{1,9}", age) else 0)) if found else None


def _until(value: str | None, page: Page, now: datetime) -> timedelta | None:
    """Time until an HTTP date, by the server's own clock where it tells it."""
    moment = _http_date(value)
    return moment - (_http_date(page.header("Date")) or now) if moment else None


def _http_date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _validators(last: FeedPoll | None, page: Page) -> Validators:
    """The response's validators; a 304 need not repeat them."""
    before = last.validators if last and page.status == 304 else Validators()
    return Validators(
        etag=page.header("ETag") or before.etag, last_modified=page.header("Last-Modified") or before.last_modified
    )


def _weight(reason: str) -> float:
    return 0.5 if reason in HALF or re.fullmatch(r"http_(408|425|429|5\d\d)", reason) else 1.0


def _fraction(feed_id: str) -> float:
    """A number in [0, 1) that is always the same for a feed."""
    return int.from_bytes(hashlib.sha256(feed_id.encode()).digest()[:4], "big") / 2**32
