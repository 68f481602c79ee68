"""`newsvane lake export` and `newsvane lake import`: bring one subject, or some days, from one lake into another."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command that imports

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane import lake
from newsvane.analysis.known_names import require_topics
from newsvane.cli.console import print_json, print_words
from newsvane.cli.options import AsJson, FirstDay, TopicId, Until, parse_period
from newsvane.cli.progress import show_progress
from newsvane.printable import printable
from newsvane.settings import get_settings


def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    topic: TopicId = None,
    *,
    since: FirstDay = None,
    until: Until = None,
    archive: Annotated[bool, typer.Option("--archive", help="Include the archived pages.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write one topic, or the articles of some days, into a folder that `newsvane lake import` merges into a lake.

    It contains articles with their ids, groups with their evidence, changes, names and entries, and the articles that
    these copy or resemble. Messages, polls, labels and actions stay.
    """
    if topic is None and since is None and until is None:
        raise typer.BadParameter("say what to export: --topic, or --since and --until")
    if since and until:
        parse_period(since, until, 1, until.date())
    require_topics([topic])
    with show_progress() as steps, steps.step("Export") as on_done:
        made = lake.export_part(
            get_settings(),
            folder,
            datetime.now(UTC),
            topic=topic,
            since=since.date() if since else None,
            until=until.date() if until else None,
            archive=archive,
            on_done=on_done,
        )
    if as_json:
        print_json(made.model_dump(exclude={"files"}))
    else:
        rows = ", ".join(f"{count:,} of {name}" for name, count in made.rows.items())
        print_words(f"{printable(folder)}: {rows}; {sum(file.size for file in made.files):,} bytes")


def import_(
    folder: Annotated[Path, typer.Argument(help="A folder written by `newsvane lake export`.")],
    as_json: AsJson = False,
) -> None:
    """Merge an exported part into this lake. Nobody is alerted, and importing it again changes nothing.

    Import parts only from people whom you trust: a part is as true as who made it, and its checksums only show damage.
    Rows whose id or outlet does not fit their address are refused, and dates from the future are dropped.

    Articles that this lake has already stay as they are. What it has forgotten is left out. `newsvane regroup` groups
    the new articles with those that were here. Exit code 1 if a file was changed, or a newer version wrote it.
    """
    from newsvane import pipeline

    with show_progress() as steps, steps.step("Import") as on_done:
        done = lake.import_part(get_settings(), folder, datetime.now(UTC), on_done=on_done)
    counted = pipeline.refresh_trends()
    if as_json:
        print_json(done)
    else:
        print_words(
            f"{done.articles:,} articles imported; {done.known:,} were here already; {done.forgotten:,} left out, "
            "because they were removed from this lake by request"
        )
        if done.articles and done.topic:
            print_words(
                f"Only articles on {printable(done.topic)} came along, so on days of which this lake has little else "
                "their share of what was read is near 100 %."
            )
        if done.refused:
            print_words(f"Rows refused, by what contradicts the rest: {_count_each(done.refused)}.")
        if done.corrected:
            print_words(f"Fields corrected: {_count_each(done.corrected)}.")
    pipeline.require_counted(counted)


def _count_each(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
