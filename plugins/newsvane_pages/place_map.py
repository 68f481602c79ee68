"""Lay out a map of where events happened: a point per place, a faint dot per city, and labels that do not overlap.

It is drawn from the places that ship with `newsvane.names`, so that no page asks another host for tiles. Each map is
laid out twice, for a desktop and for a phone, because its labels have the same size on both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import hypot, sqrt
from typing import NamedTuple

from newsvane.names import load_places
from newsvane_pages.html_rendering import count as count_noun
from newsvane_pages.lake_queries import Row
from newsvane_pages.map_labels import Box, Label, choose_labels, label_area, label_point
from newsvane_pages.map_projection import GridLine, Projection, crop, draw_graticule

MAX_PLACES = 50
"""Places on a map, and in the table below it."""
WIDTHS = {"wide": 680, "narrow": 330}
"""Pixels, by name of the layout."""
MAX_DOTS = 400
_DOTS_ACROSS = 48
"""How many dots a row has room for; of cities that are closer together, only the largest has one."""
_SMALLEST, _LARGEST = 4, 10
"""Radius of a point in pixels."""


class Marker(NamedTuple):
    """A place. `is_country`: nothing nearer is known than the country. `words`: its name and number of articles."""

    x: float
    y: float
    radius: float
    is_country: bool
    words: str

    @property
    def box(self) -> Box:
        """What it covers."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


class PlaceMap(NamedTuple):
    """A map. `name`: of its layout, in WIDTHS. `dots`: where cities are."""

    name: str
    width: float
    height: float
    lines: Sequence[GridLine]
    dots: Sequence[tuple[float, float]]
    markers: Sequence[Marker]
    labels: Sequence[Label]


def count_places(rows: Sequence[Row]) -> list[Row]:
    """Return each place once, with its number of `articles`, the largest first. `rows`: one per article."""
    articles = Counter(row["entity_id"] for row in rows)
    places = {row["entity_id"]: row for row in rows}
    ordered = sorted(articles.items(), key=lambda each: (-each[1], each[0]))
    return [places[entity_id] | {"articles": number} for entity_id, number in ordered[:MAX_PLACES]]


def draw_maps(places: Sequence[Row]) -> list[PlaceMap]:
    """Return a map per layout; none if there is no place. `places`: those of the most articles first."""
    return [_draw(places, name, width) for name, width in WIDTHS.items()] if places else []


def _draw(places: Sequence[Row], name: str, width: int) -> PlaceMap:
    projection = crop([(row["latitude"], row["longitude"]) for row in places], width)
    markers = [_mark(row, projection, places[0]["articles"]) for row in places]
    lines = draw_graticule(projection)
    scale = [_label_line(line, projection) for line in lines if line.label]
    names = choose_labels(
        [
            *(label_point(row["name"], *marker[:3]) for row, marker in zip(places, markers, strict=True)),
            *(label_area(*country) for country in _list_countries(projection, places)),
        ],
        [*(marker.box for marker in markers), *(label.box for label in scale)],
        Box(0, 0, projection.width, projection.height),
    )
    dots = _list_dots(projection)
    return PlaceMap(name, projection.width, projection.height, lines, dots, markers, [*scale, *names])


def _mark(row: Row, projection: Projection, most: int) -> Marker:
    """Return the point of a place; its area grows with the number of articles. `most`: articles of the largest."""
    known = load_places().get(row["entity_id"])
    radius = round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(row["articles"] / most), 1)
    words = f"{row['name']}: {count_noun(row['articles'], 'article')}"
    return Marker(
        *projection.locate(row["latitude"], row["longitude"]), radius, known is not None and known.is_country, words
    )


def _label_line(line: GridLine, projection: Projection) -> Label:
    if line.is_meridian:
        return Label(line.at, projection.height - 4, "middle", line.label, "degrees")
    return Label(3, round(line.at - 3, 1), "start", line.label, "degrees")


def _list_countries(projection: Projection, places: Sequence[Row]) -> Iterator[tuple[str, float, float]]:
    """Yield name and position of the countries on the map: first those of the places, then from the middle outwards."""
    shown, own = {row["entity_id"] for row in places}, {row["country"] for row in places}
    found = []
    for country_id, each in load_places().items():
        x, y = projection.locate(each.latitude or 0, each.longitude or 0)
        if each.is_country and country_id not in shown and projection.has(x, y):
            away = hypot(x - projection.width / 2, y - projection.height / 2)
            found.append((each.country not in own, away, each.name, x, y))
    yield from ((name, x, y) for _, _, name, x, y in sorted(found))


def _list_dots(projection: Projection) -> list[tuple[float, float]]:
    """Return where the largest cities on the map are, with a distance between them."""
    size = projection.width / _DOTS_ACROSS
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for each in load_places().values():
        x, y = projection.locate(each.latitude or 0, each.longitude or 0)
        if not each.is_country and projection.has(x, y) and len(found) < MAX_DOTS:
            found.setdefault((int(x // size), int(y // size)), (x, y))
    return list(found.values())
