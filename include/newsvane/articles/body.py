"""Tree -> the paragraphs of the article, through trafilatura, from what is left after pruning.

Trafilatura chooses by names where the text is. A second witness is the frame, the smallest element that holds most of
the page's paragraphs: where the two agree, what comes after the frame is no text, and where trafilatura gathered
pieces from within the frame, the frame is read as a whole, with its headings and lists.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from html import unescape

from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.xpaths import BODY_XPATH

from newsvane.articles.boilerplate_dom import letters
from newsvane.articles.markup import clean, element_text, inner_text, parse
from newsvane.errors import Terminal
from newsvane.texts import words

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every page it can do nothing with as an error

PARAGRAPH = 40
"""Letters from which a paragraph says where the text is."""
FRAME = 0.6
"""Part of the paragraphs' letters that the frame holds."""
AGREED = 0.7
"""Part of what trafilatura found that lies within the frame, from which they speak of the same text."""
MOST = 500_000_000
"""Characters that are compared to find blocks in the frame: a second's work. A long liveblog takes a tenth of them."""
_ESCAPED = re.compile(r"^[^<]*&lt;(?:p|div|br|h\d)\b")
_STAND_INS = {0x200C: 0x13000, 0x200D: 0x13001}
"""Of the zero-width non-joiner and joiner: Egyptian hieroglyphs."""
_JOINERS = {letter: joiner for joiner, letter in _STAND_INS.items()}
_HAS_JOINER = etree.XPath("boolean(//text()[contains(., '\u200c') or contains(., '\u200d')])")
_THIN = 250
"""Characters below which slower ways are tried (trafilatura's own minimum)."""


def extract_blocks(tree: HtmlElement, page: HtmlElement) -> list[str]:
    """The article's paragraphs, headings and list items, in order. `tree`: the page pruned; `page`: as it came."""
    blocks = _extract(tree, fast=True)
    if len("".join(blocks)) < _THIN:
        return max(blocks, _extract(page, fast=False), key=lambda found: len("".join(found)))
    return _framed(tree, blocks)


def offered_blocks(content: str) -> list[str]:
    """The paragraphs of what a feed or JSON-LD gives as plain text, HTML or HTML escaped once more."""
    try:
        tree = parse(unescape(content) if _ESCAPED.search(content) else content)
    except Terminal:
        return _lines(unescape(content))
    paragraphs = [text for each in tree.iter("p", "li", "blockquote", "h2", "h3", "h4") if (text := element_text(each))]
    if paragraphs:
        return paragraphs
    for line_break in tree.iter("br", "div"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return _lines(inner_text(tree))


def _framed(tree: HtmlElement, blocks: list[str]) -> list[str]:
    frame = _frame(tree)
    if frame is None:
        return blocks
    held = _key(inner_text(frame))
    if len(held) * len(blocks) > MOST:
        return blocks
    within = [_key(block) in held for block in blocks]
    length = len("".join(blocks))
    if sum(len(block) for block, inside in zip(blocks, within, strict=True) if inside) < AGREED * length:
        return blocks
    chosen = next((found[0] for path in BODY_XPATH if (found := path(tree))), None)
    if chosen is frame or chosen in frame.iterancestors():
        last = max(index for index, inside in enumerate(within) if inside)
        return blocks[: last + 1]
    whole = _extract(_alone(frame), fast=True)
    return whole if len("".join(whole)) >= AGREED * length else blocks


def _frame(tree: HtmlElement) -> HtmlElement | None:
    """The smallest element that holds FRAME of the paragraphs; None where that is the page."""
    held: dict[HtmlElement, int] = {}
    total = 0
    for paragraph in tree.iter("p"):
        count = letters(paragraph)
        if count < PARAGRAPH:
            continue
        count -= sum(map(letters, paragraph.iter("a")))
        total += count
        for element in paragraph.iterancestors():
            held[element] = held.get(element, 0) + count
    if not total:
        return None
    frame = min((each for each, count in held.items() if count >= FRAME * total), key=held.__getitem__)
    return None if frame.tag in {"html", "body"} else frame


def _alone(frame: HtmlElement) -> HtmlElement:
    """A page that is the frame, named as the text."""
    page, body, article = (frame.makeelement(tag) for tag in ("html", "body", "article"))
    article.set("itemprop", "articleBody")
    article.text = frame.text
    article.extend(deepcopy(list(frame)))
    body.append(article)
    page.append(body)
    return page


def _key(text: str) -> str:
    return "".join(words(text))


def _extract(tree: HtmlElement, *, fast: bool) -> list[str]:
    with _visible_joiners(tree):
        found = bare_extraction(tree, fast=fast, favor_precision=not fast, include_comments=False)
    return _lines((getattr(found, "text", None) or "").translate(_JOINERS))


@contextmanager
def _visible_joiners(tree: HtmlElement) -> Iterator[None]:
    """Letters that no news is written in stand for the joiners meanwhile: trafilatura drops what does not print, and
    without them Persian and Kurdish words run together."""
    held = []
    for element in tree.iter() if _HAS_JOINER(tree) else ():
        for part in ("text", "tail"):
            text = getattr(element, part)
            if text and ("\u200c" in text or "\u200d" in text):
                with suppress(ValueError):  # noise that libxml2 parsed, and lxml would not write
                    setattr(element, part, text.translate(_STAND_INS))
                    held.append((element, part, text))
    try:
        yield
    finally:
        for element, part, text in held:
            setattr(element, part, text)


def _lines(text: str) -> list[str]:
    return [block for line in text.splitlines() if (block := clean(line))]
