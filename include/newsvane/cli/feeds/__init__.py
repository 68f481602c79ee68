"""`newsvane feeds`: the watch list and the health of its feeds.

- `health`: list and check.
- `controls`: pause, resume and poll.
- `opml`: import and export.
- `discover`: find the feeds of an outlet.
- `prune`: remove dead sources.
- `watch_file`: add feeds to feeds.toml.
"""

import typer

from newsvane.cli.feeds import controls, discover, health, opml, prune


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The feeds of the watch list.")
    for module in (health, controls, discover, opml, prune):
        module.register(commands)
    app.add_typer(commands, name="feeds", epilog="Example: `newsvane feeds list`")
