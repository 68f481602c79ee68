"""`newsvane init`: create a watch folder and a home for a new subject."""

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from newsvane.cli.console import out, print_words
from newsvane.configuration import TEMPLATES, start_subject
from newsvane.printable import printable_line

Folder = Annotated[Path, typer.Argument(help="Folder in which `watch` and `var` are created.")]
TemplateName = Annotated[str | None, typer.Option("--template", metavar="NAME", help=f"One of {', '.join(TEMPLATES)}.")]
Subject = Annotated[str | None, typer.Option("--subject", help="What to watch, for example the name of a country.")]

World = Annotated[
    bool, typer.Option("--world/--no-world", help="Whether to watch the press of the world, too (watch/world).")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane init georgia --template country --subject Georgia`")(init)


def init(folder: Folder = Path(), template: TemplateName = None, subject: Subject = None, world: World = True) -> None:
    """Create a watch folder and a home for a new subject, and say what to do next.

    On a terminal it asks for what is not given. Nothing is overwritten.
    """
    name = template or _ask("--template", _list_templates(), default=next(iter(TEMPLATES)))
    if name not in TEMPLATES:
        raise typer.BadParameter(f"no template is called {name!r}; there are {', '.join(TEMPLATES)}")
    question = TEMPLATES[name].question
    watched = (subject or _ask("--subject", question)) if question else ""
    if question and not printable_line(watched):
        raise typer.BadParameter("--subject is empty: name what to watch")
    watch, home = start_subject(folder, name, watched, world=world)
    print_words(f"Created {watch}, which says what to watch, and {home}, which will hold the lake.")
    out.print("Next:")
    unset = "unset NEWSVANE_WATCH; " if os.environ.get("NEWSVANE_WATCH") else ""
    home_setting = shlex.quote(str(home.absolute()))
    for command in (f"{unset}export NEWSVANE_HOME={home_setting}", "newsvane feeds check", "newsvane run"):
        out.print(f"  {command}", soft_wrap=True)


def _ask(option: str, question: str, *, default: str | None = None) -> str:
    """Return the answer to a question. Raises typer.BadParameter if nobody can be asked."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"{option} is missing, and without a terminal nobody can be asked: {question}")
    return str(typer.prompt(question, default=default))


def _list_templates() -> str:
    return "Template: " + "; ".join(f"{name}: {template.purpose}" for name, template in TEMPLATES.items())
