"""Run Redis with a random password."""

import secrets
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

import redis

from tests.servers.process import Server

INSTALLED = shutil.which("redis-server")
"""Its program; None where it is not installed."""


class Redis(Server):
    """`url`: where it is found, password included. `durable`: it keeps what it acknowledged over a stop and a kill."""

    name: ClassVar[str] = "redis"

    def __init__(
        self,
        folder: Path | None = None,
        port: int | None = None,
        *,
        password: str | None = None,
        durable: bool = False,
    ) -> None:
        super().__init__(folder, port)
        self._durable = durable
        self.password = password or secrets.token_urlsafe(18)

    @property
    def url(self) -> str:
        """Its first database."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        settings: Mapping[str, object] = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "save": '""',
            "appendonly": "yes" if self._durable else "no",
            "appendfsync": "always",
            "dir": self.folder,
        }
        config = self.folder / "redis.conf"
        config.touch(0o600)
        config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def command(self) -> Sequence[str]:
        if INSTALLED is None:
            raise RuntimeError("Redis is not installed: there is no redis-server")
        return [INSTALLED, str(self.folder / "redis.conf")]

    def answers(self) -> bool:
        try:
            with redis.Redis(host="127.0.0.1", port=self.port, password=self.password) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False
