"""Compute when to poll next: bounds of the wait, and jitter that spreads polls over time.

Jitter is a hash, so the same poll always yields the same time. It only lengthens a wait: a server that asks for an hour
gets at least an hour. Pure.
"""

import hashlib
from datetime import datetime, timedelta

MIN_INTERVAL = timedelta(minutes=5)
MAX_INTERVAL = timedelta(hours=24)
"""Bounds of the wait after a successful poll, and of what TTL, max-age and Expires may ask for (Miniflux)."""

MAX_WAIT = timedelta(days=7)
"""Upper bound of every wait including jitter, and of what Retry-After may ask for."""

SUCCESS_JITTER = 0.1
FAILURE_JITTER = 0.25
"""The largest share that is added to a wait. After a success a feed always gets the same share. After a failure it gets
another one each time, so that feeds which failed together are not retried together."""


def schedule_poll(feed_id: str, wait: timedelta, now: datetime) -> datetime:
    """Return when to poll a healthy feed next: after `wait`, within [MIN_INTERVAL, MAX_INTERVAL], plus up to 10%."""
    return now + min(max(wait, MIN_INTERVAL), MAX_INTERVAL) * (1 + SUCCESS_JITTER * hash_fraction(feed_id))


def schedule_retry(feed_id: str, wait: timedelta, requested: timedelta | None, now: datetime) -> datetime:
    """Return when to poll a failing feed next: after `wait` plus up to 25%, but no sooner than its server requested.

    A requested wait (Retry-After) is lengthened by at most MIN_INTERVAL.
    """
    shift = hash_fraction(feed_id, now)
    own = max(wait, MIN_INTERVAL) * (1 + FAILURE_JITTER * shift)
    return now + min(max(own, requested + MIN_INTERVAL * shift) if requested else own, MAX_WAIT)


def hash_fraction(*parts: object) -> float:
    """Return a number in [0, 1) that is always the same for the same arguments."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, parts)).encode()).digest()[:4], "big") / 2**32
