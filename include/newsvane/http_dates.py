"""Parse the dates and waits in HTTP headers: `Date`, `Expires`, `If-Modified-Since`, `Retry-After` (RFC 9110). Pure.

Header values come from strangers, so the functions never raise; they return None for a value that makes no sense.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_WAIT_SECONDS = 1e10
"""The longest wait that `parse_retry_after` returns: 317 years, which `timedelta` can still hold. Callers set the
limits that make sense for them."""


def parse_http_date(value: str | None) -> datetime | None:
    """Return an HTTP date (RFC 9110, 5.6.7) in UTC, or None for a missing or invalid value."""
    try:
        date = parsedate_to_datetime(value or "")
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):  # e-mail's parser raises all of these for odd input
        return None


def parse_retry_after(value: str | None, *, now: datetime) -> float | None:
    """Return how many seconds from `now` a `Retry-After` header asks to wait (RFC 9110, 10.2.3).

    The header holds seconds or an HTTP date; a date in the past is 0. None for a missing or invalid value.
    """
    text = (value or "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return min(float(text), MAX_WAIT_SECONDS)
    date = parse_http_date(text)
    return None if date is None else min(max((date - now).total_seconds(), 0.0), MAX_WAIT_SECONDS)
