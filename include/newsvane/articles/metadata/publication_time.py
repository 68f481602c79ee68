"""Find when an article was published and updated: from which source, how precisely, and in which time zone.

A time without a zone is UTC, unless another source gives the same time with a zone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newsvane.articles.markup import short_text
from newsvane.articles.metadata.page_elements import PageElements
from newsvane.articles.metadata.structured_data import text_values
from newsvane.dates import EARLIEST, fold_digits, parse_human_date, parse_standard_date
from newsvane.records import Entry, PublishedPrecision, PublishedSource

MAX_AHEAD = timedelta(days=2)
"""A publication time further in the future is not plausible: wrong clocks and zones are off by a day at most."""
UNSET_BEFORE = datetime(1970, 1, 2, tzinfo=UTC)
"""An earlier time is a clock or a field that was never set (the Unix epoch)."""
FETCH_TOLERANCE = timedelta(minutes=2)
"""A time this close to the fetch may be the time when the page was rendered."""
MIN_BEFORE_FETCH = timedelta(hours=1)
"""Another source's time must be this much earlier to be preferred to a time close to the fetch."""
MAX_UTC_OFFSET = timedelta(hours=14)

_META_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "publishdate", "pubdate",
    "publication_date", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published",
    "dc.date.issued", "dct:issued", "dcterms.created", "dcterms.date", "dc.created", "dc.date", "last-published",
    "date",
)  # fmt: skip
_META_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.modified", "last-modified",
)  # fmt: skip
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")
_CLOCK = re.compile(
    r"(?:(?<=T)(\d\d):?|(?<![\d:])(\d\d?):)(\d\d)(?::?(\d\d))?(?!\d)(?:\s*([ap])\.?m\b)?", re.IGNORECASE
)
_UTC_SUFFIX = re.compile(r"\d\s*(?:(Z|UTC|GMT)|[+-]00:?(?:00)?)(?:\s*\(.*\))?$")
_UNIX_TIME = re.compile(r"\d{10}(?:\d{3})?")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)")
_UPDATE = re.compile(r"modif|updat", re.IGNORECASE)
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


def find_publication_time(page: PageElements, entry: Entry | None, now: datetime) -> PublicationTime | None:
    """Return the plausible time of the most trusted source. The feed counts as one; the page's visible text comes last.

    `now`: when the page was fetched.
    """
    found = [time for time in _candidates(page, entry) if UNSET_BEFORE < time.at <= now + MAX_AHEAD]
    found = [time for time in found if time.at >= EARLIEST] or found
    found = found or [time for time in _fallbacks(page) if EARLIEST <= time.at <= now + MAX_AHEAD]
    if not found:
        return None
    best = next((time for time in found if not _is_time_of_fetch(time, found, now)), found[0])
    return _refine(_prefer_before_update(best, page, found), found)


def find_update_time(
    page: PageElements, entry: Entry | None, published_at: datetime | None, now: datetime
) -> datetime | None:
    """Return the first time of an update that is plausible and not before the publication; the feed is asked last."""
    texts = [text for item in page.structured_data.articles for text in text_values(item, "dateModified")]
    texts += page.meta_values(*_META_UPDATED)
    texts += [text for item in page.structured_data.pages for text in text_values(item, "dateModified")]
    times = [time.at for text in texts[:20] if (time := _parse(text, "meta"))]
    times += [entry.updated_at] if entry and entry.updated_at else []
    return next((at for at in times if max(EARLIEST, published_at or EARLIEST) <= at <= now + MAX_AHEAD), None)


def _candidates(page: PageElements, entry: Entry | None) -> Iterator[PublicationTime]:
    """Yield the times that page, address and feed give, the most trusted first."""
    articles, pages = page.structured_data.articles, page.structured_data.pages
    structured: PublishedSource = "json_ld" if page.structured_data.is_json_ld else "microdata"
    sources: list[tuple[PublishedSource, Iterable[str]]] = [
        (structured, (text for item in articles for text in text_values(item, "datePublished"))),
        (structured, (text for item in articles for text in text_values(item, "dateCreated"))),
        ("meta", page.meta_values(*_META_PUBLISHED)),
        ("json_ld", (text for item in pages for text in text_values(item, "datePublished"))),
        ("time_element", (_time_text(each) for each in _time_elements(page))),
    ]
    for source, texts in sources:
        yield from (time for text in islice(texts, 5) if (time := _parse(text, source)))
    in_path = _URL_DATE.search(page.url)
    if in_path and (day := parse_standard_date("-".join(part.zfill(2) for part in in_path.groups()))[1]):
        yield PublicationTime(day, "url")
    if entry and entry.published_at:
        yield PublicationTime(entry.published_at, "feed", None, "second" if entry.published_at.second else "minute")


