"""A note points out what looks like an operator of a query and is searched as a word, and nothing else."""

import pytest

from newsvane.topics import compile_query, explain_unused_operator


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("iran or tirana", "or"),
        ("iran and (tirana or durres)", "and"),
        ("iran (not tehran)", "not"),
        ("iran or(tirana durres)", "or"),
        ("iran near/8 tirana", "near/8"),
        ("iran Near/8 tirana", "Near/8"),
        ("iran ODER tirana", "ODER"),
        ("тегеран ИЛИ тирана", "ИЛИ"),
        ("iran NEAR tirana", "NEAR"),
        ("iran NEAR/x tirana", "NEAR/x"),
        ("iran NEAR/ tirana", "NEAR/"),
        ("iran near/x tirana", "near/x"),
        ("iran NEAR/8x tirana", "NEAR/8x"),
        ("iran NEAR8 tirana", "NEAR8"),
        ("iran near-8 tirana", "near-8"),
        ("iran NAHE tirana", "NAHE"),
        ("iran NAHE/8 tirana", "NAHE/8"),
        ("iran nahe/8 tirana", "nahe/8"),
        ("iran CERCA tirana", "CERCA"),
        ("iran РЯДОМ тирана", "РЯДОМ"),
        ("iran w/8 tirana", "w/8"),
    ],
)
def test_a_word_that_looks_like_an_operator_is_named(query: str, word: str) -> None:
    assert explain_unused_operator(query).startswith(f"{word!r} is searched as a word; ")


@pytest.mark.parametrize(
    ("written", "operator"),
    [
        ("near/8", "NEAR/8"),
        ("near/500", "NEAR/50"),
        ("near/0", "NEAR/1"),
        ("near/0000000008", "NEAR/8"),
        ("NEAR", "NEAR/8"),
        ("NEAR/x", "NEAR/8"),
        ("NEAR/12x", "NEAR/12"),
        ("NEAR500", "NEAR/50"),
    ],
)
def test_the_operator_to_write_is_one_that_a_query_takes(written: str, operator: str) -> None:
    note = explain_unused_operator(f"iran {written} tirana")
    assert note.startswith(f"{written!r} is searched as a word; write {operator} ")
    compile_query(f"iran {operator} tirana")


@pytest.mark.parametrize(
    "query",
    [
        "iran OR tirana",
        "iran NEAR/8 tirana",
        "iran NOT NEAR/8 tirana",
        '"iran or tirana"',
        r'"he said \" or" tirana',
        "Tesla Model Y recall",
        "hepatitis E outbreak",
        "Guns And Roses",
        "Petah Tikva OR Or Yehuda",
        "oder neisse",
        "near tirana",
        "tirana near",
        "iran NOT near",
        "iran AND near OR tirana",
        '"explosion near kabul"',
        "title:near tirana",
        "iran near east",
        "Iran Near East",
        "near* tirana",
        "frankfurt oder",
        "frankfurt OR oder OR neisse",
        "nahe osten",
        "globo o mundo",
        "iran nearby tirana",
        "boeing 24/7 covid/19",
        "und",
    ],
)
def test_other_words_get_no_note(query: str) -> None:
    assert explain_unused_operator(query) == ""


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("iran near tirana", "near"),
        ('"islamic republic" near "edi rama"', "near"),
        ("(iran tehran) near (tirana durres)", "near"),
        ("plane near miss", "near"),
        ("iran oder tirana", "oder"),
        ("iran und tirana", "und"),
        ('"edi rama" ou tirana', "ou"),
        ("ohio OU football", "OU"),
        ("iran dhe tirana", "dhe"),
        ("тегеран или тирана", "или"),
    ],
)
def test_what_may_well_be_a_word_is_named_only_on_a_guess(query: str, word: str) -> None:
    assert explain_unused_operator(query) == ""
    assert explain_unused_operator(query, guess=True).startswith(f"{word!r} is searched as a word; if you mean an ")
