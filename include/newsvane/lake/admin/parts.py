"""A part of a lake as a folder: what is in it, and how it is checked.

`part.json` says what the part is, `<table>.parquet` has the rows of a table, and `archive/` the pages. The manifest is
written last.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from newsvane.errors import LakeError
from newsvane.lake.admin.backup import write_atomically
from newsvane.lake.admin.backup_check import compute_checksum
from newsvane.lake.admin.backup_manifest import BackupFile
from newsvane.lake.engine.migration_runner import known_migrations
from newsvane.records import Record, Utc

MANIFEST, ARCHIVE = "part.json", "archive"
FORM = 1
"""The version of the folder. Raise it when an older version could no longer read it."""
TABLES = {
    "articles": "article_id",
    "article_groups": "article_id",
    "article_revisions": "article_id",
    "article_sketches": "article_id",
    "article_names": "article_id",
    "entries": "article_id",
    "entities": "entity_id",
}
"""The tables of a part, and the column by which rows belong to it."""


class PartManifest(Record):
    """What a part is: the topic and the days, the migrations of its lake, the rows of each table, and every file."""

    form: int = FORM
    part_id: Annotated[str, Field(pattern=r"^part-[0-9A-Za-z-]{1,100}$")]
    made_at: Utc
    newsvane: str
    topic: str | None = None
    since: date | None = None
    until: date | None = None
    migrations: tuple[str, ...]
    rows: dict[str, int]
    files: tuple[BackupFile, ...]


def describe_files(folder: Path, names: Iterable[str]) -> tuple[BackupFile, ...]:
    """Return size and checksum of files."""
    return tuple(
        BackupFile(path=name, size=(folder / name).stat().st_size, sha256=compute_checksum(folder / name))
        for name in names
    )


def write_manifest(folder: Path, manifest: PartManifest) -> None:
    """Write the manifest: the part is complete."""
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())


def read_manifest(folder: Path) -> PartManifest:
    """Return the manifest of a part, after all files were compared with it.

    Raises LakeError if it is no complete part, if a file was changed, or if a newer version of Newsvane wrote it.
    """
    try:
        manifest = PartManifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        message = f"{folder} is no part of a lake: it has no {MANIFEST}. `newsvane lake export` writes one"
        raise LakeError(message, reason="torn") from error
    except ValidationError as error:
        message = f"{folder / MANIFEST} cannot be read: a newer version wrote it, or it is damaged"
        raise LakeError(message, reason="torn") from error
    unknown = sorted(set(manifest.migrations) - known_migrations())
    if manifest.form > FORM or unknown:
        newer = ", ".join(unknown) or "another form"
        message = (
            f"{folder} was written by Newsvane {manifest.newsvane}, whose lake has {newer}, which this version does "
            "not know: upgrade this installation, then import again"
        )
        raise LakeError(message, reason="lake_newer")
    pages = re.compile(rf"{ARCHIVE}/\d{{4}}-\d\d-\d\d/{manifest.part_id}\.warc\.gz")
    for file in manifest.files:
        path = folder / file.path
        if file.path.startswith(f"{ARCHIVE}/") and not pages.fullmatch(file.path):
            raise LakeError(f"{path} is no file that `newsvane lake export` writes", reason="torn")
        if (
            not path.resolve().is_relative_to(folder.resolve())
            or not path.is_file()
            or path.stat().st_size != file.size
            or compute_checksum(path) != file.sha256
        ):
            raise LakeError(f"{path} is missing or was changed: export again", reason="torn")
    return manifest
