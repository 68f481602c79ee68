"""Recognise what a query service answers instead of a list: its words about the query, with status 200. Pure."""

import json
import re
from urllib.parse import urlsplit

from newsvane.entries.answer_status import find_message
from newsvane.entries.json_feed import parse_int
from newsvane.entries.not_a_feed import parse_html, visible_text
from newsvane.errors import FeedUnreadable
from newsvane.safe_text import clean_line

MAX_QUOTED = 200
"""Characters of the service's words in a message."""

_BROKEN = "its JSON is cut off, broken or nested too deep"
_MAX_PARSED = 200_000
_MAX_WORDS = 10_000
_THROTTLED = re.compile(
    r"limit (your )?requests|too many (requests|queries)|rate.?limit|quota|slow down|one (request )?every \d+ second",
    re.IGNORECASE,
)


def describe_refusal(text: str, url: str) -> FeedUnreadable:
    """Return the error for an answer that is not a list: what the service says, as text, HTML or JSON."""
    words = clean_line(_find_words(text)[:_MAX_WORDS], MAX_QUOTED)
    parts = urlsplit(url)
    service = f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]
    said = words if words.startswith(_BROKEN) else f"it says '{words}'" if words else "it says nothing"
    if _THROTTLED.search(words):
        return FeedUnreadable(f"{service} asks for fewer queries: {said}", reason="query_throttled")
    return FeedUnreadable(f"{service} answers a query with no list: {said}", reason="query_refused")


def _find_words(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return _find_message(text)
    if text.startswith("<"):
        return visible_text(parse_html(text[:_MAX_PARSED]))
    return text


def _find_message(text: str) -> str:
    """Return the message in a JSON answer or its first line; the text if there is none, with a note if it is broken."""
    for written in (text, text.partition("\n")[0]):
        try:
            return find_message(json.loads(written, strict=False, parse_int=parse_int)) or text
        except (ValueError, RecursionError):
            continue
    return f"{_BROKEN}: {text[:MAX_QUOTED]}"
