"""Lay out rows as text for a terminal of any width: as a table, or with one field per line. Pure: nothing is printed.

A word, an id or an address is never broken. Text that is too long ends in "…". Without a width, as in a pipe, nothing
is left out: each row is one line.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

GAP = "  "
"""Between two columns."""
MIN_TEXT_WIDTH = 24
"""A column of text is not made narrower than this."""
MIN_SHOWN = 3 / 4
"""By default a table shows at least this share of its columns; otherwise each field gets a line."""
MAX_LINES = 3
"""The maximum number of lines of a field that has lines of its own."""
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"
"""After right-to-left text, it keeps a terminal from moving the columns that follow."""


class Cell(NamedTuple):
    """A value as printed, on one line."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Rendered:
    """`lines`: what to print, the first `heading` of them names. `hidden`: the headings of the columns that do not fit.

    `is_cut`: whether a text ends in "…".
    """

    lines: tuple[str, ...]
    heading: int = 0
    hidden: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True)
class _Column:
    """A column and its widths. `has_values`: whether any cell has text. `wraps`: its text continues on the next line;
    otherwise it is cut.
    """

    heading: str
    number: int
    natural: int
    least: int
    has_values: bool
    wraps: bool = False
    is_number: bool = False


def render_rows(
    headings: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    width: int | None,
    *,
    wrap: str = "",
    needed: int | None = None,
    whole: bool = False,
) -> Rendered:
    """Return rows as a table, or with one field per line if too few columns would fit.

    `width`: of the terminal; None: without limit. `wrap`: heading of the column whose text is continued on the next
    line rather than cut. `needed`: how many columns a table must show, by default most. `whole`: one field per line,
    and nothing cut. If not all columns fit, those without any value are left out first.
    """
    columns = [_measure(number, heading, rows, wraps=heading == wrap) for number, heading in enumerate(headings)]
    if whole:
        return _render_fields(headings, rows, width, max_lines=None)
    fitted, wanted = _fit(columns, width), columns
    if rows and len(fitted) < len(columns):
        wanted = [column for column in columns if column.has_values]
        fitted = _fit(wanted, width)
    if len(rows) == 1:
        needed = len(wanted)
    if len(fitted) < (needed or MIN_SHOWN * len(wanted)):
        return _render_fields(headings, rows, width, max_lines=MAX_LINES)
    return _render_table(columns, fitted, rows, is_terminal=width is not None)


def render_facts(names: Sequence[str], values: Sequence[str], width: int | None) -> Rendered:
    """Return one line per name and value, with long values continued on the next lines."""
    return _render_fields(names, [[Cell(value) for value in values]], width, max_lines=None)


