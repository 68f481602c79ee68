"""`newsvane feeds discover`: from an outlet's address to its feeds."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that fetches

from typing import Annotated

import typer

from newsvane import feeds
from newsvane.cli.console import dump, out, show_table
from newsvane.cli.feeds.editing import append, watched
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress
from newsvane.settings import get_settings


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command(epilog="Example: `newsvane feeds discover https://www.tiranatimes.com/`")(discover)


def discover(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of an outlet, of a section, or of a feed.")],
    add: Annotated[bool, typer.Option("--add", help="Add what is found to feeds.toml.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the feeds of an outlet and describe each.

    In the page's links, in robots.txt, and at the usual places. Each is fetched and read; nothing is landed. Exit code
    1 where there is none.
    """
    from newsvane.pipeline.ops.feed_discovery import discover as look

    settings = get_settings()
    listed = watched(settings)
    address = url if "://" in url else f"https://{url}"
    with progress() as steps, steps.step("Look for feeds") as on_tried:
        done = look(address, settings=settings, on_tried=on_tried)
    merged = feeds.merge_feeds(listed, [each.feed for each in done.found])
    if add and merged.added:
        append(settings, merged.added)
    if as_json:
        dump(done.model_dump() | {"added": [each.feed_id for each in merged.added] if add else []})
    elif not done.found:
        tried = [{"url": each.url, "outcome": each.outcome} for each in done.tried]
        show_table(tried, {"url": "tried", "outcome": "what came of it"}, empty="Nothing to try.", wide="url")
        out.print("No feed was found.")
    else:
        if done.itself:
            out.print("The address is itself a feed.")
        rows = [{**each.model_dump(), **each.feed.model_dump()} for each in done.found]
        columns = {"url": "address", "format": "kind", "title": "title", "language": "in", "entries": "entries"}
        show_table(rows, columns | {"newest": "newest", "per_week": "a week"}, empty="", wide="url")
        if add:
            out.print(f"{len(merged.added)} added to feeds.toml, {len(merged.present)} there already.")
        elif merged.added:
            out.print(feeds.dump_feeds(merged.added), soft_wrap=True)
            out.print("To watch them, paste what you want into feeds.toml, or call this again with --add.")
        else:
            out.print("All of them are watched already.")
    if not done.found:
        raise typer.Exit(1)
