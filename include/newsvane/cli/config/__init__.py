"""`newsvane config`: check the watch files and the settings.

- `check`: report every mistake.
- `in_force`: warn a person whose files have mistakes that their last valid version is in force.
"""

import typer

from newsvane.cli.config import check


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The watch files and the settings.")
    check.register(commands)
    app.add_typer(commands, name="config", epilog="Example: `newsvane config check`")
