"""Find the block of a list page that belongs to one link, and the date and the summary in it. Pure.

A block is the outermost element around a link that has no link to another article in it. Where the parts of an article
follow each other without an element around them, the elements up to the next link belong to it, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from newsvane.dates import SHOWN_DATE, SHOWN_TIME, normalize_dates, parse_standard_date
from newsvane.entries.html_page import read_text
from newsvane.entries.page_links import PageLink, find_inner_heading

MAX_ANCESTORS = 30
"""Elements above a link that are looked at."""

MAX_SIBLINGS = 4
"""Elements beside a block that may belong to it."""

MAX_ELEMENTS = 200
"""Elements of one block that are searched for a date."""

_MAX_LINE = 120
_SHARED = ""
_DATE_NAME = re.compile(r"date|time|publi|posted|created", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|\d年|元年")

Date = tuple[str, datetime | None]


def iterate_ancestors(element: Any) -> Iterator[Any]:
    """Yield the elements around an element, the nearest first."""
    return islice(element.iterancestors(), MAX_ANCESTORS)


def map_owners(links: Iterable[PageLink]) -> dict[Any, str]:
    """Return for each element with a link in it the address of that link, or "" if it has links to several."""
    owners: dict[Any, str] = {}
    for link in links:
        for element in chain((link.element,), iterate_ancestors(link.element)):
            if owners.setdefault(element, link.url) != link.url:
                owners[element] = _SHARED
    return owners


def find_block(link: PageLink, owners: dict[Any, str]) -> Any:
    """Return the outermost element that has no link of `owners` in it except those to the link's address."""
    block = link.element
    for element in iterate_ancestors(link.element):
        if owners.get(element) != link.url or element.tag in {"body", "html"}:
            break
        block = element
    return block


def find_block_heading(link: PageLink, owners: dict[Any, str]) -> Any:
    """Return the heading in the block of a link; None if there is none."""
    return find_inner_heading(find_block(link, owners))


def list_siblings(block: Any, owners: dict[Any, str], *, before: bool) -> list[Any]:
    """Return the elements beside a block, up to the next one that has a link."""
    found = []
    for element in islice(block.itersiblings(preceding=before), MAX_SIBLINGS):
        if element in owners:
            break
        found.append(element)
    return found


def find_date(parts: Sequence[Any], title: str) -> Date:
    """Return the date in the parts of a block: as written, and the time if it is written for machines.

    ("", None) if there is none. `title`: a text whose dates are those of events.
    """
    elements = list(islice(chain.from_iterable(part.iter() for part in parts), MAX_ELEMENTS))
    for element in elements:
        for text in _machine_dates(element):
            if (date := parse_standard_date(text))[1]:
                return date
    texts = chain.from_iterable((each.text, None if each in parts else each.tail) for each in elements)
    put_together = (read_text(each) for each in elements if len(each) and _DATE_NAME.search(each.get("class") or ""))
    shown = (find_shown_date(text, title) for text in chain(texts, put_together) if text)
    return next(filter(None, shown), ("", None))


def _machine_dates(element: Any) -> Iterator[str]:
    if element.tag == "time":
        yield element.get("datetime") or element.get("title") or read_text(element)
    for name, value in element.attrib.items():
        is_named = name.startswith("data-") and _DATE_NAME.search(name)
        if is_named or (name in {"content", "title"} and _YEAR.match(value)):
            yield value


def find_shown_date(text: str, title: str = "") -> Date | None:
    """Return the first date in words or numbers of a short text, with its time of day; None if there is none."""
    if not _YEAR.search(text) or text.strip() in title:
        return None
    line = normalize_dates(" ".join(text[: 2 * _MAX_LINE].split()))
    found = SHOWN_DATE.search(line)
    if len(line) > _MAX_LINE or not found:
        return None
    time = SHOWN_TIME.match(line, found.end())
    return parse_standard_date(f"{found[0]} {time[1]}" if time else found[0])


def find_summary(block: Any, title: str) -> str:
    """Return the longest paragraph in a block that is not its title; "" if there is none."""
    texts = map(read_text, islice(block.iter("p"), 20))
    return max((text for text in texts if text != title and not find_shown_date(text)), key=len, default="")
