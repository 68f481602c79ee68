"""Dates of a query, each a stretch of time in UTC.

2026 is a year, 2026-01 a month, 2026-01-31 a day, 2026-01-31T10:30:00Z a second, * all time.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Stretch:
    """From `begin` until before `end`; None: without bound."""

    begin: datetime | None
    end: datetime | None


def stretch(text: str) -> Stretch | None:
    """What the date means; None where it is none. A time is ISO 8601, in UTC where it names no zone."""
    if text == "*":
        return Stretch(None, None)
    try:
        if found := re.fullmatch(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", text):
            year, month, day = (int(part or 1) for part in found.groups())
            begin = datetime(year, month, day, tzinfo=UTC)
            if found[3]:
                return Stretch(begin, begin + timedelta(days=1))
            months = year * 12 + month - 1 + (1 if found[2] else 12)
            return Stretch(begin, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC))
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        return Stretch(moment, moment + timedelta(seconds=1))
    except (ValueError, OverflowError):
        return None
