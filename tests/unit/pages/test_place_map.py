"""The layout of a map: points by number of articles, labels that cover nothing, cities and countries around."""

from itertools import combinations
from typing import Any

import pytest

from newsvane_pages.map_labels import Box, Label, choose_labels, label_point
from newsvane_pages.place_map import MAX_DOTS, MAX_PLACES, PlaceMap, count_places, draw_maps

FRAME = Box(0, 0, 300, 200)


def place(entity_id: str, latitude: float, longitude: float, articles: int = 1, **fields: Any) -> dict[str, Any]:
    known = {"entity_id": entity_id, "name": entity_id.title(), "country": None, "articles": articles}
    return known | {"latitude": latitude, "longitude": longitude} | fields


TIRANA, DURRES = place("tirana", 41.33, 19.82, 9, country="AL"), place("durres", 41.32, 19.45)
WORLD = [TIRANA, DURRES, place("paris", 48.85, 2.35), place("sydney", -33.87, 151.2), place("new-york", 40.7, -74)]


def draw(*places: dict[str, Any]) -> PlaceMap:
    wide, _ = draw_maps(places)
    return wide


def texts(drawn: PlaceMap, kind: str) -> list[str]:
    return [label.text for label in drawn.labels if label.kind == kind]


def test_without_a_place_there_is_no_map() -> None:
    assert draw_maps([]) == []


def test_a_point_has_an_area_by_its_number_of_articles() -> None:
    large, small = draw(TIRANA, DURRES).markers
    assert (large.radius, small.radius) == (10, 6)
    assert (large.words, small.words) == ("Tirana: 9 articles", "Durres: 1 article")


@pytest.mark.parametrize("places", [WORLD, WORLD[:1], [place(f"p{n}", 40 + n / 50, 20, 50 - n) for n in range(50)]])
def test_labels_cover_neither_each_other_nor_a_point_and_stay_inside(places: list[dict[str, Any]]) -> None:
    for drawn in draw_maps(places):
        covered = [*(label.box for label in drawn.labels), *(marker.box for marker in drawn.markers)]
        pairs = combinations(range(len(covered)), 2)
        assert not [
            pair for pair in pairs if pair[0] < len(drawn.labels) and covered[pair[0]].overlaps(covered[pair[1]])
        ]
        assert all(label.box.is_within(Box(0, 0, drawn.width, drawn.height)) for label in drawn.labels)
        assert len(drawn.markers) == len(places)


def test_the_place_with_the_most_articles_has_its_label_first() -> None:
    crowd = [TIRANA, *(place(f"suburb-{number}", 41.33, 19.82 + number / 1000) for number in range(20)), WORLD[3]]
    named = texts(draw(*crowd), "place")
    assert named[0] == "Tirana"
    assert 1 < len(named) < len(crowd)


def test_a_label_moves_to_where_it_has_room_and_is_left_out_otherwise() -> None:
    right, left, above, below = label_point("Name", 150, 100, 5)
    taken: list[Box] = []
    for expected in (right, left, above, below):
        assert choose_labels([[right, left, above, below]], taken, FRAME) == [expected]
        taken.append(expected.box)
    assert choose_labels([[right, left, above, below]], taken, FRAME) == []


def test_a_long_name_is_cut_and_wide_characters_count_twice() -> None:
    assert label_point("x" * 500, 0, 0, 5)[0].text == "x" * 23 + "…"
    latin, wide = (Label(0, 0, "start", text, "place").box for text in ("abcd", "東京"))
    assert wide == latin


def test_neighbouring_countries_and_cities_show_where_it_is() -> None:
    drawn = draw(TIRANA)
    assert {"Greece", "Kosovo"} & {*texts(drawn, "country")}
    assert "Iran" not in texts(drawn, "country")
    assert 10 < len(drawn.dots) <= MAX_DOTS
    assert 200 < len(draw(*WORLD).dots) <= MAX_DOTS


def test_a_country_is_a_ring_and_named_once() -> None:
    drawn = draw(place("albania", 41.14, 20.05, country="AL"), TIRANA)
    assert [marker.is_country for marker in drawn.markers] == [True, False]
    assert [label.text for label in drawn.labels].count("Albania") == 1


def test_places_are_counted_by_articles() -> None:
    rows = [TIRANA, DURRES, TIRANA, *(place(f"p{number:02}", 0, 0) for number in range(MAX_PLACES))]
    counted = count_places(rows)
    assert [(row["entity_id"], row["articles"]) for row in counted[:3]] == [("tirana", 2), ("durres", 1), ("p00", 1)]
    assert len(counted) == MAX_PLACES
