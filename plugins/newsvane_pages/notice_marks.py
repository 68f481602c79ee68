"""Find the translation notices of an article in the source of its page, and say where they stand. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from newsvane_pages.article_text import Paragraph, Piece

_NOTICE = re.compile(r"notice in [a-z-]+: (.+)", re.DOTALL)
"""Evidence of a translation that is a notice of the page, as `newsvane.translation.classify` writes it."""
_GAP = re.compile(r"<[a-zA-Z/!?][^<>]*>|\s+|&nbsp;")
_PART = re.compile(rf"{_GAP.pattern}|&\#?\w{{1,10}};|[^<&\s]+|[<&]")
"""What a source consists of: elements and spaces, and text, whose signs may be entities."""
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
    written = _WrittenText(source)
    notices = [found[1] for line in evidence if (found := _NOTICE.fullmatch(line))]
    spans = [*_apart(sorted({span for notice in notices if (span := written.find(notice.split()))}))]
    words = text.split()
    first, last = written.find(words[:_WORDS_AT_EDGE]), written.find(words[-_WORDS_AT_EDGE:])
    body = (first[0], last[1]) if first and last and first[0] < last[1] else None
    return MarkedSource([*_cut(source, spans)], [_place(span, body) for span in spans])


class _Part(NamedTuple):
    """A part of a source: from and to which character it stands there, and where its text begins in all the text."""

    start: int
    end: int
    at: int
    is_entity: bool


class _WrittenText:
    """What a source says, without elements and spaces, and where each character of that stands in it."""

    def __init__(self, source: str) -> None:
        self._parts: list[_Part] = []
        texts: list[str] = []
        length = 0
        for found in _PART.finditer(source):
            plain = "" if _GAP.match(found[0]) else unescape(found[0])
            if plain:
                self._parts.append(_Part(*found.span(), length, is_entity=plain != found[0]))
                texts.append(plain)
                length += len(plain)
        self._text = "".join(texts)
        body = _BODY.search(source)
        self._body = next((part.at for part in self._parts if part.start > body.start()), 0) if body else 0

    def find(self, words: Sequence[str]) -> tuple[int, int] | None:
        """Return where in the source these words stand one after the other, whatever elements are between them.

        The head may have them, too, for search engines; what people see is in the body.
        """
        wanted = "".join(map(unescape, words))
        place = self._text.find(wanted, self._body) if wanted else -1
        if place < 0 and wanted:
            place = self._text.find(wanted)
        return (self._locate(place)[0], self._locate(place + len(wanted) - 1)[1]) if place >= 0 else None

    def _locate(self, place: int) -> tuple[int, int]:
        """Return from and to where the character at a place of the text is written."""
        part = self._parts[bisect_right(self._parts, place, key=lambda each: each.at) - 1]
        start = part.start + place - part.at
        return (part.start, part.end) if part.is_entity else (start, start + 1)


def _apart(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans that do not overlap one before them."""
    end = 0
    for start, stop in spans:
        if start >= end:
            yield start, stop
            end = stop


def _place(span: tuple[int, int], body: tuple[int, int] | None) -> str:
    if body is None:
        return ""
    return "above" if span[1] <= body[0] else "below" if span[0] >= body[1] else "in"


def _cut(source: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    end = 0
    for number, (start, stop) in enumerate(spans, 1):
        yield Piece(source[end:start])
        yield Piece(source[start:stop], marked=True, number=number)
        end = stop
    yield Piece(source[end:])
