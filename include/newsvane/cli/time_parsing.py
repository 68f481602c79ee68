"""Parse times as people type them: ISO times, `3 days ago`, `36h`, `last tuesday`, `yesterday 18:00`. All are UTC.

A day without a time means the end of that day, unless the caller says otherwise: "as of last Tuesday" includes
everything that was known by midnight.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

EXAMPLES = "2026-11-24, 2026-11-24T18:00, yesterday 18:00, 18:00, last tuesday, 3 days ago, 36h"

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(
    r"(?P<n>\d{1,5}|an?) ?(?P<unit>minute|hour|day|week)s? ago|(?P<short>\d{1,5})(?P<letter>[mhdw])(?: ago)?"
)
_DAY = re.compile(
    rf"(?P<day>today|yesterday|\d{{4}}-\d\d?-\d\d?|(?:last |on )?(?P<weekday>{'|'.join(_DAYS)}))"
    r"(?:,?(?: at)? (?P<hour>\d\d?):(?P<minute>\d\d))?"
)
_CLOCK = re.compile(r"(?:at )?(\d\d?):(\d\d)")


def parse_time(words: str, *, now: datetime, clock: time = time.max) -> datetime:
    """Return the time that the words name, relative to `now`. A weekday is its latest occurrence before today.

    A time without a day is its latest occurrence, and `clock` the time of a day without one. Raises ValueError if the
    words are not a time.
    """
    text = " ".join(words.lower().split())
    try:
        if text == "now":
            return now
        if span := _SPAN.fullmatch(text):
            unit = f"{span['unit']}s" if span["unit"] else _UNITS[span["letter"]]
            count = span["short"] or span["n"]
            return now - timedelta(**{unit: 1 if count in {"a", "an"} else int(count)})
        if day := _DAY.fullmatch(text):
            return _on(day, now, clock)
        if hour := _CLOCK.fullmatch(text):
            today = datetime.combine(now.date(), time(int(hour[1]), int(hour[2])), UTC)
            return today if today <= now else today - timedelta(days=1)
        given = datetime.fromisoformat(words.strip())
        return (given if given.tzinfo else given.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{words!r} is not a time; write one like {EXAMPLES}") from error


def _on(found: re.Match[str], now: datetime, clock: time) -> datetime:
    if found["weekday"]:
        back = (now.weekday() - _DAYS.index(found["weekday"]) - 1) % 7 + 1
        day = now.date() - timedelta(days=back)
    elif found["day"] in {"today", "yesterday"}:
        day = now.date() - timedelta(days=found["day"] == "yesterday")
    else:
        day = date(*map(int, found["day"].split("-")))
    clock = time(int(found["hour"]), int(found["minute"])) if found["hour"] else clock
    return datetime.combine(day, clock, UTC)
