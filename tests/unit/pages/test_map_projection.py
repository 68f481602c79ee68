"""The part of the world that a map shows, where a position is on it, and its lines."""

import pytest

from newsvane_pages.map_projection import Projection, crop, draw_graticule

TIRANA, PARIS, TEHRAN, SYDNEY = (41.33, 19.82), (48.85, 2.35), (35.69, 51.42), (-33.87, 151.21)
FIJI, SAMOA = (-18.14, 178.44), (-13.83, -171.77)


def test_a_single_place_is_in_the_middle_with_its_surroundings() -> None:
    projection = crop([TIRANA], 680)
    assert projection.locate(*TIRANA) == pytest.approx((340, projection.height / 2), abs=0.2)
    assert 7 <= projection.height / projection.scale <= 10, "degrees of latitude"
    assert projection.has(*projection.locate(42.66, 21.17)), "Pristina"
    assert not projection.has(*projection.locate(*PARIS))


@pytest.mark.parametrize("width", [330, 680])
@pytest.mark.parametrize(
    "positions",
    [
        pytest.param([TIRANA, PARIS], id="a continent"),
        pytest.param([PARIS, TEHRAN, SYDNEY], id="the world"),
        pytest.param([FIJI, SAMOA], id="across the 180th meridian"),
        pytest.param([(90, 0), (-90, 180)], id="the poles"),
        pytest.param([(89.9, -170), (89.9, 10), (89.9, 100)], id="around a pole"),
        pytest.param([(0, 0), (0, 120), (0, -120)], id="around the equator"),
        pytest.param([(-40, 20), (60, 20)], id="a column"),
    ],
)
def test_every_place_is_on_the_map(positions: list[tuple[float, float]], width: int) -> None:
    projection = crop(positions, width)
    assert all(projection.has(*projection.locate(*each)) for each in positions)
    assert 0.49 * width <= projection.height <= 1.7 * width
    assert projection.width / projection.scale / projection.stretch <= 360.1
    assert projection.north <= 90.01


def test_places_beside_the_180th_meridian_are_neighbours() -> None:
    projection = crop([FIJI, SAMOA], 680)
    fiji, samoa = (projection.locate(*each) for each in (FIJI, SAMOA))
    assert 0 < samoa[0] - fiji[0] < 680
    assert projection.width / projection.scale < 30, "degrees"
    assert {"180°", "178°E", "178°W"} <= {line.label for line in draw_graticule(projection)}


def test_north_is_up_and_distances_are_true_in_the_middle() -> None:
    projection = crop([(60, 20)], 680)
    x, y = projection.locate(60, 20)
    north, east = projection.locate(61, 20), projection.locate(60, 22)
    assert north[0] == x and north[1] < y
    assert east[1] == y and east[0] - x == pytest.approx(y - north[1], abs=0.2), "a degree is half as wide at 60° N"


def test_lines_stand_at_round_degrees_with_labels_apart_from_the_corners() -> None:
    projection = Projection(north=50, west=-10, scale=20, stretch=0.75, width=600, height=400)
    lines = draw_graticule(projection)
    assert [(line.at, line.label) for line in lines if line.is_meridian] == [
        (0, ""), (75, "5°W"), (150, "0°"), (225, "5°E"), (300, "10°E"), (375, "15°E"), (450, "20°E"), (525, "25°E"),
        (600, ""),
    ]  # fmt: skip
    assert [(line.at, line.label) for line in lines if not line.is_meridian] == [
        (400, ""), (300, "35°N"), (200, "40°N"), (100, "45°N"), (0, "")
    ]  # fmt: skip
