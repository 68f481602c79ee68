"""How DuckDB reaches catalog and data: extensions from their wheels, ATTACH, and secrets that nothing shows.

In a process of ours secrets are literals of statements that are kept nowhere; DuckDB's own shell is given statements
that take them from its environment (`shell_script`, `shell_environment`).
"""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import duckdb
import duckdb_extensions

from newsvane.errors import LakeBusy, LakeError, NewsvaneError
from newsvane.lake.engine import postgres
from newsvane.lake.engine.sql import quote_literal
from newsvane.settings import Settings
from newsvane.storage import S3Access

_BUSY_MS = 30_000
"""How long SQLite itself waits for a lock on the catalog."""
_NO_NETWORK: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_MET = (
    "database is locked",
    "Transaction conflict",
    "maximum retry count",
    "could not serialize access",
    "deadlock detected",
)
"""What is said where another writer was there first."""
_UNREACHABLE = (
    "Unable to connect to Postgres",
    "could not connect to server",
    "server closed the connection",
    "terminating connection",
    "no connection to the server",
    "connection to server",
    "SSL SYSCALL",
    "Connection refused",
    "Connection reset",
    "Could not establish connection",
    "Could not connect to server",
    "Timeout was reached",
    "HTTP 5",
)
"""What is said where PostgreSQL or the bucket does not answer."""
_PASSWORD = "PGPASSWORD"  # noqa: S105 - its name
_KEY, _SECRET, _TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
_NONE_THERE = "creating a new DuckLake is explicitly disabled"


