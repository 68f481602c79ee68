"""The text of an article as paragraphs, with the places marked that a query finds."""

import pytest

from newsvane.records import Span
from newsvane_pages.article_text import MAX_SHOWN, Piece, ShownText, lay_out, mark


def find(text: str, *words: str) -> list[Span]:
    """Return the first place of each word."""
    return [Span(field="text", start=text.index(word), end=text.index(word) + len(word)) for word in words]


def written(shown: ShownText) -> list[str]:
    """The paragraphs, with what is marked in brackets after its number."""
    return [
        "".join(f"{piece.number}[{piece.text}]" if piece.marked else piece.text for piece in paragraph)
        for paragraph in shown.paragraphs
    ]


@pytest.mark.parametrize(
    ("text", "words", "paragraphs"),
    [
        pytest.param("One.\n\nTwo.", [], ["One.", "Two."], id="paragraphs"),
        pytest.param("One\nline.\n\n\n\nTwo.", [], ["One\nline.", "Two."], id="lines and empty paragraphs"),
        pytest.param("a b c\n\nd e", ["a", "c", "d e"], ["1[a] b 2[c]", "3[d e]"], id="at the edges"),
        pytest.param("a b\n\nc d", ["b\n\nc"], ["a 1[b]", "0[c] d"], id="a phrase across two paragraphs"),
        pytest.param("a\n\nb\n\nc", ["c"], ["a", "b", "1[c]"], id="only in the last paragraph"),
        pytest.param("", [], [], id="no text"),
    ],
)
def test_matches_are_marked_where_they_are(text: str, words: list[str], paragraphs: list[str]) -> None:
    assert written(lay_out(text, find(text, *words))) == paragraphs


def test_a_very_long_text_ends_with_a_whole_word_and_says_what_is_left() -> None:
    text = "word " * 200_000 + "needle"
    spans = [*find(text, "word"), *find(text, "needle")]
    shown = lay_out(text, spans)
    (paragraph,) = written(shown)
    assert paragraph.endswith("word")
    assert MAX_SHOWN - 5 <= len(paragraph) <= MAX_SHOWN + 3
    assert (shown.matches, shown.more_matches) == (1, 1)
    assert len(paragraph.split()) + shown.more_words == 200_001
    assert (lay_out(text, spans, whole=True).more_words, lay_out(text, spans, whole=True).matches) == (0, 2)


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    shown = lay_out("新" * (MAX_SHOWN + 1), [])
    assert [len(paragraph) for paragraph in written(shown)] == [MAX_SHOWN]


def test_a_title_is_marked_too() -> None:
    assert [*mark("News of Tirana", [Span(field="title", start=8, end=14)])] == [
        Piece("News of "),
        Piece("Tirana", marked=True, number=1),
    ]
