"""`newsvane alerts`: try out the rules, follow deliveries, and send again."""

import typer

from newsvane.cli.alerts import check, delivery


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The rules of alerts.toml, and what they sent.")
    for module in (check, delivery):
        module.register(commands)
    app.add_typer(commands, name="alerts", epilog="Example: `newsvane alerts test mek-in-albania`")
