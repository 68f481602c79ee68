"""Merge a part of another lake into this one, by ids. Importing the same part again changes nothing."""

import shutil
import tempfile
import zlib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from newsvane import storage
from newsvane.archive_erasure import erase_pages
from newsvane.errors import LakeError
from newsvane.lake.admin.part_rows import check_rows
from newsvane.lake.admin.parts import ARCHIVE, TABLES, PartManifest, read_manifest
from newsvane.lake.engine.connection import writer
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, quote_literal, run_query
from newsvane.lake.tables.forgetting import load_tombstones
from newsvane.records import Record
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones


class Imported(Record):
    """What an import did: new articles, those that this lake had already, and those that it has forgotten.

    `topic`: of which the part is; None if it has everything of its days.
    `refused`: rows that contradict themselves, by what is wrong. `corrected`: fields that were changed, by what it was.
    """

    articles: int = 0
    known: int = 0
    forgotten: int = 0
    topic: str | None = None
    refused: Mapping[str, int] = {}
    corrected: Mapping[str, int] = {}


def import_part(
    settings: Settings, folder: Path, now: datetime, *, on_done: Callable[[], None] = lambda: None
) -> Imported:
    """Merge a part into the lake. What the lake has already stays as it is, and what it has forgotten is left out.

    Rows that contradict themselves are refused, see `check_rows`. Nobody is alerted. The days are counted again with
    the next count. Raises LakeError as `read_manifest` does or if a file is not what an export writes, and LakeBusy as
    `writer`; no row has landed then.
    """
    manifest = read_manifest(folder)
    with writer(settings) as con:
        for table in TABLES:
            _load(con, table, folder / f"{table}.parquet")
        tombstones = Tombstones(load_tombstones(con))
        archived = [file.path.removeprefix(f"{ARCHIVE}/") for file in manifest.files]
        checked = check_rows(con, archived, tombstones, now)
        _copy_pages(settings, folder, manifest, tombstones, on_done)
        run_query(con, "find_known_ids")
        run_query(con, "import_part")
        imported = Imported(**fetch_rows(con, "count_imported")[0], topic=manifest.topic, **checked._asdict())
        counts = {"articles": imported.articles, "forgotten": imported.forgotten}
        record_commit(con, "import_part", manifest.part_id, counts)
    return imported


def _load(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Create `incoming_<table>` with the columns of this lake. Those that the part lacks are null.

    Raises LakeError if the file has other columns, or cannot be read.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE incoming_{table} AS FROM {table} LIMIT 0")
    try:
        con.execute(f"INSERT INTO incoming_{table} BY NAME FROM read_parquet({quote_literal(path)})")
    except (
        duckdb.BinderException,
        duckdb.ConversionException,
        duckdb.InvalidInputException,
        duckdb.IOException,
    ) as error:
        message = f"{path} does not have the columns of {table} ({error}): `newsvane lake export` has not written it"
        raise LakeError(message, reason="torn") from error


def _copy_pages(
    settings: Settings, folder: Path, manifest: PartManifest, tombstones: Tombstones, on_done: Callable[[], None]
) -> None:
    """Copy the pages of a part into the archive, without forgotten ones, before the rows that refer to them land.

    A file that is there already stays as it is. Raises LakeError if one is no WARC file.
    """
    for file in manifest.files:
        if file.path.startswith(f"{ARCHIVE}/"):
            with tempfile.TemporaryDirectory() as temporary:
                copy = Path(temporary) / Path(file.path).name
                target = settings.archive_path / file.path.removeprefix(f"{ARCHIVE}/")
                shutil.copyfile(folder / file.path, copy)
                try:
                    erase_pages(copy, lambda url: tombstones.find_address(url) is not None)
                except zlib.error as error:
                    message = f"{folder / file.path} is no compressed WARC file ({error}): export again"
                    raise LakeError(message, reason="torn") from error
                if not target.exists():
                    storage.put_file(copy, target)
            on_done()
