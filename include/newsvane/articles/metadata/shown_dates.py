"""Find the dates that a page shows to its readers: near the headline, or elsewhere if one is marked as a date.

Only the texts are found here; whether they are dates, and plausible ones, is decided where they are used.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from newsvane.articles.markup import clean
from newsvane.dates import SHOWN_DATE, SHOWN_TIME, normalize_dates

ELEMENTS_BEFORE = 12
"""A date above the headline belongs to it if it is within this many elements."""
MAX_LINE_LENGTH = 120
"""A longer text is prose, in which a date is that of an event."""
MAX_LABEL_LENGTH = 30
"""Characters before a date that say which date it is."""
MAX_DATELINE_LENGTH = 120
"""Characters of a text in which its dateline ends."""
MAX_DATES = 4
"""Dates of one place that are returned: parsing one takes some milliseconds."""

_UPDATE = re.compile(
    r"updat|modif|revised|last (?:edited|changed|reviewed)|aktuali|geändert|bearbeitet|mise? à jour|actualiz|atualiz"
    r"|aggiorn|обновл|измен|оновл|به.?روز|تحدي[ثت]|ویرایش|përditës|güncel|bijgewerkt|gewijzigd|uppdater|oppdater|opdater"
    r"|päivit|frissít|ενημερ|更新|修订|수정|עודכן|diperbarui|cập nhật",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi[cské]|posted|submitted|written on|veröffentlicht|erschienen|pubblicat|опубл|منتشر|انتشار|نشر|botuar|yayın"
    r"|geplaatst|publisert|udgivet|julkaistu|megjelen|δημοσ|发布|发表|公開|掲載|게시|입력|פורסם",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"©|copyright|\(c\)|accessed|retrieved|expires?|valid|born|deadline|event|caption|photo|foto|image", re.IGNORECASE
)
"""Words before a date that is not that of the article."""
_DATE_CLASS = re.compile(
    r"(?:^|[-_\s]|(?<=[a-z])(?=[A-Z]))(?i:dateline|date|published|posted|pubdate|timestamp|datum|fecha)"
    r"(?:$|[-_\s]|(?=[A-Z]))"
)
_AGENCY = re.compile(r"\)?,?\s*(?:\([^\W\d][^()\d]{1,30}\)|/[^\W\d][^/\d]{1,30}/)\s*[-–—]")
_AUTHOR_PATH = re.compile(r"/(?:authors?|autor(?:en|es|i)?|auteurs?)/", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}|\d年|元年")
_HIDDEN = frozenset({"script", "style", "noscript", "template"})
_ASIDE = frozenset({"a", "aside", "figcaption", "footer", "nav"})
_BEFORE = etree.XPath(f"preceding::*[position() <= {ELEMENTS_BEFORE}]")
_BODY = etree.XPath("(//body)[1]")


class ShownDate(NamedTuple):
    """A date as it is written.

    `time`: the time of day after it, "" if there is none. `is_update`: it is said to be that of a change.
    `may_be_today`: it stands where many sites show today's date: above the headline, or marked by its class only.
    `is_marked`: a word before it or its class says that it is a date of publication.
    """

    text: str
    time: str = ""
    is_update: bool = False
    may_be_today: bool = False
    is_marked: bool = False


def find_dates_at_headline(headline: HtmlElement, after: Iterable[HtmlElement]) -> list[ShownDate]:
    """Return the dates in the elements `after` the headline, then those in the elements before it."""
    below = [date for _, _, date in islice(_find_dates(_text_nodes(after)), MAX_DATES)]
    above = [date for _, _, date in islice(_find_dates(_text_nodes(_BEFORE(headline))), MAX_DATES)]
    return below + [date._replace(may_be_today=True) for date in above]


def find_marked_dates(tree: HtmlElement) -> list[ShownDate]:
    """Return the dates outside links and navigation that are said to be the publication's, else those with a class.

    If several dates have the same class, they belong to a list of other articles.
    """
    body = next(iter(_BODY(tree)), tree)
    labelled: list[ShownDate] = []
    by_class: defaultdict[str, list[ShownDate]] = defaultdict(list)
    for element, label, date in _find_dates(_text_nodes(body.iter("*"))):
        if date.is_update or any(each.tag in _ASIDE for each in (element, *element.iterancestors())):
            continue
        if _PUBLISHED.search(label) or _follows_author(element):
            labelled.append(date)
        elif date.is_marked:
            by_class[element.get("class") or ""].append(date._replace(may_be_today=True))
    return (labelled or [dates[0] for dates in by_class.values() if len(dates) == 1])[:MAX_DATES]


def find_datelines(texts: Iterable[str]) -> Iterator[ShownDate]:
    """Yield the dates with which agencies begin a text: `TIRANA, Nov 18, 2026 (ATA) - The port …`."""
    for text in texts:
        line = normalize_dates(clean(text[:MAX_DATELINE_LENGTH]))
        found = SHOWN_DATE.search(line)
        if found and _AGENCY.match(line, found.end()):
            yield ShownDate(found[0])


def _follows_author(element: HtmlElement) -> bool:
    """Return whether the element stands alone after one that ends with a link to an author: a byline with its date."""
    before = element.getprevious()
    links = [] if before is None else [each for each in before.iter("a") if not (each.tail or "").strip()]
    return len(links) == 1 and bool(_AUTHOR_PATH.search(links[0].get("href") or "")) and not len(element)


def _text_nodes(elements: Iterable[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """Yield each text in the elements, and after them, with the element that it is in."""
    for element in elements:
        if (text := element.text) and element.tag not in _HIDDEN:
            yield element, text
        if (tail := element.tail) and (parent := element.getparent()) is not None and parent.tag not in _HIDDEN:
            yield parent, tail


def _find_dates(nodes: Iterable[tuple[HtmlElement, str]]) -> Iterator[tuple[HtmlElement, str, ShownDate]]:
    """Yield each date with its element and its label: what stands before it, in the same text or the one before."""
    previous = ""
    for element, text in nodes:
        end = 0
        if _YEAR.search(text) and len(line := normalize_dates(clean(text[: 2 * MAX_LINE_LENGTH]))) <= MAX_LINE_LENGTH:
            for found in SHOWN_DATE.finditer(line):
                start, end = end, found.end()
                label = line[start : found.start()] if start else clean(f"{previous} {line[: found.start()]}")
                if found.start() - start <= MAX_LABEL_LENGTH and not _ANOTHER.search(label):
                    time = SHOWN_TIME.match(line, end)
                    is_update = bool(_UPDATE.search(label)) or is_update_class(element.get("class") or "")
                    is_marked = bool(_PUBLISHED.search(label) or _DATE_CLASS.search(element.get("class") or ""))
                    date = ShownDate(found[0], time[1] if time else "", is_update, is_marked=is_marked)
                    yield element, label, date
        if not text.isspace():
            previous = "" if end else text[-MAX_LABEL_LENGTH:]


def is_update_class(name: str) -> bool:
    """Return whether a class is that of an update; `published updated` is that of an article never updated since."""
    return bool(_UPDATE.search(name)) and "publish" not in name.lower()
