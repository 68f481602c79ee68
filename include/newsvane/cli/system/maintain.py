"""`newsvane maintain`: apply retention and clean up, as newsvane_maintain does each night."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from newsvane import configuration
from newsvane.cli.config.in_force import warn_of_mistakes
from newsvane.cli.console import print_hint, print_json, print_words, show_table
from newsvane.cli.options import AsJson, WatchFolder
from newsvane.settings import get_settings

if TYPE_CHECKING:
    from newsvane import lake

_COUNTED_FROM = (
    "Days count from when an article was first read (fetched_at), not from when it was published: what a backfill "
    "brings today is kept as long as the news of today."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane maintain --dry-run --watch drafts/watch`")(maintain)


def maintain(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only list what each rule of retention.toml would delete now.")
    ] = False,
    watch: WatchFolder = None,
    as_json: AsJson = False,
) -> None:
    """Delete what is older than retention allows, find mirrors, merge small files, and remove unused ones.

    Retention is set by the settings `NEWSVANE_KEEP_…`, and for single outlets and topics by retention.toml in the watch
    folder. Days count from when an article was first read. In Airflow, `newsvane_maintain` does this each night.

    With --dry-run, --watch tries the retention.toml of a draft.
    """
    from newsvane import pipeline

    if watch and not dry_run:
        raise typer.BadParameter("--watch only tries a draft: add --dry-run")
    if watch:
        _warn_of_outlets(configuration.check_folder(watch))
    else:
        warn_of_mistakes(get_settings())
    if dry_run:
        due = pipeline.count_due(watch)
        if as_json:
            print_json(due)
        else:
            _show_due(due)
        return
    counts = pipeline.maintain()
    if as_json:
        print_json(counts)
    else:
        done = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items() if count)
        print_words(done or "Nothing to do.")


def _show_due(due: "Sequence[lake.DueCount]") -> None:
    """Print what each rule would delete."""
    rows = [
        {
            "rule": each.rule.words,
            "text_days": each.rule.text_days,
            "texts": each.texts,
            "facts_days": each.rule.facts_days,
            "facts": each.facts,
            "oldest": each.oldest.date() if each.oldest else None,
        }
        for each in due
    ]
    columns = {
        "rule": "rule", "text_days": "text_days", "texts": "texts", "facts_days": "facts_days", "facts": "articles",
        "oldest": "oldest read",
    }  # fmt: skip
    show_table(rows, columns, empty="There is no rule in retention.toml: only the settings NEWSVANE_KEEP_… hold.")
    if due:
        print_words(f"Nothing was deleted. {_COUNTED_FROM}", style="dim")


def _warn_of_outlets(draft: configuration.Configuration) -> None:
    """Say which outlets of a draft no feed is of: they may be misspelt."""
    for note in configuration.find_unwatched_outlets(draft):
        if note.where.endswith("retention.toml"):
            print_hint(f"Note: {note}")
