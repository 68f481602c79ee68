"""Lay out a map of where events happened: a point per place, a faint dot per city, and labels that do not overlap.

It is drawn from the places that ship with `newsvane.names`, so that no page asks another host for tiles. Each map is
laid out twice, for a desktop and for a phone, because its labels have the same size on both.
"""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from newsvane.names import Entity, load_places
from newsvane.plurals import count_noun
from newsvane_pages.lake_queries import Row
from newsvane_pages.map_labels import Box, Label, choose_labels, label_area, label_point
from newsvane_pages.map_projection import GridLine, Projection, crop, draw_graticule

MAX_PLACES = 50
"""Places on a map, and in the table below it."""
MAX_DOTS = 400
_DOTS_ACROSS = 60
"""How many dots a row has room for; of cities that are closer together, only the largest has one."""
_SMALLEST, _LARGEST = 4, 10
"""Radius of a point in pixels."""


class Layout(NamedTuple):
    """How a map is laid out. `width`: in pixels. `min_aspect`: see `crop`. `countries`: how many are named at most."""

    name: str
    width: int
    min_aspect: float
    countries: int


LAYOUTS = (Layout("wide", 680, 0.5, 16), Layout("narrow", 330, 0.7, 8))


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
    """A map. `name`: of its layout. `dots`: where cities are."""

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
    return [_draw(places, layout) for layout in LAYOUTS] if places else []


def _draw(places: Sequence[Row], layout: Layout) -> PlaceMap:
    positions = [(row["latitude"], row["longitude"]) for row in places]
    projection = crop(positions, layout.width, min_aspect=layout.min_aspect)
    countries, cities = _list_known(projection)
    shown = {row["entity_id"] for row in places}
    markers = [_mark(row, projection, places[0]["articles"]) for row in places]
    lines = draw_graticule(projection)
    scale = [_label_line(line, projection) for line in lines if line.label]
    names = choose_labels(
        [
            *(label_point(row["name"], *marker[:3]) for row, marker in zip(places, markers, strict=True)),
            *(
                label_area(each.name, x, y)
                for each, x, y in countries[: layout.countries]
                if each.entity_id not in shown
            ),
        ],
        [*(marker.box for marker in markers), *(label.box for label in scale)],
        Box(0, 0, projection.width, projection.height),
    )
    dots = _thin_out(cities, projection.width / _DOTS_ACROSS)
    return PlaceMap(layout.name, projection.width, projection.height, lines, dots, markers, [*scale, *names])


def _mark(row: Row, projection: Projection, most: int) -> Marker:
    """Return the point of a place; its area grows with the number of articles. `most`: articles of the largest."""
    known = load_places().get(row["entity_id"])
    radius = round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(row["articles"] / max(most, 1)), 1)
    words = f"{row['name']}: {count_noun(row['articles'], 'article')}"
    return Marker(
        *projection.locate(row["latitude"], row["longitude"]), radius, known is not None and known.is_country, words
    )


def _label_line(line: GridLine, projection: Projection) -> Label:
    if line.is_meridian:
        return Label(line.at, projection.height - 4, "middle", line.label, "degrees")
    return Label(3, round(line.at - 3, 1), "start", line.label, "degrees")


def _list_known(projection: Projection) -> tuple[list[tuple[Entity, float, float]], list[tuple[float, float]]]:
    """Return the countries on the map, those with the most large cities there first, and where its cities are."""
    countries, cities = [], []
    sizes: Counter[str | None] = Counter()
    south, north = projection.south, projection.north
    for each in load_places().values():
        latitude = each.latitude or 0
        if not south <= latitude <= north:
            continue  # to locate thousands of places on all sides takes longer than any other part of a map
        x, y = projection.locate(latitude, each.longitude or 0)
        if not projection.has(x, y):
            continue
        if each.is_country:
            countries.append((each, x, y))
        else:
            sizes[each.country] += 1
            cities.append((x, y))
    return sorted(countries, key=lambda found: -sizes[found[0].country]), cities


def _thin_out(cities: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Return the first city, which is the largest, in each square of this size; at most MAX_DOTS."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for x, y in cities:
        found.setdefault((int(x // size), int(y // size)), (x, y))
    return [*found.values()][:MAX_DOTS]
