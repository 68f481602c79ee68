"""Find the lines of a page that may be translation notices: those with a word for "translate".

The cost is bounded on hostile pages: a maximum number of elements, and of characters in each.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from newsvane.records import Record
from newsvane.translation.other_voices import OtherVoices
from newsvane.translation.stems import contains_stem, may_be_notice

MAX_ELEMENT_LENGTH = 600
"""Notices are not searched for in longer lines."""
MAX_CANDIDATES = 200
"""The maximum number of texts examined per page. If there are more, half are taken from each end."""
MAX_PIECES = 2_000
"""The maximum number of pieces of text that an element is read in."""

_INLINE_TAGS = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "em", "font", "i", "img", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "svg", "time", "u", "var", "wbr",
})  # fmt: skip
_UNREAD_TAGS = frozenset({"button", "option", "script", "style", "svg", "label"})
_CHOSEN = ("aria-selected", "aria-pressed", "aria-checked", "aria-current")
"""Attributes of a control that say that it is in force."""
_TITLES = etree.XPath("//body//@title[string-length() > 8] | //body//@aria-label[string-length() > 8]")
_HAS_CONTROLS = "boolean(.//button | .//select | .//input | .//textarea)"
BREAK = "\ue000"
"""Stands for the end of an element or line within a line of text."""


class Line(Record):
    """A line of a page: text between two blocks. `is_link`: "translate" is only in links. `is_set_apart`: all of it is
    in italics or small type, as editors set what they say about an article.
    """

    text: str
    is_link: bool = False
    is_set_apart: bool = False


def find_candidates(tree: HtmlElement, stems: frozenset[str]) -> Iterator[tuple[HtmlElement, Line, bool]]:
    """Yield the lines that contain one of the stems, each with its element, and whether others than the page speak.

    A link that is an entry of a list leads to another story.
    """
    voices = OtherVoices()
    seen = set()
    for title in _first_and_last([title for title in _TITLES(tree) if contains_stem(stems, title)]):
        if title.attrname == "aria-label" and title.getparent().xpath(_HAS_CONTROLS):
            continue
        yield title.getparent(), Line(text=" ".join(title.split())), voices.speak_in(title.getparent())
    for owner in _first_and_last(list(_find_elements(tree, stems))):
        element = _enclosing_block(owner)
        if element in seen:
            continue
        seen.add(element)
        is_link = next(element.iterancestors("a"), None) is not None
        lines = _read_lines(element, stems)
        if lines and element.tag in {"dt", "th", "td"} and (value := element.getnext()) is not None:
            lines = [Line(text=f"{lines[0].text}: {short_text(value)}")]
        is_set_apart = len(lines) == 1 and _is_set_apart(element)
        for line in lines:
            if len(line.text) <= MAX_ELEMENT_LENGTH and may_be_notice(line.text):
                update = {"is_link": is_link or line.is_link, "is_set_apart": is_set_apart}
                is_entry = line.is_link and element.tag == "li"
                yield element, line.model_copy(update=update), is_entry or voices.speak_in(element)


def _find_elements(tree: HtmlElement, stems: frozenset[str]) -> Iterator[HtmlElement]:
    """Yield the elements that have a text with one of the stems directly in them."""
    for body in tree.iterchildren("body"):
        for element in body.iter():
            text, tail = element.text, element.tail
            if text and element.tag not in {"script", "style"} and _may_have_stem(stems, text):
                yield element
            if tail and element is not body and _may_have_stem(stems, tail):
                yield element.getparent()


def _may_have_stem(stems: frozenset[str], text: str) -> bool:
    """Return whether a text has one of the stems, and is not too long for a notice."""
    return len(text) <= MAX_ELEMENT_LENGTH and not text.isspace() and contains_stem(stems, text)


def _enclosing_block(element: HtmlElement) -> HtmlElement:
    while element.tag in _INLINE_TAGS and element.getparent() is not None:
        element = element.getparent()
    return element


def short_text(element: HtmlElement) -> str:
    """Return the beginning of an element's text on one line."""
    return " ".join("".join(islice(element.itertext(), 20)).split())[:MAX_ELEMENT_LENGTH]


def _is_set_apart(block: HtmlElement) -> bool:
    while len(block) == 1 and block[0].tag in _INLINE_TAGS and not f"{block.text or ''}{block[0].tail or ''}".strip():
        block = block[0]
        if block.tag in {"em", "i", "small", "mark"}:
            return True
    return False


def _read_lines(block: HtmlElement, stems: Collection[str]) -> list[Line]:
    """Return the lines directly in a block that contain one of the stems. Other blocks end a line."""
    lines: list[list[tuple[str, bool]]] = [[(block.text or "", False)]]
    for child in islice(block, MAX_PIECES):
        if child.tag == "br":
            lines[-1].append((BREAK, False))
        elif child.tag in _INLINE_TAGS:
            is_alone = not (lines[-1] and lines[-1][-1][0].strip())
            lines[-1] += [(BREAK, False)] * is_alone + list(_read_pieces(child, block))
            lines[-1] += [(BREAK, False)] * (not (child.tail or "").strip())
        else:
            lines.append([])
        lines[-1].append((child.tail or "", False))
    return [_join(line, stems) for line in lines if any(contains_stem(stems, text) for text, _ in line)]


def _read_pieces(element: HtmlElement, block: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the texts in an inline element, and whether each is in a link. It stops well above MAX_ELEMENT_LENGTH.

    `block`: the block that it is in. In a byline, what stands in an element within another one is a line of its own.
    """
    if _is_unread(element):
        return
    length = 0
    for text in element.xpath(".//text()"):
        owner = text.getparent() if not text.is_tail else text.getparent().getparent()
        if _is_unread(owner):
            continue
        is_link = any(each.tag == "a" for each in _up_to(owner, element))
        is_label = owner.tag in {"small", "span"} and block.tag != "p"
        yield from [(BREAK, False), (str(text), is_link), (BREAK, False)] if is_label else [(str(text), is_link)]
        length += len(text)
        if length > 4 * MAX_ELEMENT_LENGTH:
            return


def _is_unread(element: HtmlElement) -> bool:
    """Return whether an element offers something. One that is chosen says what the page shows."""
    return element.tag in _UNREAD_TAGS and not any(element.get(name) in {"true", "page"} for name in _CHOSEN)


def _up_to(element: HtmlElement, top: HtmlElement) -> Iterator[HtmlElement]:
    while element is not None:
        yield element
        if element is top:
            return
        element = element.getparent()


def _join(pieces: Sequence[tuple[str, bool]], stems: Collection[str]) -> Line:
    text = "".join(text for text, _ in pieces)
    is_link = all(is_link for text, is_link in pieces if contains_stem(stems, text))
    return Line(text=text.strip(f" \n\t{BREAK}"), is_link=is_link)


def _first_and_last(items: list[Any]) -> list[Any]:
    half = MAX_CANDIDATES // 2
    return items if len(items) <= MAX_CANDIDATES else [*items[:half], *items[-half:]]
