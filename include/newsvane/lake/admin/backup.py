"""Back up the lake while the pipeline writes, and verify a backup. `restore` restores it.

SQLite copies the catalog in one read transaction. The copy lists the data files to copy. Data files never change, and
maintenance deletes one only a day after it is no longer needed. `manifest.json`, with a checksum of each file, is
written last: without it a backup is unfinished. A backup has the layout of a home folder and can be queried as one.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationError

from newsvane import __version__, storage
from newsvane.errors import LakeError
from newsvane.lake.admin.files import find_damaged, list_data_files, require_embedded
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect, lock
from newsvane.lake.engine.sql import fetch_rows
from newsvane.lake.tables.table_reader import count_rows
from newsvane.records import Record, Utc
from newsvane.settings import Settings

MANIFEST = "manifest.json"
CATALOG, DATA, _ARCHIVE = "lake/catalog.sqlite", "lake/data", "archive"
PAGE_RULES = "configuration/page-rules.json"
"""The alert rules made on the pages (`newsvane.configuration`)."""
TOMBSTONES = "forgotten/tombstones.jsonl"
"""The list of what was forgotten. A restored lake forgets it again."""
NOT_EMBEDDED_REMEDY = (
    "dump the catalog (`pg_dump --format=custom`; copy it if it is an SQLite file), then copy the data files, in this "
    "order; both together are the backup, and `newsvane land-again` follows a restore. Or copy everything into plain "
    "files with `newsvane lake move`. See docs/operations/postgresql-and-s3.md"
)
_MAX_LISTED = 5
"""How many damaged files an error lists."""


def _require_inside(path: str) -> str:
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError("the file is outside the backup")
    return path


class BackupFile(Record):
    """A file of a backup. `path`: relative to the folder of the backup."""

    path: Annotated[str, AfterValidator(_require_inside)]
    size: int
    sha256: str


class Manifest(Record):
    """The contents of a backup: its snapshot of the lake, the rows of each table, and every file."""

    version: int = 1
    made_at: Utc
    newsvane: str
    snapshot_id: int
    snapshot_at: Utc
    rows: dict[str, int]
    files: tuple[BackupFile, ...]

    @property
    def size(self) -> int:
        """The total size of all files, in bytes."""
        return sum(file.size for file in self.files)


def backup(
    settings: Settings,
    folder: Path,
    now: datetime,
    *,
    archive: bool = False,
    link: bool = True,
    on_done: Callable[[], None] = lambda: None,
) -> Manifest:
    """Back up the lake into a new or empty folder. Return the manifest.

    `archive`: include the archived pages. `link`: make hard links of data files if the folder is on the same file
    system, which takes no space; otherwise files are copied. `on_done` is called after each file. Raises LakeError if
    there is no lake, the lake is damaged, or the folder is not empty, and LakeBusy while something is being forgotten.
    """
    require_embedded(settings, NOT_EMBEDDED_REMEDY)
    connect(settings=settings).close()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LakeError(
            f"{folder} is not empty: name a new folder for each backup, and delete one that was not finished",
            reason="not_empty",
        )
    with lock(settings, "backup"):
        return _copy(
            settings, folder, now, archive=archive, copy=_link_or_copy if link else shutil.copyfile, on_done=on_done
        )


def _copy(
    settings: Settings,
    folder: Path,
    now: datetime,
    *,
    archive: bool,
    copy: Callable[[Path, Path], object],
    on_done: Callable[[], None],
) -> Manifest:
    """Copy everything into the folder, the manifest last."""
    storage.make_folder(folder / DATA)
    files = []

    def add(path: Path, name: str, *, by: Callable[[Path, Path], object]) -> None:
        target = folder / name
        storage.make_folder(target.parent)
        by(path, target)
        files.append(BackupFile(path=name, size=target.stat().st_size, sha256=_checksum(target)))
        on_done()

    for journal in _list_small_files(settings.home):  # before the catalog, so that no delivery is missing from both
        with contextlib.suppress(FileNotFoundError):
            add(journal, str(journal.relative_to(settings.home)), by=shutil.copyfile)
    add(settings.catalog_path, CATALOG, by=_copy_catalog)
    data, pages = settings.lake_path / "data", settings.home / _ARCHIVE
    needed = list_data_files(folder / CATALOG)
    if wrong := next(find_damaged(needed, data), ""):
        raise LakeError(f"the lake is damaged: {wrong}. See `newsvane doctor`", reason="lake_damaged")
    for file in needed:
        add(data / file.path, f"{DATA}/{file.path}", by=copy)
    if archive:
        for page in sorted(pages.glob("*/*.warc.gz")):
            add(page, f"{_ARCHIVE}/{page.relative_to(pages)}", by=copy)
    manifest = _build_manifest(folder, now, files)
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


def verify_backup(folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Manifest:
    """Compare every file of a backup with its checksum. Return the manifest.

    Raises LakeError, which names the missing and damaged files or says that the backup was never finished.
    """
    manifest = _read_manifest(folder)
    wrong = []
    for file in manifest.files:
        path = folder / file.path
        if not path.is_file():
            wrong.append(f"{file.path} is missing")
        elif path.stat().st_size != file.size or _checksum(path) != file.sha256:
            wrong.append(f"{file.path} has changed since it was written")
        on_done()
    if wrong:
        more = f" and {len(wrong) - _MAX_LISTED} more" if len(wrong) > _MAX_LISTED else ""
        raise LakeError(
            f"the backup {folder} is damaged: {'; '.join(wrong[:_MAX_LISTED])}{more}. Use another backup", reason="torn"
        )
    return manifest


def _build_manifest(folder: Path, now: datetime, files: Iterable[BackupFile]) -> Manifest:
    with closing(connect(settings=_as_home(folder))) as con:
        newest = fetch_rows(con, "load_newest_snapshot")[0]
        return Manifest(
            made_at=now,
            newsvane=__version__,
            snapshot_id=newest["snapshot_id"],
            snapshot_at=newest["at"],
            rows=count_rows(con),
            files=tuple(files),
        )


def _as_home(folder: Path) -> Settings:
    return Settings(home=folder, catalog=str(folder / CATALOG))


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise LakeError(
            f"{folder} is not a finished backup: it has no {MANIFEST}. Use another backup", reason="torn"
        ) from error
    except (ValidationError, ValueError) as error:
        raise LakeError(f"{path} cannot be read: the backup is damaged. Use another backup", reason="torn") from error


def _list_small_files(home: Path) -> Iterator[Path]:
    """Yield the rules made on the pages, the list of what was forgotten, the delivery journals that are not yet in the
    lake, and the sent log.
    """
    yield from home.glob(PAGE_RULES)
    yield from home.glob(TOMBSTONES)
    yield from home.glob("delivery.jsonl")
    yield from sorted(home.glob("delivery/*.jsonl"))
    yield from sorted(home.glob("delivery/told/*/*.jsonl"))


def _copy_catalog(path: Path, target: Path) -> None:
    """Copy the catalog as of one commit into one file, while others may write.

    The copy's list of files that wait for deletion is emptied, because the backup does not contain these files.
    """
    with (
        contextlib.closing(sqlite3.connect(path, timeout=30)) as catalog,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        catalog.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("DELETE FROM ducklake_files_scheduled_for_deletion")
        copy.commit()
    sync(target)


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(path, target)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file by one with this content. It is on disk when this returns."""
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    sync(partial)
    partial.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
