"""Tree -> the paragraphs of the article, through trafilatura; promotions told from text by general rules."""

import logging

from lxml.html import HtmlElement
from trafilatura import bare_extraction

from newsvane.articles.markup import clean

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every page it can do nothing with as an error

_THIN = 250
"""Characters below which the strict extraction is tried again with the balanced rules (trafilatura's own minimum)."""


def extract_blocks(tree: HtmlElement) -> list[str]:
    """The article's paragraphs, headings and list items, in order. The tree is left as it was."""
    strict = _extract(tree, strict=True)
    if sum(map(len, strict)) >= _THIN:
        return strict
    balanced = _extract(tree, strict=False)
    return balanced if sum(map(len, balanced)) > sum(map(len, strict)) else strict


def _extract(tree: HtmlElement, *, strict: bool) -> list[str]:
    found = bare_extraction(tree, favor_precision=strict, include_comments=False)
    text = getattr(found, "text", None) or ""
    return [block for line in text.splitlines() if (block := clean(line))]
