"""A pattern of many words finds one of them exactly where a plain search does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsvane.translation.literals import compile_any
from newsvane.translation.stems import STEMS, contains_any_stem, contains_stem

LETTERS = "ab.é 機"


@given(words=st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=12), text=st.text(LETTERS))
def test_a_pattern_finds_a_word_where_the_text_has_one(words: list[str], text: str) -> None:
    found = compile_any(words).search(text)
    assert (found is not None) is any(word in text for word in words)
    assert found is None or found[0] in words


@pytest.mark.parametrize("words", [[], ["a", ""]], ids=["no word", "an empty word"])
def test_a_pattern_needs_words(words: list[str]) -> None:
    with pytest.raises(ValueError, match="no word to search for"):
        compile_any(words)


def test_every_stem_is_found_in_a_text_and_none_in_others() -> None:
    assert [stem for stem in STEMS if not contains_any_stem(f"x {stem.upper()} y")] == []
    assert contains_any_stem("By AI, for you.")
    assert not contains_any_stem("The ferry stays in port for a third day, said the harbour master.")


@pytest.mark.parametrize("number", [1, 40, 41, len(STEMS)])
def test_few_stems_and_many_are_found_alike(number: int) -> None:
    chosen = sorted(STEMS)[:number]
    texts = [f"a {stem} b" for stem in STEMS]
    assert [contains_stem(chosen, text) for text in texts] == [
        any(stem in text.lower() for stem in chosen) for text in texts
    ]
