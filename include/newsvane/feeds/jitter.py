"""Bounds of the wait between two polls, and the jitter that keeps feeds apart.

Jitter is a hash, so that the same poll always gives the same time. It only lengthens: who asked for an hour gets it.
"""

import hashlib
from datetime import datetime, timedelta

FLOOR = timedelta(minutes=5)
CAP = timedelta(hours=24)
"""Bounds of a wait after a good poll, and of what TTL, max-age and Expires may ask for (Miniflux)."""

LONGEST = timedelta(days=7)
"""Bound of every wait, jitter included, and of what Retry-After may ask for."""

WELL_JITTER = 0.1
SICK_JITTER = 0.25
"""Most that is added to a wait: after a good poll the same share for a feed always, after a failure another each time,
so that feeds which failed together do not come back together."""


def next_poll_at(feed_id: str, wait: timedelta, now: datetime) -> datetime:
    """`now` and the wait of a feed that is well, kept within [FLOOR, CAP], and up to a tenth more."""
    return now + min(max(wait, FLOOR), CAP) * (1 + WELL_JITTER * fraction(feed_id))


def retry_at(feed_id: str, wait: timedelta, asked: timedelta | None, now: datetime) -> datetime:
    """`now` and the wait of a feed that failed, up to a quarter more; or what its server asked, up to FLOOR more."""
    shift = fraction(feed_id, now)
    own = max(wait, FLOOR) * (1 + SICK_JITTER * shift)
    return now + min(max(own, asked + FLOOR * shift) if asked else own, LONGEST)


def fraction(*of: object) -> float:
    """A number in [0, 1) that is always the same for the same things."""
    return int.from_bytes(hashlib.sha256(" ".join(map(str, of)).encode()).digest()[:4], "big") / 2**32
