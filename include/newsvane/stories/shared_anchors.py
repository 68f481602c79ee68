"""Measure how many of the numbers and names of two texts are the same, and how many are at the same positions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from newsvane.stories.anchors import Anchors, Number, Positions, number_information

_MAX_DISTANCE = 0.06
"""Two positions that are at most this far apart, as a share of the text, count as the same."""
_BITS_PER_CONSONANT = 2.6
"""Information in one consonant of a skeleton: eight sounds, unevenly frequent."""


@dataclass(frozen=True)
class SharedAnchors:
    """The evidence that two texts share, in bits.

    `in_place`: of anchors at the same positions. `anywhere`: of anchors at any position. `possible`: what is expected
    of texts with the same anchors. `count`: how many anchors are at a position in both. `least`, `most`: the bits of
    all anchors of the text that has less, and of the one that has more; 0 for names.
    """

    in_place: float
    anywhere: float
    possible: float
    count: int
    least: float = 0.0
    most: float = 0.0


def compare_numbers(a: Anchors, b: Anchors) -> SharedAnchors:
    """Compare the numbers of two texts."""
    bits = {number: number_information(number) for number in {**a.numbers, **b.numbers}}
    totals = [sum(bits[number] for number in numbers) for numbers in (a.numbers, b.numbers)]
    found = _compare_positions(bits, a.numbers, b.numbers, sum(totals) / 2)
    return replace(found, least=min(totals), most=max(totals))


def compare_names(a: Anchors, b: Anchors) -> SharedAnchors:
    """Compare the names of two texts.

    If only one of the scripts has capitals, the text in that script determines what is a name.
    """
    if b.cased and not a.cased:
        a, b = b, a
    bits_by_chance = math.log2(1 + 2 * _MAX_DISTANCE * len(b.names))
    bits = {name: max(0.0, _BITS_PER_CONSONANT * len(name) - bits_by_chance) for name in a.names}
    return _compare_positions(bits, a.names, b.names, sum(bits.values()))


_AnchorT = TypeVar("_AnchorT", str, Number)


def _compare_positions(
    bits: Mapping[_AnchorT, float],
    a: Mapping[_AnchorT, Positions],
    b: Mapping[_AnchorT, Positions],
    possible: float,
) -> SharedAnchors:
    shares = {key: _share_of_common_positions(a[key], b[key]) for key in a.keys() & b.keys() if bits[key]}
    return SharedAnchors(
        in_place=sum(bits[key] * share for key, share in sorted(shares.items())),
        anywhere=sum(bits[key] for key in sorted(shares)),
        possible=possible,
        count=sum(share > 0 for share in shares.values()),
    )


def _share_of_common_positions(a: Positions, b: Positions) -> float:
    """Return the share of the positions in `a` that are in `b` too."""
    return sum(any(abs(one - other) <= _MAX_DISTANCE for other in b) for one in a) / len(a)
