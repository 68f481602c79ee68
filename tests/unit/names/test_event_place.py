"""Where an event happened: from the dateline, or from the title and the lead; nowhere if there is doubt."""

from datetime import UTC, datetime

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


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param("en", "It broke the agreement of 2015 in Vienna, they say.", None, id="before it"),
        pytest.param("en", "The deal that was signed in Vienna in 2015 is dead.", None, id="after it"),
        pytest.param("de", "Das 2015 in Wien geschlossene Abkommen ist tot.", None, id="German"),
        pytest.param("es", "El acuerdo firmado en 2015 en Viena ha muerto.", None, id="Spanish"),
        pytest.param("en", "It broke the deal of 2015. In Vienna the talks go on.", "vienna", id="another sentence"),
        pytest.param("en", "Talks began in Vienna on the deal of 2015.", "vienna", id="of something else"),
        pytest.param("en", "Suspect in 2020 murder held in Vienna.", "vienna", id="of something else, before it"),
        pytest.param("en", "A man wanted since 2015 was held in Vienna.", "vienna", id="since then, farther off"),
        pytest.param("en", "The worst floods since 2010 in Vienna killed five.", "vienna", id="since then"),
        pytest.param("en", "The plan for 2030 in Vienna was read out.", "vienna", id="a later year"),
        pytest.param("en", "A protest drew 2000 in Vienna on Sunday.", "vienna", id="so many people"),
        pytest.param("en", "Fire destroyed 1950 homes in Vienna.", "vienna", id="so many homes"),
        pytest.param("en", "A blast was heard in Vienna at 1930 GMT.", "vienna", id="a time of day"),
        pytest.param("en", "A fire broke out on December 31, 2025 in Vienna.", "vienna", id="in January of December"),
    ],
)
def test_a_place_beside_an_earlier_year_is_that_of_something_earlier(
    language: str, text: str, expected: str | None
) -> None:
    article = build_article(text + REST, language).model_copy(update={"published_at": datetime(2026, 1, 4, tzinfo=UTC)})
    place = find_all(article, build_lexicon()).place
    assert (place.entity_id if place else None) == expected
    undated = find_all(article.model_copy(update={"published_at": None}), build_lexicon()).place
    assert undated is not None


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
