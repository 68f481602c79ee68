"""Find the translation notices of an article in the source of its page, and say where they stand. Pure."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from newsvane_pages.article_text import Paragraph, Piece

_NOTICE = re.compile(r"notice in [a-z-]+: (.+)", re.DOTALL)
"""Evidence of a translation that is a notice of the page, as `newsvane.translation.classify` writes it."""
_GAP = r"(?:\s|&nbsp;|<[^<>]{0,500}>)+"
"""What may stand between two words of a text in its source."""
_BODY = re.compile("<body\\b", re.IGNORECASE)
_WORDS_AT_EDGE = 6
"""So many words at the beginning and at the end of a text are looked for."""


class MarkedSource(NamedTuple):
    """The source of a page, with its notices marked and numbered from 1.

    `where`: of each notice: "above", "in" or "below" the text; "" if the text was not found in the source.
    """

    pieces: Paragraph
    where: Sequence[str]


def mark_notices(source: str, evidence: Sequence[str], text: str) -> MarkedSource:
    """Mark the notices in the source of a page. `evidence`: of its translation. `text`: of its article."""
    notices = [found[1] for line in evidence if (found := _NOTICE.fullmatch(line))]
    spans = sorted({span for notice in notices if (span := _find(source, notice.split()))})
    words = text.split()
    first, last = _find(source, words[:_WORDS_AT_EDGE]), _find(source, words[-_WORDS_AT_EDGE:])
    body = (first[0], last[1]) if first and last and first[0] < last[1] else None
    return MarkedSource([*_cut(source, spans)], [_place(span, body) for span in spans])


def _find(source: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Return where these words stand one after the other, whatever elements are between them.

    The head may have them, too, for search engines; what people see is in the body.
    """
    if not words:
        return None
    written, body = re.compile(_GAP.join(map(_write, words))), _BODY.search(source)
    found = written.search(source, body.start() if body else 0) or written.search(source)
    return found.span() if found else None


def _write(word: str) -> str:
    """Return a pattern for a word, whose signs may be written as entities."""
    return "".join(each if each.isalnum() else rf"(?:{re.escape(each)}|&\#?\w+;)" for each in unescape(word))


def _place(span: tuple[int, int], body: tuple[int, int] | None) -> str:
    if body is None:
        return ""
    return "above" if span[1] <= body[0] else "below" if span[0] >= body[1] else "in"


def _cut(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    end = 0
    for number, (start, stop) in enumerate(spans, 1):
        if start >= end:
            yield Piece(source[end:start])
            yield Piece(source[start:stop], marked=True, number=number)
            end = stop
    yield Piece(source[end:])
