"""Topics as short queries for search services."""

import re

import pytest

from newsvane.topics import compile_query
from newsvane.topics.search_terms import join_terms, search_terms


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("dengue", ["dengue"], id="one word has no brackets"),
        pytest.param('"yellow fever"', ['"yellow fever"'], id="one phrase"),
        pytest.param('dengue* OR "yellow fever"', ['(dengue OR "yellow fever")'], id="a long prefix is a word"),
        pytest.param("den* OR zika", ["zika"], id="a short prefix is not"),
        pytest.param('"rajavi* speech" OR zika', ["zika"], id="a prefix in a phrase"),
        pytest.param('"people warriors"~2 OR zika', ["zika"], id="distances are not searched"),
        pytest.param("UN OR zika", ["zika"], id="terms of two letters are refused by services"),
        pytest.param("zika -sports", ["zika -sports"], id="an excluded word"),
        pytest.param(
            '(apple OR "tim cook") AND (iphone OR mac) NOT (fruit OR "apple pie")',
            ['(apple OR "tim cook") (iphone OR mac) -fruit -"apple pie"'], id="all that a service can do",
        ),
        pytest.param("MEK NEAR/10 (iran* OR tehran)", ["MEK (iran OR tehran)"], id="a context"),
        pytest.param("MEK NOT NEAR/3 inhibitor", ["MEK"], id="what is excluded nearby may be anywhere else"),
        pytest.param(
            "zika OR (MEK NEAR/5 iran) OR dengue", ["(zika OR dengue)", "MEK iran"], id="names that stand alone first",
        ),
        pytest.param("(MEK NEAR/5 ایران) OR zika", ["zika"], id="no name without the context that it needs"),
        pytest.param("(country:IR AND MEK) OR zika", ["zika"], id="nor without its country"),
        pytest.param('title:zika OR text:"yellow fever"', ['(zika OR "yellow fever")'], id="title and text are one"),
        pytest.param("rajavi OR رجوی", ["rajavi"], id="services search English translations"),
        pytest.param('رجوی OR "شورای ملی"', ['(رجوی OR "شورای ملی")'], id="other scripts if there is nothing else"),
        pytest.param("zika OR zika", ["zika"], id="each term once"),
        pytest.param("outlet:a.example", [], id="nothing to search"),
        pytest.param('"a b"~5 OR country:IR', [], id="nothing that can be searched"),
    ],
)  # fmt: skip
def test_a_topic_becomes_queries(query: str, expected: list[str]) -> None:
    assert search_terms(compile_query(query), 250) == expected


def test_long_lists_are_divided_and_no_name_is_lost() -> None:
    names = [f"name{n:03}" for n in range(200)]
    queries = search_terms(compile_query(" OR ".join(names)), 120)
    assert all(len(each) <= 120 and re.fullmatch(r"\(\w+( OR \w+)+\)|\w+", each) for each in queries)
    assert [name for each in queries for name in re.findall(r"name\d+", each)] == names
    assert len(queries) < 25


def test_each_part_of_a_long_list_keeps_its_context_and_what_is_excluded() -> None:
    names, context = (" OR ".join(f"{word}{n:03}" for n in range(60)) for word in ("name", "context"))
    queries = search_terms(compile_query(f"({names}) AND ({context}) NOT (one OR two)"), 200)
    assert len(queries) > 3
    for each in queries:
        assert len(each) <= 200
        assert re.fullmatch(r"(\(name\d+( OR name\d+)*\)|name\d+) \(context\d+( OR context\d+)+\) -one -two", each)


def test_a_term_that_is_longer_than_a_query_is_left_out() -> None:
    assert search_terms(compile_query(f'zika OR "{"very " * 30}long"'), 100) == ["zika"]


def test_terms_written_by_hand_are_used_as_they_are() -> None:
    terms = ["MEK", "Maryam Rajavi", 'near20:"MEK Iran"', "UN", "رجوی"]
    assert join_terms(terms, 250) == ['(MEK OR "Maryam Rajavi" OR near20:"MEK Iran" OR UN OR رجوی)']
    assert join_terms([], 250) == []
    assert join_terms(["one two", "three four"], 20) == ['"one two"', '"three four"']
