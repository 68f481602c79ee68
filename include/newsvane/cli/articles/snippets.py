"""Highlight the passage that a query found."""

from collections.abc import Sequence

from rich.text import Text

from newsvane.analysis.snippets import Snippet, cut_snippet
from newsvane.records import Article, Span


def build_snippet(article: Article, spans: Sequence[Span]) -> Text:
    """Return the snippet of an article, as `cut_snippet` does, with its passage highlighted."""
    return highlight(cut_snippet(article, spans))


def highlight(snippet: Snippet) -> Text:
    """Return a snippet with its passage highlighted."""
    return Text.assemble(snippet.before, (snippet.passage, "bold yellow"), snippet.after)
