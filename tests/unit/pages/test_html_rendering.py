"""How pages write durations."""

import pytest

from newsvane_pages.html_rendering import format_duration

DAY, HOUR, MINUTE = 86_400, 3_600, 60


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (7.5 * DAY, "7 d 12 h"),
        (7 * DAY + 59 * MINUTE, "7 d"),
        (90 * MINUTE, "1 h 30 min"),
        (HOUR + 59, "1 h"),
        (119, "1 min 59 s"),
        (10 * MINUTE + 59, "10 min"),
        (MINUTE, "1 min"),
        (1.9, "1 s"),
    ],
)
def test_a_duration_has_its_two_largest_units(seconds: float, words: str) -> None:
    assert format_duration(seconds) == words
