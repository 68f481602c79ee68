"""Read the times that a page, its address and its feed give for the publication and for updates.

A time without a zone is UTC.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newsvane.articles.markup import short_text
from newsvane.articles.metadata.labels import find_language
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.shown_dates import ShownDate, find_datelines, find_marked_dates, is_update_class
from newsvane.articles.metadata.structured_data import Item, text_values
from newsvane.dates import find_compact_date, find_path_date, normalize_dates, parse_human_date, parse_standard_date
from newsvane.records import Entry, PublishedPrecision, PublishedSource

_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate",
    "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
    "dc.date.issued", "dct:issued", "dcterms.created", "dcterms.date", "dc.created", "dc.date", "last-published",
    "date",
)  # fmt: skip
_LIKE_META_PUBLISHED = re.compile(
    r"^(?!.*(?:unpub|modif|updat|expir|last|review)).*(?:publish(?:ed)?(?:date|time|day|at|on)?|publicationdate"
    r"|datepub|pub(?:date|day|time)|(?:release|citation|citationonline|created?|creation|post(?:ed)?|article|story)date)$"
)
"""Other names of meta tags for the publication time, without separators."""
_META_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.modified", "last-modified",
)  # fmt: skip
_FIGURES = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/\d{4}")
_CLOCK = re.compile(
    r"(?:(?<=T)(\d\d):?|(?<![\d:])(\d\d?):)(\d\d)(?::?(\d\d))?(?!\d)(?:\s*([ap])\.?m\b)?", re.IGNORECASE
)
_UTC_SUFFIX = re.compile(r"\d\s*(?:(Z|UTC|GMT)|[+-]00:?(?:00)?)(?:\s*\(.*\))?$")
_UNIX_TIME = re.compile(r"\d{10}(?:\d{3})?")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)")
_SCRIPT_DATE = re.compile(
    r'ubli(?:shed|shed_?[aA]t|shDate|cationDate)\\?"\s*+:\s*+\\?"(\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d))'
)
"""`"datePublished":"2026-…"` in the data of a script, also inside a quoted string."""


class PublicationTime(NamedTuple):
    """When an article was published, according to one source.

    `at`: in UTC. `zone`: the zone that the source names, "Z" or "+02:00"; None where it names none.
    """

    at: datetime
    source: PublishedSource
    zone: str | None = None
    precision: PublishedPrecision = "day"

    @property
    def local(self) -> datetime:
        """The time as it was written, without its zone."""
        named = self.zone if self.zone and self.zone != "Z" else "+00:00"
        offset = timedelta(hours=int(named[1:3]), minutes=int(named[4:6]))
        return self.at.replace(tzinfo=None) + (-offset if named[0] == "-" else offset)


def stated_times(page: PageElements, entry: Entry | None) -> Iterator[PublicationTime]:
    """Yield the times that are stated for machines: by the page, its address, its feed. The most trusted come first."""
    articles, pages = page.structured_data.articles, page.structured_data.pages
    structured: PublishedSource = "json_ld" if page.structured_data.is_json_ld else "microdata"
    like_published = (
        name for name in page.meta if ("pub" in name or "date" in name) and _LIKE_META_PUBLISHED.match(name)
    )
    sources: list[tuple[PublishedSource, Iterable[str]]] = [
        (structured, (text for item in articles for text in text_values(item, "datePublished"))),
        (structured, (text for item in articles for text in text_values(item, "dateCreated"))),
        ("meta", page.meta_values(*_META_PUBLISHED, *like_published)),
        ("json_ld", (text for item in pages for text in text_values(item, "datePublished"))),
        ("time_element", (_time_text(each) for each in _time_elements(page))),
    ]
    for source, texts in sources:
        yield from islice(_parse_all(texts, source), 5)
    yield from _parse_all(filter(None, [find_path_date(page.url)]), "url")
    if entry and entry.published_at:
        yield PublicationTime(entry.published_at, "feed", None, "second" if entry.published_at.second else "minute")


def shown_times(page: PageElements, now: datetime) -> list[PublicationTime]:
    """Return the times that a page shows to readers or holds elsewhere; at most one from each place.

    The places: the headline, anywhere in the address, scripts, the end of the title, the dateline of an agency; dates
    marked as such if none of these has one. A date where sites show today's is left out if it is that of the fetch.
    """
    found = [*islice(times_at_headline(page, now), 1)]
    found += _parse_all(filter(None, [find_compact_date(page.url)]), "url")
    if in_script := _SCRIPT_DATE.search(page.markup):
        found += _parse_all([in_script[1]], "script")
    found += _parse_all((text for text in page.document_title.split("|")[1:][-1:] if 8 <= len(text) <= 60), "text")
    texts = (*page.meta_values("description", "og:description"), *map(short_text, _paragraphs(page)))
    found += islice(_parse_shown(page, find_datelines(texts), now), 1)
    if not found:
        marked = list(_parse_shown(page, find_marked_dates(page.tree), now))
        found += marked[:1] if len({time.local.date() for time in marked}) == 1 else []
    return found


def _paragraphs(page: PageElements) -> list[HtmlElement]:
    return [each for each in page.after_headline if each.tag == "p"][:3]


def times_at_headline(
    page: PageElements, now: datetime, *, updates: bool = False, marked: bool = False
) -> Iterator[PublicationTime]:
    """Yield the times that the page shows at its headline, either those of updates or the others.

    `marked`: only those that a word or a class calls a date of publication.
    """
    dates = (date for date in page.dates_at_headline if date.is_update is updates and date.is_marked >= marked)
    return _parse_shown(page, dates, now)


def update_times(page: PageElements) -> Iterator[PublicationTime]:
    """Yield the times that the page states for its last change, the most trusted first."""
    yield from _parse_all(_modified(page.structured_data.articles), "json_ld")
    yield from _parse_all(page.meta_values(*_META_UPDATED), "meta")
    yield from _parse_all(_modified(page.structured_data.pages), "json_ld")


def _modified(items: Sequence[Item]) -> Iterator[str]:
    return (text for item in items for text in text_values(item, "dateModified"))


def _parse_all(texts: Iterable[str], source: PublishedSource) -> Iterator[PublicationTime]:
    return (time for text in islice(texts, 10) if (time := _parse(text, source)))


def _parse_shown(page: PageElements, dates: Iterable[ShownDate], now: datetime) -> Iterator[PublicationTime]:
    language = find_language(page)
    for date in dates:
        figures = _FIGURES.fullmatch(date.text)
        if language == "en" and figures and figures[1] != figures[2]:  # 3/4/2026 is in March or in April
            continue
        time = _parse(f"{date.text} {date.time}", "text", language) or _parse(date.text, "text", language)
        if time and time.at <= now + timedelta(days=-2 if date.may_be_today else 2):
            yield time


def _time_elements(page: PageElements) -> list[HtmlElement]:
    """Return the element marked as the publication time, else the first three that are not an update's."""
    times = [each for each in page.times if each.get("itemprop") != "dateModified"]
    times = [each for each in times if not is_update_class(each.get("class") or "")]
    marked = [each for each in times if each.get("itemprop") == "datePublished" or each.get("pubdate") is not None]
    return marked[:1] or times[:3]