def open_lake(
    settings: Settings, *, read_only: bool, create: bool = True, as_of: datetime | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection with the lake attached as `lake` and in use; `create`: makes an empty one where there is none.

    Raises LakeError, `no_lake` where there is none; LakeBusy where it is locked or does not answer.
    """
    connection = connect_offline(settings)
    try:
        connection.execute("SET enable_progress_bar = false")  # it would go where results go
        attach(connection, settings, read_only=read_only, create=create, as_of=as_of)
    except duckdb.Error as error:
        connection.close()
        raise _not_opened(settings, error) from error
    return connection


def attach(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    name: str = "lake",
    read_only: bool = True,
    create: bool = True,
    as_of: datetime | None = None,
) -> None:
    """Attach a lake under a name and use it. Raises duckdb.Error."""
    for extension in list_extensions(settings):
        load_extension(connection, extension)
    for statement in _secrets(settings, name):
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
    """The statements that attach the lake in any DuckDB with `extensions` loaded; they hold no secret.

    `as_of`: as it was then.

    Without the first, the scans of one query may read a SQLite catalog at different moments: while files are merged or
    inlined rows flushed, a reader would miss rows.
    """
    options = {"DATA_PATH": quote_literal(build_data_url(settings)), "OVERRIDE_DATA_PATH": "true"}
    if settings.is_embedded:
        path = f"sqlite:{settings.catalog_path.resolve()}"
        options |= {"META_BUSY_TIMEOUT": str(_BUSY_MS)} | ({} if read_only else {"META_JOURNAL_MODE": "'WAL'"})
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
    """The same for DuckDB's own shell, which takes what is secret from `shell_environment`."""
    loads = "".join(f"LOAD {extension}; " for extension in list_extensions(settings))
    taken = {name: f"getenv({quote_literal(name)})" for name in build_shell_environment(settings)}
    spill = f"SET temp_directory = {quote_literal(_spill_folder(settings))};"
    return "\n".join((loads, spill, *_secrets(settings, "lake", taken), build_attach_script(settings, as_of=as_of)))


def build_shell_environment(settings: Settings) -> dict[str, str]:
    """The variables that a shell needs beside ours."""
    found = {} if settings.is_embedded else {_PASSWORD: postgres.find_password(settings)}
    if settings.store:
        access = S3Access.from_environment(os.environ)
        found |= {_KEY: access.key, _SECRET: access.secret, _TOKEN: access.token}
    return {name: value for name, value in found.items() if value}


def list_extensions(settings: Settings) -> tuple[str, ...]:
    """What DuckDB needs to open this lake."""
    return ("sqlite" if settings.is_embedded else "postgres", "ducklake", *(["httpfs"] if settings.store else []))


def build_data_url(settings: Settings) -> str:
    """Where the Parquet files lie, as DuckDB writes it."""
    return f"{settings.store}/lake/data/" if settings.store else f"{settings.lake_path.resolve()}/data/"


def connect_offline(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A connection to nothing yet that gets no extension from the network and spills into a folder of its own.

    In one folder DuckDBs write over each other's files: by default it is `.tmp` wherever a process was started.
    """
    return duckdb.connect(config={**_NO_NETWORK, "temp_directory": _spill_folder(settings)})


@contextmanager
def closing(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Close a connection at the end; after an error, Ctrl-C among them, stop first what its threads still do.

    DuckDB itself would wait for them, though nobody waits for the answer any more.
    """
    try:
        yield connection
    except BaseException:
        connection.interrupt()
        raise
    finally:
        connection.close()


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load one of DuckDB's signed extensions, installing it from its wheel the first time."""
    try:
        connection.load_extension(name)
    except duckdb.IOException:
        duckdb_extensions.import_extension(name, con=connection)
        connection.load_extension(name)


def to_lake_busy(error: BaseException) -> LakeBusy | None:
    """What to raise for an error after which trying again, whole, may help; None where it will not."""
    if not isinstance(error, duckdb.Error):
        return None
    said = str(error)
    if any(words in said for words in _MET):
        return LakeBusy("another writer was there first; nothing was written", reason="lake_met")
    if any(words in said for words in _UNREACHABLE):
        return LakeBusy("catalog or bucket did not answer; nothing was written", reason="lake_unreachable")
    return None


def _spill_folder(settings: Settings) -> str:
    """A folder that DuckDB makes when it needs it and removes at the end; elsewhere where there is no home."""
    root = settings.spill_path.resolve()
    try:
        root.mkdir(exist_ok=True)
    except OSError:
        root = Path(tempfile.gettempdir())
    return str(root / uuid4().hex)


def _secrets(settings: Settings, name: str, taken: Mapping[str, str] | None = None) -> list[str]:
    """The statements that give DuckDB passwords and keys; `taken`: expressions in their stead."""
    values = taken or {variable: quote_literal(value) for variable, value in build_shell_environment(settings).items()}
    made = []
    if not settings.is_embedded:
        made.append(_secret(f"{name}_catalog", "postgres", {"PASSWORD": values.get(_PASSWORD)}))
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
        made.append(_secret(f"{name}_data", "s3", options))
    return made


def _secret(name: str, kind: str, options: Mapping[str, str | None]) -> str:
    given = "".join(f", {option} {value}" for option, value in options.items() if value)
    return f"CREATE OR REPLACE TEMPORARY SECRET {name} (TYPE {kind}{given});"


def _not_opened(settings: Settings, error: duckdb.Error) -> NewsvaneError:
    said = " ".join(str(error).split())
    if _NONE_THERE in said:
        return build_no_lake_error(settings)
    if "No snapshot found" in said:
        return LakeError(said, reason="too_early")
    if "Postgres" in said and any(words in said for words in _UNREACHABLE):
        return postgres.translate_error(settings, error)
    if busy := to_lake_busy(error):
        return LakeBusy(f"the catalog {settings.catalog_shown} cannot be used now: {said}", reason=busy.reason)
    return LakeError(
        f"the lake at {settings.catalog_shown} does not open: {said}. Where this is not a lake of Newsvane, "
        "choose another place by NEWSVANE_CATALOG",
        reason="lake_damaged",
    )


def build_no_lake_error(settings: Settings) -> LakeError:
    """That there is none, and what makes one."""
    says = "NEWSVANE_HOME says where it lies" if settings.is_embedded else "NEWSVANE_CATALOG says where it is"
    return LakeError(
        f"there is no lake at {settings.catalog_shown}: `newsvane run` or `make up` makes one; {says}",
        reason="no_lake",
    )
