"""How many outlets have a story, and how many are independent, in words."""

import pytest

from newsvane.outlet_counts import describe_outlets


@pytest.mark.parametrize(
    ("outlets", "independent", "words"),
    [
        pytest.param(1, 1, "1 outlet so far", id="one"),
        pytest.param(5, 2, "5 outlets so far, 2 of them independent", id="some"),
        pytest.param(3, 0, "3 outlets so far, none of them independent", id="copies alone"),
        pytest.param(1_200, 1_100, "1,200 outlets so far, 1,100 of them independent", id="many"),
        pytest.param(3, None, "3 outlets so far", id="not counted"),
    ],
)
def test_outlets_are_counted_in_words(outlets: int, independent: int | None, words: str) -> None:
    assert describe_outlets(outlets, independent, " so far") == words