def wrap_words(text: str, width: int | None) -> list[str]:
    """Divide text into lines between words. A word that is longer than a line has a line of its own."""
    starts = [0, *find_line_starts(text, width)]
    return [text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def find_line_starts(text: str, width: int | None) -> list[int]:
    """Return where to divide a line of text, between words, so that each part fits, unless it is one long word."""
    starts: list[int] = []
    if width is None or cell_len(text) <= width:
        return starts
    line = 0
    for word in re.finditer(r"\S+", text):
        if word.start() > line and cell_len(text[line : word.end()]) > width and text[line : word.start()].strip():
            line = word.start()
            starts.append(line)
    return starts


def cut_text(text: str, width: int) -> str:
    """Return the text if it fits, otherwise its beginning and "…", after a whole word if there is one."""
    if cell_len(text) <= width:
        return text
    kept = chop_cells(text[: 8 * width], width - 1)[0]
    words = kept if text[len(kept)] == " " else kept.rpartition(" ")[0]
    return f"{(words or kept).rstrip()}…"


def is_right_to_left(text: str) -> bool:
    """Return whether the text has a letter of a script that is written from right to left."""
    return any(unicodedata.bidirectional(each) in {"R", "AL"} for each in text)


def _measure(number: int, heading: str, rows: Sequence[Sequence[Cell]], *, wraps: bool) -> _Column:
    cells = [row[number] for row in rows]
    natural = max((cell_len(cell.text) for cell in cells), default=0)
    is_number = any(cell.is_number for cell in cells) and all(cell.is_number or not cell.text for cell in cells)
    least = natural
    if wraps:
        longest = max((cell_len(word) for cell in cells for word in cell.text.split()), default=0)
        least = min(natural, max(longest, MIN_TEXT_WIDTH))
    elif any(_can_be_cut(cell.text) for cell in cells):
        least = min(
            natural, max(MIN_TEXT_WIDTH, *(cell_len(cell.text) for cell in cells if not _can_be_cut(cell.text)), 0)
        )
    title = cell_len(heading)
    return _Column(heading, number, max(natural, title), max(least, title), natural > 0, wraps, is_number)


def _can_be_cut(text: str) -> bool:
    """Return whether it is text, not a word, an id or an address. Some scripts write no spaces."""
    return " " in text or not text.isascii()


def _fit(columns: Sequence[_Column], width: int | None) -> dict[int, int]:
    """Return the widths of the columns that fit, by number: as many as possible, and each as wide as possible.

    What is cut gets more room before what is continued on the next line.
    """
    if width is None:
        return {column.number: column.natural for column in columns}
    widths: dict[int, int] = {}
    free = width + len(GAP)
    for column in columns:
        if column.least + len(GAP) <= free:
            widths[column.number] = column.least
            free -= column.least + len(GAP)
    for wraps in (False, True):
        wanting = sorted((each for each in columns if each.number in widths and each.wraps == wraps), key=_missing)
        for left, column in zip(range(len(wanting), 0, -1), wanting, strict=True):
            more = min(_missing(column), free // left)
            widths[column.number] += more
            free -= more
    return widths


def _missing(column: _Column) -> int:
    return column.natural - column.least


def _render_table(
    columns: Sequence[_Column], widths: dict[int, int], rows: Sequence[Sequence[Cell]], *, is_terminal: bool
) -> Rendered:
    shown = [column for column in columns if column.number in widths]
    heads = [_align(column.heading, widths[column.number], column.is_number) for column in shown]
    total = sum(widths.values()) + len(GAP) * (len(shown) - 1)
    lines = [GAP.join(heads).rstrip(), "─" * total]
    is_cut = False
    for row in rows:
        parts = [_lines_of(row[column.number].text, column, widths[column.number]) for column in shown]
        is_cut = is_cut or any(
            not column.wraps and part[0] != row[column.number].text for column, part in zip(shown, parts, strict=True)
        )
        for at in range(max(map(len, parts))):
            texts = [part[at] if at < len(part) else "" for part in parts]
            lines.append(_join(texts, shown, widths, is_terminal=is_terminal))
    hidden = tuple(column.heading for column in columns if column.number not in widths)
    return Rendered(tuple(lines), heading=1, hidden=hidden, is_cut=is_cut)


def _lines_of(text: str, column: _Column, width: int) -> list[str]:
    return wrap_words(text, width) if column.wraps else [cut_text(text, width)]


def _join(texts: Sequence[str], shown: Sequence[_Column], widths: dict[int, int], *, is_terminal: bool) -> str:
    marked = (f"{text}{LEFT_TO_RIGHT}" if is_terminal and is_right_to_left(text) else text for text in texts)
    cells = (_align(text, widths[each.number], each.is_number) for text, each in zip(marked, shown, strict=True))
    return GAP.join(cells).rstrip()


def _align(text: str, width: int, is_number: bool) -> str:
    space = " " * (width - cell_len(text))
    return f"{space}{text}" if is_number else f"{text}{space}"


def _render_fields(
    headings: Sequence[str], rows: Sequence[Sequence[Cell]], width: int | None, *, max_lines: int | None
) -> Rendered:
    """Return one line per field; in a narrow terminal, the value is below its name. Rows are apart by an empty line."""
    names = max(map(cell_len, headings), default=0)
    is_stacked = width is not None and width - names - len(GAP) < min(MIN_TEXT_WIDTH, width // 2)
    indent = len(GAP) if is_stacked else names + len(GAP)
    room = None if width is None else max(1, width - indent)
    lines: list[str] = []
    is_cut = False
    for row in rows:
        if lines:
            lines.append("")
        for heading, cell in zip(headings, row, strict=True):
            values = wrap_words(cell.text, room)
            if max_lines and room and len(values) > max_lines:
                values, is_cut = [*values[: max_lines - 1], cut_text(" ".join(values[max_lines - 1 :]), room)], True
            if is_stacked:
                lines += _stack(heading, values, width or 0, len(GAP))
            elif room and max(map(cell_len, values)) > room:
                lines += _outdent(heading, values, width or 0, indent)
            else:
                lines += _field(heading, values, indent)
    return Rendered(tuple(lines), is_cut=is_cut)


def _stack(heading: str, values: Sequence[str], width: int, indent: int) -> Iterator[str]:
    """Yield the name, and the value below it. What does not fit, such as an address, begins further to the left."""
    yield heading
    for value in filter(None, values):
        yield f"{' ' * min(indent, max(0, width - cell_len(value)))}{value}"


def _outdent(heading: str, values: Sequence[str], width: int, indent: int) -> Iterator[str]:
    """Yield the name and a value that is too long for its column: further to the left, or below if it fits nowhere."""
    left = width - cell_len(values[0])
    if len(values) == 1 and left >= cell_len(heading) + len(GAP):
        yield f"{_align(heading, left, False)}{values[0]}"
    else:
        yield from _stack(heading, values, width, indent)


def _field(heading: str, values: Sequence[str], indent: int) -> Iterator[str]:
    yield f"{_align(heading, indent, False)}{values[0]}".rstrip()
    yield from (f"{' ' * indent}{value}" for value in values[1:])
