"""Check what a command promises: each page, address and command that it names exists."""

import re
import shlex
from functools import cache
from typing import Any

import typer

from newsvane.cli import app
from newsvane.ui_links import PREFIX
from tests.journeys.pages import anchors
from tests.support.scene import PROJECT

_DOCS = re.compile(r"\bdocs/[\w/-]+\.md(?:#[\w-]+)?")
_UI = re.compile(rf"http://127\.0\.0\.1:8080{PREFIX}(/[^\s\"'>)#?]*)?")
_COMMAND = re.compile(r"`(?:\.venv/bin/)?newsvane( [^`…]+)`")
_ROUTE = re.compile(r"@router\.get\(\"([^\"]+)\"")


def broken_promises(printed: str) -> list[str]:
    """Return what the text names and what does not exist: pages of docs/, pages of the UI, commands and options."""
    text = " ".join(printed.split())
    return [
        *(f"no such page: {link}" for link in _DOCS.findall(text) if not _is_page(link)),
        *(f"no such route: {path}" for path in _UI.findall(text) if not _is_route(path or "/")),
        *(f"no such command: newsvane{words}" for words in _COMMAND.findall(text) if not is_command(words)),
    ]


def is_command(words: str) -> bool:
    """Return whether the command and its options exist. Words of it in capitals stand for something."""
    command: Any = typer.main.get_command(app)
    context, rest = None, ["newsvane", *shlex.split(words)]
    while rest:
        context = command.make_context(rest[0], [], parent=context, resilient_parsing=True)
        context.resilient_parsing = False
        try:
            rest = command.make_parser(context).parse_args(rest[1:])[1]
            if not hasattr(command, "commands"):
                break
            if rest:
                _, command, _ = command.resolve_command(context, rest)
        except Exception:  # whatever a parser thinks of it, it is no command
            return False
    return not rest


def _is_page(link: str) -> bool:
    page, _, anchor = link.partition("#")
    return (PROJECT / page).is_file() and (not anchor or anchor in anchors(page))


def _is_route(path: str) -> bool:
    return any(route.fullmatch(path) for route in _routes())


@cache
def _routes() -> list[re.Pattern[str]]:
    """Return the addresses that the plugin serves, read from its files: importing it would import all of Airflow."""
    files = (PROJECT / "plugins" / "newsvane_pages").glob("*.py")
    found = [route for file in files for route in _ROUTE.findall(file.read_text("utf-8"))]
    return [re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route))) for route in found]
