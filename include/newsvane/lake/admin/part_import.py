"""Merge a part of another lake into this one, by ids. Importing the same part again changes nothing."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb

from newsvane import storage
from newsvane.archive_erasure import erase_pages
from newsvane.lake.admin.parts import ARCHIVE, TABLES, PartManifest, read_manifest
from newsvane.lake.engine.connection import writer
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, load_query, quote_literal, run_query
from newsvane.lake.tables.forgetting import load_tombstones
from newsvane.records import Record
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones


class Imported(Record):
    """What an import did: new articles, those that this lake had already, and those that it has forgotten."""

    articles: int = 0
    known: int = 0
    forgotten: int = 0


def import_part(settings: Settings, folder: Path, *, on_done: Callable[[], None] = lambda: None) -> Imported:
    """Merge a part into the lake. What the lake has already stays as it is, and what it has forgotten is left out.

    Nobody is alerted. The days are counted again with the next count. Raises LakeError as `read_manifest` does, before
    anything is changed, and LakeBusy as `writer`.
    """
    manifest = read_manifest(folder)
    with writer(settings) as con:
        for table in TABLES:
            _load(con, table, folder / f"{table}.parquet")
        tombstones = Tombstones(load_tombstones(con))
        left_out = _leave_out_forgotten(con, tombstones)
        _copy_pages(settings, folder, manifest, tombstones, on_done)
        run_query(con, "find_known_ids")
        run_query(con, "import_part")
        imported = Imported(**fetch_rows(con, "count_imported")[0], forgotten=left_out)
        record_commit(con, "import_part", manifest.part_id, imported.model_dump(exclude={"known"}))
    return imported


def _load(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Create `incoming_<table>` with the columns of this lake. Those that the part lacks are null."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE incoming_{table} AS FROM {table} LIMIT 0")
    con.execute(f"INSERT INTO incoming_{table} BY NAME FROM read_parquet({quote_literal(path)})")


def _leave_out_forgotten(con: duckdb.DuckDBPyConnection, tombstones: Tombstones) -> int:
    """Remove what this lake has forgotten from the loaded rows. Return how many articles that were."""
    rows = con.execute(load_query("list_incoming_addresses")).fetchall()
    left_out = [row[0] for row in rows if tombstones.find_stored(*row)]
    con.execute("SET VARIABLE left_out = $ids::VARCHAR[]", {"ids": left_out})
    run_query(con, "leave_out_of_part")
    return len(left_out)


def _copy_pages(
    settings: Settings, folder: Path, manifest: PartManifest, tombstones: Tombstones, on_done: Callable[[], None]
) -> None:
    """Copy the pages of a part into the archive, without forgotten ones, before the rows that refer to them land."""
    for file in manifest.files:
        if file.path.startswith(f"{ARCHIVE}/"):
            with tempfile.TemporaryDirectory() as temporary:
                copy = Path(temporary) / Path(file.path).name
                shutil.copyfile(folder / file.path, copy)
                erase_pages(copy, lambda url: tombstones.find_address(url) is not None)
                storage.put_file(copy, settings.archive_path / file.path.removeprefix(f"{ARCHIVE}/"))
            on_done()
