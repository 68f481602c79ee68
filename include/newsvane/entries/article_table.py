"""Read a table of articles: CSV or TSV with a header row that names an address and a title. Pure.

A row that is not written properly costs itself: its quotation marks count as letters.
"""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from newsvane.entries.article_fields import find_address, view_article
from newsvane.entries.article_names import ADDRESS, TITLE, fold_name, is_like

MAX_ROW_LINES = 30
"""Lines of one row: a quoted text may have line breaks."""

MAX_COLUMNS = 200

MAX_PROBED = 50
"""Rows that are looked at to see whether any has an address."""

MAX_BEFORE = 5
"""Lines before the header, such as a title or Excel's `sep=;`."""

_DELIMITERS = ",\t;|"
_MAX_HEADER = 5_000
_DATA = re.compile(r"[{}<>]|://")
"""What the names of columns do not have."""


def read_table(text: str, max_rows: int) -> list[dict[str, str]] | None:
    """Return the rows of a table, each by the names of its columns, without empty cells; None if it is no table.

    One row more than `max_rows` is returned if there are more.
    """
    lines = _iterate_lines(text)
    for line in islice(filter(str.strip, lines), MAX_BEFORE + 1):
        for delimiter in _DELIMITERS if len(line) <= _MAX_HEADER and not _DATA.search(line) else "":
            columns = [cell.strip() for cell in _parse_line(line, delimiter)][:MAX_COLUMNS]
            if _is_header(columns):
                rows = _read_rows(lines, columns, delimiter, max_rows)
                return rows if not rows or any(map(_has_address, rows[:MAX_PROBED])) else None
    return None


def _has_address(row: dict[str, str]) -> bool:
    return bool(find_address(view_article(row))[1])


def _is_header(columns: list[str]) -> bool:
    """Return whether the cells of a line name an address and a title."""
    names = set(map(fold_name, columns))
    has_address = not names.isdisjoint(ADDRESS) or any(is_like(name, "address") for name in names)
    return has_address and (not names.isdisjoint(TITLE) or any(is_like(name, "title") for name in names))


def _iterate_lines(text: str) -> Iterator[str]:
    """Yield lines with their ends: LF, CRLF, or CR where the text has nothing else."""
    end = "\n" if "\n" in text else "\r"
    begin = 0
    while begin < len(text):
        found = text.find(end, begin)
        after = len(text) if found < 0 else found + 1
        yield text[begin:after]
        begin = after


def _read_rows(lines: Iterator[str], columns: list[str], delimiter: str, max_rows: int) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    pending: list[str] = []
    while len(rows) <= max_rows:
        cells = _read_row(pending, lines, delimiter)
        if cells is None:
            break
        row = {name: cell.strip() for name, cell in reversed([*zip(columns, cells, strict=False)]) if cell.strip()}
        if row:
            rows.append(row)
    return rows


def _read_row(pending: list[str], lines: Iterator[str], delimiter: str) -> list[str] | None:
    """Return the cells of the next row; None at the end. `pending`: lines that were looked at before, changed here."""

    def take() -> Iterator[str]:
        for position in range(MAX_ROW_LINES):
            if position == len(pending):
                line = next(lines, None)
                if line is None:
                    return
                pending.append(line)
            yield pending[position]

    reader = csv.reader(take(), delimiter=delimiter, strict=True)
    try:
        cells = next(reader, None)
        used = reader.line_num
    except csv.Error:
        cells, used = _parse_line(pending[0], delimiter, csv.QUOTE_NONE), 1
    del pending[:used]
    return cells


def _parse_line(line: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> list[str]:
    """Return the cells of one line; none if a cell is longer than Python's csv reads."""
    try:
        return next(csv.reader([line.replace("\r", " ")], delimiter=delimiter, quoting=quoting), [])
    except csv.Error:
        return []
