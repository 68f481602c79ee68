"""Limit how much of a feed that is not well formed is parsed, so that repairing it takes bounded time. Pure."""

import html
import re
from xml.sax.saxutils import escape

from newsvane.entries.item_scanner import MAX_ATTRIBUTES, MAX_TAG
from newsvane.entries.repair import replace_invalid_references
from newsvane.safe_text import replace_long_references

MAX_TEXT = 1_000_000
MAX_MARKUP = 25_000
"""At most this many characters, and this many tags and attributes, are parsed.

feedparser takes eight times as long for a broken feed.
"""

_MARKUP = (
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<end>/?)(?:(?:[\w.-]+:)?(?P<entry>{})(?=[\s>]))?(?P<tag>[^<>]*)"
)
_FEED_MARKUP = re.compile(_MARKUP.format("item|entry"), re.DOTALL | re.IGNORECASE)
_SITEMAP_MARKUP = re.compile(_MARKUP.format("url|sitemap"), re.DOTALL | re.IGNORECASE)
_BASE = re.compile(r"\s(?:xml:)?base\s*=(?=\s*[\"'])\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.IGNORECASE)
_REFERENCES = re.compile(r"(?:&#\w{1,7};){20,}")


def truncate_broken_feed(text: str, *, is_sitemap: bool, max_items: int) -> tuple[str, list[str]]:
    """Return as much of a text that is not well formed as may be parsed, and a line about what was left out."""
    pattern = _SITEMAP_MARKUP if is_sitemap else _FEED_MARKUP
    text = _BASE.sub(" ", replace_invalid_references(replace_long_references(text[:MAX_TEXT])))
    text = _REFERENCES.sub(lambda run: escape(html.unescape(run[0])), text)
    entries = markup = 0
    begun: int | None = None
    for found in pattern.finditer(text):
        if found["entry"]:
            entries += not found["end"]
            begun = None if found["end"] else found.start()
        tag = found["tag"] or ""
        attributes = tag.count("=")
        markup += 1 + attributes
        overloaded = markup > MAX_MARKUP or attributes > MAX_ATTRIBUTES or len(tag) > MAX_TAG
        if entries > max_items or overloaded:
            whole = entries if begun is None else entries - 1
            line = f"only the first {whole:,} entries were read" + ("; the rest has too much markup" * overloaded)
            return text[: found.start() if begun is None else begun], [line]
    return text, []
