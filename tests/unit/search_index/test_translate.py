"""Translations of queries: which are exact, and which are beyond the limits of the index."""

import pytest

from newsvane.search_index import TooComplex
from newsvane.search_index.schema import build_schema
from newsvane.search_index.tokens import MAX_TOKEN_LENGTH, place_title, place_words
from newsvane.search_index.translate import MAX_PHRASES, MAX_PREFIXES, translate
from newsvane.topics import compile_query


@pytest.mark.parametrize(
    "query",
    [
        "iran", "MEK", "title:iran", '"nuclear talks"', 'title:"nuclear talks"', "iran*", "ایران", "ایران*", "北京*",
        "iran AND NOT mek", "iran OR (mek AND lang:en)", "outlet:one.example", "outlet:one-two.ex*", "country:al",
        "central:iran", "published:2026", "published:*", '"a b"~5', "iran AND NOT (mek OR NOT lang:en)",
    ],
)  # fmt: skip
def test_an_exact_translation(query: str) -> None:
    assert translate(compile_query(query), build_schema()).is_exact


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("text:iran", id="title and text are indexed together"),
        pytest.param("MEK*", id="the beginning of an acronym"),
        pytest.param('"nuclear tal*"', id="a prefix in a phrase"),
        pytest.param('"a b c"~5', id="a distance of three words"),
        pytest.param('"a a"~5', id="the same word twice"),
        pytest.param('"MEK mek"~5', id="one word can be both"),
        pytest.param('"ایران تهران"~5', id="one word can be both, with a particle"),
        pytest.param("iran NEAR/5 mek", id="NEAR"),
        pytest.param("iran AND NOT text:mek", id="NOT of something that is not exact"),
        pytest.param("iran OR text:mek", id="OR of something that is not exact"),
        pytest.param("outlet:a%b*", id="a value that is no domain"),
        pytest.param("x" * MAX_TOKEN_LENGTH, id="a word that is cut"),
        pytest.param(" OR ".join(["y" * MAX_TOKEN_LENGTH, *(f"w{n}" for n in range(300))]), id="one of many, cut"),
    ],
)
def test_a_translation_that_finds_more(query: str) -> None:
    assert not translate(compile_query(query), build_schema()).is_exact


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (" OR ".join(f"w{number}*" for number in range(MAX_PREFIXES + 1)), "more than 100 prefixes"),
        (" OR ".join(f'"a {number}"' for number in range(MAX_PHRASES + 1)), "more than 2000 phrases"),
    ],
    ids=["prefixes", "phrases"],
)
def test_a_query_beyond_the_limits(query: str, expected: str) -> None:
    with pytest.raises(TooComplex, match=expected):
        translate(compile_query(query), build_schema())


def test_words_without_limit() -> None:
    query = " OR ".join(f"word{number}" for number in range(10_000))
    assert translate(compile_query(query), build_schema()).is_exact


def test_a_word_is_indexed_with_and_without_particles_at_one_position() -> None:
    assert [*place_title("وإيران")] == [(("ايران", "وايران"), 0)]


def test_title_and_text_are_far_apart() -> None:
    assert [*place_words("The MEK", "met")] == [(("the",), 0), (("=MEK", "mek"), 1), (("met",), 102)]


def test_a_long_word_is_cut() -> None:
    ((tokens, _),) = place_title("a" * 70_000)
    assert tokens == ("a" * MAX_TOKEN_LENGTH,)
