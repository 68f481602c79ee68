"""Back up the lake while the pipeline writes. `backup_check` verifies a backup, `restore` restores it.

SQLite copies the catalog in one read transaction. The copy lists the data files to copy. Data files never change, and
maintenance deletes one only a day after it is no longer needed. `manifest.json`, with a checksum of each file, is
written last: without it a backup is unfinished. A backup has the layout of a home folder and can be queried as one.
"""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from newsvane import __version__, storage
from newsvane.errors import LakeError
from newsvane.lake.admin.backup_check import compute_checksum
from newsvane.lake.admin.backup_manifest import (
    ARCHIVED_PAGES,
    CATALOG,
    DATA,
    MANIFEST,
    SMALL_FILES,
    BackupFile,
    Manifest,
)
from newsvane.lake.admin.files import find_damaged, list_data_files, require_embedded
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.locks import lock
from newsvane.lake.engine.sql import fetch_rows
from newsvane.lake.tables.table_reader import count_rows
from newsvane.settings import Settings

NOT_EMBEDDED_REMEDY = (
    "dump the catalog (`pg_dump --format=custom`; copy it if it is an SQLite file), then copy the data files, in this "
    "order; both together are the backup, and `newsvane land-again` follows a restore. Or copy everything into plain "
    "files with `newsvane lake move`. See docs/operations/postgresql-and-s3.md"
)


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
    if folder.exists() and not folder.is_dir():
        raise LakeError(f"{folder} is no folder: name a new folder for each backup", reason="not_a_folder")
    if folder.exists() and any(folder.iterdir()):
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
        files.append(BackupFile(path=name, size=target.stat().st_size, sha256=compute_checksum(target)))
        on_done()

    for path in _find_files(settings.home, *SMALL_FILES):  # before the catalog, so that no delivery is missing in both
        with contextlib.suppress(FileNotFoundError):
            add(path, str(path.relative_to(settings.home)), by=shutil.copyfile)
    add(settings.catalog_path, CATALOG, by=_copy_catalog)
    data = settings.lake_path / "data"
    needed = list_data_files(folder / CATALOG)
    if wrong := next(find_damaged(needed, data), ""):
        raise LakeError(f"the lake is damaged: {wrong}. See `newsvane doctor`", reason="lake_damaged")
    for file in needed:
        add(data / file.path, f"{DATA}/{file.path}", by=copy)
    if archive:
        for page in _find_files(settings.home, ARCHIVED_PAGES):
            add(page, str(page.relative_to(settings.home)), by=copy)
    manifest = _build_manifest(folder, now, files)
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
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


def _find_files(home: Path, *patterns: str) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(home.glob(pattern))


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
