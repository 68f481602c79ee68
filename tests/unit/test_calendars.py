"""Dates of other calendars, eras and months. The Gregorian days come from published conversion tables."""

import pytest

from newsvane.calendars import to_gregorian
from newsvane.dates import normalize_dates, parse_human_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("1405/09/06", "2026-11-27", id="Persian figures"),
        pytest.param("۶ آذر ۱۴۰۵ - ۱۴:۳۰", "2026-11-27 - 14:30", id="Persian words, with a time"),
        pytest.param("30 اسفند ۱۳۹۹", "2021-03-20", id="the last day of a Persian leap year"),
        pytest.param("30 اسفند ۱۴۰۰", "30 اسفند 1400", id="a day that does not exist"),
        pytest.param("1405/13/03", "1405/13/03", id="a month that does not exist"),
        pytest.param("令和8年11月27日", "2026-11-27", id="Reiwa"),
        pytest.param("令和元年5月1日", "2019-05-01", id="the first year of Reiwa"),
        pytest.param("平成31年4月30日", "2019-04-30", id="the last day of Heisei"),
        pytest.param("中華民國115年11月27日", "2026-11-27", id="Taiwan"),
        pytest.param("27 พฤศจิกายน 2569", "2026-11-27", id="Thai"),
        pytest.param("๒๗ พ.ย. ๒๕๖๙ เวลา 09:30", "2026-11-27 เวลา 09:30", id="Thai, short, in Thai digits"),
        pytest.param("٢٧ تشرين الثاني ٢٠٢٦", "2026-11-27", id="Aramaic months"),
        pytest.param("٢٧ تشرين الثاني/نوفمبر ٢٠٢٦ - ١٧:٤٠", "2026-11-27 - 17:40", id="both names of a month"),
        pytest.param("3 آب (أغسطس) 2026", "2026-08-03", id="the other name in brackets"),
        pytest.param("27/11/2026", "27/11/2026", id="Gregorian figures"),
        pytest.param("1402 patients, 31 avril 1405", "1402 patients, 31 avril 1405", id="other numbers"),
        pytest.param("31 มิถุนายน 2569", "31 มิถุนายน 2569", id="no 31st of June in Thailand either"),
    ],
)
def test_dates_of_other_calendars(written: str, expected: str) -> None:
    assert normalize_dates(written) == expected
    assert to_gregorian(expected) == expected


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert parse_human_date("30 اسفند ۱۴۰۰") is None
