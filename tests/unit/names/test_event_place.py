"""Where an event happened: from the dateline, or from the title and the lead; nowhere if there is doubt."""

import pytest

from newsvane.names import build_lexicon, find_all
from tests.unit.names.examples import build_article

REST = " The weather was fine and nothing else is known about the matter at this time."


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "TIRANA, Oct 3 (ATA) - Police searched a house.", "tirana", id="English, agency"),
        pytest.param("en", "TEHRAN – The ministry denied it.", "tehran", id="English, dash"),
        pytest.param("en", "GENEVA (Reuters) - The talks ended.", "geneva", id="English, agency without a date"),
        pytest.param("ru", "ТИРАНА, 3 октября. /ТАСС/. Полиция обыскала дом.", "tirana", id="Russian"),
        pytest.param("fa", "تهران- ایرنا- وزارت خارجه این خبر را رد کرد.", "tehran", id="Persian, agency"),
        pytest.param("fa", "به گزارش خبرگزاری فارس از مشهد، هوا خوب است.", "mashhad", id="Persian, reported from"),
        pytest.param("sq", "TIRANË, 3 tetor - Policia kontrolloi një shtëpi.", "tirana", id="Albanian"),
        pytest.param("de", "TEHERAN - Das Ministerium bestritt den Bericht.", "tehran", id="German"),
        pytest.param(
            "en",
            "TEHRAN – An earthquake shook houses in Kermanshah on Sunday.",
            None,
            id="dateline and lead differ",
        ),
        pytest.param("en", "Police searched a house in Durrës on Friday.", "durres", id="lead alone"),
        pytest.param("tr", "Polis cuma günü Tiran'da bir evi aradı.", "tirana", id="Turkish suffix"),
        pytest.param("he", "המשטרה ערכה חיפוש בטיראנה ביום שישי.", "tirana", id="Hebrew particle"),
        pytest.param("en", "Houses fell in Shiraz and in Isfahan.", "iran", id="several places of one country"),
        pytest.param("en", "He was in Tirana and in Paris.", None, id="places of two countries"),
        pytest.param("en", "Iran - a country of many people - said so.", None, id="a country is no dateline"),
        pytest.param("en", "He came from Tirana.", None, id="where somebody came from"),
        pytest.param("en", "Trump - he said so.", None, id="a person is no dateline"),
        pytest.param("en", "TEHRAN - The ambassador to Vienna spoke.", None, id="a dateline beside a place abroad"),
        pytest.param("en", "TEHRAN - The governor of Mashhad spoke.", "tehran", id="a dateline beside a place at home"),
        pytest.param("en", "A bus fell into a river in Norway.", None, id="a country in the lead"),
        pytest.param("en", "", None, id="no text"),
    ],
)
def test_event_place(language: str, text: str, expected: str | None) -> None:
    place = find_all(build_article(text + REST if text else "", language), build_lexicon()).place
    assert (place.entity_id if place else None) == expected


def test_the_place_has_a_position_a_country_and_a_reason() -> None:
    place = find_all(build_article("TIRANA - Police came.", "en"), build_lexicon()).place
    assert place is not None
    assert (place.country, round(place.latitude or 0, 1), place.evidence) == ("AL", 41.3, "its dateline names it")


def test_a_dateline_counts_beside_places_abroad_if_the_title_says_it_was_in_its_country() -> None:
    text = f"MANEZ, Albania (Northline) - The camp divides Albania and Iran. {REST}"
    for title, expected in (("Police search a camp in Albania", "manze"), ("Police search a camp in Iran", None)):
        place = find_all(build_article(text, "en", title=title), build_lexicon()).place
        assert (place.entity_id if place else None) == expected


def test_the_title_decides_between_dateline_and_lead() -> None:
    text = "TEHRAN – An earthquake shook houses in Kermanshah on Sunday."
    place = find_all(build_article(text, "en", title="Earthquake hits Kermanshah"), build_lexicon()).place
    assert place is not None
    assert place.entity_id == "kermanshah"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bus falls into a river in Norway", "norway"),
        ("Bus from Norway is missing", None),
        ("Floods in Norway and in Chile", None),
    ],
)
def test_a_country_is_the_place_if_the_title_says_so(title: str, expected: str | None) -> None:
    place = find_all(build_article("Twelve people were hurt." + REST, "en", title=title), build_lexicon()).place
    assert (place.entity_id if place else None) == expected
