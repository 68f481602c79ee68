"""Look at the tags of a page before it is parsed, because parsers take quadratic time or much memory for some. Pure."""

import re
from itertools import islice

MAX_ATTRIBUTES = 500
"""Attributes of one tag. libxml2's cost grows with their square: 40,000 take four seconds."""

_VALUE = r"\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)"
_OVERLOADED = rf"<[a-zA-Z][^\s>/]*+(?:[\s/]*+=?+[^\s=>/]++(?:{_VALUE})?+){{{MAX_ATTRIBUTES}}}"
_LOOKS_OVERLOADED = re.compile(_OVERLOADED)
_MARKUP = re.compile(
    rf"<!--.*?(?:-->|\Z)|(?P<overloaded>{_OVERLOADED})|<(?P<raw>script|style)\b[^>]*+>.*?(?:</(?P=raw)|\Z)"
    r"|<[a-zA-Z](?:[^\"'>]|\"[^\"]*+\"|'[^']*+')*+",
    re.DOTALL | re.IGNORECASE,
)
"""Finds comments, scripts and tags in one pass, so that tag-like text in comments and scripts is ignored."""


def has_overloaded_tag(markup: str) -> bool:
    """Return whether a tag has MAX_ATTRIBUTES or more."""
    return bool(_LOOKS_OVERLOADED.search(markup)) and any(found["overloaded"] for found in _MARKUP.finditer(markup))


def count_tags(markup: str, most: int) -> int:
    """Count the start tags outside comments and scripts, up to `most`.

    They are counted before parsing because a tree of millions of elements would fill the memory.
    """
    tags = (found for found in _MARKUP.finditer(markup) if not found[0].startswith("<!--"))
    return sum(1 for _ in islice(tags, most))
