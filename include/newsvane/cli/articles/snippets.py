"""Passages that a query found, with what is around them."""

import re
from collections.abc import Sequence

from rich.text import Text

from newsvane.cli.console import clean
from newsvane.records import Article, Span

AROUND = 70
"""Characters shown before and after a passage."""


def snippet(article: Article, spans: Sequence[Span]) -> Text:
    """The first passage in the text, else in the title, marked; where there is none the beginning of the text."""
    found = sorted((span for span in spans if span.field in {"text", "title"}), key=lambda span: span.field != "text")
    field, start, end = (found[0].field, found[0].start, found[0].end) if found else ("text", 0, 0)
    value: str = getattr(article, field)
    first, last = max(0, start - AROUND), min(len(value), end + AROUND * (1 if found else 2))
    return Text.assemble(
        "…" if first else "",
        _flat(value[first:start]),
        (_flat(value[start:end]), "bold yellow"),
        _flat(value[end:last]),
        "…" if last < len(value) else "",
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", clean(text))
