"""`newsvane search-index`: show, update and rebuild the search index of this machine."""

import typer

from newsvane import lake, search
from newsvane.cli.console import print_json, print_words, show_facts
from newsvane.cli.options import AsJson
from newsvane.cli.progress import show_progress
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help=HELP)
    group.command(epilog="Example: `newsvane search-index status --json`")(status)
    group.command(epilog="Example: `newsvane search-index update`")(update)
    group.command(epilog="Example: `newsvane search-index rebuild`")(rebuild)
    app.add_typer(group, name="search-index", epilog="Example: `newsvane search-index status`")


HELP = """The index of words that searches use.

It is made from the lake and kept on this machine. Each run updates it. Without it, searches read the texts of the lake:
they find the same articles, but more slowly.
"""


def status(as_json: AsJson = False) -> None:
    """Show whether the index can be used, how large it is, and how far it is behind the lake."""
    with lake.open_reader() as connection:
        found = search.describe_index(get_settings(), connection)
    if as_json:
        print_json(found)
        return
    facts: dict[str, object] = {"Folder": found.path, "Size": f"{found.size / 1e6:,.1f} MB"}
    if found.missing:
        facts["State"] = f"cannot be used: {found.missing}. `newsvane search-index update` builds it"
    else:
        behind = f"{found.behind:,} articles behind the lake" if found.behind else "up to date"
        facts |= {"State": behind, "Articles": f"{found.articles:,}"}
    show_facts(facts)


def update(as_json: AsJson = False) -> None:
    """Bring the index up to date with the lake. Builds it if there is none, or if it cannot be used."""
    _update(rebuild=False, as_json=as_json)


def rebuild(as_json: AsJson = False) -> None:
    """Build the index again from the lake. Searches use the old one until the new one is complete."""
    _update(rebuild=True, as_json=as_json)


def _update(*, rebuild: bool, as_json: bool) -> None:
    with show_progress() as steps, steps.counting("Index articles") as on_progress:
        done = search.update_index(get_settings(), rebuild=rebuild, on_progress=on_progress)
    if as_json:
        print_json(done)
        return
    why = f" Built from all of the lake, because {done.rebuilt}." if done.rebuilt else ""
    print_words(f"{done.articles:,} articles in the index; {done.added:,} added in {done.seconds:.1f} s.{why}")
