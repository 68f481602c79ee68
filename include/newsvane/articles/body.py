"""Extract the paragraphs of the article from a page's element tree, with trafilatura.

Trafilatura mostly goes by class and element names. Its result is checked against the content container: the smallest
element that holds most of the text in paragraphs. Where the two agree, text after the container is cut off. Where
trafilatura collected only pieces inside the container, the whole container is extracted instead, with its headings and
lists.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from copy import deepcopy
from itertools import islice
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.xpaths import BODY_XPATH

from newsvane.articles.boilerplate_dom import count_letters
from newsvane.articles.markup import clean, comparison_key, element_text, inner_text, parse
from newsvane.errors import Terminal
from newsvane.safe_text import unescape

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs an error for every page it cannot extract

MIN_PARAGRAPH_LETTERS = 40
"""Shorter paragraphs are ignored in the search for the content container."""
MIN_CONTAINER_SHARE = 0.6
"""The minimum share of the paragraphs' letters that the content container holds."""
MIN_AGREEMENT = 0.7
"""Trafilatura and the container agree if at least this share of trafilatura's text is in the container."""
MAX_COMPARISONS = 500_000_000
"""Limit of characters times blocks to compare with the container: about one second. A long live blog takes 0.1 s."""
MIN_TEXT_LENGTH = 250
"""Characters below which the slower methods are tried (trafilatura's own minimum)."""
MIN_COMPLETENESS = 0.4
"""If the fast method finds a smaller share of the text shown, the slower ones are tried, too."""
_TEXT_TAGS = ("p", "li", "h2", "h3", "h4", "blockquote", "pre")
_ESCAPED_HTML = re.compile(r"^[^<]*&lt;(?:p|div|br|h\d)\b")
_STAND_INS = {0x200C: 0x13000, 0x200D: 0x13001}
"""Egyptian hieroglyphs that replace the zero-width non-joiner and joiner during extraction."""
_JOINERS = {stand_in: joiner for joiner, stand_in in _STAND_INS.items()}
_HAS_JOINER = etree.XPath("boolean(//text()[contains(., '\u200c') or contains(., '\u200d')])")


class Extraction(NamedTuple):
    """The text of an article. `shown`: how many letters the page shows where the article stands."""

    blocks: list[str]
    shown: int


def extract_blocks(pruned: HtmlElement, page: HtmlElement) -> Extraction:
    """Return the article's paragraphs, headings and list items, in order.

    `pruned`: the page without boilerplate elements. `page`: the complete page, used if `pruned` has too little text.
    """
    container = _find_container(pruned)
    shown = _count_shown_letters(pruned, container)
    blocks = _extract(pruned, fast=True)
    if count_characters(blocks) < MIN_COMPLETENESS * shown:
        fuller = _extract_more(pruned, container, shown)
        if count_characters(fuller) > max(count_characters(blocks), MIN_TEXT_LENGTH):
            return Extraction(fuller, shown)
    if _length(blocks) < MIN_TEXT_LENGTH:
        whole = _drop_link_texts(_extract(page, fast=False, precise=True), page)
        return Extraction(max(blocks, whole, key=_length), shown)
    return Extraction(_align_with_container(pruned, container, blocks), shown)


def find_paragraphs(pruned: HtmlElement) -> list[str]:
    """Return the paragraphs, headings and list items of the content container: nearly what `extract_blocks` returns.

    Empty if the page has no clear container, or a short one: `extract_blocks` may then take text from outside `pruned`.
    """
    container = _find_container(pruned)
    if container is None or MIN_COMPLETENESS * _count_shown_letters(pruned, container) <= MIN_TEXT_LENGTH:
        return []
    paragraphs = _list_paragraphs(container)
    return paragraphs if count_characters(paragraphs) > MIN_TEXT_LENGTH else []


