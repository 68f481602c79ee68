"""Tree -> the paragraphs of the article, through trafilatura; promotions told from text by general rules."""

import logging

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from newsvane.articles.markup import clean, element_text, parse
from newsvane.errors import Terminal

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every page it can do nothing with as an error

_THIN = 250
"""Characters below which the strict extraction is tried again with the balanced rules (trafilatura's own minimum)."""


def extract_blocks(tree: HtmlElement) -> list[str]:
    """The article's paragraphs, headings and list items, in order. The tree is left as it was."""
    strict = _extract(tree, strict=True)
    if sum(map(len, strict)) >= _THIN:
        return strict
    balanced = _extract(tree, strict=False)
    return balanced if not strict or sum(map(len, balanced)) >= _THIN else strict


def feed_blocks(content: str) -> list[str]:
    """The paragraphs of what a feed gives as HTML (or plain) text."""
    try:
        tree = parse(content)
    except Terminal:
        return [block for line in content.splitlines() if (block := clean(line))]
    paragraphs = [element_text(element) for element in tree.iter("p", "li", "blockquote", "h2", "h3", "h4")]
    return [text for text in paragraphs if text] or [text for text in [element_text(tree)] if text]


def _extract(tree: HtmlElement, *, strict: bool) -> list[str]:
    found = bare_extraction(tree, favor_precision=strict, include_comments=False)
    text = getattr(found, "text", None) or ""
    return [block for line in text.splitlines() if (block := clean(line))]
