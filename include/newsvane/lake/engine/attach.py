"""Connect DuckDB to the lake: load its extensions from their wheels, attach the catalog, and pass on secrets.

In our own processes secrets are literals in statements that are not kept anywhere. DuckDB's own shell gets statements
that read the secrets from environment variables (`build_shell_script`, `build_shell_environment`), so that no script,
process list or log shows them.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import duckdb

from newsvane import home_folder, storage
from newsvane.errors import LakeError, NewsvaneError, NoLake, SnapshotExpired
from newsvane.lake.engine import postgres
from newsvane.lake.engine.duckdb_errors import is_disk_full, is_unreachable, to_lake_busy
from newsvane.lake.engine.extensions import load_extension
from newsvane.lake.engine.no_pandas import spare_pandas
from newsvane.lake.engine.sql import quote_literal
from newsvane.settings import Settings
from newsvane.storage import S3Access

_BUSY_TIMEOUT_MS = 30_000
"""How long SQLite itself waits for a lock on the catalog."""
_OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_unsigned_extensions": True,  # only while `connect_offline` loads what `load_extension` has verified
}
_PASSWORD = "PGPASSWORD"  # noqa: S105 - the name of the variable, not a password
_KEY, _SECRET, _TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
_NO_LAKE_MESSAGE = "creating a new DuckLake is explicitly disabled"


def open_lake(
    settings: Settings, *, read_only: bool, create: bool = True, as_of: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """Return a connection that has the lake attached as `lake` and uses it.

    `create`: make an empty lake if there is none. `as_of`: the state of the lake at that time. A connection that writes
    takes away the access of other users to the home, also to what this process creates later.

    Raises ConfigError if a connection that writes would make a home of a folder of others, NoLake if there is no lake,
    SnapshotExpired if it keeps no snapshot of `as_of`, LakeBusy if it is locked or
    does not respond, and LakeError if it does not open for any other reason.
    """
    if not read_only:
        claim_home(settings)
    try:
        with ExitStack() as after_error:
            connection = connect_offline(settings, list_extensions(settings))
            after_error.callback(connection.close)
            connection.execute("SET enable_progress_bar = false")  # DuckDB would print it to stdout, among the results
            attach(connection, settings, read_only=read_only, create=create, as_of=as_of)
            after_error.pop_all()
    except duckdb.Error as error:
        raise translate_open_error(settings, error) from error
    return connection


def claim_home(settings: Settings) -> None:
    """Take away the access of other users to the home, also to what this process creates later, before it writes.

    Raises ConfigError if that would make a home of a folder of others.
    """
    home_folder.require_home(settings.home, settings.watch)
    storage.restrict_umask()
    storage.make_private(settings.private_paths)


def attach(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    name: str = "lake",
    read_only: bool = True,
    create: bool = True,
    as_of: datetime | None = None,
) -> None:
    """Attach a lake to a connection under a name, and use it. Raises duckdb.Error."""
    for extension in list_extensions(settings):
        load_extension(connection, extension)
    for statement in _build_secrets(settings, name):
        connection.execute(statement)
    connection.execute(build_attach_script(settings, name=name, read_only=read_only, create=create, as_of=as_of))


def build_attach_script(
    settings: Settings,
    *,
    name: str = "lake",
    read_only: bool = True,
    create: bool = True,
    as_of: datetime | None = None,
) -> str:
    """Return the statements that attach the lake in any DuckDB that has `list_extensions` loaded, without secrets.

    `as_of`: attach the lake as it was at that time.

    The first statement, for catalogs in SQLite, makes all scans of one query read the catalog at the same moment.
    Without it a reader would miss rows while files are merged or inlined rows are flushed.
    """
    options = {"DATA_PATH": quote_literal(build_data_url(settings)), "OVERRIDE_DATA_PATH": "true"}
    if settings.is_embedded:
        path = f"sqlite:{settings.catalog_path.resolve()}"
        options |= {"META_BUSY_TIMEOUT": str(_BUSY_TIMEOUT_MS)} | ({} if read_only else {"META_JOURNAL_MODE": "'WAL'"})
    else:
        path = f"postgres:{postgres.build_connection_string(settings)}"
        options |= {"META_SECRET": quote_literal(f"{name}_catalog")}
    options |= {"READ_ONLY": "true"} if read_only else {"CREATE_IF_NOT_EXISTS": str(create).lower()}
    options |= {"SNAPSHOT_TIME": quote_literal(as_of.isoformat())} if as_of else {}
    scans = "SET GLOBAL sqlite_disable_multithreaded_scans = true;\n" if settings.is_embedded else ""
    return (
        f"{scans}SET TimeZone = 'UTC';\n"
        f"ATTACH {quote_literal(f'ducklake:{path}')} AS {name} "
        f"({', '.join(f'{option} {value}' for option, value in options.items())});\n"
        f"USE {name};\n"
    )


def build_shell_script(settings: Settings, *, as_of: datetime | None = None) -> str:
    """Return the statements that attach the lake in DuckDB's own shell, which reads secrets from its environment.

    The shell needs the variables of `build_shell_environment`.
    """
    loads = "".join(f"LOAD {extension}; " for extension in list_extensions(settings))
    expressions = {name: f"getenv({quote_literal(name)})" for name in build_shell_environment(settings)}
    spill = f"SET temp_directory = {quote_literal(_spill_folder(settings))};"
    return "\n".join((
        loads,
        spill,
        *_build_secrets(settings, "lake", expressions),
        build_attach_script(settings, as_of=as_of),
    ))


def build_shell_environment(settings: Settings) -> dict[str, str]:
    """Return the environment variables that DuckDB's shell needs in addition to those of this process."""
    found = {} if settings.is_embedded else {_PASSWORD: postgres.find_password(settings)}
    if settings.store:
        access = S3Access.from_environment(os.environ)
        found |= {_KEY: access.key, _SECRET: access.secret, _TOKEN: access.token}
    return {name: value for name, value in found.items() if value}


