"""Workbooks: text stays text, whatever it looks like, and Excel can open the file."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from xml.etree import ElementTree

import pytest

from newsvane import xlsx_output
from newsvane.xlsx_output import write_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MAX_LENGTH = 32_767


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def cells(content: bytes) -> list[list[tuple[str, str]]]:
    """Return kind ("s": string, "n": number, "b": boolean) and value of each cell, by row."""
    found = parts(content)
    strings = ["".join(each.itertext()) for each in ElementTree.fromstring(found["xl/sharedStrings.xml"])]
    rows = ElementTree.fromstring(found["xl/worksheets/sheet1.xml"]).iter(f"{MAIN}row")
    return [[_read(cell, strings) for cell in row] for row in rows]


def _read(cell: ElementTree.Element, strings: Sequence[str]) -> tuple[str, str]:
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v") or ""
    return kind, strings[int(value)] if kind == "s" else value


@pytest.mark.parametrize(
    "text",
    [
        "=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(A1)", "{=1}", "123", "1e5", "2026-01-01", "TRUE",
        "#N/A", "http://evil.example", "mailto:a@b.c", "internal:Sheet1!A1", "external:c:\\x", " two  spaces ",
        "_x000D_ end", "<b>&amp;</b>", "سلام", "line\nline",
    ],
)  # fmt: skip
def test_a_string_stays_that_string(text: str) -> None:
    content = write_xlsx(["column"], [[text]])
    stored = text.replace("_x000D_", "_x005F_x000D_")  # Excel reads this back as the text
    assert cells(content) == [[("s", "column")], [("s", stored)]]
    found = parts(content)
    assert b"<f>" not in found["xl/worksheets/sheet1.xml"]
    assert b"hyperlink" not in found["xl/worksheets/sheet1.xml"]
    assert not any("_rels/sheet" in name for name in found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("", "Sheet1", id="none"),
        pytest.param('title:"sanctions" AND [x]', 'title "sanctions" AND x', id="characters"),
        pytest.param("x" * 40, "x" * 31, id="long"),
        pytest.param("\U0001f6a2" * 40, "\U0001f6a2" * 15, id="UTF-16 units"),
        pytest.param("'quoted'", "quoted", id="apostrophes"),
        pytest.param("History", "Sheet1", id="reserved"),
        pytest.param("a\x00<b>&", "a<b>&", id="hostile"),
    ],
)
def test_a_sheet_has_the_name_that_excel_allows(text: str, name: str) -> None:
    workbook = ElementTree.fromstring(parts(write_xlsx(["column"], [], text))["xl/workbook.xml"])
    assert [sheet.get("name") for sheet in workbook.iter(f"{MAIN}sheet")] == [name]


def test_what_no_workbook_may_contain_is_removed() -> None:
    hostile = "a\x00b\x08c\x1bd\r\ud800e\ufffef\uffffg\u202eh"
    assert cells(write_xlsx([hostile], [[hostile]])) == [[("s", "abcdefgh")]] * 2


@pytest.mark.parametrize("letter", ["x", "\U0001f6a2"])
def test_a_long_text_is_cut_to_what_a_cell_holds(letter: str) -> None:
    (_, ((_, text),)) = cells(write_xlsx(["column"], [[letter * 40_000]]))
    assert MAX_LENGTH - 1 <= len(text.encode("utf-16-le")) // 2 <= MAX_LENGTH


def test_values_have_their_kinds() -> None:
    early = datetime(1815, 6, 18, tzinfo=UTC)
    row = [7, 0.5, True, None, "", float("nan"), 10**18, float("-inf"), ["iran", "mek"], early]
    ((*_,), found) = cells(write_xlsx(list("abcdefghij"), [row]))
    texts = ["nan", "1000000000000000000", "-inf", "iran, mek", "1815-06-18 00:00"]
    assert found == [("n", "7"), ("n", "0.5"), ("b", "1"), *(("s", text) for text in texts)]


def test_times_are_in_utc() -> None:
    noon = datetime(2026, 1, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    (_, ((kind, value),)) = cells(write_xlsx(["at"], [[noon]]))
    assert (kind, float(value)) == ("n", 46_023.5)


def test_no_more_rows_than_a_sheet_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert xlsx_output.MAX_ROWS == 2**20
    monkeypatch.setattr(xlsx_output, "MAX_ROWS", 3)
    assert len(cells(write_xlsx(["a"], [[str(number)] for number in range(9)]))) == 3
