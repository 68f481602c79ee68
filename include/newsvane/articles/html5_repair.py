"""Rewrite a page so that its elements nest as in a browser.

libxml2 nests what a page does not close: an article then ends up inside a navigation bar or a button. Lexbor follows
the HTML5 standard, and what it writes is unambiguous for libxml2, too.
"""

import re

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

MAX_REOPENED = 1_000_000
"""Elements that the rewritten page may have because HTML5 opens formatting again; 600,000 take 250 MB."""
_IDENTICAL_FORMATTING = 36
"""HTML5 opens at most three elements again that are equal; twelve have no attributes here."""
_FORMATTING = re.compile(rb"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s/]", re.IGNORECASE)


def repair(html: bytes) -> bytes:
    """Return a page in UTF-8 with its tags closed; unchanged if its unclosed formatting could fill the memory.

    HTML5 opens formatting that a paragraph left open again in each later paragraph: a thousand of each make a million.
    """
    unclosed_at_most = _IDENTICAL_FORMATTING + len(_FORMATTING.findall(html))
    if unclosed_at_most * html.count(b"<") > MAX_REOPENED:
        return html
    try:
        page = LexborHTMLParser(html)
        for style in page.css("style"):
            style.inner_html = ""  # nobody reads it, and it is a quarter of an average page
        return (page.html or "").encode()
    except SelectolaxError:
        return html
