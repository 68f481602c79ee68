"""Measure how much of a page's text only leads to other pages: teasers, each with a headline and a few lines."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newsvane.articles.markup import comparison_key, inner_text
from newsvane.urls import MAX_URL

MIN_TEASERS = 5
"""Fewer are no list of articles."""
MIN_HEADLINE_LETTERS = 12
MAX_TEASERS = 300
MAX_TEASER_LETTERS = 1_000
"""A longer text under a headline is a post, a comment or a section, not a teaser."""
MAX_TEASER_LEVELS = 6
"""How far above its headline a teaser may begin."""
MAX_LETTERS_BEFORE = 20
"""How much may stand before a bold link that is a headline: a date."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({"div", "li", "td", "tr", "article", "section", "dd"})
"""What a teaser may be. A paragraph that begins with a bold link belongs to a text."""


class Teasers(NamedTuple):
    """The teasers of a page. `share`: of the page's extracted text and the teasers' text, how much is in teasers."""

    number: int = 0
    share: float = 0.0


def measure_teasers(tree: HtmlElement, blocks: Sequence[str], *, url: str) -> Teasers:
    """Count the teasers of a page, and compare their text with the extracted paragraphs (`blocks`)."""
    headlines = _find_headlines(tree, url)[:MAX_TEASERS]
    if len(headlines) < MIN_TEASERS:
        return Teasers()
    counts: dict[HtmlElement, int] = {}
    for headline in headlines:
        for element in headline.iterancestors():
            counts[element] = counts.get(element, 0) + 1
    texts = [comparison_key(inner_text(_find_teaser(each, counts))) for each in headlines]
    teasers = [text for text in texts if len(text) <= MAX_TEASER_LETTERS]
    inside = "".join(teasers)
    outside = sum(len(key) for block in blocks if (key := comparison_key(block)) and key not in inside)
    return Teasers(len(teasers), len(inside) / (len(inside) + outside) if inside else 0.0)


def _find_headlines(tree: HtmlElement, url: str) -> list[HtmlElement]:
    """Return the headings that link to another page, or else stand in one of several sibling articles.

    On a page with few of them, the bold links near the beginning of several siblings are its headlines.
    """
    own_path = urlsplit(url).path.rstrip("/")
    headings = [each for each in tree.iter(*_HEADINGS) if _is_headline(each, url, own_path) or _is_in_sibling(each)]
    if len(headings) >= MIN_TEASERS:
        return headings
    bold = [each for each in tree.iter("b", "strong") if _is_headline(each, url, own_path)]
    return [each for each in bold if _begins_sibling(each)] if len(bold) >= MIN_TEASERS else headings


def _is_headline(element: HtmlElement, url: str, own_path: str) -> bool:
    """Return whether an element is long enough for a headline and links to another page."""
    links = (link for link in _find_links(element) if _leads_elsewhere(link, url, own_path))
    return next(links, None) is not None and _is_long(element)


def _is_long(element: HtmlElement) -> bool:
    return len(comparison_key(inner_text(element))) >= MIN_HEADLINE_LETTERS


def _begins_sibling(bold: HtmlElement) -> bool:
    """Return whether hardly a letter is before a bold link in its block, one of at least MIN_TEASERS alike."""
    block = next((each for each in bold.iterancestors() if each.tag in _BLOCKS), None)
    parent = None if block is None else block.getparent()
    if block is None or parent is None:
        return False
    before = comparison_key(inner_text(block)).partition(comparison_key(inner_text(bold)))[0]
    siblings = [each for each in parent.iterchildren(block.tag) if each.get("class") == block.get("class")]
    return len(before) <= MAX_LETTERS_BEFORE and len(siblings) >= MIN_TEASERS


def _find_links(heading: HtmlElement) -> Iterator[str]:
    for link in (*heading.iter("a"), *heading.iterancestors("a")):
        if link.get("href"):
            yield link.get("href")


def _leads_elsewhere(link: str, url: str, own_path: str) -> bool:
    if len(link) > MAX_URL:
        return False
    try:
        parts = urlsplit(urljoin(url, link))
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.path.rstrip("/") != own_path


def _is_in_sibling(heading: HtmlElement) -> bool:
    """Return whether a heading stands in an article with MIN_TEASERS - 1 articles beside it."""
    if not _is_long(heading):
        return False
    article = next(heading.iterancestors("article"), None)
    parent = None if article is None else article.getparent()
    return parent is not None and len(parent.findall("article")) >= MIN_TEASERS


def _find_teaser(headline: HtmlElement, counts: dict[HtmlElement, int]) -> HtmlElement:
    """Return the largest element that has no other headline."""
    found = headline
    for level, element in enumerate(headline.iterancestors()):
        if counts[element] > 1 or level == MAX_TEASER_LEVELS or element.tag in {"body", "main"}:
            break
        found = element
    return found
