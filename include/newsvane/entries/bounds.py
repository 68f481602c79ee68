"""Bounds on the work of reading XML: what a hostile feed could make long or deep is cut off before it is parsed."""

import re
from xml.parsers import expat

from newsvane.entries.items import MAX_ENTRIES

MAX_MARKUP = 100 * MAX_ENTRIES
"""Tags and attributes that are read of one feed: feedparser takes ten microseconds for each."""

MAX_DEPTH = 100
MAX_ATTRIBUTES = 200
MAX_TAG = 10_000
"""Levels, attributes of a tag, characters of a tag: feedparser's time grows with the square of each."""

MAX_REPAIR = 1_000_000
REPAIR = 8
"""Of a feed that is not well formed so many characters are read, and 1/8 of the markup: repair is as much slower."""

_MARKUP = (
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<end>/?)(?:(?:[\w.-]+:)?(?P<entry>{})(?=[\s>]))?(?P<tag>[^<>]*)"
)
_FEED_MARKUP = re.compile(_MARKUP.format("item|entry"), re.DOTALL | re.IGNORECASE)
_SITEMAP_MARKUP = re.compile(_MARKUP.format("url|sitemap"), re.DOTALL | re.IGNORECASE)
_BASE = re.compile(r"\s(?:xml:)?base\s*=(?=\s*[\"'])\s*(?:\"[^\"<>]*\"|'[^'<>]*')", re.IGNORECASE)


def bounded(text: str, root: str, *, is_sitemap: bool) -> tuple[str, list[str]]:
    """As much of the text as may be parsed, and a line on each thing that is wrong with it.

    `text` begins with the root element, whose name as written is `root`.
    """
    pattern = _SITEMAP_MARKUP if is_sitemap else _FEED_MARKUP
    fault = _fault(text)
    if fault:
        text, cut = _shorten(_BASE.sub(" ", text[:MAX_REPAIR]), pattern, "", MAX_MARKUP // REPAIR)
        return text, [f"not well formed: {fault}", *cut]
    closing = "</channel></rss>" if root.lower() == "rss" else f"</{root}>"
    return _shorten(text, pattern, closing, MAX_MARKUP)


def _fault(text: str) -> str:
    """What keeps the text from being well-formed XML of sane depth, "" where nothing does."""
    depth = 0

    def enter(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _TooDeepError

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return str(error)
    except _TooDeepError:
        return f"elements within each other more than {MAX_DEPTH} levels deep"
    return ""


class _TooDeepError(Exception):
    pass


def _shorten(text: str, pattern: re.Pattern[str], closing: str, max_markup: int) -> tuple[str, list[str]]:
    """The text up to the entry that breaks a limit, its root closed again; and a line on what was left out."""
    entries = markup = 0
    begun: int | None = None
    for found in pattern.finditer(text):
        if found["entry"]:
            entries += not found["end"]
            begun = None if found["end"] else found.start()
        tag = found["tag"] or ""
        attributes = tag.count("=")
        markup += 1 + attributes
        overloaded = markup > max_markup or attributes > MAX_ATTRIBUTES or len(tag) > MAX_TAG
        if entries > MAX_ENTRIES or overloaded:
            whole = entries if begun is None else entries - 1
            line = f"only the first {whole:,} entries were read" + (
                ": what follows is overloaded with markup" * overloaded
            )
            return text[: found.start() if begun is None else begun] + closing, [line]
    return text, []
