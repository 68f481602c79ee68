"""Tell the issues of a series apart: forecasts, rates and bulletins whose headlines differ only in their date."""

import re
from functools import lru_cache
from typing import NamedTuple

from newsvane.calendars import OTHER_MONTHS
from newsvane.iso_codes import list_months

_MIN_LETTERS = 6
"""Letters that a headline must have beside its date; a shorter one says nothing about a series."""
_DATE = r"\d{4}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{2,4}"


class SeriesTitle(NamedTuple):
    """A headline without its date, in small letters, and the date as it is written."""

    rest: str
    date: str


def read_series_title(title: str, language: str) -> SeriesTitle | None:
    """Return the parts of a headline that names one day, as `Weather for 8 November`; None for any other."""
    found = [*_day_pattern(language).finditer(title)]
    if len(found) != 1:
        return None
    rest = f"{title[: found[0].start()]} {title[found[0].end() :]}"
    rest = " ".join(re.findall(r"\w+", rest)).casefold()
    if sum(map(str.isalpha, rest)) < _MIN_LETTERS:
        return None
    return SeriesTitle(rest, " ".join(found[0][0].split()).casefold())


def are_two_issues(one: SeriesTitle | None, other: SeriesTitle | None) -> bool:
    """Return whether two headlines are the same but for the day that they name."""
    return one is not None and other is not None and one.rest == other.rest and one.date != other.date


@lru_cache(maxsize=64)
def _day_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of a day with a number: before or after the name of a month, or in figures alone."""
    months = "|".join(sorted(map(re.escape, list_months(language) | OTHER_MONTHS), key=len, reverse=True))
    day_first = rf"\d\d?\.?(?:st|nd|rd|th)?\s*(?:de\s|of\s)?\s*(?:{months})(?!\w)"
    month_first = rf"(?<!\w)(?:{months})\s*\d\d?(?!\d)"
    year = r"(?:,?\s+(?:de\s+)?\d{4}\b)?"
    return re.compile(rf"(?<![\d.,])(?:{day_first}|{month_first}|{_DATE}){year}(?![\d%])", re.IGNORECASE)