def _time_text(element: HtmlElement) -> str:
    return element.get("datetime") or element.get("content") or short_text(element)[:60]


def _parse(text: str, source: PublishedSource, language: str | None = None) -> PublicationTime | None:
    text = text.strip()[:60]
    at = parse_standard_date(text)[1]
    if at is None and _YEAR.search(normalize_dates(text)):
        at = parse_human_date(text, language)
    if at is None:
        return None
    if _UNIX_TIME.fullmatch(text):
        return PublicationTime(at, source, "Z", "second")
    return PublicationTime(at, source, *_zone_and_precision(normalize_dates(text), at))


def _zone_and_precision(text: str, at: datetime) -> tuple[str | None, PublishedPrecision]:
    """Return zone and precision of a written time. The zone is the difference between the clock time in it and UTC."""
    clock = _CLOCK.search(text)
    if not clock:
        return None, "day"
    hour, minute, second = (int(part or 0) for part in (clock[1] or clock[2], clock[3], clock[4]))
    hour = hour % 12 + 12 * (clock[5] in "pP") if clock[5] else hour
    offset = (60 * hour + minute - 60 * at.hour - at.minute + 600) % 1440 - 600
    precision: PublishedPrecision = "second" if second else "minute" if hour or minute else "day"
    if offset == 0:
        utc = _UTC_SUFFIX.search(text)
        return ("Z" if utc[1] else "+00:00") if utc else None, precision
    return f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}", precision
