"""Witnesses -> when an article was published and updated, how that is known, how exactly, and in which zone.

Times without a zone are UTC, unless another witness gives the same time with one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newsvane.articles.markup import short_text
from newsvane.articles.metadata.page import Page
from newsvane.articles.metadata.structured import texts
from newsvane.dates import EARLIEST, fold_digits, moment, odd_moment
from newsvane.records import Entry, PublishedPrecision, PublishedSource

FUTURE = timedelta(days=2)
"""A publication further ahead than this is not believed: clocks and zones err by a day, not by more."""
EPOCH = datetime(1970, 1, 2, tzinfo=UTC)
"""Up to here it is no time, but a clock or a field that was never set."""
CRAWL = timedelta(minutes=2)
"""This near to the time of reading, a page may have written down the time of reading."""
STALE = timedelta(hours=1)
"""So much earlier another witness must be for that to be believed."""
WIDEST = timedelta(hours=14)
"""The zone farthest from UTC."""

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
_UNIVERSAL = re.compile(r"\d\s*(?:(Z|UTC|GMT)|[+-]00:?(?:00)?)(?:\s*\(.*\))?$")
_SECONDS = re.compile(r"\d{10}(?:\d{3})?")
_YEAR = re.compile(r"(?<!\d)(?:1[34]|19|20)\d\d(?!\d)")
_UPDATE = re.compile(r"modif|updat", re.IGNORECASE)
_STATE = re.compile(
    r'ubli(?:shed|shed_?[aA]t|shDate|cationDate)\\?"\s*+:\s*+\\?"(\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d))'
)
"""`"datePublished":"2026-…"` in a script's data, also within a string."""


class Published(NamedTuple):
    """When an article was published, in UTC. `zone`: as written, "Z" or "+02:00"; None where it was not."""

    at: datetime
    source: PublishedSource
    zone: str | None = None
    precision: PublishedPrecision = "day"


def find_published(page: Page, entry: Entry | None, now: datetime) -> Published | None:
    """The time of the most trusted witness that is plausible; the feed is one, and the page's text the last."""
    found = [time for time in _witnesses(page, entry) if EPOCH < time.at <= now + FUTURE]
    found = [time for time in found if time.at >= EARLIEST] or found
    found = found or [time for time in _last_resorts(page) if EARLIEST <= time.at <= now + FUTURE]
    if not found:
        return None
    first = next((time for time in found if not _is_of_reading(time, found, now)), found[0])
    return _refined(_first_published(first, page, found), found)


def find_updated(page: Page, entry: Entry | None, published: datetime | None, now: datetime) -> datetime | None:
    """The first time of an update that is not before the publication; the feed's is the last asked for."""
    said = [text for item in page.items.articles for text in texts(item, "dateModified")]
    said += page.said(*_META_UPDATED)
    said += [text for item in page.items.pages for text in texts(item, "dateModified")]
    times = [time.at for text in said[:20] if (time := _read(text, "meta"))]
    times += [entry.updated_at] if entry and entry.updated_at else []
    return next((at for at in times if max(EARLIEST, published or EARLIEST) <= at <= now + FUTURE), None)


def _witnesses(page: Page, entry: Entry | None) -> Iterator[Published]:
    """What page, address and feed say, in order of trust."""
    articles, pages = page.items.articles, page.items.pages
    found: PublishedSource = "json_ld" if page.items.scripted else "microdata"
    sources: list[tuple[PublishedSource, Iterable[str]]] = [
        (found, (text for item in articles for text in texts(item, "datePublished"))),
        (found, (text for item in articles for text in texts(item, "dateCreated"))),
        ("meta", page.said(*_META_PUBLISHED)),
        ("json_ld", (text for item in pages for text in texts(item, "datePublished"))),
        ("time_element", (_time_text(each) for each in _time_elements(page))),
    ]
    for source, said in sources:
        yield from (time for text in islice(said, 5) if (time := _read(text, source)))
    in_path = _URL_DATE.search(page.url)
    if in_path and (day := moment("-".join(part.zfill(2) for part in in_path.groups()))[1]):
        yield Published(day, "url")
    if entry and entry.published_at:
        yield Published(entry.published_at, "feed", None, "second" if entry.published_at.second else "minute")


