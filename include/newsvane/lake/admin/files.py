"""Compare the data files that the catalog needs with the files that exist. The catalog is read without DuckDB."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsvane import storage
from newsvane.errors import LakeError
from newsvane.lake.engine import postgres
from newsvane.lake.engine.sql import load_query
from newsvane.records import Record
from newsvane.settings import Settings


class DataFile(Record):
    """A Parquet file of rows or of deletions. `path`: relative to the data folder. `size`: in bytes."""

    table: str
    path: str
    size: int


def open_frozen(catalog: Path) -> sqlite3.Connection:
    """Open a catalog that nobody writes to. Neither it nor a journal beside it is changed, and the journal is not read.

    Otherwise SQLite would apply a journal to the file that was verified without it. Raises sqlite3.Error.
    """
    return sqlite3.connect(f"{catalog.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def list_data_files(catalog: Path, *, frozen: bool = False) -> list[DataFile]:
    """Return every file that a snapshot in this SQLite catalog needs, by path. `frozen`: nobody writes to the catalog.

    Raises LakeError if it is unreadable.
    """
    try:
        opened = open_frozen(catalog) if frozen else sqlite3.connect(catalog, timeout=30)
        with contextlib.closing(opened) as con:
            found = con.execute(load_query("list_catalog_files")).fetchall()
    except sqlite3.Error as error:
        raise LakeError(f"the catalog {catalog} cannot be read: {error}", reason="lake_damaged") from error
    return _build_files(found)


def list_needed_files(settings: Settings) -> list[DataFile]:
    """Return every file that a snapshot in the configured catalog needs, by path.

    Raises LakeError if the catalog cannot be read, and LakeBusy if it does not respond.
    """
    if settings.is_embedded:
        return list_data_files(settings.catalog_path)
    with postgres.open_cursor(settings) as cursor:
        cursor.execute(load_query("list_catalog_files"))
        return _build_files(cursor.fetchall())


def find_damaged(files: Iterable[DataFile], folder: storage.StoragePath) -> Iterator[str]:
    """Yield one line per file that is missing in the data folder or has a different size."""
    existing = {file.path: file.size for file in storage.list_files(folder)}
    for file in files:
        path = f"{folder}/{file.path} (table {file.table})"
        size = existing.get(file.path)
        if size is None:
            yield f"{path} is missing"
        elif size != file.size:
            yield f"{path} has {size:,} bytes, not {file.size:,}"


def require_embedded(settings: Settings, todo: str) -> None:
    """Raise LakeError unless catalog and data are files on this machine. `todo`: advice for the message."""
    if not settings.is_embedded:
        raise LakeError(f"the catalog is in PostgreSQL: {todo}", reason="other_catalog")
    if settings.store:
        raise LakeError(f"the data are in {settings.store}: {todo}", reason="other_catalog")


def _build_files(found: Iterable[tuple[str, str, int]]) -> list[DataFile]:
    return [DataFile(table=table, path=path, size=size) for table, path, size in found]
