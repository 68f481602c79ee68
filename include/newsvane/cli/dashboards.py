"""`newsvane dashboards`: write dashboards and a notebook that show the published file."""

from pathlib import Path
from typing import Annotated

import typer

from newsvane.cli.console import print_words
from newsvane.cli.output_files import prepare_output
from newsvane.dashboards import build_dashboards
from newsvane.printable import printable
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane dashboards for-analysts`")(dashboards)


def dashboards(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; it is created if it does not exist.")],
) -> None:
    """Write dashboards for Superset and Grafana, and a marimo notebook, that show the published file.

    Files of the same names in the folder are replaced. The guide "Open the lake in your tools" says how to import them.
    """
    published = get_settings().published_path.resolve()
    prepare_output(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in build_dashboards(published).items():
        (folder / name).write_bytes(content)
        print_words(printable(folder / name))
    if not published.exists():
        print_words(f"Nothing is published at {printable(published)} yet: `newsvane run` or `newsvane up` publishes.")
