"""Compute when to try to deliver a message again. Pure."""

import hashlib
from datetime import datetime, timedelta

MAX_BACKOFF = timedelta(hours=1)
"""The longest wait between two attempts, unless the receiver asks for a longer one."""
MAX_RETRY_AFTER = timedelta(days=1)
"""The longest wait that a receiver may ask for with `Retry-After`."""
JITTER = 0.2
"""The largest share by which a wait is shortened, so that not all messages are retried at the same time."""


def next_attempt_time(
    attempt: int, key: str, now: datetime, retry_after: timedelta | None = None, *, first: timedelta
) -> datetime:
    """Return when to try again after attempt number `attempt` (1, 2, …) at the message with this key has failed.

    The wait is `first` after the first attempt and doubles with each, up to MAX_BACKOFF, less a jitter that is always
    the same for a key and an attempt. It is at least what the receiver asked for (`retry_after`), up to
    MAX_RETRY_AFTER.
    """
    digest = hashlib.sha256(f"{key} {attempt}".encode()).digest()
    doubled: timedelta = first * 2 ** min(max(attempt, 1) - 1, 16)
    wait = min(doubled, MAX_BACKOFF) * (1 - digest[0] / 256 * JITTER)
    return now + max(wait, min(retry_after or timedelta(0), MAX_RETRY_AFTER))
