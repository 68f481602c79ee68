"""Run PostgreSQL with a new database cluster, whose users get random passwords."""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import psycopg2
from psycopg2.sql import SQL, Identifier, Literal

from tests.servers.process import Server, unprivileged

INSTALLED = shutil.which("initdb") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), None)
"""Its initdb, beside which the other programs lie; None where PostgreSQL is not installed."""


class Postgres(Server):
    """`durable`: whether a commit waits for the disk, as it should wherever time is measured.

    Passwords are of this process: a folder that is kept is opened again by its `.password` file.
    """

    name: ClassVar[str] = "postgres"
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT

    def __init__(self, folder: Path | None = None, port: int | None = None, *, durable: bool = False) -> None:
        super().__init__(folder, port)
        self._durable = durable
        self._passwords: dict[str, str] = {}

    def url(self, database: str, user: str) -> str:
        """Where a user finds a database, password included."""
        return f"postgresql://{user}:{self.password(user)}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, user: str, *, like: str = "template1") -> str:
        """Make a database that this user owns, empty or `like` another, and the user where there is none; its URL."""
        with self._as_owner() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [user])
            do = "ALTER" if cursor.fetchone() else "CREATE"
            password = Literal(self.password(user))
            cursor.execute(SQL(f"{do} ROLE {{}} LOGIN PASSWORD {{}}").format(Identifier(user), password))
            names = map(Identifier, (database, user, like))
            cursor.execute(SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*names))
            cursor.execute(SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(Identifier(database)))
        return self.url(database, user)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        with self._as_owner() as cursor:
            cursor.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(database)))

    def password(self, user: str) -> str:
        """The password of a user, made up at the first asking."""
        return self._passwords.setdefault(user, secrets.token_urlsafe(18))

    def prepare(self) -> None:
        """Make the cluster of databases where the folder holds none."""
        owner = self.folder / ".password"
        if owner.exists():
            self._passwords["postgres"] = owner.read_text().strip()
            return
        owner.touch(0o600)
        owner.write_text(self.password("postgres"))
        if user := self.user():
            for path in (self.folder, owner):
                shutil.chown(path, user)
        options = {"username": "postgres", "pwfile": owner, "auth": "scram-sha-256", "encoding": "UTF8", "locale": "C"}
        arguments = [f"--{name}={value}" for name, value in options.items()]
        subprocess.run(
            [program("initdb"), *arguments, "--no-sync", f"--pgdata={self.folder / 'data'}"],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            user=self.user(),
        )

    def command(self) -> Sequence[str]:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "fsync": "on" if self._durable else "off",
            "synchronous_commit": "on" if self._durable else "off",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [program("postgres"), "-D", str(self.folder / "data"), *arguments]

    def user(self) -> str | None:
        return unprivileged()

    def answers(self) -> bool:
        try:
            with self._as_owner():
                return True
        except psycopg2.OperationalError:
            return False

    @contextlib.contextmanager
    def _as_owner(self) -> Iterator[Any]:
        with contextlib.closing(psycopg2.connect(self.url("postgres", "postgres"))) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    if INSTALLED is None:
        raise RuntimeError("PostgreSQL is not installed: there is no initdb")
    return os.fspath(Path(INSTALLED).resolve().parent / name)
