"""Whatever a page contains, names are found in bounded time and within bounded sizes."""

import time

import pytest

from newsvane.names import build_lexicon, find_all
from newsvane.names.finder import MAX_NAMES
from tests.unit.names.examples import build_article


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ali " * 20_000, id="one first name"),
        pytest.param("Ali-" * 20_000, id="hyphens"),
        pytest.param("A. " * 20_000, id="initials"),
        pytest.param("United " * 20_000, id="beginning of a name"),
        pytest.param("in " * 20_000, id="prepositions"),
        pytest.param(("a" * 39_999) + " - ", id="one word"),
        pytest.param(" ," * 20_000, id="no word"),
        pytest.param("محمد " * 20_000, id="one Persian first name"),
        pytest.param("TIRANA, " * 9_000, id="datelines"),
        pytest.param("به گزارش " * 9_000, id="Persian datelines"),
        pytest.param("\u202e\u0000\ud7ff Ali \u200b Rama", id="odd characters"),
    ],
)
def test_hostile_texts_take_little_time(text: str) -> None:
    began = time.process_time()
    for language in ("en", "fa", "sq"):
        find_all(build_article(text, language), build_lexicon())
    assert time.process_time() - began < 6


def test_the_number_of_names_is_bounded() -> None:
    surnames = [
        f"{first}{second}{third}o"
        for first in "BCDFG"
        for second in "aeiou"
        for third in ("r", "l", "n", "st", "m", "t", "k", "d", "v", "s")
    ]
    text = " ".join(f"They met Hassan {name} there." for name in surnames)
    names = find_all(build_article(text, "en"), build_lexicon()).mentions
    assert len(names) == MAX_NAMES
