"""Opening the lake: many readers at any time, one writer at a time a table, migrations before the first write.

A catalog in SQLite is a file in WAL mode, so that readers go on while a writer commits; writers queue on an advisory
lock beside it, which the kernel lets go of when its holder dies. In PostgreSQL writers of different tables go at once:
DuckLake has no unique constraints, and two merges of the same ids would both commit, so each table has a lock there,
which the server lets go of when the session of its holder ends.
"""

import contextlib
import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Literal

import duckdb

from newsvane.errors import LakeBusy, LakeError
from newsvane.lake.engine import postgres
from newsvane.lake.engine.attach import build_no_lake_error, closing, open_lake, to_lake_busy
from newsvane.lake.engine.snapshots import record_commit
from newsvane.lake.engine.sql import fetch_rows
from newsvane.settings import Settings, get_settings

_PAUSE = 0.05
"""Seconds between two looks at the writer's lock."""

Work = Literal[
    "polls", "articles", "groups", "trends", "stale", "deliveries", "outbox", "quarantine", "acts", "everything"
]

_WRITTEN: dict[Work, str] = {
    "polls": "feeds feed_polls feed_states feed_items feed_daily feed_troubles entries skipped outbox trend_stale",
    "articles": "articles article_revisions article_sketches article_groups story_changes entries skipped quarantine "
    "outbox trend_stale",
    "groups": "article_sketches article_groups story_changes trend_stale",
    "trends": "trend_daily",
    "stale": "trend_stale",
    "deliveries": "deliveries outbox",
    "outbox": "outbox",
    "quarantine": "quarantine",
    "acts": "acts feed_controls feeds entries skipped quarantine outbox",
}
"""The tables that each kind of work writes. Rows added to a table and rows deleted from it at once conflict in
DuckLake, so that counting, which takes long, settles what it has counted afterwards and apart: `stale`."""


def list_written_tables(work: Work) -> set[str]:
    """The tables whose writers wait for each other while this is done."""
    return set(" ".join(_WRITTEN.values() if work == "everything" else [_WRITTEN[work]]).split())


