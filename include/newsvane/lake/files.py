"""The files behind the lake: what the catalog says must be there, asked of its SQLite file without DuckDB."""

import contextlib
import sqlite3
from pathlib import Path

from newsvane.errors import LakeError
from newsvane.lake.sql import query
from newsvane.records import Record
from newsvane.settings import Settings


class DataFile(Record):
    """A Parquet file of rows or of deletions; `path`: relative to the data's folder, `size`: in bytes."""

    table: str
    path: str
    size: int


def data_files(catalog: Path) -> list[DataFile]:
    """Every file that a snapshot in this catalog needs, by path. Raises LakeError where it cannot be read."""
    try:
        with contextlib.closing(sqlite3.connect(catalog, timeout=30)) as con:
            found = con.execute(query("catalog_files")).fetchall()
    except sqlite3.Error as error:
        raise LakeError(f"the catalog {catalog} cannot be read: {error}", reason="lake_damaged") from error
    return [DataFile(table=table, path=path, size=size) for table, path, size in found]


def damage(file: DataFile, folder: Path) -> str:
    """What is wrong with a file in this data folder, in words; "" where it is there and has its size."""
    path = folder / file.path
    try:
        size = path.stat().st_size
    except OSError:
        return f"{path} (table {file.table}) is missing"
    return "" if size == file.size else f"{path} (table {file.table}) has {size:,} bytes, not {file.size:,}"


def require_embedded(settings: Settings, todo: str) -> None:
    """Raise LakeError, with what to do instead, where the catalog is no SQLite file."""
    if settings.catalog.startswith(("postgres:", "postgresql:", "dbname=")):
        raise LakeError(f"the catalog is in PostgreSQL: {todo}", reason="other_catalog")
