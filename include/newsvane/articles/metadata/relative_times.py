"""Read times such as "3 hours ago", which count from when the page was fetched or captured."""

import re
from datetime import datetime, timedelta

from newsvane.articles.markup import short_text
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.time_sources import PublicationTime
from newsvane.dates import normalize_dates

MAX_LENGTH = 60
"""Characters of a text that is nothing but such a time, with a label."""
ELEMENTS_AFTER = 12
"""Elements after the headline in which it is looked for; further down are teasers of other articles."""

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_UNITS = (
    (timedelta(minutes=1), "min|mins|minut(?:e[ns]?|os?|i|a)|dakika|минут[аы]?|хвилин[аи]?|دقیقه|دقيقة|دقائق"),
    (_HOUR, "hrs?|hours?|stunden?|horas?|heures?|or[ae]|uur|uren|orë|saat|час(?:а|ов)?|годин[аи]?|ساعت|ساعة|ساعات"),
    (_DAY, "days?|tage?n?|d[ií]as?|jours?|giorn[oi]|dag(?:en)?|ditë|gün|день|дня|дней|дні|днів|روز|يوم|أيام"),
    (7 * _DAY, "weeks?|wochen?|semanas?|semaines?|settiman[ae]|weken|javë|hafta|недел[юиь]|тижн[іь]|هفته|أسبوع|أسابيع"),
    (30 * _DAY,
     "months?|monate?n?|mes(?:es)?|mês|mois|mes[ei]|maand(?:en)?|muaj|ay|месяц(?:а|ев)?|місяц[іь]|ماه|شهر|أشهر"),
)  # fmt: skip
_ANY_UNIT = "|".join(f"(?P<u{number}>{words})" for number, (_, words) in enumerate(_UNITS))
_AMOUNT = rf"(?P<n>\d{{1,3}}|an?|one|einer?|einem|una?|une)\s?(?:{_ANY_UNIT})"
_AFTER = "ago|fa|atrás|geleden|më parë|önce|назад|тому|پیش|قبل"
_BEFORE = "vor|hace|il y a|há|منذ|قبل"
_LABEL = r"(?:[^\W\d][\w ]{0,20}[:|·•,]\s)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (rf"{_LABEL}(?:{_BEFORE})\s{_AMOUNT}", rf"{_LABEL}{_AMOUNT}\s(?:{_AFTER})")
)


def relative_times(page: PageElements, now: datetime) -> list[PublicationTime]:
    """Return the one relative time at the headline of a page; none if there are several, which are of several articles.

    `now`: when the page was fetched or captured.
    """
    texts = [*map(short_text, page.times), *map(short_text, page.after_headline[:ELEMENTS_AFTER])]
    found = {age for text in texts if (age := parse_age(text))}
    if len(found) != 1:
        return []
    age = found.pop()
    return [PublicationTime(now - age, "relative", None, "day" if age >= _DAY else "minute")]


def parse_age(text: str) -> timedelta | None:
    """Return how long ago a text says that something was, if it says nothing else; None otherwise."""
    line = " ".join(normalize_dates(text[: 2 * MAX_LENGTH]).split())
    if len(line) > MAX_LENGTH:
        return None
    found = next((match for form in _FORMS if (match := form.fullmatch(line))), None)
    if not found:
        return None
    unit = next(unit for number, (unit, _) in enumerate(_UNITS) if found[f"u{number}"])
    return int(found["n"]) * unit if found["n"].isdecimal() else unit
