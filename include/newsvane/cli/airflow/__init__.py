"""`newsvane airflow`: join an Airflow that also runs other DAGs, and leave it.

- `init`: create what our DAGs need, and say what to set.
- `remove`: remove what we brought.
- `extra`: load the code that needs Airflow.
"""

import typer

from newsvane.cli.airflow import init, remove


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="Join an Airflow that also runs other DAGs, and leave it.")
    for module in (init, remove):
        module.register(commands)
    app.add_typer(commands, name="airflow", epilog="Example: `newsvane airflow init --dry-run`")
