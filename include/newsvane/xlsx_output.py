"""Write rows as an Excel workbook (XLSX), in which text stays text. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import MAXYEAR, UTC, datetime
from io import BytesIO
from itertools import islice

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from newsvane.printable import printable

MAX_ROWS = 1_048_576
"""Rows of a sheet, the header included."""
MAX_COLUMN_WIDTH = 60
"""Characters of the widest column as it is shown."""
TIME_WIDTH = 20
"""Characters of a column of times, which Excel shows as #### if it is narrower."""
_FIRST_YEAR = 1900
"""The year in which Excel's calendar begins. Times of that year and of the last one could leave it as UTC."""
_MAX_NUMBER = 10**15
"""Excel rounds numbers with more than 15 digits; such a number is written as text."""
_MAX_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]], sheet_name: str = "") -> bytes:
    """Return a workbook with one sheet, whose first row is the header. Rows after MAX_ROWS are left out.

    `sheet_name`: any text; what Excel does not allow in a name is left out. By default it is "Sheet1".

    Numbers and times (UTC) become cells of that kind. Everything else becomes a string, whatever it looks like: neither
    a formula nor a link nor a number. Characters that are not printable are removed, and a string ends after 32,767
    UTF-16 units, the longest that a cell holds (both limits: Microsoft, "Excel specifications and limits").
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(_clean_sheet_name(sheet_name))
        bold, time = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(columns):
            sheet.write_string(0, place, printable(name), bold)
        times: set[int] = set()
        for number, row in enumerate(islice(rows, MAX_ROWS - 1), 1):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    times.add(place)
                _write_cell(sheet, number, place, value, time)
        sheet.autofit(MAX_COLUMN_WIDTH * 7)
        for place in times:
            sheet.set_column(place, place, TIME_WIDTH)
    return file.getvalue()


def _clean_sheet_name(text: str) -> str | None:
    """Return a name for a sheet; None if nothing is left of it.

    Limits: Microsoft, "Rename a worksheet": 31 UTF-16 units, no []:*?/\\, no apostrophe at an end, and not "History".
    """
    name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", printable(text)).split()).strip("' ")
    name = name.encode("utf-16-le", "replace")[: 2 * _MAX_SHEET_NAME].decode("utf-16-le", "ignore").strip("' ")
    return None if name.lower() in {"", "history"} else name


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, time: Format) -> None:
    match value:
        case None | "":
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() if abs(value) < _MAX_NUMBER:
            sheet.write_number(row, column, value)
        case datetime() if _FIRST_YEAR < value.year < MAXYEAR:
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), time)
        case _:
            sheet.write_string(row, column, printable(value))
