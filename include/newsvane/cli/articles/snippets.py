"""Print snippets: the passage that a query found, highlighted."""

from collections.abc import Sequence

from rich.text import Text

from newsvane.passages import Passage, find_passage
from newsvane.printable import printable
from newsvane.records import Article, Span


def build_snippet(article: Article, spans: Sequence[Span]) -> Text:
    """Return the passage of the first match, highlighted; without a match the start of the text."""
    return highlight(find_passage(article, spans))


def highlight(passage: Passage) -> Text:
    """Return a passage as safe text, with what was found highlighted."""
    before, found, after = map(printable, passage)
    return Text.assemble(before, (found, "bold yellow"), after)
