"""Two texts side by side: what stands beside what, which words are marked, and what it costs."""

import random
import time

import pytest

from newsvane_pages import article_comparison
from newsvane_pages.article_comparison import Comparison, compare, put_beside
from newsvane_pages.article_text import Paragraph


def written(comparison: Comparison) -> list[tuple[str, str]]:
    """The pairs of paragraphs, with what is marked in brackets, and "/" between paragraphs of one cell."""
    return [(write(pair.left), write(pair.right)) for pair in comparison.pairs]


def write(paragraphs: "list[Paragraph]") -> str:
    return "/".join(
        "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in paragraph) for paragraph in paragraphs
    )


@pytest.mark.parametrize(
    ("left", "right", "pairs"),
    [
        pytest.param("a b\n\nc", "a  b\n\nc", [("a b", "a b"), ("c", "c")], id="the same but for spaces"),
        pytest.param("a b c", "a x c", [("a [b] c", "a [x] c")], id="a word replaced"),
        pytest.param("a b", "a b\n\nc d", [("a b", "a b"), ("", "[c d]")], id="a paragraph more"),
        pytest.param("n\n\na b", "a b", [("[n]", ""), ("a b", "a b")], id="a paragraph fewer"),
        pytest.param(
            "a b c\n\nd e f", "a b x\n\nd e y", [("a b [c]", "a b [x]"), ("d e [f]", "d e [y]")], id="each one changed"
        ),
        pytest.param("a b c d", "a b\n\nc d", [("a b c d", "a b/c d")], id="a paragraph split"),
        pytest.param("a", "b", [("[a]", "[b]")], id="nothing in common"),
        pytest.param("", "a", [("", "[a]")], id="one is empty"),
        pytest.param("", "", [], id="both are empty"),
    ],
)
def test_words_that_only_one_text_has_are_marked(left: str, right: str, pairs: list[tuple[str, str]]) -> None:
    assert written(compare(left, right)) == pairs


@pytest.mark.parametrize(
    ("left", "right", "shares"),
    [
        pytest.param("a b\n\nc d", "a b\n\nc d", (1.0, 1.0), id="the same"),
        pytest.param("a b c d", "a b c x", (0.75, 0.75), id="three of four words"),
        pytest.param("a b c d e", "b c d", (1.0, 0.6), id="shortened"),
        pytest.param("b c d", "a b c d e", (1.0, 0.6), id="lengthened"),
        pytest.param("a b", "c d", (0.0, 0.0), id="nothing"),
        pytest.param("", "", (1.0, 1.0), id="two empty texts"),
    ],
)
def test_how_much_of_each_text_is_in_the_other(left: str, right: str, shares: tuple[float, float]) -> None:
    found = compare(left, right)
    assert (found.of_shorter, found.of_longer) == pytest.approx(shares)


@pytest.mark.parametrize(
    ("in_pairs", "cells"),
    [
        pytest.param(True, [("One.", "یک."), ("Two.", "")], id="a translation"),
        pytest.param(False, [("One./Two.", "یک.")], id="nothing shows that it is one"),
    ],
)
def test_two_languages_stand_beside_each_other_without_marks(in_pairs: bool, cells: list[tuple[str, str]]) -> None:
    found = put_beside("One.\n\nTwo.", "یک.", in_pairs=in_pairs)
    assert (written(found), found.of_shorter) == (cells, None)


def test_nothing_is_lost_of_what_is_compared() -> None:
    draw = random.Random(1)
    left, right = ("\n\n".join(" ".join(draw.choices("abcdefg", k=9)) for _ in range(60)) for _ in range(2))
    pairs = compare(left, right).pairs
    for text, cells in ((left, [pair.left for pair in pairs]), (right, [pair.right for pair in pairs])):
        assert "\n\n".join("".join(piece.text for piece in part) for cell in cells for part in cell) == text


@pytest.mark.parametrize(
    ("words", "paragraph"),
    [pytest.param(3, 80, id="three words"), pytest.param(120, 80, id="words too rare to be skipped"),
     pytest.param(120, 1, id="a paragraph per word"), pytest.param(30_000, 80, id="many words")],
)  # fmt: skip
def test_texts_of_200_000_words_are_compared_in_bounded_time(words: int, paragraph: int) -> None:
    draw = random.Random(1)
    left, right = (
        "\n\n".join(
            " ".join(f"w{draw.randrange(words)}" for _ in range(paragraph)) for _ in range(200_000 // paragraph)
        )
        for _ in range(2)
    )
    before = time.process_time()
    found = compare(left, right)
    assert time.process_time() - before < 3
    assert found.is_cut


def test_what_would_take_too_long_is_marked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_comparison, "MAX_PAIRS", 10)
    found = compare("a b c d\n\nsame\n\na b", "a b c x\n\nsame\n\na c")
    assert written(found) == [("[a b c d]", "[a b c x]"), ("same", "same"), ("a [b]", "a [c]")]
    assert found.is_coarse
