"""The contents of a backup: which files `newsvane backup` writes, and the manifest that lists them.

`backup` finds the files with the patterns of this module, and a backup that lists any other file is refused: restoring
it would overwrite files of the home that belong to its user.
"""

import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from newsvane.errors import LakeError
from newsvane.printable import UNPRINTABLE, printable
from newsvane.records import Record, Utc

MANIFEST = "manifest.json"
CATALOG, DATA = "lake/catalog.sqlite", "lake/data"
PAGE_RULES = "configuration/page-rules.json"
"""The alert rules made on the pages (`newsvane.configuration`)."""
TOMBSTONES = "forgotten/tombstones.jsonl"
"""The list of what was forgotten. A restored lake forgets it again."""
SMALL_FILES = (PAGE_RULES, TOMBSTONES, "delivery.jsonl", "delivery/*.jsonl", "delivery/told/*/*.jsonl")
"""Patterns of `Path.glob`: the rules made on the pages, the list of what was forgotten, the delivery journals that are
not yet in the lake, and the sent log.
"""
ARCHIVED_PAGES = "archive/*/*.warc.gz"
_MAX_BYTES = 2**28
"""The largest manifest, in bytes: enough for a million files."""
_MAX_LISTED = 5
"""How many faults an error lists."""

_Count = Annotated[int, Field(ge=0, lt=2**63)]


def _require_inside(path: str) -> str:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or str(parts) != path or UNPRINTABLE.search(path):
        raise ValueError("the file is outside the backup, or its path is not in its shortest form")
    return path


class BackupFile(Record):
    """A file of a backup. `path`: relative to the folder of the backup."""

    path: Annotated[str, AfterValidator(_require_inside)]
    size: _Count
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(Record):
    """The contents of a backup: its snapshot of the lake, the rows of each table, and every file."""

    version: Literal[1] = 1
    made_at: Utc
    newsvane: Annotated[str, Field(pattern=r"^[\w.+-]{1,100}$")]
    snapshot_id: _Count
    snapshot_at: Utc
    rows: dict[Annotated[str, Field(pattern=r"^\w{1,100}$")], _Count]
    files: tuple[BackupFile, ...]

    @property
    def size(self) -> int:
        """The total size of all files, in bytes."""
        return sum(file.size for file in self.files)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a backup. Raises LakeError if there is none, if it cannot be read, if it lists a file
    twice, or if it lists one that `newsvane backup` does not write.
    """
    path = folder / MANIFEST
    try:
        if not stat.S_ISREG(path.lstat().st_mode) or path.stat().st_size > _MAX_BYTES:
            raise build_backup_error(folder, [f"{MANIFEST} is no regular file of at most {_MAX_BYTES:,} bytes"])
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise LakeError(
            f"{folder} is not a finished backup: it has no {MANIFEST}. Use another backup", reason="torn"
        ) from error
    except ValidationError as error:
        raise LakeError(f"{path} cannot be read: the backup is damaged. Use another backup", reason="torn") from error
    if wrong := list(_find_unexpected(manifest)):
        raise build_backup_error(folder, wrong)
    return manifest


def build_backup_error(folder: Path, wrong: list[str]) -> LakeError:
    """Return the error that lists the first faults of a backup."""
    more = f" and {len(wrong) - _MAX_LISTED:,} more" if len(wrong) > _MAX_LISTED else ""
    listed = "; ".join(map(printable, wrong[:_MAX_LISTED]))
    return LakeError(f"the backup {folder} is damaged: {listed}{more}. Use another backup", reason="torn")


def _find_unexpected(manifest: Manifest) -> Iterator[str]:
    """Yield one line per path that is listed twice, is not one of a backup, or is missing from the list."""
    listed = Counter(file.path for file in manifest.files)
    if CATALOG not in listed:
        yield f"{MANIFEST} does not list {CATALOG}"
    for path, times in listed.items():
        if times > 1:
            yield f"{MANIFEST} lists {path} {times:,} times"
        if not _is_expected(path):
            yield f"{MANIFEST} lists {path}, which `newsvane backup` does not write"


def _is_expected(path: str) -> bool:
    """Return whether `newsvane backup` writes such a file. Which data files it writes, the catalog says."""
    if path.startswith(f"{DATA}/"):
        return True
    return any(
        path.count("/") == pattern.count("/") and PurePosixPath(path).match(pattern)
        for pattern in (CATALOG, ARCHIVED_PAGES, *SMALL_FILES)
    )
