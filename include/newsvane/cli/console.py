"""Print results to stdout and everything else to stderr. Text from the web is made safe before it is printed.

The consoles interpret no markup. Control and bidirectional characters are removed; in JSON they are escaped.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer
from pydantic_core import to_json
from rich.console import Console
from rich.text import Text

from newsvane.cli.tables import Cell, Rendered, find_line_starts, render_facts, render_rows, wrap_words
from newsvane.printable import UNPRINTABLE, printable_line

SEE_ALL = "To see all, use a wider terminal, --json, or a pipe (| less -S)."
"""How to see what a table leaves out."""

out = Console(markup=False, highlight=False, emoji=False)
err = Console(stderr=True, markup=False, highlight=False, emoji=False)


def print_error(message: str) -> None:
    """Print an error to stderr: one line, which a terminal shows on several, divided between words."""
    print_hint(f"newsvane: {message}")


def print_hint(message: str) -> None:
    """Print what belongs to an error to stderr, divided in the same way."""
    lines = wrap_words(printable_line(message), terminal_width(err))
    err.print("\n".join(lines), soft_wrap=True)


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print records, rows or counts as JSON."""
    text = to_json(value, indent=indent, inf_nan_mode="null", fallback=str).decode("utf-8", "replace")
    typer.echo(UNPRINTABLE.sub(lambda found: json_escape(found[0]), text))


def json_escape(text: str) -> str:
    """Return characters as JSON escapes."""
    units = text.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))


def show_table(
    rows: Iterable[Mapping[Any, object]],
    columns: Mapping[Any, str],
    *,
    empty: str,
    wide: str = "",
    needed: int | None = None,
    whole: bool = False,
    see_all: str = SEE_ALL,
) -> None:
    """Print rows as a table, or with one field per line if a terminal is too narrow for most of the columns.

    `columns` maps keys of a row to headings. `empty` is printed if there are no rows. `wide` names the column whose
    text is continued on the next line; other text that is too long is cut, and `see_all` says how to get it. `needed`:
    how many columns a table must show, by default most. `whole`: one field per line, and nothing cut.
    """
    cells = [[_cell(row.get(key)) for key in columns] for row in rows]
    if not cells:
        print_words(empty)
        return
    headings = [printable_line(heading) for heading in columns.values()]
    done = render_rows(headings, cells, terminal_width(out), wrap=columns.get(wide, ""), needed=needed, whole=whole)
    _print_lines(done)
    if done.hidden:
        noun = "column does" if len(done.hidden) == 1 else "columns do"
        print_words(f"{len(done.hidden)} {noun} not fit: {', '.join(done.hidden)}. {see_all}", style="dim")
    elif done.is_cut:
        print_words(f"Text that ends in … goes on. {see_all}", style="dim")


def show_facts(facts: Mapping[str, object]) -> None:
    """Print one line per name and value. Names without a value are left out."""
    known = {name: value for name, value in facts.items() if value not in (None, "", (), [])}
    _print_lines(render_facts([*known], [printable_line(value) for value in known.values()], terminal_width(out)))


def print_words(words: str | Text, *, style: str = "", indent: int = 0, first: Text | str = "") -> None:
    """Print text. A terminal shows it on as many lines as it needs, divided between words; elsewhere it is one line.

    `indent`: spaces before each line. `first`: what stands in their place before the first one.
    """
    text = Text(words, style=style) if isinstance(words, str) else words
    width = terminal_width(out)
    for paragraph in text.split("\n", allow_blank=True):
        for line in paragraph.divide(find_line_starts(paragraph.plain, width and max(1, width - indent))):
            line.rstrip()
            out.print(Text.assemble(first or " " * indent, line), soft_wrap=True)
            first = ""


def print_address(address: str) -> None:
    """Print the address of a page, which is never divided, so that it can be copied and followed."""
    out.print(Text(printable_line(address), style="cyan"), soft_wrap=True)


def terminal_width(console: Console) -> int | None:
    """Return the width of the terminal, None if the output goes to a file or a pipe."""
    return console.width if console.is_terminal else None


def format_counts(counts: Mapping[str, object], *names: str) -> str:
    """Format the named counts that are not zero: `3 ok, 1 failed`, or `none`."""
    return ", ".join(f"{counts[name]} {name}" for name in names if counts.get(name)) or "none"


MAX_EXAMPLES = 3
"""How many of many feeds or pages are named."""


def name_some(names: Sequence[str], total: int = 0) -> str:
    """Return the first names and how many more there are: `one, two, three and 858 more`. `total`: by default all."""
    more = max(total, len(names)) - MAX_EXAMPLES
    return ", ".join(names[:MAX_EXAMPLES]) + (f" and {more:,} more" if more > 0 else "")


class LogHandler(logging.Handler):
    """Print log lines to stderr, above a progress bar if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line, which a terminal shows on several, divided between words."""
        print_hint(self.format(record))


def _cell(value: object) -> Cell:
    return Cell(printable_line(value), isinstance(value, int | float) and not isinstance(value, bool))


def _print_lines(done: Rendered) -> None:
    for number, line in enumerate(done.lines):
        out.print(Text(line, style="bold" if number < done.heading else ""), soft_wrap=True)
