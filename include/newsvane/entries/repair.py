"""Repair the most common faults of feeds, because a well-formed feed is parsed correctly and eight times as fast.

The faults are bare ampersands, HTML entities, references to what is no character, undeclared namespace prefixes, and
content after the root element. Pure.
"""

import html
import re
from html.entities import html5
from xml.sax.saxutils import escape

_AMPERSANDS = re.compile(
    r"(?P<cdata><!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);)(?P<name>\w{1,40};)?",
    re.DOTALL | re.IGNORECASE,
)
_NUMBER = re.compile(r"&#(?:(?P<decimal>\d{1,7})|x(?P<hex>[\da-f]{1,6}));", re.IGNORECASE)
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,50}):[A-Za-z_]")
_MAX_PREFIXES = 100
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def repair_markup(text: str, root: str) -> str:
    """Return the repaired text, which may still not be well formed. It begins with its root element, named `root`."""
    end = text.rfind(f"</{root}")
    if end > 0 and (close := text.find(">", end)) > 0:
        text = text[: close + 1]
    text = _AMPERSANDS.sub(_repair_ampersand, replace_invalid_references(text))
    missing = [prefix for prefix in sorted(set(_PREFIX.findall(text))) if f"xmlns:{prefix}=" not in text]
    names = "".join(
        f' xmlns:{prefix}="{_NAMESPACES.get(prefix.lower(), f"urn:undeclared:{prefix}")}"'
        for prefix in missing[:_MAX_PREFIXES]
    )
    return f"<{root}{names}{text[1 + len(root) :]}"


def _repair_ampersand(found: re.Match[str]) -> str:
    if found["cdata"]:
        return found["cdata"]
    name = found["name"] or ""
    return escape(html.unescape(f"&{name}")) if name in html5 else f"&amp;{name}"


def replace_invalid_references(text: str) -> str:
    """Replace references to what is no character in XML by U+FFFD. libxml2 decodes them to bytes that are not UTF-8."""
    return _NUMBER.sub(_replace_if_invalid, text)


def _replace_if_invalid(found: re.Match[str]) -> str:
    number = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16)
    is_character = (
        number in {9, 10, 13} or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000
    )
    return found[0] if is_character else "\N{REPLACEMENT CHARACTER}"
