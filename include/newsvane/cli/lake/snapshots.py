"""`newsvane snapshots`: list the past states of the lake that can be queried."""

import typer

from newsvane import lake
from newsvane.cli.console import print_json, show_table
from newsvane.cli.options import AsJson, Limit
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane snapshots --limit 50`")(snapshots)


def snapshots(limit: Limit = 20, as_json: AsJson = False) -> None:
    """List the lake's snapshots, newest first.

    Shows when each was made, by which step of which run, and how much was written. `--as-of` accepts any time from the
    oldest snapshot on.
    """
    with lake.open_shared(get_settings()) as connection:
        found = lake.list_snapshots(connection, limit=limit)
    if as_json:
        print_json(found)
        return
    rows = [each.model_dump() | {"at": f"{each.at:%Y-%m-%d %H:%M:%S}"} for each in found]
    columns = {"snapshot_id": "id", "at": "when (UTC)", "words": "what", "run_id": "run"}
    show_table(rows, columns, empty="No snapshots.", wide="words")
