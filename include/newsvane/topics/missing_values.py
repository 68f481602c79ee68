"""Explain that a field of a query has no value, and what to write instead."""

import re

_EXAMPLES = {
    "title": "title:sanctions",
    "text": "text:sanctions",
    "outlet": "outlet:example.com",
    "lang": "lang:fa",
    "language": "language:fa",
    "country": "country:AL",
    "published": "published:2026-01",
    "published_at": "published_at:2026-01",
    "central": "central:iran",
    "person": "person:edi-rama",
    "org": "org:mek",
    "place": "place:tirana",
}
_WITHOUT_VALUE = re.compile(rf"\b({'|'.join(_EXAMPLES)}):[\s(+\-!]*$")


def explain_missing_value(field: str) -> str:
    """Return that a field has no value, with an example of one."""
    return f"{field}: has no value; write one after the colon, such as {_EXAMPLES[field]}"


def find_missing_value(query: str, end: int) -> tuple[int, str] | None:
    """Return where the field without a value begins that stands before `end`, and its name; None if there is none."""
    found = _WITHOUT_VALUE.search(query, 0, end)
    return (found.start(), found[1]) if found else None