def list_extensions(settings: Settings) -> tuple[str, ...]:
    """Return the names of the DuckDB extensions that this lake needs, in the order in which to load them."""
    return ("sqlite" if settings.is_embedded else "postgres", "ducklake", *(["httpfs"] if settings.store else []))


def build_data_url(settings: Settings) -> str:
    """Return the address of the Parquet files in the form that DuckDB expects."""
    return f"{settings.store}/lake/data/" if settings.store else f"{settings.lake_path.resolve()}/data/"


def connect_offline(settings: Settings, extensions: Iterable[str]) -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection with these extensions, which loads none from the network.

    It spills into a folder of its own: by default DuckDB spills into `.tmp` in the current directory, and processes
    that share such a folder overwrite each other's files.
    """
    spare_pandas()
    threads = {"threads": settings.lake_threads} if settings.lake_threads else {}
    connection = duckdb.connect(config={**_OFFLINE, **threads, "temp_directory": _spill_folder(settings)})
    for name in extensions:
        load_extension(connection, name)
    connection.execute("SET allow_unsigned_extensions = false")  # for good: DuckDB cannot allow them again
    return connection


@contextmanager
def closing(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Close a connection at the end. After an error, including Ctrl-C, first interrupt its running query.

    Without the interrupt, closing would wait for the threads of a query whose result nobody needs any more.
    """
    try:
        yield connection
    except BaseException:
        connection.interrupt()
        raise
    finally:
        connection.close()


def _spill_folder(settings: Settings) -> str:
    """Return a new folder name for spilling, which DuckDB creates on demand and removes at the end.

    It is in the home folder, or in the system's temporary folder if there is no home, or none that is writable.
    """
    root = settings.spill_path.resolve() if settings.has_home else Path(tempfile.gettempdir())
    try:
        root.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        root = Path(tempfile.gettempdir())
    return str(root / uuid4().hex)


