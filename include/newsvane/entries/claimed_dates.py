"""Parse dates as APIs give them: in the standard forms and some near them, and as numbers. Pure."""

import re
from datetime import UTC, datetime
from typing import Any

from newsvane.dates import parse_standard_date

Date = tuple[str, datetime | None]

_COMPACT = re.compile(r"((?:19|20)\d{6})(?:[T ]?(\d{4}|\d{6}))?Z?")
_NUMBER = re.compile(r"(\d{1,19})(?:\.\d*)?")
_MICROSOFT = re.compile(r"/Date\((\d{1,19})(?:[+-]\d{4})?\)/")
_SLASHES = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?!\d)")
_ZONE = re.compile(r"(?<=\d)\s+(Z|[+-]\d\d:?\d\d)$")
_UNITS = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3))
"""From which number on a time is in nanoseconds, microseconds and milliseconds, and how many make a second."""


def parse_claimed_date(value: Any) -> Date:
    """Return a date as text, and the time if its form is known.

    Besides what `parse_standard_date` reads: seconds, milliseconds and smaller units since 1970, as number or text;
    `20261127101500`, `20261127T101500Z`, `2026/11/27 10:15`, `2026-11-27 10:15:00 +0000` and `/Date(1795774500000)/`.
    A number that is no time after 1970 is no date; values of other types neither.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "", None
    text = str(value)[:100].strip() if isinstance(value, str) or abs(value) < 10**19 else ""
    if compact := _COMPACT.fullmatch(text):
        return parse_standard_date(f"{compact[1]}T{compact[2]}Z" if compact[2] else compact[1])
    if number := _NUMBER.fullmatch(text) or _MICROSOFT.fullmatch(text):
        return _from_number(int(number[1]))
    return parse_standard_date(_ZONE.sub(r"\1", _SLASHES.sub(r"\1-\2-\3", text, count=1)))


def _from_number(number: int) -> Date:
    per_second = next((unit for least, unit in _UNITS if number >= least), 1)
    if not number:
        return "", None
    return str(number), datetime.fromtimestamp(number // per_second, UTC)
