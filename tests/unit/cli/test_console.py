"""No cell of a CSV file is a formula."""

import csv
import io

import pytest

from newsvane.cli import console


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
