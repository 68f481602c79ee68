"""Open the lake: any number of readers, one writer per table at a time, and migrations before the first write."""

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

import duckdb

from newsvane.errors import NoLake, SnapshotExpired
from newsvane.lake.engine.attach import (
    build_no_lake_error,
    claim_home,
    closing,
    file_exists,
    open_lake,
    translate_open_error,
)
from newsvane.lake.engine.locks import hold_write_locks
from newsvane.lake.engine.migration_runner import (
    apply_pending,
    known_migrations,
    list_applied,
    list_pending,
    update_views,
)
from newsvane.lake.engine.open_lakes import (
    close_lakes,
    open_reading_cursor,
    open_snapshot_cursor,
    open_writing_cursor,
)
from newsvane.lake.engine.sql import fetch_rows
from newsvane.lake.engine.transactions import transaction
from newsvane.lake.engine.written_tables import Work
from newsvane.settings import Settings, get_settings


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
        update_views(connection)
    return connection


@contextmanager
def open_shared(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor on the lake as it is now, which this process keeps open for the next one. Only read with it.

    Raises the errors of `connect`.
    """
    with contextlib.ExitStack() as stack:
        opened = open_reading_cursor(settings, lambda: connect(settings=settings))
        yield stack.enter_context(closing(_enter(stack, opened, settings)))


@contextmanager
def open_snapshot(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a cursor as `open_shared` does, in a transaction: all its statements see the lake as it is now.

    For a few quick statements, which take half as long in one transaction. Only read with it. After an error the
    database refuses all further ones.

    Raises the errors of `connect`.
    """
    with contextlib.ExitStack() as stack:
        opened = open_snapshot_cursor(settings, lambda: connect(settings=_for_quick_statements(settings)))
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
        connection = _begin(stack, settings, work, wait=wait)
        if connection is None:
            migrate(settings)
            connection = _begin(stack, settings, work, wait=wait, is_migrated=True)
        if connection is None:
            raise build_no_lake_error(settings)
        yield connection


def migrate(settings: Settings, *, at_once: bool = True) -> list[str]:
    """Create the lake if there is none, apply the migrations it lacks, and return their names.

    `at_once`: a new lake's catalog keeps nothing of the forms that its tables had in between.

    Raises LakeBusy as `writer` does, and LakeError if the lake has migrations that this version does not know, or if
    there is no catalog, but what a lost one has written.
    """
    with exclusive(settings) as connection:
        return apply_pending(connection, settings, at_once=at_once)


def is_outdated(error: BaseException) -> bool:
    """Return whether a query failed because an older version wrote our lake, which lacks what the query reads."""
    if not isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return False
    with closing(connect()) as connection:
        return not known_migrations() <= list_applied(connection)


@contextmanager
def exclusive(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the only writing connection, outside any transaction. Creates the lake if there is none.

    Lakes that this process keeps open are closed before and after: they would not notice that DuckLake drops tables of
    inlined rows.
    """
    with hold_write_locks(settings, "everything", wait=wait):
        close_lakes()
        try:
            with closing(open_lake(settings, read_only=False)) as connection:
                yield connection
        finally:
            close_lakes()


def _begin(
    stack: contextlib.ExitStack, settings: Settings, work: Work, *, wait: float, is_migrated: bool = False
) -> duckdb.DuckDBPyConnection | None:
    """Begin a transaction as the only writer; the stack ends it. None: the lake must be made or migrated first.

    `is_migrated`: the lake was migrated just now, so pending migrations are not looked for.
    """
    with contextlib.ExitStack() as begun:
        require_locks = begun.enter_context(hold_write_locks(settings, work, wait=wait))
        claim_home(settings)
        quick = _for_quick_statements(settings)
        opened = open_writing_cursor(settings, lambda: open_lake(quick, read_only=False, create=False))
        try:
            connection = begun.enter_context(closing(_enter(begun, opened, settings)))
        except NoLake:
            return None
        begun.enter_context(transaction(connection, require_locks, is_begun=True))
        if not is_migrated and list_pending(connection):
            return None
        stack.enter_context(begun.pop_all())
        return connection


def _enter(
    stack: contextlib.ExitStack, opened: AbstractContextManager[duckdb.DuckDBPyConnection], settings: Settings
) -> duckdb.DuckDBPyConnection:
    """Return the cursor that a lake which is kept open gives. Raises as `open_lake`."""
    try:
        return stack.enter_context(opened)
    except duckdb.Error as error:
        raise translate_open_error(settings, error) from error


def _for_quick_statements(settings: Settings) -> Settings:
    """Return settings with one thread, unless they say how many: with two, a quick statement costs 40 % more CPU."""
    return settings.model_copy(update={"lake_threads": settings.lake_threads or 1})


def _build_expired_error(settings: Settings, as_of: datetime) -> SnapshotExpired:
    with closing(open_lake(settings, read_only=True)) as connection:
        oldest = fetch_rows(connection, "find_oldest_snapshot")[0]["oldest"]
    return SnapshotExpired(
        f"the lake cannot be queried as of {as_of:%Y-%m-%d %H:%M:%S} UTC: its oldest snapshot is of "
        f"{oldest:%Y-%m-%d %H:%M:%S} UTC. `newsvane snapshots` lists them; NEWSVANE_KEEP_SNAPSHOTS_DAYS sets how long "
        "they are kept",
        reason="too_early",
    )
