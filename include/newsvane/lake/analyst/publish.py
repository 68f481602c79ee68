"""Publish the plain DuckDB file for analysts, `coverage.duckdb`: self-contained and replaced as a whole.

A working copy beside the catalog is updated from the lake's change feed in one transaction, so the cost depends only on
what has changed. The working copy is then copied, and the copy replaces the published file. A working copy that is
damaged, or was made by different statements, is rebuilt.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from newsvane import __version__, storage
from newsvane.errors import LakeBusy, LakeError
from newsvane.lake.admin.describe import load_relations
from newsvane.lake.engine.attach import closing, connect_offline, file_exists
from newsvane.lake.engine.connection import connect
from newsvane.lake.engine.duckdb_errors import to_lake_busy
from newsvane.lake.engine.locks import lock
from newsvane.lake.engine.sql import fetch_rows, load_query, quote_literal, run_query
from newsvane.lake.engine.transactions import transaction
from newsvane.settings import Settings

log = logging.getLogger(__name__)

_DEFINING_QUERIES = ("create_published_tables", "copy_coverage", "list_view_definitions")
"""Queries that define the content of the file. If one of them changes, the working copy is rebuilt."""


def publish(settings: Settings) -> Path | None:
    """Publish coverage, originals, stories, trends, feed health and the macros as one plain DuckDB file.

    The table `about` says from when the file is. Returns its path, or None if it was published less than
    `publish_every` seconds ago or another process is publishing. A reader that has the old file open continues to read
    the old file.
    """
    target = settings.published_path
    if target.exists() and 0 <= time.time() - target.stat().st_mtime < settings.publish_every:
        return None
    for folder in (target.parent, settings.lake_path):
        storage.make_folder(folder)
    with contextlib.suppress(LakeBusy), lock(settings, "publish", wait=0):
        working_copy = settings.lake_path / "published.duckdb"
        with closing(connect(settings=settings)) as con:
            _update(con, working_copy, texts=settings.publish_text)
        _replace(target, working_copy, mode=_choose_mode(settings))
        return target
    return None


def publish_again(settings: Settings) -> int:
    """Make the published file from nothing, so that it has no trace of rows that were removed. Return 1, or 0 if there
    was none.

    The caller holds the lock "publish". Whoever has the old file open continues to read the old file.
    """
    target, working_copy = settings.published_path, settings.lake_path / "published.duckdb"
    was_there = target.exists()
    _remove(working_copy)
    _name_building(target).unlink(missing_ok=True)
    if was_there:
        with closing(connect(settings=settings)) as con:
            _update(con, working_copy, texts=settings.publish_text)
        _replace(target, working_copy, mode=_choose_mode(settings))
    return int(was_there)


def find_published(settings: Settings) -> Path:
    """Return the path of the published file. Raises LakeError if there is no file."""
    path = settings.published_path
    if not file_exists(path):
        raise LakeError(f"nothing is published at {path}: `newsvane run` or `make up` publishes", reason="unpublished")
    return path


def open_published(settings: Settings) -> duckdb.DuckDBPyConnection:
    """Return a read-only connection to the published file. Raises LakeError if there is no file."""
    path = find_published(settings)
    con = connect_offline(settings, [])
    con.execute(f"SET TimeZone = 'UTC'; ATTACH {quote_literal(path)} AS published (READ_ONLY); USE published")
    return con


def _update(con: duckdb.DuckDBPyConnection, working_copy: Path, *, texts: bool) -> None:
    """Update the working copy to the lake's newest snapshot, or rebuild it if it cannot be updated."""
    con.execute(f"SET VARIABLE texts = {str(texts).lower()}")
    with transaction(con):
        now = fetch_rows(con, "load_current_snapshot")[0]
    fingerprint = _fingerprint(str(now["migration"]), texts=texts)
    if working_copy.exists():
        try:
            with _attached(con, working_copy):
                if _follow(con, fingerprint):
                    return
        except duckdb.Error as error:
            if busy := to_lake_busy(error):
                raise busy from error
            log.warning("the working copy %s is damaged and is made again: %s", working_copy, error)
    _remove(working_copy)
    with _attached(con, working_copy):
        _make(con, fingerprint)


