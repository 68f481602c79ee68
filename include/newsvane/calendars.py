"""Write dates of other calendars, eras and names of months as ISO 8601 dates of the Gregorian calendar. Pure.

The Persian calendar in figures and words; the years of Japan's and Taiwan's eras and the Buddhist years of Thailand,
whose months and days are Gregorian; the Aramaic names of months that are used in Iraq, Jordan, Lebanon, Palestine and
Syria, alone or before the name that other Arab countries use (CLDR 45).
"""

import re
from collections.abc import Callable
from datetime import date

_PERSIAN_MONTHS = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
_THAI_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_SHORT_THAI_MONTHS = (
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
)
_ARAMAIC_MONTHS = (
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران"),
    *("تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
)
_NUMBERS = {
    name: number
    for names in (_PERSIAN_MONTHS, _THAI_MONTHS, _SHORT_THAI_MONTHS, _ARAMAIC_MONTHS)
    for number, name in enumerate(names, 1)
}
OTHER_MONTHS = frozenset(_NUMBERS)
"""Names of months that CLDR does not give as those of a language's Gregorian year."""
_FIRST_YEARS = {"令和": 2019, "平成": 1989, "民國": 1912, "民国": 1912}
_BUDDHIST_YEARS = 543


def _any_of(names: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


_PERSIAN_FIGURES = re.compile(r"(?<![\d/-])(1[34]\d\d)([/-])(\d\d?)\2(\d\d?)(?![\d/-])")
_PERSIAN_WORDS = re.compile(rf"(?<!\d)(\d\d?)\s+({_any_of(_PERSIAN_MONTHS)})(?:\s*ماه)?،?\s+(1[34]\d\d)(?!\d)")
_ERA = re.compile(rf"(?:中[華华])?({_any_of(tuple(_FIRST_YEARS))})\s?(元|\d{{1,3}})\s?年\s?(\d\d?)\s?月\s?(\d\d?)\s?日")
_THAI = re.compile(
    rf"(?<!\d)(\d\d?)\s+({_any_of(_THAI_MONTHS + _SHORT_THAI_MONTHS)})\s+(?:พ\.ศ\.\s*)?(2[45]\d\d)(?!\d)"
)
_ARAMAIC = re.compile(
    rf"(?<!\d)(\d\d?)\s+({_any_of(_ARAMAIC_MONTHS)})(?:\s*[/(]\s*[^\W\d_]+\)?)?[،,]?\s+(\d{{4}})(?!\d)"
)


def to_gregorian(line: str) -> str:
    """Return the line with such dates as YYYY-MM-DD. `line`: digits are 0 to 9. Days that do not exist stay as written.

    The year of another calendar is recognised by its range: 1300 to 1499 is Persian, 2400 to 2599 Buddhist.
    """
    for pattern, convert in _CONVERSIONS:
        line = pattern.sub(lambda found: _write(found, convert), line)  # noqa: B023 - used at once
    return line


def _write(found: re.Match[str], convert: Callable[[re.Match[str]], date]) -> str:
    try:
        return convert(found).isoformat()
    except ValueError:
        return found[0]


def _from_persian_figures(found: re.Match[str]) -> date:
    return _from_persian(int(found[1]), int(found[3]), int(found[4]))


def _from_persian_words(found: re.Match[str]) -> date:
    return _from_persian(int(found[3]), _NUMBERS[found[2]], int(found[1]))


def _from_era(found: re.Match[str]) -> date:
    year = 1 if found[2] == "元" else int(found[2])
    return date(_FIRST_YEARS[found[1]] + year - 1, int(found[3]), int(found[4]))


def _from_thai(found: re.Match[str]) -> date:
    return date(int(found[3]) - _BUDDHIST_YEARS, _NUMBERS[found[2]], int(found[1]))


def _from_aramaic(found: re.Match[str]) -> date:
    return date(int(found[3]), _NUMBERS[found[2]], int(found[1]))


def _from_persian(year: int, month: int, day: int) -> date:
    """Return a Persian date as a Gregorian one. Raises ValueError if there is no such day.

    Leap years follow the 33-year cycle, which is right from 1800 to 2256.
    """
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError(f"there is no day {day} in month {month}")
    days = _count_persian_days(year, month, day)
    if (month, day) == (12, 30) and days == _count_persian_days(year + 1, 1, 1):
        raise ValueError(f"{year} is no leap year")
    return date.fromordinal(days)


def _count_persian_days(year: int, month: int, day: int) -> int:
    """Return the proleptic Gregorian ordinal of a Persian date."""
    years = year + 1595
    before = 31 * (month - 1) if month <= 6 else 30 * (month - 7) + 186
    return 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + before + day - 356_033


_CONVERSIONS = (
    (_PERSIAN_FIGURES, _from_persian_figures),
    (_PERSIAN_WORDS, _from_persian_words),
    (_ERA, _from_era),
    (_THAI, _from_thai),
    (_ARAMAIC, _from_aramaic),
)
