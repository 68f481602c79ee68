"""Parse the HTML of a page that lists articles, within bounds, and read the text of its elements. Pages are hostile."""

import re
from typing import Any

from lxml import etree

from newsvane import urls
from newsvane.entries.not_a_feed import not_a_feed_error
from newsvane.tag_limits import MAX_ATTRIBUTES, has_overloaded_tag

MAX_HTML = 4_000_000
"""Characters of a page, without its scripts and styles, that are parsed."""

MAX_TAGS = 200_000
"""Tags, start and end, that are parsed: ten times as many as the largest front pages have."""

MAX_TEXT = 1_000
"""Characters of an element's text that are read."""

_RAW_TEXT = re.compile(r"<(script|style)\b[^>]*+>.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
"""Scripts, styles and comments: without an end, they reach to the end of the page, as in browsers."""

_HIDDEN = ("noscript", "template", "svg")


def parse_page(text: str, url: str) -> Any:
    """Return the root element of a page; None if it has no elements. Raises FeedUnreadable (`broken_feed`).

    Scripts, styles and comments are left out. Of a page that is too large, the beginning is parsed.
    """
    text = _RAW_TEXT.sub(" ", text)[:MAX_HTML]
    if has_overloaded_tag(text):
        raise not_a_feed_error(url, f"a tag has more than {MAX_ATTRIBUTES} attributes", reason="broken_feed")
    if text.count("<") > MAX_TAGS:
        text = text[: -len(text.split("<", MAX_TAGS)[-1]) - 1]
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (ValueError, etree.LxmlError):
        return None
    if root is not None:
        etree.strip_elements(root, *_HIDDEN, with_tail=False)
    return root


def find_base(root: Any, url: str) -> str:
    """Return the address that the links of a page are relative to."""
    return next((urls.absolute(each.get("href"), url) for each in root.iter("base") if each.get("href")), None) or url


def find_title(root: Any) -> str:
    """Return the title of a page: the name of its site if it says so, else its `<title>`."""
    names = (each.get("content") for each in root.iter("meta") if each.get("property") == "og:site_name")
    return next(filter(None, names), "") or next(map(read_text, root.iter("title")), "")


def read_text(element: Any) -> str:
    """Return the first MAX_TEXT characters of an element's text, on one line."""
    parts: list[str] = []
    left = MAX_TEXT
    for text in element.itertext():
        parts.append(text[:left])
        left -= len(parts[-1])
        if left <= 0:
            break
    return " ".join(" ".join(parts).split())
