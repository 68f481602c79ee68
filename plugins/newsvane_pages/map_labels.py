"""Choose the labels of a map: each at the first of several positions where it covers nothing, or not at all."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

_LINE = 14
"""The height of a label in pixels."""
_LONGEST = 24
_CHARACTER = 6.9
"""The estimated width of a character in pixels; those of East Asia are twice as wide."""
_GAP = 2
"""Pixels that stay free on both sides."""
_DESCENT = 3
"""Pixels below the base line."""


class Box(NamedTuple):
    """What a label or a point covers, in pixels from the upper left corner of the map."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether two boxes have room in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_within(self, other: "Box") -> bool:
        """Return whether another box contains this one."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom


class Label(NamedTuple):
    """A text. `anchor`: which part of it is at `x`: start, middle or end. `y`: of its base line. `kind`: its style."""

    x: float
    y: float
    anchor: str
    text: str
    kind: str

    @property
    def box(self) -> Box:
        """What it covers."""
        width = sum(_CHARACTER * (1 + (east_asian_width(each) in "WF")) for each in self.text)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left - _GAP, self.y + _DESCENT - _LINE, left + width + _GAP, self.y + _DESCENT)


def choose_labels(wanted: Iterable[Sequence[Label]], taken: Iterable[Box], frame: Box) -> list[Label]:
    """Return the labels that have room. `wanted`: the positions of each, the most important label first.

    `taken`: what must not be covered. `frame`: what labels must not leave.
    """
    chosen: list[Label] = []
    covered = list(taken)
    for positions in wanted:
        for label in positions:
            if label.box.is_within(frame) and not any(map(label.box.overlaps, covered)):
                chosen.append(label)
                covered.append(label.box)
                break
    return chosen


def label_point(text: str, x: float, y: float, radius: float) -> list[Label]:
    """Return the positions of the label of a point: right and left of it, above and below."""
    text, away, level = _shorten(text), radius + _GAP + 1, round(y + 4, 1)
    return [
        Label(round(x + away, 1), level, "start", text, "place"),
        Label(round(x - away, 1), level, "end", text, "place"),
        Label(x, round(y - away - _DESCENT, 1), "middle", text, "place"),
        Label(x, round(y + away + _LINE - _DESCENT, 1), "middle", text, "place"),
    ]


def label_area(text: str, x: float, y: float) -> list[Label]:
    """Return the positions of the label of a country: at its middle, and a little above and below."""
    return [Label(x, round(y + 4 + shift, 1), "middle", _shorten(text), "country") for shift in (0, -_LINE, _LINE)]


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
