"""Restore the lake from a backup: copy it beside its place, forget what was forgotten since, and put it in place."""

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from newsvane import storage
from newsvane.errors import LakeError
from newsvane.lake.admin.backup import NOT_EMBEDDED_REMEDY, sync, write_atomically
from newsvane.lake.admin.backup_check import verify_backup
from newsvane.lake.admin.backup_manifest import CATALOG, DATA, PAGE_RULES, BackupFile, Manifest
from newsvane.lake.admin.files import require_embedded
from newsvane.lake.engine.attach import build_data_url, closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.locks import lock
from newsvane.lake.tables.table_reader import count_rows
from newsvane.settings import Settings


def restore(
    settings: Settings,
    folder: Path,
    *,
    on_done: Callable[[], None] = lambda: None,
    before_copy: Callable[[Manifest], None] = lambda manifest: None,
    before_use: Callable[[Settings], None] = lambda staged: None,
) -> Manifest:
    """Verify a backup and restore it to the place that the settings name. Return the manifest.

    Files are copied, never linked. `before_copy`: called with the manifest after the backup was verified and before
    anything is written; it may raise. `before_use`: called with the settings of the copy before anybody else can read
    it; it may change it.

    Raises LakeError as `verify_backup` does, or if that place has a lake with rows, or data without a catalog. Raises
    LakeBusy as `lock` does.
    """
    require_embedded(settings, NOT_EMBEDDED_REMEDY)
    manifest = verify_backup(folder)
    before_copy(manifest)
    with lock(settings, ""):
        _require_empty(settings)
        place = settings.lake_path / "restoring"
        staged = settings.model_copy(update={"catalog": str(place / "catalog.sqlite")})
        shutil.rmtree(place, ignore_errors=True)
        storage.make_folder(place / "data")
        for file in manifest.files:
            _restore_file(folder, file, staged)
            on_done()
        _name_data_folder(staged, settings)
        _compare_with_manifest(staged, manifest)
        before_use(staged)
        _put_in_place(staged, settings)
    return manifest


def _restore_file(folder: Path, file: BackupFile, staged: Settings) -> None:
    inside = file.path.removeprefix(f"{DATA}/")
    target = staged.lake_path / "data" / inside if inside != file.path else staged.home / inside
    target = staged.catalog_path if file.path == CATALOG else target
    storage.make_folder(target.parent)
    if target.suffix == ".jsonl" and target.exists():
        _merge_journals(folder / file.path, target)
    elif file.path != PAGE_RULES or not target.exists():  # those that are there are newer
        shutil.copyfile(folder / file.path, target)
    sync(target)


def _name_data_folder(staged: Settings, settings: Settings) -> None:
    """Let the catalog say where the data will be, not where they were when the backup was made.

    Newsvane opens its lake with the place in its settings. Another program that attaches it believes the catalog.
    """
    with contextlib.closing(sqlite3.connect(staged.catalog_path)) as catalog, catalog:
        name = {"place": build_data_url(settings)}
        catalog.execute("UPDATE ducklake_metadata SET value = :place WHERE key = 'data_path'", name)


def _put_in_place(staged: Settings, settings: Settings) -> None:
    """Move the copy to its place. The catalog comes last."""
    with contextlib.closing(sqlite3.connect(staged.catalog_path, timeout=30)) as catalog:
        catalog.execute("PRAGMA journal_mode = DELETE")
    data, catalog_path = settings.lake_path / "data", settings.catalog_path
    shutil.rmtree(data, ignore_errors=True)
    for suffix in ("", "-wal", "-shm"):
        catalog_path.with_name(f"{catalog_path.name}{suffix}").unlink(missing_ok=True)
    (staged.lake_path / "data").replace(data)
    staged.catalog_path.replace(catalog_path)
    sync(catalog_path.parent)
    shutil.rmtree(staged.lake_path, ignore_errors=True)


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


def _merge_journals(older: Path, journal: Path) -> None:
    """Put the lines of the backup before those written since then, because later lines override earlier ones."""
    lines = older.read_bytes().splitlines(keepends=True)
    write_atomically(journal, b"".join(line for line in lines if line.endswith(b"\n")) + journal.read_bytes())
