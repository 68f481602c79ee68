"""Bring a lake to the form of this version, or a lake of the past to today's views, with the files of `migrations`."""

import contextlib
import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb

from newsvane.errors import LakeError
from newsvane.lake.engine.attach import closing, open_lake
from newsvane.lake.engine.flushing import flush_inlined
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import run_query
from newsvane.lake.engine.transactions import transaction
from newsvane.settings import Settings

log = logging.getLogger(__name__)

_CREATES_VIEW = re.compile(r"(--[^\n]*\n\s*)*CREATE (OR REPLACE )?(?=VIEW|MACRO)")


def known_migrations() -> set[str]:
    """Return the names of the migrations that this version contains."""
    return {file.name.removesuffix(".sql") for file in _list_migration_files()}


def list_pending(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the migrations that the lake still lacks, in order."""
    applied, known = list_applied(connection), known_migrations()
    if unknown := sorted(applied - known):
        raise LakeError(
            f"this lake has the migrations {', '.join(unknown)}, which this version of Newsvane does not know: "
            "use the newer version",
            reason="lake_newer",
        )
    return sorted(known - applied)


def apply_pending(connection: duckdb.DuckDBPyConnection, settings: Settings, *, at_once: bool) -> list[str]:
    """Apply the pending migrations, each in a transaction of its own, but those of a new lake in a single one.

    A new lake is then there as a whole or not at all, and its catalog keeps nothing of the forms that its tables had
    in between: it is made in a fifth of the time.
    """
    is_new, pending = not list_applied(connection), list_pending(connection)
    for names in [pending] if is_new and at_once else [[name] for name in pending]:
        if not is_new and names == pending[-1:]:  # before the last one: if we are killed, the next writer does it
            run_query(connection, "set_storage_options")
        with transaction(connection):
            _apply(connection, names)
    if is_new:  # not in the transaction that creates the tables: DuckLake cannot
        run_query(connection, "set_storage_options")
    if pending and not is_new:  # flushing drops the catalog's tables of inlined rows in the old form, with few readers
        with closing(open_lake(settings, read_only=False)) as fresh:
            flush_inlined(fresh)
        log.warning("an older version wrote this lake; it was updated: %s", ", ".join(pending))
    if pending:  # not in a transaction of the lake: DuckDB writes to one database in each
        run_query(connection, "add_missing_statistics")
    return pending


def update_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views and macros that a lake of the past lacks, for this connection alone.

    A view whose tables lacked a column then is left as it was.
    """
    files = {file.name.removesuffix(".sql"): file for file in _list_migration_files()}
    for name in sorted(files.keys() - list_applied(connection)):
        for statement in connection.extract_statements(files[name].read_text("utf-8")):
            if made := _CREATES_VIEW.match(statement.query.lstrip()):
                with contextlib.suppress(duckdb.BinderException, duckdb.CatalogException):
                    connection.execute(f"CREATE OR REPLACE TEMP {statement.query.lstrip()[made.end() :]}")


def _apply(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Apply migrations in the open transaction, and record the last one as what made the commit."""
    files = {file.name.removesuffix(".sql"): file for file in _list_migration_files()}
    for name in names:
        connection.execute(files[name].read_text("utf-8"))
        connection.execute("INSERT INTO migrations VALUES (?, ?)", [name, datetime.now(UTC)])
        record_commit(connection, "migrate", name)


def list_applied(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the migrations that the lake has; none if it is empty."""
    try:
        return {str(name) for (name,) in connection.execute("SELECT name FROM migrations").fetchall()}
    except duckdb.CatalogException:
        return set()


def _list_migration_files() -> list[Path]:
    with resources.as_file(resources.files("newsvane.lake") / "migrations") as folder:
        return list(folder.glob("*.sql"))
