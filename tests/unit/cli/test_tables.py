"""Tables at 40, 80 and 200 columns, and without a terminal: nothing is lost unseen, and no word is broken."""

import re
from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from rich.console import Console

from newsvane.cli import console
from newsvane.cli.tables import LEFT_TO_RIGHT, Cell, Rendered, cut_text, render_facts, render_rows, wrap_words

WIDTHS = [40, 80, 200]
HEADINGS = ("id", "title", "articles", "url", "seen")
ADDRESS = "http://harbour-gazette.example/story/inward"
ROWS = [
    [
        "a1_f86cdd34305eab677061",
        "Police search the camp: what is known, and what is disputed",
        12,
        ADDRESS,
        "2026-11-27",
    ],
    ["a1_6f447079b1eda3727458", "Two versions", 3, f"{ADDRESS}/again", ""],
]
DIGEST = "7bfe4f63" * 8


def rendered(
    headings: Sequence[str], rows: Sequence[Sequence[object]], width: int | None, **options: object
) -> Rendered:
    cells = [[Cell(str(value), isinstance(value, int)) for value in row] for row in rows]
    return render_rows(headings, cells, width, **options)  # type: ignore[arg-type]


def tokens(rows: Sequence[Sequence[object]]) -> set[str]:
    return {word for row in rows for value in row for word in str(value).split()}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_and_no_address_is_broken(width: int) -> None:
    done = rendered(HEADINGS, ROWS, width)
    printed = {word.removesuffix("…") for line in done.lines for word in line.split()} - {"", "─" * width}
    assert {word for word in printed if "─" not in word} <= tokens([HEADINGS, *ROWS])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("needed", [1, 3, None])
def test_a_line_is_longer_than_the_terminal_only_for_one_long_word(width: int, needed: int | None) -> None:
    done = rendered(HEADINGS, [*ROWS, [DIGEST, "", 1, "", ""]], width, needed=needed)
    assert [line for line in done.lines if cell_len(line) > width and " " in line.strip()] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_what_a_table_leaves_out_is_named_or_marked(width: int) -> None:
    done = rendered(HEADINGS, ROWS, width, needed=1)
    shown = done.lines[0].split()
    assert {*shown, *done.hidden} == {*HEADINGS}
    assert (done.hidden == ()) == (width == 200)
    assert done.is_cut == any("…" in line for line in done.lines)


def test_as_many_columns_are_shown_as_fit() -> None:
    headings = [f"column{number}" for number in range(20)]
    shown = [len(rendered(headings, [range(20)] * 2, width, needed=1).lines[0].split()) for width in WIDTHS]
    assert shown == [4, 9, 20]


def test_columns_without_any_value_make_room_for_others() -> None:
    rows = [["harbour-gazette", "", "The server has an internal problem", "weekly"], ["tide-times", "", "", "daily"]]
    done = rendered(("feed", "last news", "to do", "how often"), rows, 60, wrap="to do", needed=2)
    assert done.hidden == ("last news",)
    assert done.lines[2].split() == ["harbour-gazette", *["The", "server", "has", "an", "internal"], "weekly"]
    assert rendered(("feed", "last news"), [["tide-times", ""]] * 2, 60).hidden == ()


def test_without_a_terminal_each_row_is_one_whole_line() -> None:
    done = rendered(HEADINGS, [*ROWS, ["x" * 300, "word " * 300, 1, "", ""]], None)
    assert len(done.lines) == 5
    assert (done.hidden, done.is_cut) == ((), False)
    assert re.findall("word", done.lines[-1]) == ["word"] * 300


BESIDE = """\
id        a1_f86cdd34305eab677061
title     Police search the camp: what is known, and what is disputed
"""
BELOW = """\
id
  a1_f86cdd34305eab677061
title
  Police search the camp: what
  is known, and what is
  disputed
"""


@pytest.mark.parametrize(
    ("width", "names", "shown"),
    [
        pytest.param(70, HEADINGS, BESIDE, id="beside"),
        pytest.param(30, (*HEADINGS, "a very long name of a column"), BELOW, id="below"),
    ],
)
def test_a_row_that_does_not_fit_has_one_field_per_line(width: int, names: tuple[str, ...], shown: str) -> None:
    done = rendered(names, [[*row, ""][: len(names)] for row in ROWS], width)
    assert "\n".join(done.lines).startswith(shown)
    assert done.lines.count("") == 1, "an empty line is between two rows"


def test_a_single_row_hides_no_column() -> None:
    assert rendered(HEADINGS, ROWS[:1], 80, needed=1).hidden == ()


def test_an_address_begins_a_line_if_it_fits_nowhere_else() -> None:
    done = rendered(("a name", "digest"), [["x", DIGEST]], 66, whole=True)
    assert list(done.lines) == ["a name  x", "digest", f"  {DIGEST}"]
    assert rendered(("a name", "digest"), [["x", DIGEST]], 40, whole=True).lines[-1] == DIGEST


def test_long_text_is_cut_and_whole_is_whole() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    row = [[DIGEST, text]]
    done = rendered(("digest", "text"), row, 80)
    assert done.is_cut
    assert len(done.lines) == 4
    assert done.lines[-1].endswith("…")
    whole = rendered(("digest", "text"), row, 80, whole=True)
    assert not whole.is_cut
    assert tokens([whole.lines]) >= tokens(row)


def test_the_column_that_wraps_keeps_every_word() -> None:
    done = rendered(HEADINGS[:3], ROWS, 60, wrap="title")
    assert not done.is_cut
    assert tokens([done.lines]) >= tokens([row[:3] for row in ROWS])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "title",
    [
        pytest.param("سخنگوی وزارت خارجه: گفت‌وگو آری، تسلیم هرگز", id="Persian, with a zero-width non-joiner"),
        pytest.param("معسكر أشرف 3: معارضون إيرانيون", id="Arabic"),
        pytest.param("德黑兰与地拉那之间的漫长争端及其对流亡者营地的影响", id="Chinese, in wide letters"),
        pytest.param("Plazhi jashtë stine në Golem", id="Albanian"),
    ],
)
def test_columns_stay_in_line(width: int, title: str) -> None:
    done = rendered(("title", "n"), [[title, 1], ["A title in English, of the same length", 2]], width)
    assert done.hidden == ()
    assert len({cell_len(line) for line in done.lines[2:]}) == 1, "numbers are aligned to the right"


def test_text_from_right_to_left_is_followed_by_a_mark_on_a_terminal_alone() -> None:
    row = [["معسكر", 1]]
    assert f"معسكر{LEFT_TO_RIGHT}" in rendered(("title", "n"), row, 80).lines[2]
    assert LEFT_TO_RIGHT not in rendered(("title", "n"), row, None).lines[2]


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("short", 5, "short"),
        ("a few words more", 10, "a few…"),
        ("a few words", 12, "a few words"),
        ("a few, words", 6, "a…"),
        ("from http://a.example/long", 20, "from…"),
        ("德黑兰与地拉那", 7, "德黑兰…"),
    ],
)
def test_text_is_cut_after_a_word(text: str, width: int, cut: str) -> None:
    assert cut_text(text, width) == cut


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 8, ["one two", "three"]),
        ("see http://a.example/long now", 8, ["see", "http://a.example/long", "now"]),
        ("one two", None, ["one two"]),
    ],
)
def test_lines_are_divided_between_words(text: str, width: int | None, lines: list[str]) -> None:
    assert wrap_words(text, width) == lines


def test_facts_keep_every_word() -> None:
    done = render_facts(["Run", "Refused"], ["cli-1", "words_min 1, " * 20], 40)
    assert not done.is_cut
    assert " ".join(line.strip() for line in done.lines).count("words_min 1,") == 20


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        pytest.param(f"{ADDRESS}s", [f"Page  {ADDRESS}s"], id="beside a short name"),
        pytest.param(f"{ADDRESS}/again", ["Page", f" {ADDRESS}/again"], id="below it, as near its column as it fits"),
        pytest.param(f"{ADDRESS}/again?", ["Page", f"{ADDRESS}/again?"], id="at the edge"),
    ],
)
def test_a_long_address_among_facts_begins_further_to_the_left(value: str, lines: list[str]) -> None:
    done = render_facts(["Listed by", "Page"], ["x", value], 50)
    assert done.lines == ("Listed by  x", *lines)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_is_told_how_to_see_the_rest(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "out", Console(force_terminal=True, width=width, color_system=None))
    names = [f"column{number}" for number in range(20)]
    console.show_table([dict.fromkeys(names, number) for number in range(2)], {n: n for n in names}, empty="", needed=1)
    printed = " ".join(capsys.readouterr().out.split())
    assert ("columns do not fit: " in printed and "--json" in printed) == (width < 200)


def test_an_error_is_divided_between_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(console, "err", Console(stderr=True, force_terminal=True, width=40, color_system=None))
    console.print_error(f"{ADDRESS}: the host name does not resolve: there is no such name")
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["newsvane:", f"{ADDRESS}:", "the host name does not resolve: there is", "no such name"]
