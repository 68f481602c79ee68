"""`newsvane alerts`: list and test rules, look at deliveries, and send messages again."""

import typer

from newsvane.cli.alerts import delivery, dry_run, rules


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The alert rules and their messages.")
    for module in (rules, dry_run, delivery):
        module.register(commands)
    app.add_typer(commands, name="alerts", epilog="Example: `newsvane alerts test mek-in-albania`")
