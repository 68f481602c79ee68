"""`newsvane feeds`: the watch list, how each feed of it is, and where others are.

health: list and check. controls: pause, resume, poll. exchange: import and export. finding: discover.
editing: the file itself.
"""

import typer

from newsvane.cli.feeds import controls, exchange, finding, health


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The feeds of the watch list.")
    for module in (health, controls, finding, exchange):
        module.register(commands)
    app.add_typer(commands, name="feeds", epilog="Example: `newsvane feeds list`")
