"""Everything that completes a query can stand in one."""

import json
from contextlib import nullcontext

import pytest

from newsvane.topics import compile_query
from newsvane_pages import search_completions
from newsvane_pages.search_completions import FIELDS, Completion

EXAMPLES = {"lang:": "fa", "country:": "AL", "published:": ">=2026-01-31"}


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_one_of_the_query_language(field: str) -> None:
    assert compile_query(field + EXAMPLES.get(field, "iran"))


def test_a_value_that_would_be_read_as_something_else_is_not_offered() -> None:
    values = ["outlet:t.me/desk", "outlet:one.example", 'outlet:x" OR y', "outlet:a b", "outlet:x*", "outlet:\\x"]
    answer = search_completions.answer(Completion(text=each) for each in values)
    offered = [each["text"] for each in json.loads(bytes(answer.body))]
    assert offered == values[:2]
    assert [compile_query(each).outlets for each in offered] == [{"t.me/desk"}, {"one.example"}]


def test_codes_that_a_query_refuses_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages declare languages by names and old codes, too; a query takes the ISO code alone."""
    known = {"languages": ["fa", "farsi", "iw", "he"], "countries": ["AL", "UK", "GB"], "outlets": []}
    monkeypatch.setattr(search_completions, "open_cursor", nullcontext)
    monkeypatch.setattr(search_completions, "fetch_rows", lambda *_, **__: [known])
    monkeypatch.setattr(search_completions, "topic_titles", dict)
    monkeypatch.setattr(search_completions, "_list_names", tuple)
    texts = {each["text"] for each in json.loads(bytes(search_completions.completions().body))}
    assert texts - FIELDS.keys() == {"lang:fa", "lang:he", "country:AL", "country:GB"}
