"""Open the lake: any number of readers, one writer per table at a time, and migrations before the first write.

A catalog in SQLite is a file in WAL mode, so readers continue while a writer commits. Writers wait for each other on
an advisory lock beside the file, which the kernel releases when its holder dies.

With a catalog in PostgreSQL, writers of different tables work at the same time. DuckLake has no unique constraints,
and two merges of the same ids would both commit; so each table has a lock, which the server releases when the session
of its holder ends.
"""

import contextlib
import fcntl
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb

from newsvane import home_folder, storage
from newsvane.errors import LakeBusy, LakeError, NoLake, SnapshotExpired
from newsvane.lake.engine import postgres
from newsvane.lake.engine.attach import (
    build_no_lake_error,
    claim_home,
    closing,
    file_exists,
    open_lake,
    translate_open_error,
)
from newsvane.lake.engine.duckdb_errors import to_lake_busy
from newsvane.lake.engine.flushing import flush_inlined
from newsvane.lake.engine.open_lakes import close_lakes, open_reading_cursor, open_writing_cursor
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows, run_query
from newsvane.lake.engine.written_tables import Work, list_written_tables
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

_LOCK_POLL_SECONDS = 0.05
"""Seconds between two attempts to take a file lock."""

_CREATES_VIEW = re.compile(r"(--[^\n]*\n\s*)*CREATE (OR REPLACE )?(?=VIEW|MACRO)")


