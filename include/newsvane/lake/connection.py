"""Opening the lake: many readers at any time, one writer at a time, migrations before the first write.

The catalog is a SQLite file in WAL mode, so that readers go on while a writer commits. Writers queue on an advisory
lock beside it, which the kernel lets go of when its holder dies.
"""

import contextlib
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import duckdb
import duckdb_extensions

from newsvane.errors import LakeBusy, LakeError
from newsvane.lake.snapshots import note
from newsvane.lake.sql import literal, rows
from newsvane.settings import Settings, get_settings

_BUSY_MS = 30_000
"""How long SQLite itself waits for a lock on the catalog."""
_PAUSE = 0.05
"""Seconds between two looks at the writer's lock."""
_NO_NETWORK: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(
    read_only: bool = True, *, settings: Settings | None = None, as_of: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the lake attached as `lake` and in use; close it when done. Times are UTC.

    Read-only it creates nothing and never waits for a writer; each query sees whole transactions. Otherwise the
    caller must be the only writer: prefer `writer`. `settings`: of the environment where not given. `as_of`: the lake
    as it was then, read-only; a time to come is now.

    Raises LakeError where there is no lake, it cannot be opened, or `as_of` lies before the oldest snapshot.
    """
    settings = settings or get_settings()
    read_only = read_only or as_of is not None
    if not settings.catalog_path.exists():
        if read_only:
            raise LakeError(
                f"there is no lake at {settings.catalog_path}: `newsvane run` or `make up` makes one; "
                "NEWSVANE_HOME says where it lies",
                reason="no_lake",
            )
        migrate(settings)
    return _open(settings, read_only=read_only, as_of=as_of)


@contextmanager
def writer(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """The one writer: a connection inside a transaction that is committed at a clean exit, else rolled back.

    Creates and migrates the lake where needed. `wait`: seconds to queue behind another writer.

    Raises LakeBusy where it is not its turn by then or the catalog stays locked: nothing was written, try again.
    """
    with exclusive(settings, wait=wait) as connection:
        _migrate(connection, settings)
        with transaction(connection):
            yield connection


def migrate(settings: Settings) -> list[str]:
    """Bring the lake to the newest form, creating it where there is none; the names of the migrations applied.

    Raises LakeBusy as `writer`, LakeError where the lake has been through migrations that this version lacks.
    """
    with exclusive(settings) as connection:
        return _migrate(connection, settings)


@contextmanager
def exclusive(settings: Settings, *, wait: float = 60.0) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writing connection outside any transaction, while no other writer has one."""
    settings.catalog_path.parent.mkdir(parents=True, exist_ok=True)
    with turn(settings, "", wait=wait), contextlib.closing(_open(settings, read_only=False)) as connection:
        yield connection


@contextmanager
def turn(settings: Settings, name: str, *, wait: float = 60.0) -> Iterator[None]:
    """Hold the lock of that name beside the catalog; "" is the writer's. `wait`: seconds to queue for it.

    Raises LakeBusy where it is not our turn by then.
    """
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


def attach_script(settings: Settings, *, read_only: bool = True, as_of: datetime | None = None) -> str:
    """The statements that attach the lake in any DuckDB with the extensions ducklake and sqlite loaded.

    `as_of`: as it was then.

    Without the first, the scans of one query may read the catalog at different moments: while files are merged or
    inlined rows flushed, a reader would miss rows.
    """
    options = {
        "DATA_PATH": literal(f"{settings.data_path.resolve()}/"),
        "OVERRIDE_DATA_PATH": "true",
        "META_BUSY_TIMEOUT": str(_BUSY_MS),
        **({"READ_ONLY": "true"} if read_only else {"META_JOURNAL_MODE": "'WAL'"}),
        **({"SNAPSHOT_TIME": literal(as_of.isoformat())} if as_of else {}),
    }
    return (
        "SET GLOBAL sqlite_disable_multithreaded_scans = true;\n"
        "SET TimeZone = 'UTC';\n"
        f"ATTACH {literal(f'ducklake:sqlite:{settings.catalog_path.resolve()}')} AS lake "
        f"({', '.join(f'{name} {value}' for name, value in options.items())});\n"
        "USE lake;\n"
    )


def _open(settings: Settings, *, read_only: bool, as_of: datetime | None = None) -> duckdb.DuckDBPyConnection:
    connection = offline()
    try:
        for extension in ("sqlite", "ducklake"):
            load_extension(connection, extension)
        connection.execute("SET enable_progress_bar = false")  # it would go where results go
        connection.execute(attach_script(settings, read_only=read_only, as_of=as_of))
    except duckdb.Error as error:
        connection.close()
        if is_locked(error):
            raise LakeBusy(f"the catalog {settings.catalog_path} is locked: {error}", reason="lake_busy") from error
        if as_of and "No snapshot found" in str(error):
            raise _too_early(settings, as_of) from error
        raise LakeError(
            f"the lake at {settings.catalog_path} does not open: {error}. Where this is not a lake of Newsvane, "
            "choose another place by NEWSVANE_CATALOG",
            reason="lake_damaged",
        ) from error
    return connection


def offline(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to a plain file, or to memory, that gets nothing from the network."""
    return duckdb.connect(str(path or ":memory:"), read_only=read_only, config=_NO_NETWORK)


def _too_early(settings: Settings, as_of: datetime) -> LakeError:
    with contextlib.closing(_open(settings, read_only=True)) as connection:
        oldest = rows(connection, "oldest_snapshot")[0]["oldest"]
    return LakeError(
        f"the lake cannot be asked as of {as_of:%Y-%m-%d %H:%M:%S} UTC: its oldest snapshot is of "
        f"{oldest:%Y-%m-%d %H:%M:%S} UTC. `newsvane snapshots` lists them; NEWSVANE_KEEP_SNAPSHOTS_DAYS says how long "
        "they are kept",
        reason="too_early",
    )


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load one of DuckDB's signed extensions, installing it from its wheel the first time."""
    try:
        connection.load_extension(name)
    except duckdb.IOException:
        duckdb_extensions.import_extension(name, con=connection)
        connection.load_extension(name)


def is_locked(error: BaseException) -> bool:
    """Whether SQLite refused because another connection holds the catalog."""
    return isinstance(error, duckdb.Error) and "database is locked" in str(error)


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block does, or nothing of it. Raises LakeBusy where the catalog stays locked."""
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException as error:
        with contextlib.suppress(duckdb.Error):
            connection.rollback()
        if is_locked(error):
            raise LakeBusy("the catalog stayed locked; nothing was written", reason="lake_busy") from error
        raise


def known_migrations() -> set[str]:
    """The names of the migrations that this version brings."""
    return {step.name.removesuffix(".sql") for step in _steps()}


def _migrate(connection: duckdb.DuckDBPyConnection, settings: Settings) -> list[str]:
    applied = _applied(connection)
    steps = {step.name.removesuffix(".sql"): step for step in _steps()}
    unknown = sorted(applied - steps.keys())
    if unknown:
        raise LakeError(
            f"this lake has been through {', '.join(unknown)}, which this version of Newsvane does not know: "
            "use the newer version",
            reason="lake_newer",
        )
    pending = [name for name in sorted(steps) if name not in applied]
    for name in pending:
        with transaction(connection):
            connection.execute(steps[name].read_text("utf-8"))
            connection.execute("INSERT INTO migrations VALUES (?, ?)", [name, datetime.now(UTC)])
            note(connection, "migrate", name)
    if pending:  # tables for rows inlined in the old form go at the next flush: now, while hardly anybody reads
        with contextlib.closing(_open(settings, read_only=False)) as fresh:
            rows(fresh, "flush_inlined")
    return pending


def _applied(connection: duckdb.DuckDBPyConnection) -> set[str]:
    try:
        return {str(name) for (name,) in connection.execute("SELECT name FROM migrations").fetchall()}
    except duckdb.CatalogException:
        return set()


def _steps() -> list[Path]:
    with resources.as_file(resources.files(__package__) / "migrations") as folder:
        return list(folder.glob("*.sql"))
