"""The words that set texts apart: which are found, how they are written, and which are left out."""

import random
from collections.abc import Sequence

import pytest

from newsvane.search.distinguishing_words import (
    MAX_WORDS,
    SampledText,
    find_distinguishing_words,
    sample_text,
)
from newsvane.topics import compile_query
from tests.support.cpu_limit import cpu_limit
from tests.support.prose import prose

OUTLETS = ("one.example", "two.example", "three.example")


def sample(texts: Sequence[str], language: str = "en") -> list[SampledText]:
    return [sample_text(OUTLETS[place % 3], language, text) for place, text in enumerate(texts)]


def found(texts: Sequence[str], others: Sequence[str], *, query: str = "ferry", language: str = "en") -> list[str]:
    words = find_distinguishing_words(sample(texts, language), sample(others, language), compile_query(query), limit=20)
    return [each.word for each in words]


OTHERS = [f"The council met on number {number} and the weather was fair." for number in range(60)]
TEXTS = [f"The ferry of Durrës and the MEK strike, number {number}." for number in range(12)]


def test_words_of_the_texts_and_not_of_the_others_are_found_as_they_are_written() -> None:
    assert sorted(found(TEXTS, OTHERS)) == ["Durrës", "MEK", "strike"]
    (first, *_) = find_distinguishing_words(sample(TEXTS), sample(OTHERS), compile_query("ferry"), limit=1)
    assert (first.texts, first.others, first.texts_all, first.others_all) == (12, 0, 12, 60)
    assert [compile_query(f'"{first.term}"').text, first.term] == ['"durres"', "durres"]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        pytest.param("ferr* AND strike", ["Durrës", "MEK"], id="prefix and word"),
        pytest.param('"durres and the mek"', ["ferry", "strike"], id="phrase"),
        pytest.param("ferry NEAR/9 (strike OR mek)", ["Durrës"], id="near"),
        pytest.param("outlet:one.example", ["Durrës", "MEK", "ferry", "strike"], id="no words"),
    ],
)
def test_the_words_of_the_query_itself_are_left_out(query: str, left: list[str]) -> None:
    assert sorted(found(TEXTS, OTHERS, query=query)) == left


def test_a_text_that_repeats_a_word_weighs_as_one() -> None:
    assert found(["spam " * 5_000, *["Nothing of it."] * 11], OTHERS) == ["Nothing"]


def test_a_word_of_one_outlet_among_several_is_left_out() -> None:
    texts = [f"{text} {'Subscribe' if place % 3 == 0 else ''}" for place, text in enumerate(TEXTS * 2)]
    assert "Subscribe" not in found(texts, OTHERS)
    alone = [sample_text("one.example", "en", text) for text in texts]
    words = find_distinguishing_words(alone, sample(OTHERS), compile_query("ferry"), limit=20)
    assert "Subscribe" in [each.word for each in words]


def test_particles_are_no_other_words() -> None:
    texts = [f"{'ال' if number % 2 else 'وال'}مفاعل {number}" for number in range(12)]
    others = [f"خبر آخر {number}" for number in range(40)]
    assert found(texts, others, language="ar") == ["المفاعل"]
    assert found([f"والحكومة {number}" for number in range(12)], others, language="ar") == []  # a stop word


def test_each_language_is_compared_with_itself() -> None:
    persian = sample([f"خبر تازه {number}" for number in range(12)], "fa")
    assert find_distinguishing_words(persian, sample(OTHERS), compile_query("x"), limit=20) == []
    others = sample([f"خبر تازه {number}" for number in range(40)], "fa")
    assert find_distinguishing_words(persian, [*sample(OTHERS), *others], compile_query("x"), limit=20) == []


def test_random_texts_are_not_set_apart() -> None:
    texts = [prose(number) for number in range(150)]
    random.Random(1).shuffle(texts)
    assert len(found(texts[:30], texts[30:])) <= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" ".join(map(str, range(10**5, 10**5 + 1_600))), id="numbers"),
        pytest.param("a\u0301" * 5_000, id="accents"),
        pytest.param("\u0301" * 10_000, id="accents alone"),
        pytest.param("x" * 10_000, id="one word"),
        pytest.param(" ".join(chr(0x4E00 + number) for number in range(5_000)), id="many words"),
        pytest.param("وال" * 3_000 + " والوالوالكتاب" * 500, id="particles"),
        pytest.param("\x00\ud800\u202e" * 3_000, id="no letters"),
    ],
)
def test_a_hostile_text_costs_little(text: str) -> None:
    with cpu_limit(0.5):
        assert len(sample_text("one.example", "en", text).written) <= 20 * MAX_WORDS
