"""Dates as feeds and pages write them, to UTC. Where no zone is named it is UTC, and the day goes before the month."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No web page is older: an earlier date is a clock that was never set."""

_LANGUAGES = [
    *("en", "es", "fr", "de", "it", "pt", "ru", "fa", "ar", "sq", "tr", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk"),
    *("hu", "ro", "bg", "el", "he", "hi", "uk", "sr", "hr", "bs", "sl", "mk", "id", "ms", "vi", "ja", "zh", "ko"),
]
_LONGEST = 60
_SETTINGS = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}

_DIGITS = {ord(digits[n]): str(n) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९") for n in range(10)}
_PERSIAN_MONTHS = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
]
_PERSIAN = re.compile(
    r"(?<!\d)(?:(1[34]\d\d)[/-](\d\d?)[/-](\d\d?)"
    rf"|(\d\d?)\s+({'|'.join(_PERSIAN_MONTHS)})(?:\s*ماه)?،?\s+(1[34]\d\d))(?!\d)(?:\D*?(\d\d?):(\d\d))?"
)
"""A date of the Persian calendar in numbers or words, and its time of day. No other calendar is in such years."""

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_MAIL_ZONE = re.compile(
    r"(?:\s\d\d?:\d\d(?::\d\d)?|(?<![A-Z])\s\d{4})(?: ?(?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T))?(?: ?\(.*\))?$"
)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,\s*")
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?([+-])(\d{1,2}):?(\d\d)?$")
_SECONDS = re.compile(r"\d{10}(?:\d{3})?$")


def fold_digits(text: str) -> str:
    """The text with Persian, Arabic and Devanagari digits as 0 to 9."""
    return text.translate(_DIGITS)


def moment(text: str) -> tuple[str, datetime | None]:
    """A date in ISO 8601, as in e-mail, or in seconds since 1970, beside its text; None where it is in none of them."""
    text = text.strip()[:100].strip()
    plain = text.translate(_DIGITS)
    try:
        if _ISO.match(plain):
            return text, _utc(datetime.fromisoformat(plain.removesuffix(" GMT").removesuffix(" UTC")))
        if month := _MONTH.fullmatch(plain):
            return text, datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
        if _SECONDS.match(plain):
            return text, datetime.fromtimestamp(int(plain[:10]), UTC)
        if _MAIL_ZONE.search(plain):
            return text, _utc(parsedate_to_datetime(plain))
    except (ValueError, OverflowError):
        pass
    return text, None


@lru_cache(maxsize=1_024)
def odd_moment(text: str) -> datetime | None:
    """A date in words, in any of the languages above, or in digits in another order. Takes milliseconds."""
    plain = _WEEKDAY.sub("", text.translate(_DIGITS))[:_LONGEST]
    plain = _OFFSET.sub(lambda found: f"{found[1]}{int(found[2]):02}:{found[3] or '00'}", plain)
    if persian := _PERSIAN.search(plain):
        return _from_persian(*persian.groups())
    order = "MDY" if re.search(r"\b[AP]M\b", plain, re.IGNORECASE) else "DMY"
    try:
        found = _reader(order).get_date_data(plain).date_obj
        return _utc(found) if found else None
    except Exception:  # dateparser raises what its regular expressions and calendars happen to raise
        return None


def preload() -> None:
    """Load what dates in words need in each language: 0.9 CPU seconds, 24 MB."""
    odd_moment("no date at all")


def _from_persian(*parts: str | None) -> datetime | None:
    year, month, day, day_before, name, year_after, hour, minute = parts
    number = _PERSIAN_MONTHS.index(name) + 1 if name else int(month or 0)
    days = _persian_days(int(year or year_after or 0), number, int(day or day_before or 0))
    try:
        return datetime.fromordinal(days).replace(hour=int(hour or 0), minute=int(minute or 0), tzinfo=UTC)
    except ValueError:
        return None


def _persian_days(year: int, month: int, day: int) -> int:
    """Days since the year 1 (the 33-year cycle, right from 1800 to 2256); 0 where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        return 0
    years = year + 1595
    before = 31 * (month - 1) if month <= 6 else 30 * (month - 7) + 186
    return 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + before + day - 356_033


@lru_cache
def _reader(order: str) -> Any:
    # A seventh of a second, for the few feeds that need it.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(languages=_LANGUAGES, settings={**_SETTINGS, "DATE_ORDER": order})


def _utc(found: datetime) -> datetime:
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
