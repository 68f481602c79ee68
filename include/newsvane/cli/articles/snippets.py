"""Build snippets: the passage that a query found, with some context."""

import re
from collections.abc import Sequence

from rich.text import Text

from newsvane.cli.console import printable
from newsvane.records import Article, Span

CONTEXT_LENGTH = 70
"""Characters shown before and after a passage."""


def build_snippet(article: Article, spans: Sequence[Span]) -> Text:
    """Return the first match in the text or else in the title, highlighted; without a match the start of the text."""
    found = sorted((span for span in spans if span.field in {"text", "title"}), key=lambda span: span.field != "text")
    field, start, end = (found[0].field, found[0].start, found[0].end) if found else ("text", 0, 0)
    value: str = getattr(article, field)
    first, last = max(0, start - CONTEXT_LENGTH), min(len(value), end + CONTEXT_LENGTH * (1 if found else 2))
    return Text.assemble(
        "…" if first else "",
        _on_one_line(value[first:start]),
        (_on_one_line(value[start:end]), "bold yellow"),
        _on_one_line(value[end:last]),
        "…" if last < len(value) else "",
    )


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text))
