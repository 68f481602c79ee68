"""`newsvane config check`: report every mistake in the watch files and in the settings."""

import os
from pathlib import Path
from typing import Annotated

import typer

from newsvane import configuration
from newsvane.cli.console import print_json, print_words
from newsvane.cli.options import AsJson
from newsvane.errors import Mistake
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.settings import read_settings


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command(epilog="Example: `newsvane config check drafts/watch`")(check)


def check(
    folder: Annotated[
        Path | None, typer.Argument(help="Another watch folder, such as a draft; by default the one of the home.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read all watch files and settings, and report every mistake: where it is, what is there, and what to write.

    What depends on a part with a mistake is not checked before that is corrected, so check again then.
    Nothing is changed, and no lake is needed. Exit code 1 if there is a mistake. If there is none, notes name what may
    surprise you: a rule whose outlet has no feed, a source whose access data are not set, facts about outlets that
    stored articles do not have yet; for a draft, also what this environment lacks for it.
    """
    settings, wrong_settings = read_settings()
    found = configuration.check_folder(folder or settings.watch)
    mixed = [] if folder else configuration.find_mix(settings)
    environment = configuration.check_environment(os.environ, found, settings, configuration.list_versions(settings))
    written = [*found.mistakes, *configuration.check_addresses(found)]
    mistakes = [*wrong_settings, *mixed, *written, *([] if folder else environment)]
    if as_json:
        print_json([mistake._asdict() for mistake in mistakes])
    else:
        notes = [*(environment if folder else []), *configuration.find_notes(os.environ, found, settings)]
        _show(mistakes, found, "" if folder else configuration.find_in_force(settings).describe_version(), notes)
    if mistakes:
        raise typer.Exit(1)


def _show(mistakes: list[Mistake], found: configuration.Configuration, version: str, notes: list[Mistake]) -> None:
    for mistake in mistakes:
        line = f", line {mistake.line}" if mistake.line else ""
        print_words(f"{printable_line(mistake.where)}{line}", style="bold")
        if mistake.found:
            print_words(printable_line(mistake.found), indent=4)
        print_words(f"→ {printable_line(mistake.message)}", indent=2)
    if mistakes:
        subject = "A mistake can hide others: check again when it is"
        if len(mistakes) > 1:
            subject = "Mistakes can hide others: check again when they are"
        again = f"{subject} corrected."
        print_words(" ".join(filter(None, (f"{count_noun(len(mistakes), 'mistake')}.", version, again))))
        return
    alerts = found.alerts
    parts = {"feed": found.feeds, "topic": found.topics, "rule": alerts.all_rules, "channel": alerts.channels}
    parts |= {"entity": found.entities} if found.entities else {}
    parts |= {"retention rule": found.retention} if found.retention else {}
    counts = ", ".join(count_noun(len(part), name) for name, part in parts.items())
    print_words(f"No mistakes in {found.folder}: {counts}.")
    for note in notes:
        print_words(f"Note: {printable_line(str(note))}", indent=2)
