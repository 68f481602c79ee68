"""`newsvane regroup`: group copies and stories again."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that groups

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from newsvane.cli.console import format_counts, print_json, print_words
from newsvane.cli.options import DAY_EXAMPLES, AsJson, parse_day, parse_first_day
from newsvane.cli.progress import show_progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane regroup --since 2026-11-01 --until 2026-11-14`")(regroup)


def regroup(
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DAY", parser=parse_first_day, help=f"First day, UTC: {DAY_EXAMPLES}; by default 30 days ago."
        ),
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(metavar="DAY", parser=parse_day, help="Last day, UTC; by default today.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Group the articles of some days again with the current rules.

    Use it after an upgrade or a change of the window. The days are days of publication or, if that is unknown, of the
    first reading. Articles whose text was deleted by retention keep their group. No alerts are sent; the table
    `story_changes` lists the articles that moved to another story.
    """
    from newsvane import pipeline

    first, last = _parse_days(since, until)
    with show_progress() as steps, steps.step("Group again") as on_done:
        done = pipeline.regroup(first, last, on_done=on_done)
    counted = pipeline.refresh_trends()
    if as_json:
        print_json(done)
    elif done.regrouped:
        print_words(format_counts(done.model_dump(), "regrouped", "copies", "originals", "moved"))
    else:
        print_words(f"No article from {first} to {last} changed its group.")
    pipeline.require_counted(counted)


def _parse_days(since: datetime | None, until: datetime | None) -> tuple[date, date]:
    last = until.date() if until else datetime.now(UTC).date()
    first = since.date() if since else last - timedelta(days=30)
    if first > last:
        raise typer.BadParameter(f"--since {first} is after --until {last}")
    return first, last