def split_content(content: str) -> list[str]:
    """Return the paragraphs of an article's text from a feed or from JSON-LD: plain, HTML, or HTML that is escaped.

    Return no paragraphs if it is too complex to be parsed.
    """
    try:
        tree = parse(unescape(content) if _ESCAPED_HTML.search(content) else content)
    except Terminal as error:
        return [] if error.reason == "too_complex" else _lines(unescape(content))
    paragraphs = [text for each in tree.iter("p", "li", "blockquote", "h2", "h3", "h4") if (text := element_text(each))]
    if paragraphs:
        return paragraphs
    for line_break in tree.iter("br", "div"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return _lines(inner_text(tree))


def _drop_link_texts(blocks: list[str], page: HtmlElement) -> list[str]:
    """Return the blocks without those that are only the texts of links, such as a menu."""
    links = comparison_key(" ".join(inner_text(link) for link in page.iter("a")))
    return [block for block in blocks if comparison_key(block) not in links]


def _extract_more(tree: HtmlElement, container: HtmlElement | None, shown: int) -> list[str]:
    """Return the longest of what the slower methods extract; if they fail, too, the container's own paragraphs."""
    found = _extract(tree, fast=False)
    if container is None:
        return found
    found = max(found, _extract(_as_page(container), fast=True), key=count_characters)
    if count_characters(found) >= MIN_COMPLETENESS * shown:
        return found
    return max(found, _list_paragraphs(container), key=count_characters)


def _list_paragraphs(container: HtmlElement) -> list[str]:
    return [text for each in find_outermost_texts(container) if (text := element_text(each))]


def find_outermost_texts(container: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the text elements of a container that stand in no other one, inside or around it."""
    if next(container.iterancestors(*_TEXT_TAGS), None) is not None:
        return
    elements = container.iter(*_TEXT_TAGS)
    for element in elements:
        yield element
        nested = sum(1 for _ in element.iterdescendants(*_TEXT_TAGS)) if len(element) else 0
        next(islice(elements, nested, nested), None)  # leaves them out


def _count_shown_letters(tree: HtmlElement, container: HtmlElement | None) -> int:
    """Count the letters outside links in the container; if there is none, in the page's paragraphs."""
    elements = [container] if container is not None else [each for each, _ in _find_paragraphs(tree)]
    return sum(count_letters(each) - sum(map(count_letters, each.iter("a"))) for each in elements)


def _align_with_container(tree: HtmlElement, container: HtmlElement | None, blocks: list[str]) -> list[str]:
    """Return `blocks` without those after the content container, or the container's own blocks if they agree.

    Return `blocks` unchanged if there is no container, or most of their text is outside of it.
    """
    if container is None:
        return blocks
    container_text = comparison_key(inner_text(container))
    if len(container_text) * len(blocks) > MAX_COMPARISONS:
        return blocks
    is_inside = [comparison_key(block) in container_text for block in blocks]
    length_inside = sum(len(block) for block, inside in zip(blocks, is_inside, strict=True) if inside)
    if length_inside < MIN_AGREEMENT * _length(blocks):
        return blocks
    chosen = next((found[0] for path in BODY_XPATH if (found := path(tree))), None)
    if chosen is container or chosen in container.iterancestors():
        last = max(index for index, inside in enumerate(is_inside) if inside)
        return blocks[: last + 1]
    whole = _extract(_as_page(container), fast=True)
    return whole if _length(whole) >= MIN_AGREEMENT * _length(blocks) else blocks


def _find_container(tree: HtmlElement) -> HtmlElement | None:
    """Return the smallest element that holds MIN_CONTAINER_SHARE of the paragraphs' letters; None if it is the page.

    Letters in links do not count.
    """
    letters: dict[HtmlElement, int] = {}
    total = 0
    for paragraph, shown in _find_paragraphs(tree):
        count = shown - sum(map(count_letters, paragraph.iter("a")))
        total += count
        for element in paragraph.iterancestors():
            letters[element] = letters.get(element, 0) + count
    if not total:
        return None
    large_enough = (each for each, count in letters.items() if count >= MIN_CONTAINER_SHARE * total)
    container = min(large_enough, key=letters.__getitem__)
    return None if container.tag in {"html", "body"} else container


def _find_paragraphs(tree: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Yield the paragraphs that are long enough, with their letters."""
    return ((each, count) for each in tree.iter("p") if (count := count_letters(each)) >= MIN_PARAGRAPH_LETTERS)


def _as_page(container: HtmlElement) -> HtmlElement:
    """Return a page that holds only a copy of `container`, marked up as the article's body."""
    page, body, article = (container.makeelement(tag) for tag in ("html", "body", "article"))
    article.set("itemprop", "articleBody")
    article.text = container.text
    article.extend(deepcopy(list(container)))
    body.append(article)
    page.append(body)
    return page


def _extract(tree: HtmlElement, *, fast: bool, precise: bool = False) -> list[str]:
    with _visible_joiners(tree):
        found = bare_extraction(tree, fast=fast, favor_precision=precise, include_comments=False)
    return _lines((getattr(found, "text", None) or "").translate(_JOINERS))


@contextmanager
def _visible_joiners(tree: HtmlElement) -> Iterator[None]:
    """Replace the joiners in the tree with letters that no news text uses (_STAND_INS) until the block ends.

    Trafilatura drops characters that are not printable. Without the joiners Persian and Kurdish words run together.
    """
    replaced = []
    for element in tree.iter() if _HAS_JOINER(tree) else ():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and ("\u200c" in text or "\u200d" in text):
                with suppress(ValueError):  # characters that libxml2 parsed, but that lxml refuses to write
                    setattr(element, part, text.translate(_STAND_INS))
                    replaced.append((element, part, text))
    try:
        yield
    finally:
        for element, part, text in replaced:
            setattr(element, part, text)


def _lines(text: str) -> list[str]:
    return [block for line in text.splitlines() if (block := clean(line))]


def _length(blocks: list[str]) -> int:
    return sum(map(len, blocks))


def count_characters(blocks: Sequence[str]) -> int:
    """Count the characters, without spaces."""
    return sum(sum(map(len, block.split())) for block in blocks)
