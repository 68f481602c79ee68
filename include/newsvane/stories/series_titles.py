"""Tell the issues of a series apart: forecasts, rates and bulletins whose headlines differ only in the day.

Of a headline such as `Forecast for Monday: rain in the north`, only the part before the colon counts.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from newsvane.calendars import OTHER_MONTHS
from newsvane.iso_codes import list_months, list_weekdays

_MIN_LETTERS = 6
"""Letters that a headline must have beside its day; a shorter one says nothing about a series."""
_HEADING_END = re.compile(r"[:;؛：；]\s|\s[-–—|]\s")
"""What stands between the name of a series and the news in its headline."""
_DATE = r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}"


class SeriesTitle(NamedTuple):
    """The name of a series without the day, in small letters, and the day as it is written."""

    rest: str
    date: str


def read_series_title(title: str, language: str) -> SeriesTitle | None:
    """Return the parts of a headline that names one day, as `Weather for 8 November`; None for any other.

    If news follows the name of the series, a day of the week is enough: `Weather for Monday: storms`.
    """
    end = _HEADING_END.search(title)
    with_weekdays = [(title[: end.start()], True)] if end else []
    for heading, may_be_weekday in (*with_weekdays, (title, False)):
        found = [*_day_pattern(language, may_be_weekday=may_be_weekday).finditer(heading)]
        if len(found) == 1:
            rest = f"{heading[: found[0].start()]} {heading[found[0].end() :]}"
            rest = " ".join(re.findall(r"\w+", rest)).casefold()
            if sum(map(str.isalpha, rest)) >= _MIN_LETTERS:
                return SeriesTitle(rest, " ".join((found[0]["date"] or found[0][0]).split()).casefold())
    return None


def are_two_issues(one: SeriesTitle | None, other: SeriesTitle | None) -> bool:
    """Return whether two headlines are the same but for the day that they name, both by its date or its weekday."""
    if one is None or other is None or one.rest != other.rest or one.date == other.date:
        return False
    return any(map(str.isdecimal, one.date)) == any(map(str.isdecimal, other.date))


@lru_cache(maxsize=64)
def _day_pattern(language: str, *, may_be_weekday: bool) -> re.Pattern[str]:
    """Return the pattern of a day with a number: before or after the name of a month, or in figures alone.

    The day of the week may stand before it, or, if `may_be_weekday`, alone.
    """
    months = _any_of(list_months(language) | OTHER_MONTHS)
    day_first = rf"\d\d?\.?(?:st|nd|rd|th)?\s*(?:de\s|of\s)?\s*(?:{months})(?!\w)"
    month_first = rf"(?<!\w)(?:{months})\s*\d\d?(?!\d)"
    year = r"(?:,?\s+(?:de\s+)?\d{4}\b)?"
    date = rf"(?P<date>(?<![\d.,])(?:{day_first}|{month_first}|{_DATE}){year}(?![\d%]))"
    if weekdays := _any_of(list_weekdays(language)):
        weekday = rf"(?<!\w)(?:{weekdays})(?!\w)"
        date = rf"(?:{weekday},?\s+)?{date}" + (f"|{weekday}" if may_be_weekday else "")
    return re.compile(date, re.IGNORECASE)


def _any_of(names: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))
