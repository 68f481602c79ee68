"""Translate CSS selectors, with which a watch list says what to take from a page, into XPath. Pure."""

from functools import lru_cache
from typing import Any

from lxml import etree

MAX_SELECTOR = 500
"""Characters of a selector. Nobody writes longer ones."""


@lru_cache(maxsize=1_024)
def compile_selector(selector: str) -> Any:
    """Return a function that finds the elements below an element that a selector matches, in document order.

    Raises ValueError, in words, if it is not a selector.
    """
    from cssselect import HTMLTranslator, SelectorError  # noqa: PLC0415 - few sources have selectors

    if len(selector) > MAX_SELECTOR:
        raise ValueError(f"a selector of {len(selector)} characters; at most {MAX_SELECTOR} are allowed")
    try:
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError, RecursionError) as error:
        raise ValueError(f"{selector!r} is not a CSS selector: {error or type(error).__name__}") from error
