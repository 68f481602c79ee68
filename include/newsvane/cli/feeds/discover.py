"""`newsvane feeds discover`: find the feeds of an outlet."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that fetches

from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from newsvane import feeds
from newsvane.cli.console import out, print_json, print_words, show_table
from newsvane.cli.feeds.watch_file import append_feeds, find_feeds_in_force, load_watch_list
from newsvane.cli.options import AsJson
from newsvane.cli.progress import show_progress
from newsvane.printable import printable_line
from newsvane.records import Feed
from newsvane.settings import get_settings

MAX_WATCHED = 5
"""How many watched feeds of the same outlet are named."""


def register(commands: typer.Typer) -> None:
    """Add the command."""
    commands.command(epilog="Example: `newsvane feeds discover https://www.tiranatimes.com/`")(discover)


def discover(
    url: Annotated[str, typer.Argument(metavar="URL", help="URL of an outlet, a section or a feed.")],
    add: Annotated[bool, typer.Option("--add", help="Add the feeds found to feeds.toml.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Add them also if the outlet is watched already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the feeds of an outlet and describe each.

    Looks in the links of the page, in robots.txt and at common addresses. Each feed is fetched and parsed; nothing is
    landed. Of an outlet that is watched already, nothing is added without --force. Exit code 1 if no feed is found.
    """
    from newsvane.pipeline.ops.feed_discovery import discover as look

    settings = get_settings()
    listed = load_watch_list(settings) if add else find_feeds_in_force(settings)
    address = url if "://" in url else f"https://{url}"
    with show_progress() as steps, steps.step("Look for feeds") as on_tried:
        done = look(address, settings=settings, on_tried=on_tried)
    merged = feeds.merge_feeds(listed, [each.feed for each in done.found])
    watched = _find_watched(listed, merged.added)
    is_added = add and (force or not watched)
    if is_added and merged.added:
        append_feeds(settings, merged.added)
    if as_json:
        added = [each.feed_id for each in merged.added] if is_added else []
        print_json(done.model_dump() | {"added": added, "watched": [each.feed_id for each in watched]})
    elif not done.found:
        for each in feeds.find_same_outlet(listed, Feed(feed_id="found", url=address))[:MAX_WATCHED]:
            name = printable_line(each.title or each.feed_id)
            print_words(f"This outlet is watched already as {name} ({each.feed_id}), at {printable_line(each.url)}.")
        tried = [{"url": each.url, "outcome": each.outcome} for each in done.tried]
        show_table(tried, {"url": "tried", "outcome": "result"}, empty="Nothing to try.", wide="url")
        print_words(
            f"No feed was found. `newsvane sources try {printable_line(address)}` says whether the page itself will do."
        )
    else:
        if done.itself:
            print_words("The URL is itself a feed.")
        rows = [{**each.model_dump(), **each.feed.model_dump()} for each in done.found]
        columns = {"url": "url", "format": "kind", "title": "title", "language": "in", "entries": "entries"}
        show_table(rows, columns | {"newest": "newest", "per_week": "per week"}, empty="", wide="url")
        if is_added:
            print_words(f"{len(merged.added)} added to feeds.toml, {len(merged.present)} already listed.")
        elif merged.added:
            out.print(feeds.dump_feeds(merged.added), soft_wrap=True)
            again = "--add --force" if watched else "--add"
            nothing = "Nothing was added, because the outlet is watched already. " if add else ""
            print_words(f"{nothing}To watch them, paste the tables into feeds.toml, or run this again with {again}.")
        else:
            print_words("All of them are already watched.")
        _say_what_is_watched(watched)
    if not done.found:
        raise typer.Exit(1)


def _find_watched(listed: Iterable[Feed], found: Iterable[Feed]) -> list[Feed]:
    """Return the feeds of the same outlets that are watched already."""
    listed = [*listed]
    return [*{each.feed_id: each for feed in found for each in feeds.find_same_outlet(listed, feed)}.values()]


def _say_what_is_watched(same: Sequence[Feed]) -> None:
    """Say which feeds of the same outlets are watched already: one of them may have moved to a new address."""
    for each in same[:MAX_WATCHED]:
        print_words(
            f"Note: {each.feed_id} is watched already, from the same outlet, at {printable_line(each.url)}. If that "
            "feed has moved, change its url instead; if both are watched, their common news is polled twice."
        )
    if len(same) > MAX_WATCHED:
        print_words(
            f"{len(same) - MAX_WATCHED} more feeds of this outlet are watched: see `newsvane feeds list --all`."
        )
