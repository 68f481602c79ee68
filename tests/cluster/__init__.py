"""Run Airflow on Celery without containers: the services of `docker-compose.yml` as processes on 127.0.0.1.

`Backbone` holds the servers: PostgreSQL, Redis and optionally a bucket. `Cluster` runs Airflow's components and the
workers, each in its own process group, with its own AIRFLOW_HOME and the environment variables of its container. A
component that stops is restarted, like a container.
"""

import base64
import contextlib
import os
import secrets
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from newsvane.errors import ConfigError
from newsvane.settings import Settings
from newsvane.standalone import COMPONENTS, MARK, Standalone, StartFailed
from tests.cluster.components import ACCESS, LAKE_SLOTS, Places, environment
from tests.servers import Bucket, Postgres, Redis
from tests.servers.postgres import INSTALLED as POSTGRES
from tests.servers.postgres import program
from tests.servers.process import free_port
from tests.servers.redis import INSTALLED as REDIS
from tests.support.scene import PROJECT

DATABASES = PROJECT / "deploy" / "databases.sql"
USERS = {
    "airflow": "AIRFLOW_DB_PASSWORD",
    "celery": "CELERY_DB_PASSWORD",
    "lake": "LAKE_DB_PASSWORD",
    "lake_reader": "LAKE_READER_PASSWORD",
}
"""The PostgreSQL users, each with the environment variable that holds its password."""
WORKERS = 2
RESTARTS = 20
"""How often one component is restarted before `require_running` gives up."""
_SETTINGS = {f"NEWSVANE_{name.upper()}" for name in Settings.model_fields}
_KNOW_NEWS = ("api-server", "worker")
"""The components that get Newsvane's settings and the addresses of channels."""


@dataclass(frozen=True)
class Backbone:
    """The servers behind a cluster, while they run."""

    postgres: Postgres
    redis: Redis
    bucket: Bucket | None

    @property
    def lake(self) -> dict[str, str]:
        """Return the settings of the lake on these servers, with the credentials for its bucket."""
        access = self.bucket.access if self.bucket else dict.fromkeys(ACCESS, "")
        store = self.bucket.url if self.bucket else ""
        return {"NEWSVANE_CATALOG": self.postgres.url("lake", "lake"), "NEWSVANE_STORE": store, **access}

    def url(self, database: str, user: str) -> str:
        """Return the SQLAlchemy URL of a database for a user."""
        return self.postgres.url(database, user).replace("postgresql:", "postgresql+psycopg2:", 1)


