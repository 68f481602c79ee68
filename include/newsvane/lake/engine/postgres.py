"""Connect to a catalog in PostgreSQL without showing its password, and hold locks there.

A lock is a session-level advisory lock, one per name: the server releases it when the session ends, for whatever
reason. Only this module imports psycopg2.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from newsvane.errors import ConfigError, LakeBusy, LakeError, NewsvaneError
from newsvane.settings import Settings

if TYPE_CHECKING:
    import psycopg2.extensions

CONNECT_SECONDS = 10
"""How long the server may take to accept a connection, unless the address says otherwise (`?connect_timeout=`)."""
_KEEPALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""With these a connection to a dead server fails within a minute."""
_REFUSED_MESSAGES = (
    "authentication failed",
    "does not exist",
    "no password supplied",
    "permission denied",
    "no pg_hba.conf entry",
)
"""Parts of PostgreSQL's messages for errors that do not pass by themselves."""


def build_parameters(settings: Settings) -> dict[str, str]:
    """Return the connection parameters of the catalog's address by libpq's names, without the password.

    Whatever the address leaves out, libpq takes from its own environment variables (PG…).
    """
    url = settings.catalog_url
    found = {
        "host": url.hostname or "",
        "port": str(url.port or ""),
        "user": unquote(url.username or ""),
        "dbname": unquote(url.path.strip("/")),
        "connect_timeout": str(CONNECT_SECONDS),
        **dict(parse_qsl(url.query)),
    }
    found.pop("password", None)
    return {name: value for name, value in found.items() if value}


def find_password(settings: Settings) -> str:
    """Return the password from the address, or else from PGPASSWORD; "" to let libpq look for one itself."""
    url = settings.catalog_url
    in_query = dict(parse_qsl(url.query)).get("password", "")
    return unquote(url.password or "") or in_query or os.environ.get("PGPASSWORD", "")


def build_connection_string(settings: Settings) -> str:
    """Return the address as a libpq connection string, without the password."""
    quoted = (
        (name, value.replace("\\", "\\\\").replace("'", "\\'")) for name, value in build_parameters(settings).items()
    )
    return " ".join(f"{name}='{value}'" for name, value in quoted)


@contextlib.contextmanager
def open_cursor(settings: Settings) -> Iterator["psycopg2.extensions.cursor"]:
    """Open a session outside any transaction.

    Raises LakeBusy if no server responds, and LakeError if the server refuses the connection.
    """
    psycopg2 = _psycopg2()
    secret = {"password": word} if (word := find_password(settings)) else {}
    try:
        connection = psycopg2.connect(**build_parameters(settings), **secret, **_KEEPALIVE, application_name="newsvane")
    except psycopg2.OperationalError as error:
        raise translate_error(settings, error) from error
    with contextlib.closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@contextlib.contextmanager
def hold_locks(settings: Settings, names: Iterable[str], *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the locks of these names, and yield a function that raises LakeBusy if they have been lost.

    Every process takes locks in the same order, so no two wait for each other. `wait`: seconds to wait for all of them.
    """
    psycopg2 = _psycopg2()
    deadline = time.monotonic() + wait
    with open_cursor(settings) as cursor:
        for name in sorted(set(names)):
            left_ms = max(int((deadline - time.monotonic()) * 1000), 1)  # 0 would mean no limit
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{left_ms}ms"])
            try:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_lock_number(name)])
            except psycopg2.errors.LockNotAvailable as error:
                raise LakeBusy(
                    f"another process has been writing {name or 'the lake'} for more than {wait:g} s",
                    reason="lake_busy",
                ) from error
            except psycopg2.OperationalError as error:
                raise translate_error(settings, error) from error

        def require_locks() -> None:
            try:
                cursor.execute("SELECT 1")
            except psycopg2.Error as error:
                raise LakeBusy(
                    "the database session that held our locks has ended",
                    reason="lake_unreachable",
                ) from error

        yield require_locks


def list_catalog_tables(cursor: "psycopg2.extensions.cursor") -> list[str]:
    """Return the tables of DuckLake in the database, with their schemas, quoted."""
    cursor.execute(
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) FROM information_schema.tables "
        r"WHERE table_name LIKE 'ducklake\_%' AND table_type = 'BASE TABLE' ORDER BY 1"
    )
    return [str(name) for (name,) in cursor.fetchall()]


def rewrite_table(cursor: "psycopg2.extensions.cursor", table: str) -> None:
    """Write a table again without its dead rows. Raises LakeBusy if a reader does not let go of it in time."""
    try:
        cursor.execute(f"VACUUM FULL {table}")
    except _psycopg2().errors.LockNotAvailable as error:
        raise LakeBusy(
            f"a reader has kept the table {table} of the catalog in use: end its session, then repeat this",
            reason="lake_busy",
        ) from error


def translate_error(settings: Settings, error: Exception) -> NewsvaneError:
    """Return our error for a failed connection. It quotes the server's message, which contains no password."""
    said = " ".join(str(error).split())
    if any(word in said for word in _REFUSED_MESSAGES):
        return LakeError(
            f"PostgreSQL refuses {settings.catalog_shown}: {said}. Correct NEWSVANE_CATALOG or PGPASSWORD",
            reason="lake_refused",
        )
    return LakeBusy(
        f"the catalog {settings.catalog_shown} does not respond: {said}. Is PostgreSQL up, and the address right?",
        reason="lake_unreachable",
    )


def _lock_number(name: str) -> int:
    """Return the 64-bit number by which PostgreSQL knows a lock."""
    return int.from_bytes(hashlib.sha256(f"newsvane:{name}".encode()).digest()[:8], "big", signed=True)


def _psycopg2() -> Any:
    try:
        import psycopg2.errors  # noqa: PLC0415 - optional: only a catalog in PostgreSQL needs it
    except ImportError as error:
        raise ConfigError(f"a catalog in PostgreSQL needs newsvane[cluster] ({error})", reason="settings") from error
    return psycopg2
