"""Query the lake with SQL, look at its snapshots, back it up and move it."""

import typer

from newsvane.cli.lake import backup, move, snapshots, sql_shell


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for module in (sql_shell, snapshots, backup, move):
        module.register(app)
