"""Print results to stdout and everything else to stderr. Text from the web is made safe before it is printed.

The consoles interpret no markup. Control and bidirectional characters are removed; in JSON they are escaped.
"""

import csv
import logging
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TextIO

import typer
from pydantic_core import to_json
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e007f]"
)
"""Characters that are not printed: controls except tab and newline, separators, bidirectional controls, tags,
surrogates.

Zero-width joiners are printed, because some scripts need them.
"""
_FORMULA_SIGNS = frozenset("=+-@|%\N{MINUS SIGN}")
"""A spreadsheet may interpret a cell that begins with one of these as a formula (OWASP, CSV injection)."""
MAX_UNBROKEN_WIDTH = 26
"""Cells up to this width are not wrapped if another column can be narrowed instead."""

out = Console(markup=False, highlight=False, emoji=False)
err = Console(stderr=True, markup=False, highlight=False, emoji=False)


def printable(value: object) -> str:
    """Return a value as safe text: times to the minute, lists joined by commas, None as an empty string."""
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(printable, value))
        case _:
            return UNPRINTABLE.sub("", str(value))


def printable_line(value: object) -> str:
    """Return a value as safe text on one line."""
    return " ".join(printable(value).split())


def print_error(message: str) -> None:
    """Print one line to stderr."""
    err.print(f"newsvane: {printable_line(message)}", soft_wrap=True)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print records, rows or counts as JSON."""
    text = to_json(value, indent=indent, inf_nan_mode="null", fallback=str).decode("utf-8", "replace")
    typer.echo(UNPRINTABLE.sub(lambda found: json_escape(found[0]), text))


def json_escape(text: str) -> str:
    """Return characters as JSON escapes."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def show_table(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str], *, empty: str, wide: str = "") -> None:
    """Print rows as a table.

    `columns` maps keys of a row to headings. `empty` is printed if there are no rows. `wide` names the column that is
    wrapped first if the terminal is narrow; by default all columns are wrapped alike.
    """
    cells = [[_cell(row.get(key)) for key in columns] for row in rows]
    needed = [max((row[number].cell_len for row in cells), default=0) for number in range(len(columns))]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, width in zip(columns.values(), needed, strict=True):
        table.add_column(
            printable_line(heading), overflow="fold", min_width=min(width, MAX_UNBROKEN_WIDTH) if wide else None
        )
    for row in cells:
        table.add_row(*row)
    if out.measure(table, options=out.options.update_width(10_000)).minimum > out.width:  # the table would be cut off
        for column in table.columns:
            column.min_width = None
    out.print(table if cells else Text(empty))


def show_facts(facts: Mapping[str, object]) -> None:
    """Print one line per name and value. Names without a value are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", (), []):
            grid.add_row(name, Text(printable(value)))
    out.print(grid)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], file: TextIO) -> int:
    """Write rows as CSV with a header, and return their number. Cells that look like formulas are escaped."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_without_formula, columns))
    count = 0
    for row in rows:
        writer.writerow(map(_without_formula, row))
        count += 1
    return count


def format_counts(counts: Mapping[str, object], *names: str) -> str:
    """Format the named counts that are not zero: `3 ok, 1 failed`, or `none`."""
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name)) or "none"


class LogHandler(logging.Handler):
    """Print log lines to stderr, above a progress bar if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        err.print(printable_line(self.format(record)), soft_wrap=True)


def _cell(value: object) -> Text:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Text(printable_line(value), justify="right" if number else "default")


def _without_formula(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, datetime) else printable(value)
    return f"'{text}" if _looks_like_formula(text) else text


def _looks_like_formula(text: str) -> bool:
    """Return whether the first visible character, in its compatibility form, is the sign of a formula, or a tab."""
    first = next((each for each in text if not each.isspace() and unicodedata.category(each)[0] not in "CM"), "")
    return text.startswith("\t") or unicodedata.normalize("NFKC", first)[:1] in _FORMULA_SIGNS
