"""`newsvane backup`, `newsvane restore` and `newsvane land-again`: back the lake up and bring it back."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.console import print_hint, print_json, print_words
from newsvane.cli.options import AsJson
from newsvane.cli.progress import show_progress
from newsvane.plurals import count_noun
from newsvane.printable import printable
from newsvane.settings import get_settings
from newsvane.watch_folder import read_record


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane backup backups/2026-11-25`")(backup)
    app.command(epilog="Example: `newsvane restore backups/2026-11-25 --check`")(restore)
    app.command(epilog="Example: `newsvane land-again`")(land_again)


def backup(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    archive: Annotated[bool, typer.Option("--archive", help="Include the archived pages.")] = False,
    copy: Annotated[bool, typer.Option("--copy", help="Copy data files even if they could be hard-linked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Back up the lake while everything runs.

    The backup is one consistent commit, with a checksum per file. On the same file system data files are hard links.
    They need no space and protect against deletion but not against a broken disk: choose a folder on another disk, or
    copy the backup elsewhere.
    """
    with show_progress() as steps, steps.step("Back up") as on_done:
        made = lake.backup(get_settings(), folder, datetime.now(UTC), archive=archive, link=not copy, on_done=on_done)
    _show(folder, made, as_json)


def restore(
    folder: Annotated[Path, typer.Argument(help="A folder written by `newsvane backup`.")],
    only_check: Annotated[bool, typer.Option("--check", help="Only check the backup; restore nothing.")] = False,
    forgotten: Annotated[
        Path | None,
        typer.Option(
            "--forgotten",
            metavar="FILE",
            help="Also forget what this list names: forgotten/tombstones.jsonl of a home.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore the lake from a backup.

    Verifies all checksums, and that the catalog has nothing but a lake of Newsvane. Then restores into the home named
    in the settings. A lake that has rows is never replaced. Stop everything that writes to the lake first. Runs since
    the backup whose staged files still exist are landed again, and alerts that were sent since are not sent again. What
    was forgotten since the backup is removed before anybody can read it. Exit code 1 if the backup is incomplete,
    damaged or changed.
    """
    if only_check:
        with show_progress() as steps, steps.step("Check") as on_done:
            found = lake.verify_backup(folder, on_done=on_done)
        _show(folder, found, as_json)
        return
    from newsvane import pipeline

    with show_progress() as steps, steps.step("Restore") as on_done:
        done = pipeline.restore(folder, forgotten=forgotten, on_done=on_done)
    settings = get_settings()
    is_used = read_record(settings.home) is not None  # before anything is landed, which remembers the folder
    again = _land_staged_runs()
    removed = done.model_dump(include={"removed_articles", "removed_entries"})
    _show(folder, done.manifest, as_json, landed_again=again if again["runs"] else None, **removed)
    if as_json:
        return
    if any(removed.values()):
        print_words(
            f"Removed again, because it had been forgotten by request: {count_noun(done.removed_articles, 'article')}, "
            f"{count_noun(done.removed_entries, 'entry')}."
        )
    if again["runs"]:
        print_words(_describe(again))
    if not is_used and not done.newest_list:
        print_hint(
            "If anything was forgotten after this backup was made, it is back, because no list named it. The list is "
            "forgotten/tombstones.jsonl of the old home: restore into an empty home again with --forgotten FILE."
        )
    print_words(f"Restored to {printable(settings.home.absolute())}. Next: `newsvane doctor`, then `newsvane run`.")
    if not is_used and "NEWSVANE_WATCH" not in os.environ:
        print_hint(
            f"This home was never used with a watch folder, so `newsvane run` will watch what "
            f"{printable(settings.watch.absolute())} says. If the lake is about something else, set NEWSVANE_WATCH to "
            "its folder first."
        )


def land_again(as_json: AsJson = False) -> None:
    """Land staged runs that are newer than the newest commit of the lake.

    Use it after a PostgreSQL catalog was restored from a dump; `restore` does it by itself. Run it before anything else
    writes to the lake. Alerts that were sent since are not sent again.
    """
    again = _land_staged_runs()
    if as_json:
        print_json(again)
    else:
        print_words(_describe(again))


def _land_staged_runs() -> dict[str, int]:
    from newsvane import pipeline

    with show_progress() as steps, steps.step("Land again"):
        return pipeline.land_again().model_dump()


def _describe(again: dict[str, int]) -> str:
    return (
        f"landed again from staging: {again['runs']} runs, {again['entries']:,} entries, {again['articles']:,} "
        f"articles; {again['told']:,} of their alerts had been sent before"
    )


def _show(folder: Path, found: lake.Manifest, as_json: bool, **more: object) -> None:
    if as_json:
        extra = {name: value for name, value in more.items() if value}
        print_json(found.model_dump(exclude={"files"}) | {"files": len(found.files), "bytes": found.size} | extra)
        return
    rows = found.rows
    print_words(
        f"{printable(folder)}: {rows.get('articles', 0):,} articles, {rows.get('entries', 0):,} entries as of "
        f"{found.snapshot_at:%Y-%m-%d %H:%M:%S} UTC; {len(found.files):,} files, {found.size:,} bytes"
    )
