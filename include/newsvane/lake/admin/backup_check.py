"""Verify a backup: every file, by its checksum, and the catalog, which may contain nothing but a lake of Newsvane.

Checksums show damage, not fraud: whoever changes a backup can also write its manifest. What a false manifest or catalog
could do to the machine that restores it is therefore refused here. What cannot be checked are the rows.
"""

import hashlib
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from newsvane.errors import LakeError
from newsvane.lake.admin.backup_manifest import (
    CATALOG,
    DATA,
    BackupFile,
    Manifest,
    build_backup_error,
    read_manifest,
)
from newsvane.lake.admin.files import list_data_files
from newsvane.lake.admin.foreign_catalog import find_foreign


def verify_backup(folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Manifest:
    """Compare every file of a backup with its checksum, and its catalog with those that Newsvane makes. Return the
    manifest.

    Raises LakeError, which names the faults or says that the backup was never finished.
    """
    manifest = read_manifest(folder)
    wrong = []
    for file in manifest.files:
        if fault := _find_fault(folder, file):
            wrong.append(f"{file.path} {fault}")
        on_done()
    if wrong:
        raise build_backup_error(folder, wrong)
    if foreign := find_foreign(folder / CATALOG):
        raise _build_foreign_error(folder, manifest, foreign)
    if wrong := list(_compare_data_files(folder, manifest)):
        raise build_backup_error(folder, wrong)
    return manifest


def compute_checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _find_fault(folder: Path, file: BackupFile) -> str:
    """Say what is wrong with a file, "" if nothing is. Links are not followed: they could lead out of the backup."""
    path = folder / file.path
    try:
        found = path.lstat()
    except OSError:
        return "is missing"
    if not stat.S_ISREG(found.st_mode) or path.resolve() != folder.resolve() / file.path:
        return "is no regular file in the folder, but a link or a device"
    if found.st_size != file.size or compute_checksum(path) != file.sha256:
        return "has changed since it was written"
    return ""


def _compare_data_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield one line per data file that only the manifest or only the catalog names."""
    listed = {file.path for file in manifest.files if file.path.startswith(f"{DATA}/")}
    needed = {f"{DATA}/{file.path}" for file in list_data_files(folder / CATALOG, frozen=True)}
    for path in sorted(listed - needed):
        yield f"{path} is not a file of the catalog"
    for path in sorted(needed - listed):
        yield f"{path} is missing from the manifest"


def _build_foreign_error(folder: Path, manifest: Manifest, foreign: list[str]) -> LakeError:
    named = "; ".join(foreign)
    return LakeError(
        f"the catalog of the backup {folder} contains what no lake of Newsvane has: {named}. Somebody has changed it, "
        f"or Newsvane {manifest.newsvane}, which made it, is newer than this one. Use another backup, or that version",
        reason="torn",
    )