@contextlib.contextmanager
def _attached(con: duckdb.DuckDBPyConnection, working_copy: Path) -> Iterator[None]:
    con.execute(f"ATTACH {quote_literal(working_copy)} AS published")
    try:
        con.execute("USE published")
        yield
    finally:
        con.execute("USE lake")
        con.execute("DETACH published")


def _make(con: duckdb.DuckDBPyConnection, fingerprint: str) -> None:
    """Build the whole working copy. If this is interrupted, `about` has no row, so the copy is not used later."""
    run_query(con, "create_published_tables")
    for name in ("list_view_definitions", "list_macro_definitions"):
        for (statement,) in con.execute(load_query(name)).fetchall():
            con.execute(statement)
    with transaction(con):
        _describe(con)
        now = fetch_rows(con, "load_current_snapshot")[0]
        run_query(con, "copy_coverage")
    run_query(con, "record_about", **now, newsvane=__version__, form=fingerprint)


def _follow(con: duckdb.DuckDBPyConnection, fingerprint: str) -> bool:
    """Update the working copy from its snapshot to the lake's newest. Return False if that is not possible."""
    found = fetch_rows(con, "load_about")
    if len(found) != 1 or found[0]["form"] != fingerprint:
        return False
    before = int(found[0]["snapshot"])
    with transaction(con):
        now = fetch_rows(con, "load_current_snapshot")[0]
        if not fetch_rows(con, "is_known_snapshot", snapshot=before)[0]["known"]:
            return False
        if now["snapshot"] > before:
            con.execute(f"SET VARIABLE since = {before + 1}")
            con.execute(f"SET VARIABLE until = {int(now['snapshot'])}")
            run_query(con, "apply_changes")
        con.execute("DELETE FROM about")
        run_query(con, "record_about", **now, newsvane=__version__, form=fingerprint)
        return bool(fetch_rows(con, "is_published_complete")[0]["complete"])


def _describe(con: duckdb.DuckDBPyConnection) -> None:
    """Copy the comments of tables and views from the lake."""
    lake = {relation.name: relation for relation in load_relations(con)}
    for published in fetch_rows(con, "list_published_columns"):
        relation = lake[published["relation"]]
        con.execute(f"COMMENT ON {published['kind']} {relation.name} IS {quote_literal(relation.meaning)}")
        for column in relation.columns:
            if column.name in published["columns"]:
                con.execute(f"COMMENT ON COLUMN {relation.name}.{column.name} IS {quote_literal(column.meaning)}")


def _fingerprint(migration: str, *, texts: bool) -> str:
    """Return a hash of everything, apart from the rows of the lake, that determines the content of the file."""
    parts = (duckdb.__version__, migration, str(texts), *map(load_query, _DEFINING_QUERIES))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _choose_mode(settings: Settings) -> int:
    """Return the permissions of the published file: those that it has, at first of all users to read it.

    Without a place of its own it is in the home, and so for its owner alone.
    """
    if settings.published is None:
        return 0o600
    return stat.S_IMODE(settings.published.stat().st_mode) if settings.published.exists() else 0o644


def _replace(target: Path, working_copy: Path, *, mode: int) -> None:
    building = _name_building(target)
    try:
        shutil.copyfile(working_copy, building)
        building.chmod(mode)
        with building.open("rb") as file:
            os.fsync(file.fileno())
        building.replace(target)
    except OSError:
        building.unlink(missing_ok=True)
        raise


def _name_building(target: Path) -> Path:
    return target.with_name(f".{target.name}.building")


def _remove(working_copy: Path) -> None:
    for path in (working_copy, working_copy.with_name(f"{working_copy.name}.wal")):
        path.unlink(missing_ok=True)