def _fallbacks(page: PageElements) -> Iterator[PublicationTime]:
    """Yield the times in the data of scripts that render the page, and in the text after the headline."""
    if (in_script := _SCRIPT_DATE.search(page.markup)) and (time := _parse(in_script[1], "script")):
        yield time
    end_of_title = page.document_title.split("|")[1:][-1:]
    lines = [*end_of_title, *(short_text(each) for each in page.after_headline if not len(each))]
    dated = (line for line in lines if 8 <= len(line) <= 60 and _YEAR.search(fold_digits(line)))
    for line in islice(dated, 4):
        if time := _parse(line, "text") or _parse(line.partition(":")[2], "text"):
            yield time
            return


def _time_elements(page: PageElements) -> list[HtmlElement]:
    """Return the element marked as the publication time, else the first three that are not an update's."""
    times = [each for each in page.times if not _UPDATE.search(f"{each.get('itemprop')} {each.get('class')}")]
    marked = [each for each in times if each.get("itemprop") == "datePublished" or each.get("pubdate") is not None]
    return marked[:1] or times[:3]


def _time_text(element: HtmlElement) -> str:
    return element.get("datetime") or element.get("content") or short_text(element)[:60]


def _parse(text: str, source: PublishedSource) -> PublicationTime | None:
    text = text.strip()[:60]
    at = parse_standard_date(text)[1] or (parse_human_date(text) if _YEAR.search(fold_digits(text)) else None)
    if at is None:
        return None
    if _UNIX_TIME.fullmatch(text):
        return PublicationTime(at, source, "Z", "second")
    return PublicationTime(at, source, *_zone_and_precision(fold_digits(text), at))


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


def _is_time_of_fetch(time: PublicationTime, found: Sequence[PublicationTime], now: datetime) -> bool:
    """Return whether the time is close to the fetch although another source gives a clearly earlier time."""
    is_close = abs(time.at - now) <= FETCH_TOLERANCE
    return is_close and any(other.at <= now - MIN_BEFORE_FETCH for other in found if other.source != "url")


def _prefer_before_update(
    time: PublicationTime, page: PageElements, found: Sequence[PublicationTime]
) -> PublicationTime:
    """Return the earlier time in meta tags if structured data gives the time of an update as that of publication."""
    updates = {
        update.at
        for item in page.structured_data.articles
        for text in text_values(item, "dateModified")
        if (update := _parse(text, "meta"))
    }
    if time.source not in {"json_ld", "microdata"} or time.at not in updates:
        return time
    earlier = (each for each in found if each.source == "meta" and each.at < time.at)
    return next((each for each in earlier if _local_time(each) < _local_time(time)), time)


def _refine(best: PublicationTime, found: Sequence[PublicationTime]) -> PublicationTime:
    """Complete `best` with the time of day or the zone from another source that agrees with it."""
    local = _local_time(best)
    if best.precision == "day":
        timed = (each for each in found if each.precision != "day")
        return next((each for each in timed if _local_time(each).date() == local.date()), best)
    if best.zone is None:
        for each in found:
            if each.zone and abs(_local_time(each) - local) < timedelta(minutes=1):
                return each._replace(source=best.source)
            # The feed's time is in UTC. It is the same time if the difference can be the offset of a time zone.
            apart = abs(each.at - best.at)
            is_offset = apart <= MAX_UTC_OFFSET and apart % timedelta(minutes=15) < timedelta(seconds=1)
            if each.source == "feed" and is_offset:
                return each
    return best


def _local_time(time: PublicationTime) -> datetime:
    """Return the time as it was written, without its zone."""
    hours, minutes = (int(part) for part in time.zone[1:].split(":")) if time.zone and time.zone != "Z" else (0, 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return time.at.replace(tzinfo=None) + (-offset if time.zone and time.zone[0] == "-" else offset)
