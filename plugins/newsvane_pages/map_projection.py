"""Project a part of the world on a rectangle: equirectangular, with true proportions at its middle latitude.

Longitudes are counted eastwards from the left edge, so a map may cross the 180th meridian. All positions are degrees
north and east, or pixels from the upper left corner.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, cos, radians
from typing import NamedTuple

_MARGIN = 1.4
"""How many times as wide and high as what lies between the outermost places."""
_MIN_HEIGHT, _MIN_WIDTH = 7.0, 12.0
"""Degrees of latitude, or as many kilometres: a single city is shown with the countries around it."""
_MAX_ASPECT = 0.8
"""A map that would be higher than this share of its width is made wider, if the world is."""
_LEAST_STRETCH = 0.3
_STEPS = (1, 2, 5, 10, 15, 30, 45)
"""Degrees between two lines of the graticule."""
_MOST_MERIDIANS = 8
_EDGE = 28
"""Pixels at the edges in which lines have no labels, so that those of parallels and of meridians stay apart."""


class Projection(NamedTuple):
    """`north`, `west`: of the upper left corner. `scale`: pixels per degree of latitude.

    `stretch`: a degree of longitude as a share of one of latitude.
    """

    north: float
    west: float
    scale: float
    stretch: float
    width: float
    height: float

    @property
    def south(self) -> float:
        """The latitude of its lower edge."""
        return self.north - self.height / self.scale

    def locate(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return where a position is, in pixels. What is not on the map gets a place beyond its edges."""
        x = (longitude - self.west) % 360 * self.stretch * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)

    def has(self, x: float, y: float) -> bool:
        """Return whether a point is on the map."""
        return 0 <= x <= self.width and 0 <= y <= self.height


class GridLine(NamedTuple):
    """A parallel or a meridian with its label, "" if that has no room: `at` pixels from the upper or left edge."""

    at: float
    label: str
    is_meridian: bool


def crop(positions: Sequence[tuple[float, float]], width: float, *, min_aspect: float = 0.5) -> Projection:
    """Return the projection that shows these positions (latitude, longitude) with a margin. There must be one.

    `min_aspect`: the least height as a share of the width. A map that would leave the world is lower.
    """
    south, north = min(lat for lat, _ in positions), max(lat for lat, _ in positions)
    west, span = _span_longitudes([lon for _, lon in positions])
    middle = (south + north) / 2
    stretch = max(cos(radians(middle)), _LEAST_STRETCH)
    high = max(_MARGIN * (north - south), _MIN_HEIGHT)
    wide = max(_MARGIN * span * stretch, _MIN_WIDTH, high / _MAX_ASPECT)
    wide = min(wide, 360 * stretch)
    high = min(max(high, min_aspect * wide), 180)
    middle = min(max(middle, high / 2 - 90), 90 - high / 2)
    left = west + span / 2 - wide / stretch / 2
    return Projection(middle + high / 2, left, width / wide, stretch, width, round(width / wide * high, 1))


def draw_graticule(projection: Projection) -> list[GridLine]:
    """Return the meridians and parallels at round degrees, the meridians first."""
    per_degree = projection.stretch * projection.scale
    step = next((step for step in _STEPS if step * per_degree * _MOST_MERIDIANS >= projection.width), _STEPS[-1])
    meridians = (
        GridLine(at, _name_degrees((degree + 180) % 360 - 180, "EW") if inside else "", True)
        for degree, at, inside in _list_lines(projection.west, step, per_degree, projection.width)
    )
    parallels = (
        GridLine(round(projection.height - at, 1), _name_degrees(degree, "NS") if inside else "", False)
        for degree, at, inside in _list_lines(projection.south, step, projection.scale, projection.height)
    )
    return [*meridians, *parallels]


def _span_longitudes(longitudes: Sequence[float]) -> tuple[float, float]:
    """Return the western end of the shortest arc that has all longitudes, and its length in degrees."""
    around = sorted(longitudes)
    gaps = [(later - earlier, later) for earlier, later in pairwise(around)]
    gap, west = max([(around[0] + 360 - around[-1], around[0]), *gaps])
    return west, 360 - gap


def _list_lines(first: float, step: int, scale: float, length: float) -> Iterator[tuple[int, float, bool]]:
    """Yield each round degree with its distance from the first in pixels, and whether it is far from both ends."""
    for number in range(ceil(first / step), ceil(first / step) + 360 // step):
        at = round((number * step - first) * scale, 1)
        if at > length:
            return
        yield number * step, at, _EDGE <= at <= length - _EDGE


def _name_degrees(degree: int, letters: str) -> str:
    """Return a degree with the letter of its side of the equator or of Greenwich: 20°E."""
    side = "" if degree in (0, -180) else letters[degree < 0]
    return f"{abs(degree)}°{side}"
