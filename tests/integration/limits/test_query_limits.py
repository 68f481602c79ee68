"""Queries on texts of a megabyte are answered in seconds."""

import pytest

from newsvane.topics import compile_query, find
from tests.support.cpu_limit import cpu_limit
from tests.support.query_cases import article

HOSTILE = [
    pytest.param("\0 \ud800 \u202eIran\u202c " + " x" * 50_000, ["Iran"], id="NUL, surrogate, bidi override"),
    pytest.param("iran" * 250_000, [], id="1 MB without a space"),
    pytest.param("Iran" + "\u0301" * 100_000, ["Iran" + "\u0301" * 100_000], id="100,000 combining marks"),
    pytest.param("iran " * 200_000, ["iran"] * 200_000, id="1 MB of what is looked for"),
    pytest.param("\u200c\u0640" * 100_000, [], id="nothing that counts"),
]


@pytest.mark.parametrize(("text", "found"), HOSTILE)
def test_hostile_text_is_read_in_time(text: str, found: list[str]) -> None:
    with cpu_limit(5):
        spans = compile_query('iran OR "a b c iran"~50 OR "x y* iran"~50').matches(article(text))
        assert [text[span.start : span.end] for span in spans] == found


def test_a_proximity_in_a_text_of_nothing_else_is_found_in_time() -> None:
    with cpu_limit(5):
        assert len(find('"a b c d"~50', article("a b c d " * 30_000))) == 30_000


def test_words_near_others_in_a_text_of_nothing_else_are_found_in_time() -> None:
    with cpu_limit(10):
        text = article("a b c d " * 30_000)
        assert len(find("a NEAR/50 (b OR c) NOT NEAR/50 (x OR d*)", text)) == 0
        assert len(find("a NEAR/1 b NOT NEAR/1 c", text)) == 30_000