def connect(
    read_only: bool = True, *, settings: Settings | None = None, as_of: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB connection that has the lake attached as `lake` and uses it. Close it when done. Times are UTC.

    A read-only connection creates nothing except a folder to spill into and never waits for a writer; each query sees
    only committed transactions. With `read_only=False` the caller must be the only writer: use `writer` instead.
    `settings`: those of the environment by default. `as_of`: the lake as it was at that time, read-only, with today's
    views and macros; a time in the future means now.

    Raises NoLake if there is no lake, SnapshotExpired if `as_of` is before the oldest snapshot, LakeError if the lake
    cannot be opened, and LakeBusy if its catalog is locked or does not respond.
    """
    settings = settings or get_settings()
    read_only = read_only or as_of is not None
    if settings.is_embedded and read_only and not file_exists(settings.catalog_path):
        raise build_no_lake_error(settings)
    if not read_only and not exists(settings):
        migrate(settings)
    try:
        connection = open_lake(settings, read_only=read_only, as_of=as_of)
    except SnapshotExpired as error:
        if as_of is None:
            raise
        raise _build_expired_error(settings, as_of) from error
    if as_of:
        _update_views(connection)
    return connection


@contextmanager
def open_shared(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor on the lake as it is now, which this process keeps open for the next one. Only read with it.

    Raises the errors of `connect`.
    """
    with contextlib.ExitStack() as stack:
        opened = open_reading_cursor(settings, lambda: connect(settings=settings))
        yield _enter(stack, opened, settings)


def exists(settings: Settings) -> bool:
    """Return whether there is a lake. Raises LakeBusy if PostgreSQL does not respond, LakeError if it refuses us."""
    if settings.is_embedded:
        return file_exists(settings.catalog_path)
    try:
        connect(settings=settings).close()
    except NoLake:
        return False
    return True


@contextmanager
def writer(settings: Settings, work: Work = "everything", *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a transaction as the only writer of the tables of this work; commit it at a clean exit, else roll it back.

    Creates and migrates the lake if needed. `wait`: seconds to wait for other writers.

    Raises LakeBusy if other writers take longer or the catalog stays locked or does not respond, and WriteConflict if
    another writer committed first. In all these cases nothing was written, and the caller may try again.
    """
    with contextlib.ExitStack() as stack:
        connection, require_locks = stack.enter_context(_locked_connection(settings, work, wait=wait))
        if connection is None or _list_pending(connection):
            stack.close()
            migrate(settings)
            connection, require_locks = stack.enter_context(_locked_connection(settings, work, wait=wait))
        if connection is None:
            raise build_no_lake_error(settings)
        with transaction(connection, require_locks):
            yield connection


def migrate(settings: Settings, *, at_once: bool = True) -> list[str]:
    """Create the lake if there is none, apply the migrations it lacks, and return their names.

    `at_once`: a new lake's catalog keeps nothing of the forms that its tables had in between.

    Raises LakeBusy as `writer` does, and LakeError if the lake has migrations that this version does not know, or if
    there is no catalog, but what a lost one has written.
    """
    with exclusive(settings) as connection:
        return _migrate(connection, settings, at_once=at_once)


def describe_lost_catalog(settings: Settings) -> str:
    """Say that the catalog is lost and what to do, if it is not there but its Parquet files are; otherwise ""."""
    if not settings.is_embedded or settings.store:
        return ""
    data = settings.lake_path / "data"
    try:
        if settings.catalog_path.exists() or next(data.rglob("*.parquet"), None) is None:
            return ""
    except PermissionError:  # whoever opens the lake says so
        return ""
    return (
        f"the catalog {settings.catalog_path} is missing, and {data} has files of its lake: move {settings.lake_path} "
        "aside, then restore a backup, or begin with an empty lake; see docs/operations/backup.md"
    )


def is_outdated(error: BaseException) -> bool:
    """Return whether a query failed because an older version wrote our lake, which lacks what the query reads."""
    if not isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return False
    with closing(connect()) as connection:
        return not known_migrations() <= _list_applied(connection)


@contextmanager
def exclusive(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the only writing connection, outside any transaction. Creates the lake if there is none.

    Lakes that this process keeps open are closed before and after: they would not notice that DuckLake drops tables of
    inlined rows.
    """
    with _write_locks(settings, "everything", wait=wait):
        close_lakes()
        try:
            with closing(open_lake(settings, read_only=False)) as connection:
                yield connection
        finally:
            close_lakes()


@contextmanager
def lock(settings: Settings, name: str, *, wait: float = 60.0) -> Iterator[Callable[[], None]]:
    """Hold the lock of this name, in PostgreSQL or in a file beside the catalog. `wait`: seconds to wait for it.

    Yields a function that raises LakeBusy if the lock has been lost. Raises LakeBusy if the lock is not free in time,
    or a catalog in PostgreSQL does not respond.
    """
    with _hold(settings, name, [name], wait=wait) as require_lock:
        yield require_lock


@contextmanager
def _locked_connection(
    settings: Settings, work: Work, *, wait: float
) -> Iterator[tuple[duckdb.DuckDBPyConnection | None, Callable[[], None]]]:
    """Yield a writing connection (None if there is no lake yet) and a function that raises if our locks are lost."""
    with contextlib.ExitStack() as stack:
        require_locks = stack.enter_context(_write_locks(settings, work, wait=wait))
        claim_home(settings)
        opened = open_writing_cursor(settings, lambda: open_lake(settings, read_only=False, create=False))
        try:
            connection = _enter(stack, opened, settings)
        except NoLake:
            yield None, require_locks
            return
        yield connection, require_locks


def _enter(
    stack: contextlib.ExitStack, opened: AbstractContextManager[duckdb.DuckDBPyConnection], settings: Settings
) -> duckdb.DuckDBPyConnection:
    """Return the cursor that a lake which is kept open gives, and close it with the stack. Raises as `open_lake`."""
    try:
        cursor = stack.enter_context(opened)
    except duckdb.Error as error:
        raise translate_open_error(settings, error) from error
    return stack.enter_context(closing(cursor))


@contextmanager
def _write_locks(settings: Settings, work: Work, *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the locks of a kind of work, and yield a function that raises LakeBusy if they are lost.

    Raises LakeError if there is no catalog, but what a lost one has written: a new one would hide that.
    """
    if lost := describe_lost_catalog(settings):
        raise LakeError(lost, reason="no_catalog")
    with _hold(settings, "", list_written_tables(work), wait=wait) as require_locks:
        yield require_locks


def _hold(
    settings: Settings, file: str, names: Iterable[str], *, wait: float
) -> AbstractContextManager[Callable[[], None]]:
    """Return the file lock of that name, or with a catalog in PostgreSQL the locks of these names."""
    if settings.is_embedded:
        return _file_lock(settings, file, wait=wait)
    return postgres.hold_locks(settings, names, wait=wait)


@contextmanager
def _file_lock(settings: Settings, name: str, *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the file lock of this name beside the catalog; "" is the writer's lock.

    Yields a function that raises LakeBusy if the file was removed or replaced: then others can take the lock.
    """
    path = settings.catalog_path.with_name(".".join(filter(None, (settings.catalog_path.name, name, "lock"))))
    home_folder.require_home(settings.home, settings.watch)
    storage.make_folder(path.parent)
    with path.open("a") as file:
        deadline = time.monotonic() + wait
        while not _try_lock(file.fileno()):
            if time.monotonic() >= deadline:
                raise LakeBusy(f"another process has held {path} for more than {wait:g} s", reason="lake_busy")
            time.sleep(_LOCK_POLL_SECONDS)

        def require_lock() -> None:
            if not _is_open_file(path, file.fileno()):
                raise LakeBusy(f"the lock file {path} was removed or replaced while we held it", reason="lake_busy")

        yield require_lock


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_open_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _build_expired_error(settings: Settings, as_of: datetime) -> SnapshotExpired:
    with closing(open_lake(settings, read_only=True)) as connection:
        oldest = fetch_rows(connection, "find_oldest_snapshot")[0]["oldest"]
    return SnapshotExpired(
        f"the lake cannot be queried as of {as_of:%Y-%m-%d %H:%M:%S} UTC: its oldest snapshot is of "
        f"{oldest:%Y-%m-%d %H:%M:%S} UTC. `newsvane snapshots` lists them; NEWSVANE_KEEP_SNAPSHOTS_DAYS sets how long "
        "they are kept",
        reason="too_early",
    )


@contextmanager
def transaction(
    connection: duckdb.DuckDBPyConnection, require_locks: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Commit everything the block does, or nothing. `require_locks` is called before the commit and may raise.

    Raises LakeBusy if the catalog stays locked or does not respond, and WriteConflict if another writer was first.
    """
    connection.begin()
    try:
        yield
        require_locks()
        connection.commit()
    except BaseException as error:
        connection.interrupt()
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        if busy := to_lake_busy(error):
            raise busy from error
        raise


def known_migrations() -> set[str]:
    """Return the names of the migrations that this version contains."""
    return {file.name.removesuffix(".sql") for file in _list_migration_files()}


def _list_pending(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the migrations that the lake still lacks, in order."""
    applied, known = _list_applied(connection), known_migrations()
    if unknown := sorted(applied - known):
        raise LakeError(
            f"this lake has the migrations {', '.join(unknown)}, which this version of Newsvane does not know: "
            "use the newer version",
            reason="lake_newer",
        )
    return sorted(known - applied)


def _migrate(connection: duckdb.DuckDBPyConnection, settings: Settings, *, at_once: bool) -> list[str]:
    """Apply the pending migrations, each in a transaction of its own, but those of a new lake in a single one.

    A new lake is then there as a whole or not at all, and its catalog keeps nothing of the forms that its tables had
    in between: it is made in a fifth of the time.
    """
    is_new, pending = not _list_applied(connection), _list_pending(connection)
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


def _update_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the views and macros that a lake of the past lacks, for this connection alone.

    A view whose tables lacked a column then is left as it was.
    """
    files = {file.name.removesuffix(".sql"): file for file in _list_migration_files()}
    for name in sorted(files.keys() - _list_applied(connection)):
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


def _list_applied(connection: duckdb.DuckDBPyConnection) -> set[str]:
    try:
        return {str(name) for (name,) in connection.execute("SELECT name FROM migrations").fetchall()}
    except duckdb.CatalogException:
        return set()


def _list_migration_files() -> list[Path]:
    with resources.as_file(resources.files("newsvane.lake") / "migrations") as folder:
        return list(folder.glob("*.sql"))
