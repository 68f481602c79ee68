"""`newsvane doctor`: check that everything works, and say what to do if it does not."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

from typing import Annotated

import typer
from rich.text import Text

from newsvane import health, runbook
from newsvane.cli.console import print_json, print_words
from newsvane.cli.options import AsJson
from newsvane.printable import printable_line

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane doctor`")(doctor)


def doctor(
    as_json: AsJson = False,
    mend: Annotated[bool, typer.Option("--mend", help="Recount the days whose counts are wrong.")] = False,
) -> None:
    """Check that everything works, and say what to do if it does not.

    Checks settings, home, watch files and disk; the schema, files, keys, links and counts of the lake; the search
    index; whether anything polls; clock, channels, links in messages, feeds and outbox. Exit code 1 if a check failed;
    warnings do not count.
    """
    checks = list(health.run_checks())
    if mend and (days := [day for check in checks for day in check.days]):
        from newsvane import pipeline

        pipeline.refresh_trends(days)
        checks = list(health.run_checks())
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            state = (f"{check.state:8}", _STYLES[check.state])
            print_words(Text.assemble(state, f"{check.name}: {printable_line(check.found)}"))
            if check.remedy:
                print_words(f"→ {printable_line(check.remedy)}", indent=8)
                if entry := runbook.find_entry(check.name):
                    print_words(f"docs/operations/runbook.md#{entry.anchor}", indent=10)
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(1)
