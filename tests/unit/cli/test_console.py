"""No cell of a CSV file is a formula, and a log line breaks no word."""

import csv
import io
import logging
import re
from unittest.mock import patch

import pytest
from rich.console import Console

from newsvane.cli import console
from newsvane.csv_output import write_csv


@pytest.mark.parametrize("sign", [*"=+-@|%", *"＝＋－＠｜％", *"−﹦﹢﹣﹪﹫⁼₌⁺₊⁻₋﬩", "⩵"])
def test_a_cell_that_looks_like_a_formula_is_escaped(sign: str) -> None:
    cells = [f"{before}{sign}cmd" for before in ("", " ", "\u00a0\u0301", "\u200c\u2060", "\n")]
    file = io.StringIO()
    write_csv([*"abcde"], [cells], file)
    assert [*csv.reader(io.StringIO(file.getvalue()))] == [[*"abcde"], [f"'{cell}" for cell in cells]]


def test_other_cells_stay_as_they_are() -> None:
    file = io.StringIO()
    rows = [["a=b", "«-»", -1.5, None, "", " ", "۵٪", "– no", "\u0301", "+03:30", "-0800"]]
    write_csv([*"abcdefghijk"], rows, file)
    assert [*csv.reader(io.StringIO(file.getvalue()))][1] == [
        "a=b", "«-»", "-1.5", "", "", " ", "۵٪", "– no", "\u0301", "+03:30", "-0800"
    ]  # fmt: skip


@pytest.mark.parametrize("cell", ["+03:30+cmd", "-08:00)", "+3", "@03:30"])
def test_what_only_begins_like_a_time_zone_is_escaped(cell: str) -> None:
    file = io.StringIO()
    write_csv(["a"], [[cell]], file)
    assert file.getvalue() == f"a\n'{cell}\n"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_log_line_is_divided_between_words_on_a_terminal_only(is_terminal: bool) -> None:
    words = "feed harbour: failed, polled 2026-11-27 20:53 UTC, and next " * 3
    file = io.StringIO()
    with patch.object(console, "err", Console(file=file, force_terminal=is_terminal, width=50)):
        console.LogHandler().emit(logging.makeLogRecord({"msg": words}))
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in file.getvalue().splitlines()]
    assert " ".join(line.strip() for line in lines) == words.strip()
    assert (len(lines) > 1, max(map(len, lines)) <= 50) == (is_terminal, is_terminal)
