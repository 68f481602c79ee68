"""Issues of a series, whose headlines differ only in the day that they name, are told apart."""

import pytest

from newsvane.stories import group
from newsvane.stories.series_titles import are_two_issues, read_series_title
from tests.support.prose import article, prose


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "Weather forecast for Nov 30", "Weather forecast for December 1, 2026"),
        ("en", "Exchange rates 08.11.2026", "Exchange rates 09.11.2026"),
        ("ru", "Погода в городе на 8 ноября", "Погода в городе на 18 ноября"),
        ("de", "Das Wetter am 3. Mai", "Das Wetter am 4. Mai"),
        ("es", "El precio del pan, 3 de mayo de 2026", "El precio del pan, 4 de mayo de 2026"),
        ("fa", "نرخ دلار، ۸ آذر", "نرخ دلار، ۹ آذر"),
        ("ja", "11月8日の天気予報です", "11月9日の天気予報です"),
        ("und", "Bulletin of 2026-11-08", "Bulletin of 2026-11-09"),
        ("es", "Tiempo para el lunes: llega la lluvia", "Tiempo para el martes: vuelve el sol"),
        ("fa", "نرخ دلار امروز شنبه ۲۵ مهر؛ افت قیمت", "نرخ دلار امروز یکشنبه ۲۶ مهر؛ بازگشت به ۹۰ هزار"),
        ("de", "Das Wetter am Montag – Regen", "Das Wetter am Dienstag – Sonne"),
    ],
)
def test_two_issues(language: str, one: str, other: str) -> None:
    first, second = read_series_title(one, language), read_series_title(other, language)
    assert are_two_issues(first, second)
    assert not are_two_issues(first, first)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        pytest.param("en", "Quake kills 17 in Iran", "Quake kills 20 in Iran", id="a toll that rises"),
        pytest.param("en", "Live at 10.30 from parliament", "Live at 11.30 from parliament", id="times of day"),
        pytest.param("en", "Port opens on 8 November", "Harbour closes on 9 November", id="other words"),
        pytest.param("en", "8 November", "9 November", id="nothing but a day"),
        pytest.param("en", "From 8 May to 9 May in Rome", "From 8 May to 10 May in Rome", id="two days"),
        pytest.param("en", "Weather for 8 November", "Weather for Sunday, 8 November", id="one day with its weekday"),
        pytest.param("en", "Weather for Sunday: rain", "Weather for 8 November: rain", id="a weekday and a date"),
        pytest.param("en", "Police raid camp on Monday", "Police raid camp on Tuesday", id="weekdays, but no series"),
        pytest.param("en", "Monday: rain", "Tuesday: rain", id="nothing but a weekday"),
        pytest.param("de", "5 Mailänder in Rom verhaftet", "6 Mailänder in Rom verhaftet", id="no month"),
    ],
)
def test_headlines_of_one_event(language: str, one: str, other: str) -> None:
    assert not are_two_issues(read_series_title(one, language), read_series_title(other, language))


@pytest.mark.parametrize(("day", "stories"), [("9 November", 2), ("8 November", 1)])
def test_the_forecast_of_the_next_day_is_another_story(day: str, stories: int) -> None:
    forecast = "Heavy rain of 45 mm and storms of 95 km/h hit Tirana and Durres, the institute says. "
    texts = (forecast + prose(1), " ".join(reversed((forecast + prose(1)).split())))  # the same words, and no copy
    found = group([
        article("one", text=texts[0], title="Weather for 8 November", language="en"),
        article("two", text=texts[1], title=f"Weather for {day}", language="en"),
    ])
    assert [each.copy_of for each in found] == [None, None]
    assert len({each.story_id for each in found}) == stories
