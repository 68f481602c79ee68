"""Write a part of a lake into a folder: one topic, or some days, with ids, groups and their evidence."""

import secrets
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb

from newsvane import __version__, storage
from newsvane.archive_members import split_members
from newsvane.errors import LakeError
from newsvane.lake.admin.parts import ARCHIVE, TABLES, PartManifest, describe_files, write_manifest
from newsvane.lake.engine.attach import closing
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.sql import fetch_rows, load_query, quote_literal, run_query
from newsvane.settings import Settings

Moved = dict[tuple[str, int], tuple[str, int]]
"""The places of archived pages, file and offset, in the lake and in the part."""


def export_part(
    settings: Settings,
    folder: Path,
    now: datetime,
    *,
    topic: str | None = None,
    since: date | None = None,
    until: date | None = None,
    archive: bool = False,
    on_done: Callable[[], None] = lambda: None,
) -> PartManifest:
    """Write the articles on a topic, or of some days, into a new or empty folder. Return the manifest.

    `archive`: with their pages. Raises LakeError if the folder is not empty, or nothing is chosen.
    """
    if folder.exists() and not folder.is_dir():
        raise LakeError(f"{folder} is no folder: name a new folder", reason="not_a_folder")
    if folder.exists() and any(folder.iterdir()):
        raise LakeError(f"{folder} is not empty: name a new folder", reason="not_empty")
    part_id = f"part-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    with closing(connect(settings=settings)) as con:
        con.begin()  # everything is of one commit
        run_query(con, "select_part", topic=topic, since=since, until=until)
        storage.make_folder(folder)
        moved = _copy_pages(con, settings, folder, part_id) if archive else {}
        rows = {}
        for table in TABLES:
            rows[table] = _write_table(con, table, folder, moved)
            on_done()
        migrations = tuple(str(name) for (name,) in con.execute("SELECT name FROM migrations ORDER BY name").fetchall())
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    manifest = PartManifest(
        part_id=part_id,
        made_at=now,
        newsvane=__version__,
        topic=topic,
        since=since,
        until=until,
        migrations=migrations,
        rows=rows,
        files=describe_files(folder, names),
    )
    write_manifest(folder, manifest)
    return manifest


def _write_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path, moved: Moved) -> int:
    """Write the rows of a table that belong to the part. Return how many."""
    source = f"FROM {table} SEMI JOIN part_articles USING (article_id)"
    if TABLES[table] == "entity_id":
        named = "SELECT entity_id FROM article_names SEMI JOIN part_articles USING (article_id)"
        source = f"FROM {table} WHERE entity_id IN ({named})"
    if table == "articles":
        _stage_moved_pages(con, moved)
        source = load_query("select_part_of_articles").rstrip().rstrip(";")
    (written,) = con.execute(f"COPY ({source}) TO {quote_literal(folder / f'{table}.parquet')}").fetchone() or (0,)
    return int(written)


def _stage_moved_pages(con: duckdb.DuckDBPyConnection, moved: Moved) -> None:
    """Create the temporary table of where pages were and where they are in the part."""
    run_query(
        con,
        "stage_moved_pages",
        old_files=[file for file, _ in moved],
        old_offsets=[offset for _, offset in moved],
        new_files=[file for file, _ in moved.values()],
        new_offsets=[offset for _, offset in moved.values()],
    )


def _copy_pages(con: duckdb.DuckDBPyConnection, settings: Settings, folder: Path, part_id: str) -> Moved:
    """Copy the records of the pages, one file per day. Return their old and new places; missing pages are left out."""
    offsets: dict[str, list[int]] = defaultdict(list)
    for row in fetch_rows(con, "list_part_pages"):
        offsets[row["raw_file"]].append(row["raw_offset"])
    moved: Moved = {}
    for name, wanted in offsets.items():
        target = f"{name.partition('/')[0]}/{part_id}.warc.gz"
        path = folder / ARCHIVE / target
        storage.make_folder(path.parent)
        try:
            with (settings.archive_path / name).open("rb") as file, path.open("ab") as out:
                for offset in wanted:
                    file.seek(offset)
                    moved[name, offset] = (target, out.tell())
                    out.write(next(split_members(file))[0])
        except FileNotFoundError:
            continue
    return moved