@contextlib.contextmanager
def backbone(home: Path | None = None, *, store: bool = False) -> Iterator[Backbone]:
    """Start PostgreSQL and Redis with the databases of a cluster; yield them, and stop them when the block ends.

    `home`: the folder for their data; None discards the data at the end. `store`: also start a bucket, which is kept in
    memory. Raises ConfigError if PostgreSQL or Redis is not installed.
    """
    if not POSTGRES or not REDIS:
        missing = " and ".join(name for name, found in (("initdb", POSTGRES), ("redis-server", REDIS)) if not found)
        raise ConfigError(
            f"a cluster needs PostgreSQL and Redis installed, not running: there is no {missing}", reason="no_servers"
        )
    with (
        Postgres(home and home / "postgres", durable=home is not None) as postgres,
        Redis(home and home / "redis", durable=True) as redis,
        Bucket() if store else contextlib.nullcontext() as bucket,
    ):
        passwords = {name: postgres.password(user) for user, name in USERS.items()}
        subprocess.run(
            [program("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--set=ON_ERROR_STOP=1",
             "--host=127.0.0.1", f"--port={postgres.port}", "--username=postgres", f"--file={DATABASES}"],
            check=True, env={**os.environ, "PGPASSWORD": postgres.password("postgres"), **passwords},
        )  # fmt: skip
        yield Backbone(postgres, redis, bucket)


def worker(number: int) -> tuple[str, ...]:
    """Return the `airflow` arguments that start a worker. Its number makes the name unique on this machine."""
    name = ("--celery-hostname", f"worker-{number}")
    return ("celery", "worker", "--skip-serve-logs", "--without-gossip", "--without-mingle", *name)


class Cluster(Standalone):
    """Airflow on Celery, with the interface of Standalone. `behind`: the running servers. `given`: extra variables."""

    def __init__(
        self,
        home: Path,
        behind: Backbone,
        *,
        port: int,
        given: Mapping[str, str],
        password: str | None = None,
        workers: int = WORKERS,
    ) -> None:
        super().__init__(PROJECT, home, port=port, environment=given, password=password)
        self.components |= {f"worker-{number}": worker(number) for number in range(1, workers + 1)}
        self.behind = behind
        self._restarts: Counter[str] = Counter()
        self._is_up = False
        self._health_port = str(free_port())
        self._places = Places(
            api=self.url,
            ui=self.url,
            metadata=behind.url("airflow", "airflow"),
            results="db+" + behind.url("celery", "celery"),
            broker=behind.redis.url,
            passwords=str(self.password_file),
            fernet_key=_kept_key(self.home / "fernet.key"),
            api_key=secrets.token_hex(32),
            jwt_key=secrets.token_hex(32),
            catalog=behind.lake["NEWSVANE_CATALOG"],
            catalog_read_only=behind.postgres.url("lake", "lake_reader"),
            store=behind.lake["NEWSVANE_STORE"],
            access=behind.lake,
        )

    def __enter__(self) -> Self:
        super().__enter__()
        self._is_up = True
        return self

    def is_healthy(self) -> bool:
        """Return whether every component reports that it is healthy and every worker is ready for tasks."""
        return super().is_healthy() and self._workers_listen()

    def configuration_for(self, component: str) -> dict[str, str]:
        """Return the variables of the component's container, adapted to a process on this machine."""
        return {
            **self.shared_configuration,
            "AIRFLOW_HOME": str(self.home / component),
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(self.home / "logs"),
            **environment(_kind(component), self._places),
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": self._health_port,
        }

    def environment_for(self, component: str) -> dict[str, str]:
        """Return all environment variables of a component. Only _KNOW_NEWS get Newsvane's settings and credentials."""
        knows = {**os.environ, **self.extra_environment}
        if _kind(component) not in _KNOW_NEWS:
            ours = _SETTINGS.union(ACCESS)
            knows = {name: value for name, value in os.environ.items() if name not in ours}
        return {**knows, **self.configuration_for(component), MARK: self.mark}

    def require_running(self) -> None:
        """Restart components that have stopped. Raises StartFailed if one stops more than RESTARTS times."""
        if not self._is_up:
            super().require_running()
        for name in self.stopped_components():
            self._restarts[name] += 1
            if self._restarts[name] > RESTARTS:
                raise StartFailed(f"airflow {name} ended {RESTARTS} times; read {self.home / name}.log")
            self.start(name)

    @property
    def lake_slots(self) -> int:
        """How many tasks may write the lake at once. The catalog's locks keep writers of the same table apart."""
        return LAKE_SLOTS

    def leaks(self) -> list[str]:
        """Return the paths of logs that contain a secret of the cluster; the list must be empty."""
        passwords = {self.behind.postgres.password(user) for user in ("postgres", *USERS)}
        keys = {self._places.fernet_key, self._places.api_key, self._places.jwt_key, self.behind.redis.password}
        keys |= {self.behind.lake["AWS_SECRET_ACCESS_KEY"]} - {""}
        logs = [*self.home.rglob("*.log"), self.behind.postgres.log, self.behind.redis.log]
        texts = ((log, log.read_text("utf-8", "replace")) for log in logs)
        return [str(log) for log, text in texts if any(secret in text for secret in passwords | keys)]

    def _workers_listen(self) -> bool:
        logs = [self.home / f"{name}.log" for name in self.components if _kind(name) == "worker"]
        return all(log.exists() and " ready." in log.read_text("utf-8", "replace") for log in logs)


def _kind(component: str) -> str:
    """Return the name of the container in which this process would run."""
    if component.startswith("worker-"):
        return "worker"
    return component if component in COMPONENTS else "init"


def _kept_key(file: Path) -> str:
    """Return the Fernet key in the file, which is created if missing, so that a restart can decrypt older data."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)
        file.write_bytes(base64.urlsafe_b64encode(secrets.token_bytes(32)))
    return file.read_text()
