"""The help of the application itself, in the look of Typer's.

Typer's own needs a parser for Markdown and a highlighter for source code: half of the time that this page takes.
"""

import re
from inspect import cleandoc
from typing import Any

from rich.columns import Columns
from rich.console import Console, Group
from rich.highlighter import RegexHighlighter
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Column, Table
from rich.text import Text
from rich.theme import Theme

from newsvane.cli.commands import COMMANDS

STYLES = {"option": "bold cyan", "switch": "bold green", "usage": "yellow"}
FLAG = Text.assemble(("<", "dim"), "bool", (">", "dim"), style="bold yellow")


class _Highlighter(RegexHighlighter):
    highlights = (
        r"(^|\W)(?P<switch>\-\w+)(?![a-zA-Z0-9])",
        r"(^|\W)(?P<option>\-\-[\w\-]+)(?![a-zA-Z0-9])",
        r"(?P<usage>Usage: )",
    )


_highlight = _Highlighter()


def print_overview(application: Any, context: Any) -> None:
    """Print usage, help, options, commands and the example. Every option must be a flag."""
    first, _, rest = cleandoc(application.help).partition("\n\n")
    options = _table()
    for option in application.get_params(context):
        options.add_row(*_names(option.opts), *_names(option.secondary_opts), FLAG, Columns([_text(option.help)]))
    names = Column(style="bold cyan", no_wrap=True, width=max(map(len, COMMANDS)))
    commands = _table(names, Column(ratio=1))
    for name, entry in COMMANDS.items():
        commands.add_row(name, _text(entry.help))
    console = Console(theme=Theme(STYLES), highlighter=_highlight)
    console.print(Padding(_highlight(application.get_usage(context)), 1), style="bold")
    console.print(Padding(Group(_text(first), "", _text(rest, "dim")), (0, 1, 1, 1)))
    for title, table in {"Options": options, "Commands": commands}.items():
        console.print(Panel(table, border_style="dim", title=title, title_align="left"))
    console.print(Padding(_text(application.epilog), 1))


def _table(*columns: Column) -> Table:
    return Table(*columns, show_header=False, expand=True, box=None, pad_edge=False)


def _names(options: list[str]) -> tuple[Text, Text]:
    """Return the long and the short names of an option."""
    long, short = ([name for name in options if name.startswith("--") is wanted] for wanted in (True, False))
    return _highlight(",".join(long)), _highlight(",".join(short))


def _text(markdown: str, style: str = "") -> Text:
    """Return a paragraph, in which `code` is highlighted."""
    parts = re.split("`([^`]+)`", " ".join(markdown.split()))
    return Text.assemble(*((part, "markdown.code" if odd % 2 else "") for odd, part in enumerate(parts)), style=style)
