"""Parse the dates in a query. Each date is a range of time in UTC.

2026 is a year, 2026-01 a month, 2026-01-31 a day, 2026-01-31T10:30:00Z a second, * all time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class DateRange:
    """From `begin` until before `end`. None means no limit."""

    begin: datetime | None
    end: datetime | None


def parse_date_range(text: str) -> DateRange | None:
    """Return the range that a date stands for; None if it is not a date. A time is ISO 8601, UTC without a zone."""
    if text == "*":
        return DateRange(None, None)
    try:
        if found := re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text):
            year, month, day = (int(part or 1) for part in found.groups())
            begin = datetime(year, month, day, tzinfo=UTC)
            if found[3]:
                return DateRange(begin, begin + timedelta(days=1))
            next_month = year * 12 + month - 1 + (1 if found[2] else 12)
            return DateRange(begin, datetime(next_month // 12, next_month % 12 + 1, 1, tzinfo=UTC))
        time = datetime.fromisoformat(text)
        time = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        return DateRange(time, time + timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None
