"""`newsvane init`: create a watch folder and a home for a new subject."""

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from newsvane.cli.console import out, print_hint, print_words
from newsvane.configuration import SHIPPED, TEMPLATES, guess_template, is_country, start_subject, suggest_query
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

    On a terminal it asks for what is not given: first for the subject. Nothing is overwritten.
    """
    if template is not None:
        _require_template(template)
    if subject is None and (template is None or TEMPLATES[template].question):
        subject = _ask_subject(template)
    if template is None:
        template = SHIPPED if subject == "" else _ask_template(str(subject))
    watched = printable_line(subject) if TEMPLATES[template].question else ""
    if TEMPLATES[template].question and not watched:
        raise typer.BadParameter("--subject is empty: name what to watch")
    watch, home = start_subject(folder, template, watched, world=world)
    if template == "country" and not is_country(watched):
        query = suggest_query(watched)
        instead = f"Write for example `{query}` instead" if query else "Write what else to look for"
        print_hint(
            f"Note: no country is called {watched!r}, so the topic finds only these words. {instead} into "
            f"{watch / 'topics.toml'}, and try it: `newsvane topics test`."
        )
    print_words(f"Created {watch}, which says what to watch, and {home}, which will hold the lake.")
    if feeds := sum(file.read_text("utf-8").count("[[feed]]") for file in (watch / "world").glob("*.toml")):
        print_words(
            f"It watches {feeds:,} feeds of the world's press, too, in watch/world: --no-world leaves them out."
        )
    out.print("Next:")
    unset = "unset NEWSVANE_WATCH; " if os.environ.get("NEWSVANE_WATCH") else ""
    home_setting = shlex.quote(str(home.absolute()))
    for command in (f"{unset}export NEWSVANE_HOME={home_setting}", "newsvane feeds check", "newsvane run"):
        out.print(f"  {command}", soft_wrap=True)


def _ask_subject(template: str | None) -> str:
    """Return what to watch; "" if nobody names anything and the template is still open."""
    if template is not None:
        return _ask("--subject", TEMPLATES[template].question)
    question = f"What to watch: the name of a country or a company (Enter alone: {TEMPLATES[SHIPPED].purpose})"
    return printable_line(_ask("--subject", question, default="", show_default=False))


def _ask_template(subject: str) -> str:
    """Return the template for a subject. That of the shipped one is not offered."""
    fitting = {name: template.purpose for name, template in TEMPLATES.items() if template.question}
    numbers = {str(number): name for number, name in enumerate(fitting, 1)}
    choices = (f"{name} ({number}): {fitting[name]}" for number, name in numbers.items())
    return _ask(
        "--template",
        f"Template: {'; '.join(choices)}",
        default=guess_template(subject),
        value_proc=lambda answer: _require_template(numbers.get(str(answer).strip(), str(answer))),
    )


def _require_template(name: str) -> str:
    if name not in TEMPLATES:
        raise typer.BadParameter(f"no template is called {name!r}; there are {', '.join(TEMPLATES)}")
    return name


def _ask(option: str, question: str, **prompt: Any) -> str:
    """Return the answer to a question. Raises typer.BadParameter if nobody can be asked. `prompt`: for Typer."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"{option} is missing, and without a terminal nobody can be asked: {question}")
    return str(typer.prompt(question, **prompt))
