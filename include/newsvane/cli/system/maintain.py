"""`newsvane maintain`: apply retention and clean up, as newsvane_maintain does each night."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

from typing import Annotated

import typer

from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import print_json, print_words, show_table
from newsvane.cli.options import AsJson
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane maintain --dry-run`")(maintain)


def maintain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what the rules of retention.toml would delete now.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Delete what is older than retention allows, merge small files, and remove unused ones.

    Retention is set by the settings `NEWSVANE_KEEP_…`, and for single outlets and topics by retention.toml in the watch
    folder. In Airflow, `newsvane_maintain` does this each night.
    """
    from newsvane import pipeline

    warn_of_mistakes(get_settings())
    if dry_run:
        due = pipeline.count_due()
        if as_json:
            print_json(due)
        else:
            columns = {"outlet": "outlet", "texts": "texts", "facts": "articles"}
            show_table(
                [each.model_dump() for each in due], columns, empty="No rule of retention.toml deletes anything now."
            )
        return
    counts = pipeline.maintain()
    if as_json:
        print_json(counts)
    else:
        done = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items() if count)
        print_words(done or "Nothing to do.")
