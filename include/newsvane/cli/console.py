"""What reaches the terminal: results on stdout, everything else on stderr, and nothing of the web raw.

Consoles interpret no markup; control and bidirectional characters are taken out, in JSON they are escaped.
"""

import csv
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TextIO

import typer
from pydantic_core import to_json
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
    "|[\U000e0000-\U000e007f]"
)
"""Control characters but tab and newline, line and paragraph separators, bidirectional controls, tags, surrogates.

Those that scripts need (zero-width joiners) stay.
"""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection)."""
NARROW = 26
"""Cells up to this width are not broken where another column can give way."""

out = Console(markup=False, highlight=False, emoji=False)
err = Console(stderr=True, markup=False, highlight=False, emoji=False)


def clean(value: object) -> str:
    """A value as text that is safe to print; times to the minute, lists joined by commas, None as nothing."""
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
            return ", ".join(map(clean, value))
        case _:
            return UNSAFE.sub("", str(value))


def line(value: object) -> str:
    """The same on one line."""
    return " ".join(clean(value).split())


def complain(message: str) -> None:
    """One line on stderr."""
    err.print(f"newsvane: {line(message)}", soft_wrap=True)


def dump(value: object, *, indent: int | None = 2) -> None:
    """Print records, rows or counts as JSON."""
    text = to_json(value, indent=indent, inf_nan_mode="null", fallback=str).decode("utf-8", "replace")
    typer.echo(UNSAFE.sub(lambda found: to_ascii(found[0]), text))


def to_ascii(text: str) -> str:
    """Characters as JSON escapes."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def show_table(rows: Iterable[Mapping[str, object]], columns: Mapping[str, str], *, empty: str, wide: str = "") -> None:
    """Print rows as a table. `columns`: key of a row -> heading. `empty`: what to say where there are none.

    `wide`: the column that gives way where there is little room; all alike where none is named.
    """
    cells = [[_cell(row.get(key)) for key in columns] for row in rows]
    needed = [max((row[number].cell_len for row in cells), default=0) for number in range(len(columns))]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, width in zip(columns.values(), needed, strict=True):
        table.add_column(line(heading), overflow="fold", min_width=min(width, NARROW) if wide else None)
    for row in cells:
        table.add_row(*row)
    if out.measure(table, options=out.options.update_width(10_000)).minimum > out.width:  # it would be cut off
        for column in table.columns:
            column.min_width = None
    out.print(table if cells else Text(empty))


def show_facts(facts: Mapping[str, object]) -> None:
    """Print names and values, a line each, those without a value left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", (), []):
            grid.add_row(name, Text(clean(value)))
    out.print(grid)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]], file: TextIO) -> int:
    """Write rows as CSV with the names of the columns first, no cell a formula to a spreadsheet; how many rows."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_defused, columns))
    count = 0
    for row in rows:
        writer.writerow(map(_defused, row))
        count += 1
    return count


def counted(counts: Mapping[str, object], *names: str) -> str:
    """`3 ok, 1 failed`: the named counts, without zeros; `none` where all are."""
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name)) or "none"


class LogHandler(logging.Handler):
    """Log lines to stderr, above a progress bar where one is shown."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        err.print(line(self.format(record)), soft_wrap=True)


def _cell(value: object) -> Text:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Text(line(value), justify="right" if number else "default")


def _defused(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = value.isoformat() if isinstance(value, datetime) else clean(value)
    return f"'{text}" if text.startswith(FORMULA) else text
