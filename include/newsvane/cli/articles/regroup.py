"""`newsvane regroup`: copies and stories decided anew."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that groups

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from newsvane.cli.console import counted, dump, out
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: `newsvane regroup --since 2026-11-01 --until 2026-11-14`")(regroup)


def regroup(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day, UTC; 30 days ago where not given.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day, UTC; today where not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Group the articles of some days anew, by today's rules.

    For after an upgrade or a change of the window. The days are those of publication, or where that is not known of the
    first reading. What has lost its text to retention keeps its group. Nobody is told; `story_changes` has what went
    over to another story.
    """
    from newsvane import pipeline

    first, last = _days(since, until)
    with progress() as steps, steps.step("Group anew") as on_done:
        done = pipeline.regroup(first, last, on_done=on_done)
    pipeline.refresh_trends()
    if as_json:
        dump(done)
    else:
        out.print(counted(done.model_dump(), "regrouped", "copies", "originals", "moved"))


def _days(since: datetime | None, until: datetime | None) -> tuple[date, date]:
    last = until.date() if until else datetime.now(UTC).date()
    first = since.date() if since else last - timedelta(days=30)
    if first > last:
        raise typer.BadParameter(f"--since {first} is after --until {last}")
    return first, last
