"""Parse dates as feeds and pages write them, and convert them to UTC; say where a number of days begins.

A date without a time zone is taken as UTC. In an ambiguous date the day comes before the month. Pure.
"""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from newsvane.calendars import to_gregorian

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No web page is older. An earlier date comes from a clock that was never set."""

MAX_AHEAD = timedelta(days=2)
"""A publication time further in the future is not plausible: wrong clocks and zones are off by a day at most."""

_LANGUAGES = [
    *("en", "es", "fr", "de", "it", "pt", "ru", "fa", "ar", "sq", "tr", "nl", "sv", "da", "nb", "fi", "pl", "cs", "sk"),
    *("hu", "ro", "bg", "el", "he", "hi", "uk", "sr", "hr", "bs", "sl", "mk", "id", "ms", "vi", "ja", "zh", "ko"),
]
_MAX_LETTERS = 60
_SETTINGS = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"]}

_DIGITS = {
    ord(digits[n]): str(n)
    for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯", "๐๑๒๓๔๕๖๗๘๙")
    for n in range(10)
}
_WORD = r"[^\W\d_][^\s\d.,;:|/()\[\]·•–—-]{1,14}"
SHOWN_DATE = re.compile(
    r"(?<![\d./-])(?:"
    r"\d{4}([-./])\d{1,2}\1\d{1,2}"
    r"|\d{1,2}([-./])\s?\d{1,2}\2\s?\d{4}"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일]"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|ª|\.)?(?:\s+(?:de|of)\s+|[\s-]+){_WORD}\.?(?:,\s*|\s+(?:de|del)\s+|[\s-]+)\d{{4}}"
    rf"|\d{{4}}\.\s+{_WORD}\s+\d{{1,2}}\.?"
    rf"|(?<!\w){_WORD}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,\s*|\s+)\d{{4}}"
    r")(?!\d|[./-]\d)"
)
"""A date in numbers or words within a line of text after `normalize_dates`."""

SHOWN_TIME = re.compile(
    r"\.?[\s,|·•–—-]+(?:[^\W\d_]{1,4}\s+){0,2}"
    r"(\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:UTC|GMT|[A-Z]{1,3}T\b|[+-]\d\d:?\d\d))?)",
    re.IGNORECASE,
)
"""The time of day after such a date: the first group."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PATH_DATE = re.compile(
    rf"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})[/-](0?[1-9]|[12]\d|3[01])(?![a-z\d])",
    re.IGNORECASE,
)
_COMPACT_PATH_DATE = re.compile(r"(?:[/_.-]|/t)((?:19|20)\d\d)(-?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?![a-zA-Z\d])")

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_MAIL_ZONE = re.compile(
    r"(?:\s\d\d?:\d\d(?::\d\d)?|(?<![A-Z])\s\d{4})(?: ?(?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T))?(?: ?\(.*\))?$"
)
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,\s*")
_OFFSET = re.compile(r"(?:(?:GMT|UTC)\s*)?([+-])(\d{1,2}):?(\d\d)?$")
_HYPHENS = re.compile(r"(\d{1,2})-([^\W\d_]{3,12})-(\d{4})")
"""As in 18-Nov-2026, which dateparser does not read."""
_PERSIAN_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")
"""In a text after `normalize_dates`: of a day that does not exist."""
_SECONDS = re.compile(r"\d{10}(?:\d{3})?$")


def first_of_days(last: date, days: int) -> date:
    """Return the first of `days` days, the last of which is `last`. Commands, pages and tools for agents count so."""
    return last - timedelta(days=days - 1)


def normalize_dates(text: str) -> str:
    """Return the text with the digits of other scripts as 0 to 9 and dates of other calendars as YYYY-MM-DD."""
    return to_gregorian(text.translate(_DIGITS))


def parse_standard_date(text: str) -> tuple[str, datetime | None]:
    """Parse a date in ISO 8601, in the format of e-mail, or in seconds since 1970.

    Return the stripped text and the date; None if the text is in none of these formats.
    """
    text = text.strip()[:100].strip()
    plain = text.translate(_DIGITS)
    try:
        if _ISO.match(plain):
            return text, _to_utc(datetime.fromisoformat(plain.removesuffix(" GMT").removesuffix(" UTC")))
        if month := _MONTH.fullmatch(plain):
            return text, datetime(int(month[1]), int(month[2]), 1, tzinfo=UTC)
        if _SECONDS.match(plain):
            return text, datetime.fromtimestamp(int(plain[:10]), UTC)
        if _MAIL_ZONE.search(plain):
            return text, _to_utc(parsedate_to_datetime(plain))
    except (ValueError, OverflowError):
        pass
    return text, None


def find_path_date(url: str) -> str:
    """Return the date in folders of an address (`/2026/11/27/`, `/2026/nov/27/`) as YYYY-MM-DD; "" if there is none."""
    found = _PATH_DATE.search(url)
    if not found:
        return ""
    year, month, day = found.groups()
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1
    return f"{year}-{number:02}-{int(day):02}"


def find_compact_date(url: str) -> str:
    """Return the date within a part of an address (`/a-20261127-1`) as YYYY-MM-DD; "" if there is none."""
    path = url.partition("?")[0].partition("://")[2].partition("/")[2]
    found = _COMPACT_PATH_DATE.search(f"/{path}")
    return "-".join(found.group(1, 3, 4)) if found else ""


@lru_cache(maxsize=1_024)
def parse_human_date(text: str, language: str | None = None) -> datetime | None:
    """Parse a date in words, or in digits in another order; return None if it is not a date.

    One call takes milliseconds. `language`: the one in which it is probably written, tried before all `_LANGUAGES`:
    listopad is November in Polish and October in Croatian.
    """
    plain = _WEEKDAY.sub("", normalize_dates(text))[:_MAX_LETTERS]
    if (found := parse_standard_date(plain)[1]) or _PERSIAN_YEAR.search(plain):
        return found
    plain = _HYPHENS.sub(r"\1 \2 \3", plain)
    plain = _OFFSET.sub(lambda found: f"{found[1]}{int(found[2]):02}:{found[3] or '00'}", plain)
    order = "MDY" if re.search(r"\b[AP]M\b", plain, re.IGNORECASE) else "DMY"
    return (_read_words(plain, order, language) if language else None) or _read_words(plain, order, *_LANGUAGES)


def _read_words(text: str, order: str, *languages: str) -> datetime | None:
    try:
        found = _load_parser(order, *languages).get_date_data(text).date_obj
        return _to_utc(found) if found else None
    except Exception:  # dateparser lacks some languages, and does not catch the errors of its regular expressions
        return None


def preload() -> None:
    """Load the language data that `parse_human_date` needs: 0.9 CPU-seconds, 24 MB."""
    parse_human_date("no date at all")


@lru_cache
def _load_parser(order: str, *languages: str) -> Any:
    # Imported here because it takes a seventh of a second and few feeds need it.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(languages=list(languages), settings={**_SETTINGS, "DATE_ORDER": order})


def _to_utc(found: datetime) -> datetime:
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
