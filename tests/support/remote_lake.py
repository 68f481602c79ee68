"""Lakes with their catalog in PostgreSQL and their files in a bucket, on servers started for the tests."""

import contextlib
import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsvane.settings import Settings
from tests.servers import Bucket, Postgres
from tests.servers.needed import needs
from tests.servers.postgres import INSTALLED

needs_postgres = needs("PostgreSQL", INSTALLED)


@dataclass(frozen=True)
class RemoteLakes:
    """The servers. Each lake made here has a database and a prefix of its own."""

    postgres: Postgres
    bucket: Bucket
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def environment(self, *, like: Settings | None = None) -> dict[str, str]:
        """Return the settings of a new lake as variables. `like`: copy this lake; without it nothing is there yet."""
        name = f"lake{next(self._numbers)}"
        template = like.catalog.rpartition("/")[2] if like else "template1"
        if like:
            self.bucket.copy(f"{template}/", f"{name}/")
        return {
            "NEWSVANE_CATALOG": self.postgres.create(name, "newsvane", like=template),
            "NEWSVANE_STORE": f"{self.bucket.url}/{name}",
        }

    def settings(self, home: Path, *, store: bool = True, like: Settings | None = None) -> Settings:
        """Return the same as `Settings`."""
        made = self.environment(like=like)
        return Settings(
            home=home, catalog=made["NEWSVANE_CATALOG"], store=made["NEWSVANE_STORE"] if store else "", publish_every=0
        )


@contextlib.contextmanager
def remote_lakes() -> Iterator[RemoteLakes]:
    """Start both servers, with the keys to the bucket in our environment, until the block ends."""
    with Postgres() as postgres, Bucket() as bucket, patched_environment(bucket.access):
        yield RemoteLakes(postgres, bucket)


@contextlib.contextmanager
def patched_environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables until the block ends, and unset those that lead to other servers."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("AWS_", "PG"))]:
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield
