"""Tables fit a terminal of any width: long cells are wrapped, never cut off. No cell of a CSV file is a formula."""

import csv
import io

import pytest

from newsvane.cli import console

ROWS = [
    {
        "feed": "gazeta-adriatike",
        "state": "failed",
        "at": "",
        "fix": "The feed is slow. No action needed unless this continues",
    },
    {"feed": "a-feed-with-a-name-of-many-letters", "state": "ok", "at": "2026-11-25 09:20", "fix": ""},
]
COLUMNS = {"feed": "feed", "state": "state", "at": "newest", "fix": "what to do about it"}


@pytest.mark.parametrize("width", [40, *range(70, 90, 2), 200])
@pytest.mark.parametrize("wide", ["", "fix"])
def test_no_cell_loses_a_letter(
    width: int, wide: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console.out, "_width", width)
    console.show_table(ROWS, COLUMNS, empty="", wide=wide)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    printed = sorted("".join(lines).replace("─", "").replace(" ", ""))
    wanted = [*COLUMNS.values(), *(value for row in ROWS for value in row.values())]
    assert printed == sorted("".join(wanted).replace(" ", ""))


@pytest.mark.parametrize("sign", [*"=+-@|%", *"＝＋－＠｜％", *"−﹦﹢﹣﹪﹫⁼₌⁺₊⁻₋﬩", "⩵"])
def test_a_cell_that_looks_like_a_formula_is_escaped(sign: str) -> None:
    cells = [f"{before}{sign}cmd" for before in ("", " ", "\u00a0\u0301", "\u200c\u2060", "\n")]
    file = io.StringIO()
    console.write_csv([*"abcde"], [cells], file)
    assert [*csv.reader(io.StringIO(file.getvalue()))] == [[*"abcde"], [f"'{cell}" for cell in cells]]


def test_other_cells_stay_as_they_are() -> None:
    file = io.StringIO()
    rows = [["a=b", "«-»", -1.5, None, "", " ", "۵٪", "– no", "\u0301"]]
    console.write_csv([*"abcdefghi"], rows, file)
    assert [*csv.reader(io.StringIO(file.getvalue()))][1] == ["a=b", "«-»", "-1.5", "", "", " ", "۵٪", "– no", "\u0301"]
