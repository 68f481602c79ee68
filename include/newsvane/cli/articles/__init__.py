"""Read, find, compare and export articles, and decide about those in quarantine."""

import typer

from newsvane.cli.articles import article, copies, export, quarantine, read_page, regroup, search, story


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for module in (read_page, article, story, search, copies, regroup, export, quarantine):
        module.register(app)
