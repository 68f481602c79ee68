"""A copy of the lake that stands alone, made while the pipeline writes, and its way back.

The catalog is copied by SQLite in one read transaction, and names the data files to copy: these never change and are
deleted a day after nothing needs them any more. `manifest.json`, with a checksum of each file, is written last: without
it a backup is unfinished. A backup is laid out as a home folder, and can be asked as one.
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

from newsvane import __version__
from newsvane.errors import LakeError
from newsvane.lake.admin.files import find_damaged, list_data_files, require_embedded
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect, lock
from newsvane.lake.engine.sql import fetch_rows
from newsvane.lake.tables.reader import count_rows
from newsvane.records import Record, Utc
from newsvane.settings import Settings

MANIFEST = "manifest.json"
_CATALOG, _DATA, _ARCHIVE = "lake/catalog.sqlite", "lake/data", "archive"
_ELSEWHERE = (
    "dump the catalog (`pg_dump --format=custom`; a file of SQLite: copy it), then copy the data files, in this order; "
    "both together are the backup, and `newsvane land-again` follows a restore. Or copy all of it into plain files by "
    "`newsvane lake move`. docs/operations/postgresql-and-s3.md says how"
)
_NAMED = 5
"""Of many damaged files, how many an error names."""


def _inside(path: str) -> str:
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise ValueError("a file outside the backup")
    return path


class BackupFile(Record):
    """A file of a backup; `path`: relative to its folder."""

    path: Annotated[str, AfterValidator(_inside)]
    size: int
    sha256: str


class Manifest(Record):
    """What a backup holds: as of which snapshot, how many rows in each table, every file."""

    version: int = 1
    made_at: Utc
    newsvane: str
    snapshot_id: int
    snapshot_at: Utc
    rows: dict[str, int]
    files: tuple[BackupFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
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
    """Back the lake up into an empty or new folder, with the archived pages where `archive`; what it holds.

    `link`: data files are hard links where the folder is on the same file system, which costs no room; else copies.
    `on_done` is called after each file. Raises LakeError where there is no lake, it is damaged, or the folder is
    not empty.
    """
    require_embedded(settings, _ELSEWHERE)
    connect(settings=settings).close()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LakeError(
            f"{folder} is not empty: name a new folder for each backup, and delete one that was not finished",
            reason="not_empty",
        )
    (folder / _DATA).mkdir(parents=True, exist_ok=True)
    place = _link if link else shutil.copyfile
    files = []

    def keep(path: Path, name: str, *, by: Callable[[Path, Path], object]) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        by(path, target)
        files.append(BackupFile(path=name, size=target.stat().st_size, sha256=_checksum(target)))
        on_done()

    for journal in _journals(settings.home):  # before the catalog: what is in both is noted once
        with contextlib.suppress(FileNotFoundError):
            keep(journal, str(journal.relative_to(settings.home)), by=shutil.copyfile)
    keep(settings.catalog_path, _CATALOG, by=_copy_catalog)
    data, pages = settings.lake_path / "data", settings.home / _ARCHIVE
    needed = list_data_files(folder / _CATALOG)
    if wrong := next(find_damaged(needed, data), ""):
        raise LakeError(f"the lake is damaged: {wrong}. See `newsvane doctor`", reason="lake_damaged")
    for file in needed:
        keep(data / file.path, f"{_DATA}/{file.path}", by=place)
    if archive:
        for page in sorted(pages.glob("*/*.warc.gz")):
            keep(page, f"{_ARCHIVE}/{page.relative_to(pages)}", by=place)
    manifest = _described(folder, now, files)
    _write_whole(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


def verify_backup(folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Manifest:
    """What a backup holds, every file compared with its checksum.

    Raises LakeError that names what is missing or damaged, or says that the backup was never finished.
    """
    manifest = _manifest(folder)
    wrong = []
    for file in manifest.files:
        path = folder / file.path
        if not path.is_file():
            wrong.append(f"{file.path} is missing")
        elif path.stat().st_size != file.size or _checksum(path) != file.sha256:
            wrong.append(f"{file.path} is not as it was written")
        on_done()
    if wrong:
        more = f" and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
        raise LakeError(
            f"the backup {folder} is damaged: {'; '.join(wrong[:_NAMED])}{more}. Take another one", reason="torn"
        )
    return manifest


def restore(settings: Settings, folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Manifest:
    """Put a checked backup where the settings say; what it holds. The backup is copied, never linked.

    Raises LakeError as `check`, and where there is a lake with rows, or data without a catalog; LakeBusy as `turn`.
    """
    require_embedded(settings, _ELSEWHERE)
    manifest = verify_backup(folder)
    with lock(settings, ""):
        _require_empty(settings)
        data, catalog = settings.lake_path / "data", settings.catalog_path
        new_data, new_catalog = (path.with_name(f"{path.name}.restoring") for path in (data, catalog))
        shutil.rmtree(new_data, ignore_errors=True)
        new_data.mkdir(parents=True)
        places = {_CATALOG: new_catalog}
        for file in manifest.files:
            inside = file.path.removeprefix(f"{_DATA}/")
            target = places.get(file.path) or (new_data / inside if inside != file.path else settings.home / inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.suffix == ".jsonl" and target.exists():
                _join(folder / file.path, target)
            else:
                shutil.copyfile(folder / file.path, target)
            _sync(target)
            on_done()
        shutil.rmtree(data, ignore_errors=True)
        for left_over in _sqlite_files(catalog):
            left_over.unlink(missing_ok=True)
        new_data.replace(data)
        new_catalog.replace(catalog)
        _sync(catalog.parent)
    _compare(settings, manifest)
    return manifest


def _described(folder: Path, now: datetime, files: Iterable[BackupFile]) -> Manifest:
    with closing(connect(settings=_as_home(folder))) as con:
        newest = fetch_rows(con, "newest_snapshot")[0]
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


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise LakeError(
            f"{folder} is no finished backup, it has no {MANIFEST}: take another one", reason="torn"
        ) from error
    except (ValidationError, ValueError) as error:
        raise LakeError(f"{path} cannot be read: the backup is damaged, take another one", reason="torn") from error


def _require_empty(settings: Settings) -> None:
    aside = f"move {settings.catalog_path.parent} aside, then restore again"
    if not settings.catalog_path.exists():
        data = settings.lake_path / "data"
        if data.exists() and any(data.iterdir()):
            raise LakeError(f"{data} holds data without a catalog: {aside}", reason="not_empty")
        return
    try:
        with closing(connect(settings=settings)) as con:
            filled = {table: n for table, n in count_rows(con).items() if n and table != "migrations"}
    except LakeError as error:
        raise LakeError(f"there is a lake that does not open ({error}): {aside}", reason="not_empty") from error
    if filled:
        table, number = max(filled.items(), key=lambda each: each[1])
        raise LakeError(
            f"there is a lake already at {settings.catalog_path} ({number:,} rows in {table}): {aside}",
            reason="not_empty",
        )


def _compare(settings: Settings, manifest: Manifest) -> None:
    with closing(connect(settings=settings)) as con:
        found = count_rows(con)
    if found != manifest.rows:
        differing = sorted(name for name in found | manifest.rows if found.get(name) != manifest.rows.get(name))
        raise LakeError(f"what was restored differs from the backup in {', '.join(differing)}", reason="torn")


def _journals(home: Path) -> Iterator[Path]:
    """Alerts sent and not yet noted in the lake, and what was told."""
    yield from home.glob("delivery.jsonl")
    yield from sorted(home.glob("delivery/*.jsonl"))
    yield from sorted(home.glob("delivery/told/*/*.jsonl"))


def _join(older: Path, journal: Path) -> None:
    """Put what the backup knows before what a journal has learnt since: later lines count."""
    whole = older.read_bytes().splitlines(keepends=True)
    _write_whole(journal, b"".join(line for line in whole if line.endswith(b"\n")) + journal.read_bytes())


def _copy_catalog(path: Path, target: Path) -> None:
    """Copy it as of one commit, whoever writes meanwhile, into one file, without what waits to be deleted."""
    with (
        contextlib.closing(sqlite3.connect(path, timeout=30)) as catalog,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        catalog.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("DELETE FROM ducklake_files_scheduled_for_deletion")
        copy.commit()
    _sync(target)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another file system, or one without links
        shutil.copyfile(path, target)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_whole(path: Path, content: bytes) -> None:
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(content)
    _sync(partial)
    partial.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sqlite_files(catalog: Path) -> list[Path]:
    return [catalog.with_name(f"{catalog.name}{suffix}") for suffix in ("", "-wal", "-shm")]
