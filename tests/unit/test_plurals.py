"""A number and its noun in words."""

import pytest

from newsvane.plurals import count_noun


@pytest.mark.parametrize(
    ("number", "noun", "plural", "words"),
    [
        (1, "article", "", "1 article"),
        (0, "article", "", "0 articles"),
        (1_234_567, "article", "", "1,234,567 articles"),
        (2, "new story", "", "2 new stories"),
        (2, "day", "", "2 days"),
        (2, "message waits", "messages wait", "2 messages wait"),
        (1.0, "hour", "", "1 hour"),
        (24.0, "hour", "", "24 hours"),
        (0.5, "hour", "", "0.5 hours"),
    ],
)
def test_a_number_has_its_noun(number: float, noun: str, plural: str, words: str) -> None:
    assert count_noun(number, noun, plural) == words
