"""Find the passage of an article that shows why it matches a query, with some context. Pure."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from newsvane.records import Article, Span

CONTEXT_LENGTH = 70
"""Characters shown before and after what was found."""

MAX_SPELLED = 1_000
"""How many times a name is looked for in a title or a text at most."""
MAX_FOUND_LENGTH = 300
"""Characters of what was found; the rest of it is cut off."""


class Passage(NamedTuple):
    """What was found, on one line, with the text before and after it. "…" stands where the article goes on."""

    before: str
    found: str
    after: str


def find_passage(article: Article, spans: Sequence[Span]) -> Passage:
    """Return the first of the spans in the text or else in the title; without one the start of the text."""
    shown = sorted((span for span in spans if span.field in {"text", "title"}), key=lambda span: span.field != "text")
    field, start, end = (shown[0].field, shown[0].start, shown[0].end) if shown else ("text", 0, 0)
    value: str = getattr(article, field)
    end = min(end, start + MAX_FOUND_LENGTH)
    first, last = max(0, start - CONTEXT_LENGTH), min(len(value), end + CONTEXT_LENGTH * (1 if shown else 2))
    first, last = _at_words(value, first, start, end, last)
    return Passage(
        ("…" if first else "") + _on_one_line(value[first:start]),
        _on_one_line(value[start:end]),
        _on_one_line(value[end:last]) + ("…" if last < len(value) else ""),
    )


def find_spellings(article: Article, spellings: Sequence[str]) -> list[Span]:
    """Return where title and text have one of these spellings as whole words, in order and disjoint.

    Each has at most MAX_SPELLED. The longest spelling counts where several begin.
    """
    longest_first = sorted({each for each in spellings if each.strip()}, key=len, reverse=True)
    if not longest_first:
        return []
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [
        Span(field=field, start=found.start(), end=found.end())
        for field in ("title", "text")
        for found in islice(pattern.finditer(getattr(article, field)), MAX_SPELLED)
    ]


def _at_words(text: str, first: int, start: int, end: int, last: int) -> tuple[int, int]:
    """Move the ends of a passage inwards to the nearest space, so that it begins and ends with a whole word."""
    if first:
        first = text.find(" ", first - 1, start) + 1 or first
    if last < len(text):
        space = text.rfind(" ", end, last + 1)
        last = space if space > end else last
    return first, last


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
