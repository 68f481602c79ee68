"""`newsvane config check`: report every mistake in the watch files and in the settings."""

import os

import typer
from rich.text import Text

from newsvane import configuration
from newsvane.cli.config.in_force import describe_version
from newsvane.cli.console import out, print_json, printable_line
from newsvane.cli.options import AsJson
from newsvane.errors import Mistake
from newsvane.settings import Settings, read_settings


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command(epilog="Example: `newsvane config check`")(check)


def check(as_json: AsJson = False) -> None:
    """Read all watch files and settings, and report every mistake: where it is, what is there, and what to write.

    Nothing is changed, and no lake is needed. Exit code 1 if there is a mistake.
    """
    settings, wrong_settings = read_settings()
    found = configuration.check(settings)
    mistakes = [*wrong_settings, *found.mistakes, *configuration.check_environment(os.environ, found, settings)]
    if as_json:
        print_json([mistake._asdict() for mistake in mistakes])
    else:
        _show(mistakes, found, settings)
    if mistakes:
        raise typer.Exit(1)


def _show(mistakes: list[Mistake], found: configuration.Configuration, settings: Settings) -> None:
    for mistake in mistakes:
        line = f", line {mistake.line}" if mistake.line else ""
        out.print(Text(f"{printable_line(mistake.where)}{line}", style="bold"), soft_wrap=True)
        if mistake.found:
            out.print(Text(f"    {printable_line(mistake.found)}"), soft_wrap=True)
        out.print(Text(f"  → {printable_line(mistake.message)}"), soft_wrap=True)
    if not mistakes:
        alerts = found.alerts
        parts = {"feed": found.feeds, "topic": found.topics, "rule": alerts.all_rules, "channel": alerts.channels}
        counts = ", ".join(f"{len(part):,} {name}{'s' * (len(part) != 1)}" for name, part in parts.items())
        out.print(f"No mistakes in {settings.watch}: {counts}.", soft_wrap=True)
        return
    out.print(f"{len(mistakes):,} mistake{'s' * (len(mistakes) > 1)}. {describe_version(settings)}", soft_wrap=True)
