"""Trending terms that a test plants are found, whole and in any script; without them nothing is found."""

import random

import pytest

from newsvane.trends.trending_terms import TopicText, TrendingTerm, find_trending_terms

BACKGROUND = {
    "en": "The minister said on {day} that the {w} and the {x} of the country would {y} the {z} in Tirana",
    "es": "El ministro de la capital dijo el {day} que la {w} de {x} en el país no {y} la {z} en Tirana",
    "fa": "وزیر روز {day} گفت که {w} و {x} کشور در تهران {y} را {z} خواهد کرد",
}


def texts(
    *, language: str = "en", now: str = "", before: str = "", holding: int = 12, outlets: int = 6
) -> list[TopicText]:
    """60 texts of now, 240 of before, of words at random; `now` is in `holding` of now, `before` in a tenth of all."""
    rng = random.Random(5)
    words = [f"{'واژه' if language == 'fa' else 'word'}{chr(97 + at % 26)}{at}" for at in range(1500)]
    found = []
    for at in range(300):
        sentences = [
            BACKGROUND[language].format(**{name: rng.choice(words) for name in ("day", "w", "x", "y", "z")})
            for _ in range(8)
        ]  # fmt: skip
        if at < holding:
            sentences.insert(rng.randrange(8), now)
        if before and at % 10 == 0:
            sentences.insert(rng.randrange(8), before)
        found.append(
            TopicText(language=language, outlet=f"{at % outlets}.example", text=". ".join(sentences), now=at < 60)
        )
    return found


def found(*parts: list[TopicText]) -> dict[str, TrendingTerm]:
    return {term.term: term for term in find_trending_terms([text for part in parts for text in part])}


@pytest.mark.parametrize(
    ("language", "sentence", "term", "name"),
    [
        pytest.param("en", "The minister said that Camp Ashraf would", "Camp Ashraf", True, id="a name"),
        pytest.param("en", "The minister said in the flooded harbour", "flooded harbour", False, id="words"),
        pytest.param("en", "The minister and Rajavi’s country", "Rajavi", True, id="whose it is does not matter"),
        pytest.param("es", "En la Universidad de Chile el ministro", "Universidad de Chile", True, id="a name with of"),
        pytest.param("fa", "وزیر گفت که مجاهدین خلق در تهران", "مجاهدین خلق", None, id="a script without capitals"),
    ],
)
def test_trending_names_are_found_whole(language: str, sentence: str, term: str, name: bool | None) -> None:
    rose = found(texts(language=language, now=sentence))
    assert rose.keys() == {term}
    best = rose[term]
    assert (best.now, best.before, best.texts_now, best.texts_before, best.name) == (12, 0, 60, 240, name)
    assert best.rise > 8
    assert best.likelihood > 30


def test_nothing_trends_if_nothing_is_new() -> None:
    assert found(texts(before="Camp Ashraf was named as always")) == {}
    assert find_trending_terms([]) == []
    assert found([text for text in texts(now="Camp Ashraf") if text.now]) == {}, "there is no time before"


def test_more_texts_in_a_language_do_not_make_its_words_trend() -> None:
    fewer = [text for at, text in enumerate(texts(language="fa")) if text.now or at % 6 == 0]
    assert found(texts(), fewer) == {}


def test_too_few_texts_or_too_small_a_rise_are_not_reported() -> None:
    assert found(texts(now="Camp Ashraf", holding=2)) == {}
    assert "Camp Ashraf" not in found(texts(now="Camp Ashraf", before="Camp Ashraf", holding=4))


def test_what_one_outlet_writes_below_its_texts_is_no_news() -> None:
    marked = [
        text.model_copy(update={"text": f"{text.text}. Read Us Daily"})
        if text.now and text.outlet == "0.example"
        else text
        for text in texts(now="Camp Ashraf")
    ]
    assert "Read Us Daily" not in found(marked)
    assert "Camp Ashraf" in found(marked)


def test_terms_in_the_same_texts_are_listed() -> None:
    rose = found(texts(now="Camp Ashraf. Mojahedin Khalq"))
    assert rose["Camp Ashraf"].beside == ("Mojahedin Khalq",)
    assert rose["Camp Ashraf"].name is True
