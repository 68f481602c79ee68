"""The words and phrases of a query that are searched in title and text, where they are written."""

import pytest

from newsvane.topics.free_words import MAX_LENGTH, find_free_phrases, find_required_words, find_searched_words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("iran", ["iran"], id="a word"),
        pytest.param("edi rama", ["edi rama", "edi", "rama"], id="words beside each other, together and alone"),
        pytest.param("edi OR rama", ["edi", "rama"], id="words with an operator between them"),
        pytest.param("edi NOT x rama", ["edi", "rama"], id="words with another between them"),
        pytest.param('"edi rama" AND (iran OR camp*)', ['"edi rama"', "iran"], id="a phrase, a group and a prefix"),
        pytest.param("title:iran text:(camp (sea)) qom", ["qom"], id="values of fields"),
        pytest.param("qom -iran NOT camp NOT (sea OR lake)", ["qom"], id="what is excluded"),
        pytest.param("iran NEAR/5 camp qom", ["qom"], id="words with a distance"),
        pytest.param("((a) OR iran) NEAR/3 (camp) qom", ["qom"], id="groups with a distance"),
        pytest.param('"iran camp"~8 qom', ["qom"], id="a phrase with a distance"),
        pytest.param("published:>=2026-01 published:[2026-01 TO 2026-02] qom", ["qom"], id="dates"),
        pytest.param("@places qom", ["qom"], id="the name of a list"),
        pytest.param("ایران", ["ایران"], id="another script"),
        pytest.param('"iran', ["iran"], id="a mark without a partner"),
        pytest.param("(" * 900, [], id="nothing but brackets"),
        pytest.param("iran " * MAX_LENGTH, [], id="longer than anybody types"),
    ],
)
def test_free_phrases(query: str, found: list[str]) -> None:
    phrases = find_free_phrases(query)
    assert [query[each.start : each.end] for each in phrases] == found
    assert [each.text for each in phrases] == [each.strip('"') for each in found]


@pytest.mark.parametrize(
    ("query", "words", "in_place"),
    [
        pytest.param("iran camp iran", ["iran", "camp"], False, id="words"),
        pytest.param('"iran camp"', ["iran", "camp"], True, id="a phrase"),
        pytest.param(' "iran camp"~8 ', ["iran", "camp"], True, id="a phrase with a distance"),
        pytest.param("iran NEAR/3 camp NEAR/5 qom", ["iran", "camp", "qom"], True, id="NEAR"),
        pytest.param("iran AND camp", ["iran", "camp"], False, id="AND"),
        pytest.param("iran NOT NEAR/3 camp", [], False, id="NOT NEAR"),
        pytest.param("NEAR/3 camp", [], False, id="NEAR without a side"),
        pytest.param("iran OR camp", [], False, id="an alternative"),
        pytest.param("iran -camp", [], False, id="an exclusion"),
        pytest.param('"iran camp" qom', [], False, id="a phrase and a word"),
        pytest.param("iran cam*", [], False, id="a prefix"),
        pytest.param("iran title:camp", [], False, id="a field"),
        pytest.param("iran " * MAX_LENGTH, [], False, id="longer than anybody types"),
    ],
)
def test_words_that_an_article_must_all_have(query: str, words: list[str], in_place: bool) -> None:
    found = find_required_words(query)
    assert (found.words, bool(found.words) and found.in_place) == (words, in_place)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("iran camp*", ["iran"], id="a word and a prefix"),
        pytest.param('"edi rama" OR "camp sea"~8', ["edi", "rama", "camp", "sea"], id="phrases"),
        pytest.param("iran NEAR/5 (camp OR sea)", ["iran", "camp", "sea"], id="NEAR"),
        pytest.param('qom -iran NOT "camp sea" title:lake title:"camp sea"', ["qom"], id="exclusions and fields"),
        pytest.param("iran " * MAX_LENGTH, [], id="longer than anybody types"),
    ],
)
def test_words_that_are_searched(query: str, words: list[str]) -> None:
    found = find_searched_words(query)
    assert [each.text for each in found] == [query[each.start : each.end] for each in found] == words
