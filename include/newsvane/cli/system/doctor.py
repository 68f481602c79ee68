"""`newsvane doctor`: check that everything works, and say what to do if it does not."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

import os
from pathlib import Path
from typing import Annotated

import typer

from newsvane import health
from newsvane.cli.airflow.extra import load_setup
from newsvane.cli.checks import print_check
from newsvane.cli.console import print_json, print_words
from newsvane.cli.options import AsJson
from newsvane.installations import has_installation
from newsvane.running_airflow import NOTE
from newsvane.settings import get_settings, read_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane doctor`")(doctor)


def doctor(
    as_json: AsJson = False,
    mend: Annotated[bool, typer.Option("--mend", help="Recount the days whose counts are wrong.")] = False,
    airflow: Annotated[
        bool, typer.Option("--airflow", help="Check only how Newsvane is installed in the Airflow of this machine.")
    ] = False,
) -> None:
    """Check that everything works, and say what to do if it does not.

    Checks settings, home, watch files and disk; the schema, files, keys, links and counts of the lake; the search
    index; whether anything polls, or was interrupted; clock, channels, links in messages, feeds, deliveries and
    outbox. Exit code 1 if a check failed; warnings do not count. With --airflow it checks plugin, DAGs, pool,
    versions and home of an Airflow instead, and which DAGs are paused.
    """
    checks = list(load_setup("checks").check_airflow(get_settings()) if airflow else health.run_checks())
    if mend and (days := [day for check in checks for day in check.days]):
        from newsvane import pipeline

        pipeline.refresh_trends(days)
        checks = list(health.run_checks())
    if as_json:
        print_json(checks)
    else:
        for check in checks:
            print_check(check)
        if not airflow and _has_airflow(read_settings()[0].home):
            words = "Not checked: whether DAGs are paused. The page Status and `newsvane doctor --airflow` say it."
            print_words(words, style="dim")
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(1)


def _has_airflow(home: Path) -> bool:
    """Return whether an Airflow runs on this home, or its tasks did. False if this user may not look into it."""
    return os.access(home, os.R_OK | os.X_OK) and ((home / NOTE).exists() or has_installation(home))
