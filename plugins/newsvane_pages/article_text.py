"""Lay out the text of an article: paragraphs, with the places marked that a query finds. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsvane.records import Span

MAX_SHOWN = 60_000
"""The maximum number of characters that a page shows at first, about 10,000 words."""
_LONGEST_WORD = 100


class Piece(NamedTuple):
    """A part of a paragraph. `number`: of the match that begins with it, from 1; 0: no match begins there."""

    text: str
    marked: bool = False
    number: int = 0


Paragraph = list[Piece]


@dataclass(frozen=True)
class ShownText:
    """The paragraphs that are shown. `matches`: in them. `more_words`, `more_matches`: in the rest of the text."""

    paragraphs: Sequence[Paragraph]
    matches: int
    more_words: int = 0
    more_matches: int = 0


def lay_out(text: str, spans: Sequence[Span], *, whole: bool = False) -> ShownText:
    """Return the text as paragraphs, which a blank line separates. `spans`: of the field `text`, in order, disjoint.

    Without `whole`, at most MAX_SHOWN characters are shown.
    """
    shown = text if whole else cut(text, MAX_SHOWN)
    inside = [span for span in spans if span.start < len(shown)]
    starts, ends = [span.start for span in inside], [span.end for span in inside]
    paragraphs = []
    for begin, part in _split(shown):
        first, last = bisect_right(ends, begin), bisect_left(starts, begin + len(part))
        paragraphs.append([*mark(part, inside[first:last], begin=begin, number=first + 1)])
    return ShownText(
        paragraphs, len(inside), more_words=len(text[len(shown) :].split()), more_matches=len(spans) - len(inside)
    )


def mark(part: str, spans: Sequence[Span], *, begin: int = 0, number: int = 1) -> Iterator[Piece]:
    """Split a part of a text at spans. `begin`: where the part is in the text. `number`: of the first span."""
    done = 0
    for place, span in enumerate(spans, number):
        start, end = max(span.start - begin, 0), min(span.end - begin, len(part))
        if done < start:
            yield Piece(part[done:start])
        yield Piece(part[start:end], marked=True, number=place if span.start >= begin else 0)
        done = end
    if done < len(part):
        yield Piece(part[done:])


def cut(text: str, length: int) -> str:
    """Return the beginning of a text, at most this number of characters, which ends with a whole word if it can."""
    if len(text) <= length:
        return text
    space = text.rfind(" ", length - _LONGEST_WORD, length)
    return text[: space if space > 0 else length]


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield each paragraph with its place in the text."""
    begin = 0
    for part in text.split("\n\n"):
        if part.strip():
            yield begin, part
        begin += len(part) + 2
