"""The plain DuckDB file for analysts, `coverage.duckdb`: self-contained, replaced as a whole, at the cost of news.

A working copy beside the catalog follows the lake by its change feed, full-text index included, in one transaction; it
is copied, and the copy takes the place of the file. A working copy that is broken, or was made otherwise, is made anew.
"""

import contextlib
import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from newsvane import __version__
from newsvane.errors import LakeBusy, LakeError
from newsvane.lake.admin.describe import load_relations
from newsvane.lake.engine.attach import closing, connect_offline, load_extension, to_lake_busy
from newsvane.lake.engine.connection import connect, lock, transaction
from newsvane.lake.engine.sql import fetch_rows, load_query, quote_literal, run_query
from newsvane.settings import Settings

log = logging.getLogger(__name__)

_MADE_BY = ("publish_tables", "publish_index", "publish_all", "publish_words", "published_views")
"""Statements whose change makes another file of the same lake."""


def publish(settings: Settings) -> Path | None:
    """Bring coverage, originals, stories, trends, feed health and the macros into one plain DuckDB file.

    It has a full-text index on title and text (`fts_main_coverage.match_bm25(article_id, 'words')`) and the table
    `about`. None where it was published less than `publish_every` seconds ago, or is being published. Who holds the old
    file open keeps it.
    """
    target = settings.published_path
    if target.exists() and 0 <= time.time() - target.stat().st_mtime < settings.publish_every:
        return None
    for folder in (target.parent, settings.lake_path):
        folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(LakeBusy), lock(settings, "publish", wait=0):
        work = settings.lake_path / "published.duckdb"
        with closing(connect(settings=settings)) as con:
            load_extension(con, "fts")
            _bring_up_to_date(con, work, texts=settings.publish_text)
        _replace(target, work)
        return target
    return None


def open_published(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file, ready for BM25. Raises LakeError where there is none."""
    path = settings.published_path
    if not path.exists():
        raise LakeError(f"nothing is published at {path}: `newsvane run` or `make up` publishes", reason="unpublished")
    con = connect_offline(settings)
    load_extension(con, "fts")
    con.execute(f"SET TimeZone = 'UTC'; ATTACH {quote_literal(path)} AS published (READ_ONLY); USE published")
    return con


def _bring_up_to_date(con: duckdb.DuckDBPyConnection, work: Path, *, texts: bool) -> None:
    con.execute(f"SET VARIABLE texts = {str(texts).lower()}")
    with transaction(con):
        now = fetch_rows(con, "current_snapshot")[0]
    form = _form(str(now["migration"]), texts=texts)
    if work.exists():
        try:
            with _in_use(con, work):
                if _followed(con, form):
                    return
        except duckdb.Error as error:
            if busy := to_lake_busy(error):
                raise busy from error
            log.warning("the working copy %s is made anew: %s", work, error)
    _remove(work)
    with _in_use(con, work):
        _make(con, form)


@contextlib.contextmanager
def _in_use(con: duckdb.DuckDBPyConnection, work: Path) -> Iterator[None]:
    con.execute(f"ATTACH {quote_literal(work)} AS published")
    try:
        con.execute("USE published")
        yield
    finally:
        con.execute("USE lake")
        con.execute("DETACH published")


def _make(con: duckdb.DuckDBPyConnection, form: str) -> None:
    """Everything anew. What ends before it is done has no row in `about`, and is not followed."""
    run_query(con, "publish_tables")
    run_query(con, "publish_index")
    for name in ("published_views", "published_macros"):
        for (statement,) in con.execute(load_query(name)).fetchall():
            con.execute(statement)
    _describe(con)
    with transaction(con):
        now = fetch_rows(con, "current_snapshot")[0]
        run_query(con, "publish_all")
    _index(con)
    run_query(con, "publish_about", **now, newsvane=__version__, form=form)


def _followed(con: duckdb.DuckDBPyConnection, form: str) -> bool:
    """Bring the working copy from its snapshot to the lake's newest; False where it cannot be followed from there."""
    found = fetch_rows(con, "published_about")
    if len(found) != 1 or found[0]["form"] != form:
        return False
    before = int(found[0]["snapshot"])
    with transaction(con):
        now = fetch_rows(con, "current_snapshot")[0]
        if not fetch_rows(con, "is_snapshot", snapshot=before)[0]["known"]:
            return False
        if now["snapshot"] > before:
            con.execute(f"SET VARIABLE since = {before + 1}")
            con.execute(f"SET VARIABLE until = {int(now['snapshot'])}")
            run_query(con, "publish_changes")
            _index(con)
        con.execute("DELETE FROM about")
        run_query(con, "publish_about", **now, newsvane=__version__, form=form)
        return bool(fetch_rows(con, "is_whole")[0]["whole"])


def _index(con: duckdb.DuckDBPyConnection) -> None:
    while fetch_rows(con, "unindexed")[0]["articles"]:
        run_query(con, "publish_words")


def _describe(con: duckdb.DuckDBPyConnection) -> None:
    """Give tables and views the comments that they have in the lake."""
    lake = {relation.name: relation for relation in load_relations(con)}
    for made in fetch_rows(con, "published_columns"):
        relation = lake[made["relation"]]
        con.execute(f"COMMENT ON {made['kind']} {relation.name} IS {quote_literal(relation.meaning)}")
        for column in relation.columns:
            if column.name in made["columns"]:
                con.execute(f"COMMENT ON COLUMN {relation.name}.{column.name} IS {quote_literal(column.meaning)}")


def _form(migration: str, *, texts: bool) -> str:
    """A fingerprint of what decides, beside the rows of the lake, what the file holds."""
    parts = (duckdb.__version__, migration, str(texts), *map(load_query, _MADE_BY))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _replace(target: Path, work: Path) -> None:
    building = target.with_name(f".{target.name}.building")
    try:
        shutil.copyfile(work, building)
        with building.open("rb") as file:
            os.fsync(file.fileno())
        building.replace(target)
    except OSError:
        building.unlink(missing_ok=True)
        raise


def _remove(work: Path) -> None:
    for path in (work, work.with_name(f"{work.name}.wal")):
        path.unlink(missing_ok=True)
