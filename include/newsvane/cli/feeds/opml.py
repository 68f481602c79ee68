"""`newsvane feeds import` and `export`: exchange the watch list with other feed readers as OPML."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from newsvane import feeds
from newsvane.cli.console import out, print_error, print_json, print_words
from newsvane.cli.feeds.watch_file import append_feeds, load_watch_list, watch_list_path
from newsvane.cli.options import AsJson
from newsvane.cli.output_files import prepare_output
from newsvane.printable import printable
from newsvane.settings import get_settings

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the tables that would be added, without writing them.")]


def register(commands: typer.Typer) -> None:
    """Add the commands."""
    commands.command("import", epilog="Example: `newsvane feeds import subscriptions.opml --dry-run`")(import_opml)
    commands.command("export", epilog="Example: `newsvane feeds export --output newsvane.opml`")(export_opml)


def import_opml(
    file: Annotated[
        typer.FileBinaryRead, typer.Argument(metavar="FILE.opml", help="An OPML file; - for standard input.")
    ],
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add the feeds of an OPML file to the watch list.

    New feeds are appended to feeds.toml; the rest of it does not change. Exit code 1 if the OPML file has no feed.
    """
    settings = get_settings()
    found, problems = feeds.from_opml(file.read(feeds.opml.MAX_BYTES + 1))
    merged = feeds.merge_feeds(load_watch_list(settings), found)
    if merged.added and not dry_run:
        append_feeds(settings, merged.added)
    if as_json:
        print_json({"added": merged.added, "present": merged.present, "problems": problems, "written": not dry_run})
    else:
        if dry_run and merged.added:
            out.print(feeds.dump_feeds(merged.added), soft_wrap=True)
        done = "would be added to" if dry_run else "added to"
        there = f"{len(merged.present):,} already listed"
        print_words(f"{len(merged.added):,} {done} {printable(watch_list_path(settings))}, {there}.")
    for problem in problems:
        print_error(problem)
    if not found:
        print_error(f"no feed was found in {file.name}")
        raise typer.Exit(1)


def export_opml(
    output: Annotated[Path | None, typer.Option(help="File to write; by default stdout.")] = None,
) -> None:
    """Write the watch list as OPML.

    Other feed readers can read it; `newsvane feeds import` restores every field. Sources of other kinds are left out.
    """
    watched = load_watch_list(get_settings())
    listed = [feed for feed in watched if feed.source_kind in {"feed", "sitemap"}]
    body = feeds.to_opml(listed)
    if output is None:
        sys.stdout.buffer.write(body)
        return
    if not output.parent.is_dir():
        raise typer.BadParameter(f"the folder {output.parent} does not exist")
    prepare_output(output)
    output.write_bytes(body)
    others = f"; {len(watched) - len(listed):,} other sources were left out" if len(listed) < len(watched) else ""
    print_words(f"{printable(output)}: {len(listed):,} feeds{others}")