def connect(
    read_only: bool = True, *, settings: Settings | None = None, as_of: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the lake attached as `lake` and in use; close it when done. Times are UTC.

    Read-only it creates nothing but a folder to spill into and never waits for a writer; each query sees whole
    transactions. Otherwise the caller must be the only writer: prefer `writer`. `settings`: of the environment where
    not given. `as_of`: the lake as it was then, read-only; a time to come is now.

    Raises LakeError where there is no lake, it cannot be opened, or `as_of` lies before the oldest snapshot; LakeBusy
    where its catalog is locked or does not answer.
    """
    settings = settings or get_settings()
    read_only = read_only or as_of is not None
    if settings.is_embedded and read_only and not settings.catalog_path.exists():
        raise build_no_lake_error(settings)
    if not read_only and not exists(settings):
        migrate(settings)
    try:
        return open_lake(settings, read_only=read_only, as_of=as_of)
    except LakeError as error:
        if as_of and error.reason == "too_early":
            raise _too_early(settings, as_of) from error
        raise


def exists(settings: Settings) -> bool:
    """Whether there is a lake. Raises LakeBusy where PostgreSQL does not answer, LakeError where it refuses us."""
    if settings.is_embedded:
        return settings.catalog_path.exists()
    try:
        connect(settings=settings).close()
    except LakeError as error:
        if error.reason != "no_lake":
            raise
        return False
    return True


@contextmanager
def writer(settings: Settings, work: Work = "everything", *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The one writer of the tables of this work: a connection inside a transaction, committed at a clean exit.

    Otherwise it is rolled back. Creates and migrates the lake where needed. `wait`: seconds to queue behind others.

    Raises LakeBusy where it is not its turn by then, the catalog stays locked or does not answer, or another writer
    came first: nothing was written, try again.
    """
    with contextlib.ExitStack() as held:
        connection, require_turn = held.enter_context(_turn_at(settings, work, wait=wait))
        if connection is None or _pending(connection):
            held.close()
            migrate(settings)
            connection, require_turn = held.enter_context(_turn_at(settings, work, wait=wait))
        if connection is None:
            raise build_no_lake_error(settings)
        with transaction(connection, require_turn):
            yield connection


def migrate(settings: Settings) -> list[str]:
    """Bring the lake to the newest form, creating it where there is none; the names of the migrations applied.

    Raises LakeBusy as `writer`, LakeError where the lake has been through migrations that this version lacks.
    """
    with exclusive(settings) as connection:
        return _migrate(connection, settings)


@contextmanager
def exclusive(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writing connection outside any transaction, to a lake made where there is none, while nobody else has one."""
    with _turns(settings, "everything", wait=wait), closing(open_lake(settings, read_only=False)) as connection:
        yield connection


@contextmanager
def lock(settings: Settings, name: str, *, wait: float = 60.0) -> Iterator[None]:
    """Hold the lock of that name in the catalog or beside it. `wait`: seconds to queue for it.

    Raises LakeBusy where it is not our turn by then, or a catalog in PostgreSQL does not answer.
    """
    if settings.is_embedded:
        with _file_locked(settings, name, wait=wait):
            yield
    else:
        with postgres.hold_locks(settings, [name], wait=wait):
            yield


@contextmanager
def _turn_at(
    settings: Settings, work: Work, *, wait: float
) -> Iterator[tuple[duckdb.DuckDBPyConnection | None, Callable[[], None]]]:
    """A writing connection in our turn, None where there is no lake yet; and what looks whether it is still ours."""
    with contextlib.ExitStack() as held:
        require_turn = held.enter_context(_turns(settings, work, wait=wait))
        try:
            connection = open_lake(settings, read_only=False, create=False)
        except LakeError as error:
            if error.reason != "no_lake":
                raise
            yield None, require_turn
            return
        held.enter_context(closing(connection))
        yield connection, require_turn


@contextmanager
def _turns(settings: Settings, work: Work, *, wait: float) -> Iterator[Callable[[], None]]:
    if settings.is_embedded:
        with _file_locked(settings, "", wait=wait):
            yield lambda: None
    else:
        with postgres.hold_locks(settings, list_written_tables(work), wait=wait) as require_held:
            yield require_held


@contextmanager
def _file_locked(settings: Settings, name: str, *, wait: float) -> Iterator[None]:
    """Hold the lock of that name beside the catalog; "" is the writer's."""
    path = settings.catalog_path.with_name(".".join(filter(None, (settings.catalog_path.name, name, "lock"))))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        deadline = time.monotonic() + wait
        while not _locked(file.fileno()):
            if time.monotonic() >= deadline:
                raise LakeBusy(f"{path} is held by another process for more than {wait:g} s", reason="lake_busy")
            time.sleep(_PAUSE)
        yield


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _too_early(settings: Settings, as_of: datetime) -> LakeError:
    with closing(open_lake(settings, read_only=True)) as connection:
        oldest = fetch_rows(connection, "oldest_snapshot")[0]["oldest"]
    return LakeError(
        f"the lake cannot be asked as of {as_of:%Y-%m-%d %H:%M:%S} UTC: its oldest snapshot is of "
        f"{oldest:%Y-%m-%d %H:%M:%S} UTC. `newsvane snapshots` lists them; NEWSVANE_KEEP_SNAPSHOTS_DAYS says how long "
        "they are kept",
        reason="too_early",
    )


@contextmanager
def transaction(
    connection: duckdb.DuckDBPyConnection, require_turn: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Commit what the block does, or nothing of it; `require_turn` raises where it may not be committed any more.

    Raises LakeBusy where the catalog stays locked or does not answer, or another writer came first.
    """
    connection.begin()
    try:
        yield
        require_turn()
        connection.commit()
    except BaseException as error:
        connection.interrupt()
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        if busy := to_lake_busy(error):
            raise busy from error
        raise


def known_migrations() -> set[str]:
    """The names of the migrations that this version brings."""
    return {step.name.removesuffix(".sql") for step in _steps()}


def _pending(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The migrations that the lake has to go through, in order."""
    applied, known = _applied(connection), known_migrations()
    if unknown := sorted(applied - known):
        raise LakeError(
            f"this lake has been through {', '.join(unknown)}, which this version of Newsvane does not know: "
            "use the newer version",
            reason="lake_newer",
        )
    return sorted(known - applied)


def _migrate(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    steps = {step.name.removesuffix(".sql"): step for step in _steps()}
    pending = _pending(connection)
    for name in pending:
        with transaction(connection):
            connection.execute(steps[name].read_text("utf-8"))
            connection.execute("INSERT INTO migrations VALUES (?, ?)", [name, datetime.now(UTC)])
            record_commit(connection, "migrate", name)
    if pending:  # tables for rows inlined in the old form go at the next flush: now, while hardly anybody reads
        with closing(open_lake(settings, read_only=False)) as fresh:
            fetch_rows(fresh, "flush_inlined")
    return pending


def _applied(connection: duckdb.DuckDBPyConnection) -> set[str]:
    try:
        return {str(name) for (name,) in connection.execute("SELECT name FROM migrations").fetchall()}
    except duckdb.CatalogException:
        return set()


def _steps() -> list[Path]:
    with resources.as_file(resources.files("newsvane.lake") / "migrations") as folder:
        return list(folder.glob("*.sql"))
