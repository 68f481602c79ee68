"""`newsvane sources try`: show what would be taken from an address, as the kind of source that it is."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that fetches

from typing import Annotated, Any

import typer

from newsvane import css, feeds
from newsvane.cli.console import out, print_error, print_json, print_words, show_table
from newsvane.cli.options import AsJson, Limit
from newsvane.cli.progress import show_progress
from newsvane.errors import NewsvaneError
from newsvane.plurals import count_noun
from newsvane.printable import printable_line
from newsvane.records import Entry
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    commands = typer.Typer(no_args_is_help=True, help="The sources of the watch list, of any kind.")
    commands.command("try", epilog="Example: `newsvane sources try https://t.me/s/telegram`")(try_address)
    commands.callback()(_group)
    app.add_typer(commands, name="sources", epilog="Example: `newsvane sources try https://outlet.example/news`")


def _group() -> None:
    """The sources of the watch list, of any kind."""


def _check_selector(selector: str) -> str:
    try:
        if selector:
            css.compile_selector(selector)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return selector


def _selector_option(name: str, help_text: str) -> Any:
    return typer.Option(f"--{name}", metavar="CSS", callback=_check_selector, help=help_text)


def try_address(  # noqa: PLR0917 - Typer passes options by name
    url: Annotated[str, typer.Argument(metavar="URL", help="URL of a feed, a list page or a Telegram channel.")],
    links: Annotated[str, _selector_option("links", "Which links of a list page to take.")] = "",
    titles: Annotated[str, _selector_option("titles", "Titles, relative to a link's block.")] = "",
    dates: Annotated[str, _selector_option("dates", "Dates, relative to a link's block.")] = "",
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Show what would be taken from an address, and the table to paste into the watch list.

    The address is fetched as in a poll and recognised as a feed, a sitemap, a Telegram channel, or a list page without
    a feed. With a selector it is read as a list page. Nothing is landed. Exit code 1 if nothing would be taken.
    """
    from newsvane.pipeline.ops.source_trial import Selectors, try_source

    selectors = Selectors(links, titles, dates)
    address = url if "://" in url else f"https://{url}"
    try:
        with show_progress() as steps, steps.step("Read the source"):
            found = try_source(address, selectors=selectors, settings=get_settings())
    except NewsvaneError as error:
        print_error(str(error))
        if remedy := feeds.find_remedy(error.reason, str(error)):
            print_error(remedy)
        raise typer.Exit(1) from error
    table = feeds.dump_feeds([found.feed])
    if as_json:
        print_json(found.model_dump(exclude={"entries"}) | {"entries": [*map(_row, found.entries)], "table": table})
    else:
        _show(found.format, [*map(_row, found.entries)], found.problems, limit)
        if found.feed_found:
            print_words(f"The page links to a feed, which is more reliable: {printable_line(found.feed_found)}")
        if found.entries:
            out.print(f"\n{table}", soft_wrap=True)
            print_words("To watch it, paste the table into feeds.toml.")
    if not found.entries:
        raise typer.Exit(1)


def _row(entry: Entry) -> dict[str, object]:
    return {"published": entry.published_at, "title": entry.title, "url": entry.url}


def _show(words: str, rows: list[dict[str, object]], problems: tuple[str, ...], limit: int) -> None:
    dated = sum(row["published"] is not None for row in rows)
    print_words(f"{words[0].upper()}{words[1:]}: {count_noun(len(rows), 'article')}, {dated} with a date.")
    columns = {"published": "published", "title": "title", "url": "url"}
    show_table(rows[:limit], columns, empty="Nothing would be taken.", wide="url", needed=3)
    if len(rows) > limit:
        print_words(f"… and {len(rows) - limit:,} more; --limit shows them.", style="dim")
    for problem in problems:
        print_words(f"Problem: {printable_line(problem)}")
