"""The links of a list page that may lead to articles, and how much each looks like one. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

from newsvane import urls
from newsvane.entries.html_page import read_text

MAX_LINKS = 10_000
"""Links of one page that are looked at."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_MAX_TITLE = 300
_HEADING_CLASS = re.compile(r"(?:^|[\s_-])(?:title|headline|heading|titulo|titre)(?![a-z])", re.IGNORECASE)
_CUT = re.compile(r"(?:\.{3}|…)\s*$")
_ASIDE_FRAGMENT = re.compile(r"comment|respond|reply|disqus|discussion", re.IGNORECASE)
_NOT_A_PAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|css|js|xml|rss|atom)$", re.IGNORECASE)
_DATED = re.compile(r"(?:19|20)\d\d(?:[/_-]?(?:0?[1-9]|1[0-2]))(?!\d{3})")
_NUMBER = re.compile(r"\d{3,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LIST_SEGMENTS = frozenset({
    *("tag", "tags", "topic", "topics", "tema", "temas", "thema", "category", "categories", "kategorie", "kategori"),
    *("categoria", "categorie", "rubrik", "rubric", "rubrique", "section", "sections", "seccion", "service", "author"),
    *("authors", "autor", "autores", "auteur", "user", "users", "profile", "page", "search", "login", "register"),
    *("signup", "subscribe", "newsletter", "newsletters", "about", "about-us", "contact", "contact-us", "privacy"),
    *("terms", "impressum", "datenschutz", "sitemap", "rss", "feed", "archive", "archiv", "archives", "advertise"),
})  # fmt: skip
"""Segments of the path of lists and service pages, if they are one of the last two."""
_ARCHIVES = frozenset({"archive", "archives", "archiv"})
"""With a number after them (`/archives/61822`), they lead to an article."""


@dataclass(eq=False, slots=True)
class PageLink:
    """A link on a page.

    `url`: absolute, without fragment. `text`: as shown, or its label where that is longer. `label`: what stands for the
    text of a link that shows none: its label, or the description of its picture. `heading`: the element with its title,
    if there is one.
    """

    element: Any
    url: str
    text: str
    label: str = ""
    heading: Any = None
    address_score: float = 0.0

    @property
    def score(self) -> float:
        """How much the link looks like one to an article: from -0.3 to 1."""
        length = min(measure_length(self.text) / 40, 1)
        return 0.5 * length + 0.3 * self.address_score + 0.2 * (self.heading is not None)


def collect_links(root: Any, base: str, *, page_url: str) -> list[PageLink]:
    """Return the links to other pages, in document order, at most MAX_LINKS."""
    return list(islice(_iterate_links(root, base, page_url), MAX_LINKS))


def _iterate_links(root: Any, base: str, page_url: str) -> Iterator[PageLink]:
    own = _strip_fragment(page_url)
    for element in islice(root.iter("a"), 2 * MAX_LINKS):
        link = make_link(element, base)
        if link and _strip_fragment(link.url) != own and not _NOT_A_PAGE.search(urlsplit(link.url).path):
            yield link


def make_link(element: Any, base: str) -> PageLink | None:
    """Return the link that an element is; None if it does not lead to a page."""
    href = (element.get("href") or "").strip()
    if not href or href.startswith("#"):
        return None
    address = urls.absolute(href, base)
    if address is None:
        return None
    address, fragment = urldefrag(address)
    if _ASIDE_FRAGMENT.search(fragment):
        return None
    heading = find_heading(element)
    text, label = _read_texts(element, heading)
    return PageLink(element, address, text, label, heading, score_address(address))


def is_same_outlet(url: str, outlet: str) -> bool:
    """Return whether an address belongs to the outlet."""
    try:
        return urls.outlet(url) == outlet
    except ValueError:
        return False


def find_heading(element: Any) -> Any:
    """Return the element with the headline of a link: the heading in it, or the link itself if it is in a heading.

    A heading is known by its tag or its class. None if there is none.
    """
    inner = find_inner_heading(element)
    if inner is not None:
        return inner
    is_inside = any(map(_is_heading, islice(element.iterancestors(), 3)))
    return element if is_inside else None


def find_inner_heading(element: Any) -> Any:
    """Return the first heading in an element, or the element itself if it is one; None if there is none."""
    tagged = next(element.iter(*HEADINGS), None)
    return next(filter(_is_heading, islice(element.iter(), 30)), None) if tagged is None else tagged


def _is_heading(element: Any) -> bool:
    return element.tag in HEADINGS or bool(_HEADING_CLASS.search(element.get("class") or ""))


def _read_texts(element: Any, heading: Any) -> tuple[str, str]:
    """Return the text and the label of a link. A text that is cut off is replaced by the label."""
    shown = read_text(element if heading is None else heading)
    images = (each.get("alt") for each in element.iter("img"))
    labels = (" ".join((each or "").split()) for each in (element.get("title"), element.get("aria-label"), *images))
    label = next(filter(None, labels), "")
    return (label if label and _CUT.search(shown) else shown)[:_MAX_TITLE], label[:_MAX_TITLE]


def measure_length(text: str) -> float:
    """Return the length of a text in Latin letters: one of a script without spaces counts as two and a half."""
    return sum(
        2.5 if "\u3040" <= each <= "\u9fff" or "\uac00" <= each <= "\ud7af" else 1 for each in text if each.isalnum()
    )


def score_address(url: str) -> float:
    """Return how much an address looks like that of an article: from -1 to 1."""
    parts = urlsplit(url)
    segments = [unquote(each).lower() for each in parts.path.split("/") if each]
    values = [value for _, value in parse_qsl(parts.query)]
    if not segments and not values:
        return -1.0
    last = segments[-1] if segments else ""
    words = len(_WORD.findall(last.rpartition(".")[0] or last))
    score = 0.8 if words >= 5 else 0.6 if words == 4 else 0.3 if words == 3 else -0.1
    if _DATED.search(parts.path):
        score += 0.5
    if _NUMBER.search(last) or any(map(_NUMBER.search, values)):
        score += 0.5
    is_numbered = _NUMBER.search(last) and _ARCHIVES.issuperset(segments[-2:-1])
    if words < 5 and not is_numbered and not _LIST_SEGMENTS.isdisjoint(segments[-2:]):
        score -= 1.2
    return max(-1.0, min(score, 1.0))


def describe_shape(url: str) -> tuple[str, ...]:
    """Return the shape of an address, which those of one kind of page share: per segment, what it consists of."""
    parts = urlsplit(url)
    keys = tuple(sorted(key for key, _ in parse_qsl(parts.query)))
    return (*(_describe_segment(unquote(each)) for each in parts.path.split("/") if each), *keys)


def _describe_segment(segment: str) -> str:
    words, numbers = len(_WORD.findall(segment)), bool(_NUMBER.search(segment))
    return f"{'slug' if words >= 4 else 'word' if words else ''}{'+number' if numbers else ''}"


def _strip_fragment(url: str) -> str:
    """Return an address without its fragment and the slash at its end, so that it can be compared with another."""
    return urldefrag(url)[0].rstrip("/")
