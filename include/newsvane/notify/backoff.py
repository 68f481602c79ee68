"""When to try a message again. Pure."""

import hashlib
from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(hours=1)
LONGEST_ASKED = timedelta(days=1)
"""How long a receiver may keep a message waiting with Retry-After."""


def next_try(
    attempt: int, key: str, now: datetime, retry_after: timedelta | None = None, *, first: timedelta
) -> datetime:
    """When to try again after failed attempt number `attempt` (1, 2, …) at the message of that key.

    The `first` wait, doubled each time, at most an hour, less up to a fifth that is fixed for key and attempt, so that
    a receiver that comes back is not met by all at once. Never sooner than the receiver asked, within a day.
    """
    digest = hashlib.sha256(f"{key} {attempt}".encode()).digest()
    doubled: timedelta = first * 2 ** min(max(attempt, 1) - 1, 16)
    wait = min(doubled, LONGEST_WAIT) * (1 - digest[0] / 256 / 5)
    return now + max(wait, min(retry_after or timedelta(0), LONGEST_ASKED))