def _last_resorts(page: Page) -> Iterator[Published]:
    """What scripts that fill the page hold, and what stands near the headline."""
    if (state := _STATE.search(page.markup)) and (time := _read(state[1], "script")):
        yield time
    lines = [*page.document_title.split("|")[1:][-1:], *(short_text(each) for each in page.near if not len(each))]
    dated = (line for line in lines if 8 <= len(line) <= 60 and _YEAR.search(fold_digits(line)))
    for line in islice(dated, 4):
        if time := _read(line, "text") or _read(line.partition(":")[2], "text"):
            yield time
            return


def _time_elements(page: Page) -> list[HtmlElement]:
    """Those that say that they are the publication's; then those after the headline, then those before."""
    times = [each for each in page.times if not _UPDATE.search(f"{each.get('itemprop')} {each.get('class')}")]
    marked = [each for each in times if each.get("itemprop") == "datePublished" or each.get("pubdate") is not None]
    return marked[:1] or times[:3]


def _time_text(element: HtmlElement) -> str:
    return element.get("datetime") or element.get("content") or short_text(element)[:60]


def _read(text: str, source: PublishedSource) -> Published | None:
    text = text.strip()[:60]
    at = moment(text)[1] or (odd_moment(text) if _YEAR.search(fold_digits(text)) else None)
    if at is None:
        return None
    if _SECONDS.fullmatch(text):
        return Published(at, source, "Z", "second")
    return Published(at, source, *_zone_and_precision(fold_digits(text), at))


def _zone_and_precision(text: str, at: datetime) -> tuple[str | None, PublishedPrecision]:
    """How a time is written: the zone is what lies between the time on the wall and UTC."""
    clock = _CLOCK.search(text)
    if not clock:
        return None, "day"
    hour, minute, second = (int(part or 0) for part in (clock[1] or clock[2], clock[3], clock[4]))
    hour = hour % 12 + 12 * (clock[5] in "pP") if clock[5] else hour
    away = (60 * hour + minute - 60 * at.hour - at.minute + 600) % 1440 - 600
    precision: PublishedPrecision = "second" if second else "minute" if hour or minute else "day"
    if away == 0:
        universal = _UNIVERSAL.search(text)
        return ("Z" if universal[1] else "+00:00") if universal else None, precision
    return f"{'-' if away < 0 else '+'}{abs(away) // 60:02}:{abs(away) % 60:02}", precision


def _is_of_reading(time: Published, found: Sequence[Published], now: datetime) -> bool:
    """Whether this is when the page was read, and another witness knows better."""
    return abs(time.at - now) <= CRAWL and any(other.at <= now - STALE for other in found if other.source != "url")


def _first_published(time: Published, page: Page, found: Sequence[Published]) -> Published:
    """An earlier time of another witness where what calls itself publication is the update."""
    updates = {
        at.at for item in page.items.articles for text in texts(item, "dateModified") if (at := _read(text, "meta"))
    }
    if time.source not in {"json_ld", "microdata"} or time.at not in updates:
        return time
    return next(
        (each for each in found if each.source == "meta" and each.at < time.at and _wall(each) < _wall(time)), time
    )


def _refined(first: Published, found: Sequence[Published]) -> Published:
    """With the time of day where only the day is said, and the zone where none is, if another witness agrees."""
    wall = _wall(first)
    if first.precision == "day":
        return next((each for each in found if each.precision != "day" and _wall(each).date() == wall.date()), first)
    if first.zone is None:
        for each in found:
            if each.zone and abs(_wall(each) - wall) < timedelta(minutes=1):
                return each._replace(source=first.source)
            apart = abs(each.at - first.at)
            if each.source == "feed" and apart <= WIDEST and apart % timedelta(minutes=15) < timedelta(seconds=1):
                return each
    return first


def _wall(time: Published) -> datetime:
    """The time as it was written, without its zone."""
    hours, minutes = (int(part) for part in time.zone[1:].split(":")) if time.zone and time.zone != "Z" else (0, 0)
    away = timedelta(hours=hours, minutes=minutes)
    return time.at.replace(tzinfo=None) + (-away if time.zone and time.zone[0] == "-" else away)
