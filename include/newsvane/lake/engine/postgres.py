"""A catalog in PostgreSQL: how it is reached without showing its password, turns at writing. Alone imports psycopg2.

A turn is an advisory lock of a session, one a name: the server lets go of it when the session ends, however it ends.
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
"""How long the server may take to answer, where the address says nothing else (`?connect_timeout=`)."""
_ALIVE = {"keepalives": 1, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
"""A server that is gone is noticed within a minute."""
_REFUSED = (
    "authentication failed",
    "does not exist",
    "no password supplied",
    "permission denied",
    "no pg_hba.conf entry",
)
"""What PostgreSQL says where trying again is of no use."""


def build_parameters(settings: Settings) -> dict[str, str]:
    """What the address says, as libpq names it, but for the password; the rest is in libpq's own variables (PG…)."""
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
    """From the address, or else from PGPASSWORD; "" where libpq shall look for one itself."""
    url = settings.catalog_url
    asked = dict(parse_qsl(url.query)).get("password", "")
    return unquote(url.password or "") or asked or os.environ.get("PGPASSWORD", "")


def build_connection_string(settings: Settings) -> str:
    """The address as libpq's keywords, without the password."""
    quoted = (
        (name, value.replace("\\", "\\\\").replace("'", "\\'")) for name, value in build_parameters(settings).items()
    )
    return " ".join(f"{name}='{value}'" for name, value in quoted)


@contextlib.contextmanager
def open_cursor(settings: Settings) -> Iterator["psycopg2.extensions.cursor"]:
    """A session, outside any transaction. Raises LakeBusy where no server answers, LakeError where it refuses us."""
    psycopg2 = _psycopg2()
    secret = {"password": word} if (word := find_password(settings)) else {}
    try:
        connection = psycopg2.connect(**build_parameters(settings), **secret, **_ALIVE, application_name="newsvane")
    except psycopg2.OperationalError as error:
        raise translate_error(settings, error) from error
    with contextlib.closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            yield cursor


@contextlib.contextmanager
def hold_locks(settings: Settings, names: Iterable[str], *, wait: float) -> Iterator[Callable[[], None]]:
    """Hold the locks of these names; what is yielded raises LakeBusy where they were lost meanwhile.

    All take them in the same order, so that nobody waits in a circle. `wait`: seconds to queue for all of them.
    """
    psycopg2 = _psycopg2()
    deadline = time.monotonic() + wait
    with open_cursor(settings) as cursor:
        for name in sorted(set(names)):
            left = max(int((deadline - time.monotonic()) * 1000), 1)  # 0 would be for ever
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{left}ms"])
            try:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_key(name)])
            except psycopg2.errors.LockNotAvailable as error:
                raise LakeBusy(
                    f"another process has written {name or 'the lake'} for more than {wait:g} s", reason="lake_busy"
                ) from error
            except psycopg2.OperationalError as error:
                raise translate_error(settings, error) from error

        def require_held() -> None:
            try:
                cursor.execute("SELECT 1")
            except psycopg2.Error as error:
                raise LakeBusy(
                    "the session that held our turn has ended; nothing was written", reason="lake_unreachable"
                ) from error

        yield require_held


def translate_error(settings: Settings, error: Exception) -> NewsvaneError:
    """What a failed connection means, in our words and the server's, which hold no password."""
    said = " ".join(str(error).split())
    if any(word in said for word in _REFUSED):
        return LakeError(
            f"PostgreSQL refuses {settings.catalog_shown}: {said}. Correct NEWSVANE_CATALOG or PGPASSWORD",
            reason="lake_refused",
        )
    return LakeBusy(
        f"the catalog {settings.catalog_shown} does not answer: {said}. Is PostgreSQL up, and the address right?",
        reason="lake_unreachable",
    )


def _key(name: str) -> int:
    """The number of a lock, as PostgreSQL wants one: 64 bits."""
    return int.from_bytes(hashlib.sha256(f"newsvane:{name}".encode()).digest()[:8], "big", signed=True)


def _psycopg2() -> Any:
    try:
        import psycopg2.errors  # noqa: PLC0415 - for those with a catalog in PostgreSQL
    except ImportError as error:
        raise ConfigError(f"a catalog in PostgreSQL wants newsvane[cluster] ({error})", reason="settings") from error
    return psycopg2
