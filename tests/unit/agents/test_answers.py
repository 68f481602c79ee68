"""Answers for agents: plain, clean, and never longer than their limits."""

import json
from datetime import UTC, datetime

import pytest

from newsvane.agents.answers import clean, fit, fit_facts, page, pick
from newsvane.agents.limits import MAX_ANSWER_BYTES, MAX_FACTS_BYTES, MAX_ITEMS, MAX_TEXT


def test_values_are_plain_json() -> None:
    row = {"at": datetime(2026, 11, 24, 9, tzinfo=UTC), "share": float("nan"), "topics": ("iran",), "none": None}
    assert clean(row) == {"at": "2026-11-24T09:00:00Z", "share": "nan", "topics": ["iran"], "none": None}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\u2066c", "abc"), ("hidden\U000e0041\U000e0042", "hidden"), ("\x1b[2J\x00bell\x07", "bell"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("line\nline", "line\nline"),
        ("x" * MAX_TEXT + "y", "x" * (MAX_TEXT - 1) + "…"),
    ],
)  # fmt: skip
def test_texts_are_clean_wherever_they_are(text: str, shown: str) -> None:
    assert clean(text) == shown
    assert clean({"a": [{"b": text}]}) == {"a": [{"b": shown}]}


def test_lists_in_rows_are_cut() -> None:
    assert clean({"outlets": ["one"] * 1_000}) == {"outlets": ["one"] * MAX_ITEMS}


def test_a_row_loses_the_facts_that_do_not_fit() -> None:
    row = {"id": "a1", "authors": ["é" * MAX_TEXT] * MAX_ITEMS, "outlet": "one.example"}
    assert fit_facts(row) == {"id": "a1", "outlet": "one.example"}


def test_rows_fit_into_an_answer() -> None:
    rows = [{"number": number, "title": "é" * MAX_TEXT} for number in range(1_000)]
    kept = fit(rows)
    assert 0 < len(kept) < 50
    assert [each["number"] for each in kept] == [*range(len(kept))]
    assert len(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()) <= MAX_ANSWER_BYTES


def test_the_largest_row_fits_alone_so_that_pages_go_on() -> None:
    largest = {str(number): ["é" * MAX_TEXT] for number in range(100)}
    assert len(fit([largest], MAX_FACTS_BYTES + 100)) == 1


def test_a_page_says_how_to_continue_if_there_are_more() -> None:
    rows = [{"number": number} for number in range(3)]
    assert page("rows", rows, offset=4, total=7, further="ask less") == {"rows": rows, "offset": 4, "total": 7}
    assert page("rows", rows, offset=4, total=8, further="ask less")["continue"] == "call again with offset=7; ask less"


def test_what_is_not_known_is_left_out() -> None:
    assert pick({"a": None, "b": "", "c": [], "d": 0, "e": False, "f": "x"}, "abcdef") == {"d": 0, "e": False, "f": "x"}
