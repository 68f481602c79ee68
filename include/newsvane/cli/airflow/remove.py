"""`newsvane airflow remove`: remove from an Airflow what we brought to it."""

from typing import Annotated

import typer

from newsvane.cli.airflow.extra import load_setup
from newsvane.cli.console import print_words


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("remove", epilog="Example: `newsvane airflow remove --dry-run`")(remove_airflow)


def remove_airflow(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be removed, and remove nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove our DAGs with their runs and logs, assets, bundle, pool and saved searches from an Airflow.

    First take our bundle out of its configuration and restart the DAG processor, because that would bring the DAGs
    back. The lake stays, and so do DAGs, pools and assets that Newsvane did not create or that other DAGs use.
    """
    leaving = load_setup("leaving")
    if not dry_run and not yes:
        typer.confirm(
            "Remove everything that Newsvane brought to this Airflow, with runs and saved searches?", abort=True
        )
    lines = list(leaving.leave(dry_run=dry_run))
    for line in lines or ["There is nothing of ours in this Airflow."]:
        print_words(line)