def _build_secrets(settings: Settings, name: str, expressions: Mapping[str, str] | None = None) -> list[str]:
    """Return the statements that give DuckDB its passwords and keys.

    `expressions`: SQL expressions by variable, used instead of literal values.
    """
    values = expressions or {
        variable: quote_literal(value) for variable, value in build_shell_environment(settings).items()
    }
    statements = []
    if not settings.is_embedded:
        statements.append(_build_secret(f"{name}_catalog", "postgres", {"PASSWORD": values.get(_PASSWORD)}))
    if settings.store:
        access = S3Access.from_environment(os.environ)
        endpoint = urlsplit(access.endpoint)
        options = {
            "KEY_ID": values[_KEY],
            "SECRET": values[_SECRET],
            "SESSION_TOKEN": values.get(_TOKEN),
            "REGION": quote_literal(access.region),
            "SCOPE": quote_literal(settings.store),
        }
        if access.endpoint:
            address = endpoint.netloc + endpoint.path.rstrip("/")
            options |= {"ENDPOINT": quote_literal(address), "URL_STYLE": "'path'"}
            options |= {"USE_SSL": str(endpoint.scheme == "https").lower()}
        statements.append(_build_secret(f"{name}_data", "s3", options))
    return statements


def _build_secret(name: str, kind: str, options: Mapping[str, str | None]) -> str:
    given = "".join(f", {option} {value}" for option, value in options.items() if value)
    return f"CREATE OR REPLACE TEMPORARY SECRET {name} (TYPE {kind}{given});"


def translate_open_error(settings: Settings, error: duckdb.Error) -> NewsvaneError:
    """Return the error that says why the lake does not open, and what to do."""
    said = " ".join(str(error).split())
    if _NO_LAKE_MESSAGE in said:
        return build_no_lake_error(settings)
    if "No snapshot found" in said:
        return SnapshotExpired(said, reason="too_early")
    if "Postgres" in said and is_unreachable(said):
        return postgres.translate_error(settings, error)
    if busy := to_lake_busy(error):
        message = f"the catalog {settings.catalog_shown} cannot be used right now: {said}"
        return type(busy)(message, reason=busy.reason)
    if settings.is_embedded and (closed := storage.find_closed([settings.catalog_path])):
        return _build_closed_error(closed)
    if is_disk_full(error):
        return LakeError(
            f"the lake at {settings.catalog_shown} does not open, because the disk is full: {said}. What to do: "
            "docs/operations/runbook.md#the-disk-is-full",
            reason="disk_full",
        )
    return LakeError(
        f"the lake at {settings.catalog_shown} does not open: {said}. If this is not a lake of Newsvane, "
        "choose another place with NEWSVANE_CATALOG",
        reason="lake_damaged",
    )


def file_exists(path: Path) -> bool:
    """Return whether a file of a lake exists. Raises LakeError if this user may not know."""
    try:
        return path.exists()
    except PermissionError as error:
        raise _build_closed_error(storage.find_existing(path)) from error


def _build_closed_error(closed: Path) -> LakeError:
    return LakeError(
        f"{storage.describe_closed(closed)}, and a home is for its owner alone: ask for a published file "
        "(NEWSVANE_PUBLISHED)",
        reason="lake_refused",
    )


def build_no_lake_error(settings: Settings) -> NoLake:
    """Return the error that says where no lake was found, which setting decides that, and how to create one."""
    setting = "NEWSVANE_HOME" if settings.is_embedded else "NEWSVANE_CATALOG"
    place = settings.catalog_path.absolute() if settings.is_embedded else settings.catalog_shown
    return NoLake(
        f"there is no lake at {place}: `newsvane run` or `make up` creates one, "
        f"`newsvane init` starts a new subject; {setting} sets the place",
        reason="no_lake",
    )
