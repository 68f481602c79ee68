"""`newsvane feeds import` and `export`: the watch list from and to other feed readers, as OPML."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from newsvane import feeds
from newsvane.cli.console import clean, complain, dump, out
from newsvane.cli.feeds.editing import append, watch_list, watched
from newsvane.cli.options import AsJson
from newsvane.settings import get_settings

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the tables that would be added; write nothing.")]


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("import", epilog="Example: `newsvane feeds import subscriptions.opml --dry-run`")(take)
    commands.command("export", epilog="Example: `newsvane feeds export --output newsvane.opml`")(give)


def take(
    file: Annotated[
        typer.FileBinaryRead, typer.Argument(metavar="FILE.opml", help="An OPML file; - for standard input.")
    ],
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add the feeds of an OPML file to the watch list.

    Those that are not there yet go to the end of feeds.toml; what is there stays as it is. Exit code 1 where the file
    holds no feed.
    """
    settings = get_settings()
    found, problems = feeds.from_opml(file.read(feeds.opml.MAX_BYTES + 1))
    merged = feeds.merge_feeds(watched(settings), found)
    if merged.added and not dry_run:
        append(settings, merged.added)
    if as_json:
        dump({"added": merged.added, "present": merged.present, "problems": problems, "written": not dry_run})
    else:
        if dry_run and merged.added:
            out.print(feeds.dump_feeds(merged.added), soft_wrap=True)
        done = "would be added to" if dry_run else "added to"
        there = f"{len(merged.present):,} there already"
        out.print(f"{len(merged.added):,} {done} {clean(watch_list(settings))}, {there}.", soft_wrap=True)
    for problem in problems:
        complain(problem)
    if not found:
        complain(f"no feed was found in {file.name}")
        raise typer.Exit(1)


def give(
    output: Annotated[Path | None, typer.Option(help="File to write; without it OPML goes to stdout.")] = None,
) -> None:
    """Write the watch list as OPML.

    For other feed readers, and for `newsvane feeds import`, which gets every field back.
    """
    listed = watched(get_settings())
    body = feeds.to_opml(listed)
    if output is None:
        sys.stdout.buffer.write(body)
        return
    if not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}")
    output.write_bytes(body)
    out.print(f"{clean(output)}: {len(listed):,} feeds", soft_wrap=True)
