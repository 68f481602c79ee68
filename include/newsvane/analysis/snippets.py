"""Cut snippets out of articles: the passage that a query found, with some context. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsvane.analysis.wording import printable
from newsvane.records import Article, Span

CONTEXT_LENGTH = 70
"""Characters shown before and after a passage."""


class Snippet(NamedTuple):
    """A passage on one line, and what is before and after it, with "…" where the text goes on."""

    before: str
    passage: str
    after: str


def cut_snippet(article: Article, spans: Sequence[Span]) -> Snippet:
    """Return the first match in the text or else in the title; without a match the start of the text."""
    found = sorted((span for span in spans if span.field in {"text", "title"}), key=lambda span: span.field != "text")
    field, start, end = (found[0].field, found[0].start, found[0].end) if found else ("text", 0, 0)
    value: str = getattr(article, field)
    first, last = max(0, start - CONTEXT_LENGTH), min(len(value), end + CONTEXT_LENGTH * (1 if found else 2))
    first, last = _at_words(value, first, start, end, last)
    return Snippet(
        ("…" if first else "") + _on_one_line(value[first:start]),
        _on_one_line(value[start:end]),
        _on_one_line(value[end:last]) + ("…" if last < len(value) else ""),
    )


def _at_words(text: str, first: int, start: int, end: int, last: int) -> tuple[int, int]:
    """Move the ends of a snippet inwards to the nearest space, so that it begins and ends with a whole word."""
    if first:
        first = text.find(" ", first - 1, start) + 1 or first
    if last < len(text):
        space = text.rfind(" ", end, last + 1)
        last = space if space > end else last
    return first, last


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text))
