"""Back up the lake while the pipeline writes, verify a backup, and restore it.

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
_CATALOG, _DATA, _ARCHIVE = "lake/catalog.sqlite", "lake/data", "archive"
_PAGE_RULES = "configuration/page-rules.json"
"""The alert rules made on the pages (`newsvane.configuration`)."""
_NOT_EMBEDDED_REMEDY = (
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
    there is no lake, the lake is damaged, or the folder is not empty.
    """
    require_embedded(settings, _NOT_EMBEDDED_REMEDY)
    connect(settings=settings).close()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LakeError(
            f"{folder} is not empty: name a new folder for each backup, and delete one that was not finished",
            reason="not_empty",
        )
    storage.make_folder(folder / _DATA)
    copy = _link_or_copy if link else shutil.copyfile
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
    add(settings.catalog_path, _CATALOG, by=_copy_catalog)
    data, pages = settings.lake_path / "data", settings.home / _ARCHIVE
    needed = list_data_files(folder / _CATALOG)
    if wrong := next(find_damaged(needed, data), ""):
        raise LakeError(f"the lake is damaged: {wrong}. See `newsvane doctor`", reason="lake_damaged")
    for file in needed:
        add(data / file.path, f"{_DATA}/{file.path}", by=copy)
    if archive:
        for page in sorted(pages.glob("*/*.warc.gz")):
            add(page, f"{_ARCHIVE}/{page.relative_to(pages)}", by=copy)
    manifest = _build_manifest(folder, now, files)
    _write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
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


def restore(settings: Settings, folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Manifest:
    """Verify a backup and restore it to the place that the settings name. Return the manifest.

    Files are copied, never linked. Raises LakeError as `verify_backup` does, or if that place has a lake with rows, or
    data without a catalog. Raises LakeBusy as `lock` does.
    """
    require_embedded(settings, _NOT_EMBEDDED_REMEDY)
    manifest = verify_backup(folder)
    with lock(settings, ""):
        _require_empty(settings)
        data, catalog = settings.lake_path / "data", settings.catalog_path
        new_data, new_catalog = (path.with_name(f"{path.name}.restoring") for path in (data, catalog))
        shutil.rmtree(new_data, ignore_errors=True)
        storage.make_folder(new_data)
        targets = {_CATALOG: new_catalog}
        for file in manifest.files:
            inside = file.path.removeprefix(f"{_DATA}/")
            target = targets.get(file.path) or (new_data / inside if inside != file.path else settings.home / inside)
            storage.make_folder(target.parent)
            if target.suffix == ".jsonl" and target.exists():
                _merge_journals(folder / file.path, target)
            elif file.path != _PAGE_RULES or not target.exists():  # those that are there are newer
                shutil.copyfile(folder / file.path, target)
            _fsync(target)
            on_done()
        shutil.rmtree(data, ignore_errors=True)
        for old_file in _sqlite_files(catalog):
            old_file.unlink(missing_ok=True)
        new_data.replace(data)
        new_catalog.replace(catalog)
        _fsync(catalog.parent)
    _compare_with_manifest(settings, manifest)
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
    return Settings(home=folder, catalog=str(folder / _CATALOG))


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


def _require_empty(settings: Settings) -> None:
    aside = f"move {settings.catalog_path.parent} aside, then restore again"
    if not settings.catalog_path.exists():
        data = settings.lake_path / "data"
        if data.exists() and any(data.iterdir()):
            raise LakeError(f"{data} contains data without a catalog: {aside}", reason="not_empty")
        return
    try:
        with closing(connect(settings=settings)) as con:
            filled = {table: n for table, n in count_rows(con).items() if n and table != "migrations"}
    except LakeError as error:
        raise LakeError(
            f"there is already a lake, which does not open ({error}): {aside}", reason="not_empty"
        ) from error
    if filled:
        table, number = max(filled.items(), key=lambda each: each[1])
        raise LakeError(
            f"there is already a lake at {settings.catalog_path} ({number:,} rows in {table}): {aside}",
            reason="not_empty",
        )


def _compare_with_manifest(settings: Settings, manifest: Manifest) -> None:
    with closing(connect(settings=settings)) as con:
        found = count_rows(con)
    if found != manifest.rows:
        differing = sorted(name for name in found | manifest.rows if found.get(name) != manifest.rows.get(name))
        raise LakeError(f"the restored lake differs from the backup in {', '.join(differing)}", reason="torn")


def _list_small_files(home: Path) -> Iterator[Path]:
    """Yield the delivery journals that are not yet in the lake, the sent log, and the rules made on the pages."""
    yield from home.glob(_PAGE_RULES)
    yield from home.glob("delivery.jsonl")
    yield from sorted(home.glob("delivery/*.jsonl"))
    yield from sorted(home.glob("delivery/told/*/*.jsonl"))


def _merge_journals(older: Path, journal: Path) -> None:
    """Put the lines of the backup before those written since then, because later lines override earlier ones."""
    lines = older.read_bytes().splitlines(keepends=True)
    _write_atomically(journal, b"".join(line for line in lines if line.endswith(b"\n")) + journal.read_bytes())


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
    _fsync(target)


def _link_or_copy(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without hard links
        shutil.copyfile(path, target)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_atomically(path: Path, content: bytes) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    _fsync(partial)
    partial.replace(path)
    _fsync(path.parent)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sqlite_files(catalog: Path) -> list[Path]:
    return [catalog.with_name(f"{catalog.name}{suffix}") for suffix in ("", "-wal", "-shm")]
