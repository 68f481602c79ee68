"""`newsvane backup`, `newsvane restore` and `newsvane land-again`: the lake away and back."""
# ruff: noqa: PLC0415 - the pipeline is imported by the command

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from newsvane import lake
from newsvane.cli.console import clean, dump, out
from newsvane.cli.options import AsJson
from newsvane.cli.progress import progress
from newsvane.settings import get_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `newsvane backup backups/2026-11-25`")(backup)
    app.command(epilog="Example: `newsvane restore backups/2026-11-25 --check`")(restore)
    app.command(epilog="Example: `newsvane land-again`")(land_again)


def backup(
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
    archive: Annotated[bool, typer.Option("--archive", help="The archived pages too.")] = False,
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy data files where they could be linked, on the same file system.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Back the lake up while everything runs.

    As of one commit, with a checksum of each file. On the same file system data files are hard links, which cost no
    room and save from deletion, not from a broken disk: name a folder on another disk, or copy it away.
    """
    with progress() as steps, steps.step("Back up") as on_done:
        made = lake.backup(get_settings(), folder, datetime.now(UTC), archive=archive, link=not copy, on_done=on_done)
    _show(folder, made, as_json)


def restore(
    folder: Annotated[Path, typer.Argument(help="A folder that `newsvane backup` has filled.")],
    only_check: Annotated[bool, typer.Option("--check", help="Compare every checksum and restore nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Restore the lake from a backup.

    Into the home that the settings name, after every checksum was compared; where a lake with rows is there, nothing is
    done. Stop what writes to it first. What runs since the backup have left in staging is landed again, and what was
    told since is not told again. Exit code 1 where the backup is unfinished or damaged.
    """
    with progress() as steps, steps.step("Check" if only_check else "Restore") as on_done:
        if only_check:
            _show(folder, lake.verify_backup(folder, on_done=on_done), as_json)
            return
        found = lake.restore(get_settings(), folder, on_done=on_done)
    again = _landed_again()
    _show(folder, found, as_json, landed_again=again if again["runs"] else None)
    if again["runs"] and not as_json:
        out.print(_in_words(again))


def land_again(as_json: AsJson = False) -> None:
    """Land again what runs have left in staging since the lake's newest commit.

    For a catalog in PostgreSQL that was restored from a dump; `restore` does it by itself. Do it before anything else
    writes to the lake: what is newer than its newest commit is landed. What was told since is not told again.
    """
    again = _landed_again()
    if as_json:
        dump(again)
    else:
        out.print(_in_words(again))


def _landed_again() -> dict[str, int]:
    from newsvane import pipeline

    with progress() as steps, steps.step("Land again"):
        return pipeline.land_again().model_dump()


def _in_words(again: dict[str, int]) -> str:
    return (
        f"landed again from staging: {again['runs']} runs, {again['entries']:,} entries, {again['articles']:,} "
        f"articles; {again['told']:,} of their alerts had been told"
    )


def _show(folder: Path, found: lake.Manifest, as_json: bool, **more: object) -> None:
    if as_json:
        told = {name: value for name, value in more.items() if value}
        dump(found.model_dump(exclude={"files"}) | {"files": len(found.files), "bytes": found.size} | told)
        return
    rows = found.rows
    out.print(
        f"{clean(folder)}: {rows.get('articles', 0):,} articles, {rows.get('entries', 0):,} entries as of "
        f"{found.snapshot_at:%Y-%m-%d %H:%M:%S} UTC; {len(found.files):,} files, {found.size:,} bytes"
    )
