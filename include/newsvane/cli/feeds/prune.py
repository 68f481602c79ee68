"""`newsvane feeds prune`: remove sources from the watch files that have been dead for a long time."""

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from newsvane import feeds
from newsvane.analysis.queries import Row, fetch_rows
from newsvane.cli.console import print_json, print_words, show_table
from newsvane.cli.feeds.watch_file import list_watch_files, load_watch_list, replace_file
from newsvane.cli.options import AsJson
from newsvane.cli.queries import load_query
from newsvane.plurals import count_noun
from newsvane.settings import Settings, get_settings

Dead = Annotated[str, typer.Option("--dead", metavar="DAYS", help="How long every poll has failed, such as 30d.")]
Yes = Annotated[bool, typer.Option("--yes", help="Remove them without asking.")]


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command(epilog="Example: `newsvane feeds prune --dead 30d`")(prune)


def prune(dead: Dead = "30d", yes: Yes = False, as_json: AsJson = False) -> None:
    """Remove sources whose polls have all failed for a long time from feeds.toml and the files that it includes.

    Shows them first, and asks on a terminal. Everything else in the files stays as it is, and so do their articles in
    the lake.
    """
    days = _parse_days(dead)
    settings = get_settings()
    found = _find_dead({feed.feed_id for feed in load_watch_list(settings)}, days)
    if found and not as_json:
        columns = {"feed_id": "source", "reason": "reason", "failing_since": "failing since", "fix": "to do"}
        show_table(found, columns, empty="", wide="fix", needed=3)
    removed = _remove(settings, found) if found and (yes or _confirm(len(found))) else []
    if as_json:
        print_json([row | {"removed": row["feed_id"] in removed} for row in found])
    elif removed:
        print_words(f"Removed {count_noun(len(removed), 'source')}.")
    else:
        print_words("Nothing was removed." if found else f"No source has been failing for {count_noun(days, 'day')}.")


def _find_dead(watched: set[str], days: int) -> list[Row]:
    since = datetime.now(UTC) - timedelta(days=days)
    rows = [
        row
        for row in fetch_rows(load_query("feed_health"))
        if row["feed_id"] in watched and not row["paused"] and row["failing_since"] and row["failing_since"] <= since
    ]
    return [row | {"fix": feeds.find_remedy(row["reason"], row["detail"]) or row["detail"]} for row in rows]


def _confirm(number: int) -> bool:
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody can be asked without a terminal: add --yes to remove them")
    return typer.confirm(f"Remove {count_noun(number, 'source')} from the watch files?")


def _remove(settings: Settings, found: list[Row]) -> list[str]:
    """Remove the sources from the files, and return the ids of those that were there."""
    ids = {row["feed_id"] for row in found}
    removed: list[str] = []
    for path in list_watch_files(settings):
        before = path.read_bytes()
        text, gone = feeds.remove_sources(before.decode(), ids)
        if gone:
            replace_file(path, text.encode())
            removed += gone
    return removed


def _parse_days(text: str) -> int:
    """Return a number of days written as 30d or 30."""
    number = text.strip().lower().removesuffix("d")
    if not number.isascii() or not number.isdecimal() or not 0 < int(number[:6]) <= 3650:
        raise typer.BadParameter(f"{text!r} is not a number of days from 1 on: write for example 30d")
    return int(number)
