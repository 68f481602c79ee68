"""`newsvane airflow init`: create what our DAGs need in an Airflow, and say what to set."""

import shlex
from typing import Annotated

import typer

from newsvane.cli.airflow.extra import load_setup
from newsvane.cli.checks import print_check
from newsvane.cli.console import out, print_words
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", epilog="Example: `newsvane airflow init --dry-run`")(init_airflow)


def init_airflow(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be created, and create nothing.")] = False,
) -> None:
    """Create the pool of our DAGs in an Airflow, and print the variables that its components need.

    Run it where the scheduler runs, with its AIRFLOW_HOME. An existing pool of that name stays as it is, and so
    do all other DAGs. Exit code 1 if another DAG already has the id of one of ours.
    """
    joining, settings = load_setup("joining"), get_settings()
    checks = list(joining.join(settings, dry_run=dry_run))
    for check in checks:
        print_check(check)
    print_words("\nSet these variables for every component of Airflow, then restart it:")
    for name, value in joining.list_variables(settings).items():
        out.print(f"{name}={shlex.quote(value)}", soft_wrap=True)
    print_words("\nThen `newsvane doctor --airflow` says what is missing, and `newsvane airflow remove` undoes it all.")
    if any(check.state == "failed" for check in checks):
        raise typer.Exit(1)
