"""Airflow on this machine alone: its four components on 127.0.0.1, started together and ended together.

`airflow standalone` would do, but it serves logs on every interface and may leave children behind. Everything started
here carries a mark in its environment, so that whatever outlives its process group is still found and ended.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from newsvane.errors import ConfigError, Terminal

MARK = "NEWSVANE_STANDALONE"
COMPONENTS = {
    "api-server": ("api-server", "--host", "127.0.0.1"),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
"""Airflow's own components, and the command of each."""


class StartFailed(Terminal):
    """Airflow did not come up, or did not stay up; the message names the log to read."""


class Standalone:
    """A context manager: Airflow runs inside it, and nothing of it outlives it.

    `project`: the checkout with `dags/` and `plugins/`. `home`: AIRFLOW_HOME, kept between starts. `environment`: what
    the tasks shall find beside ours. `password`: of the user admin; None lets Airflow make one up
    (`simple_auth_manager_passwords.json.generated` under home).

    Raises ConfigError when the port is taken, StartFailed when a component ends or is not well in time.
    """

    def __init__(
        self,
        project: Path,
        home: Path,
        *,
        port: int = 8080,
        environment: Mapping[str, str] | None = None,
        password: str | None = None,
    ) -> None:
        self.components: dict[str, tuple[str, ...]] = dict(COMPONENTS)
        self.project, self.home, self.port = project.resolve(), home.resolve(), port
        self.url = f"http://127.0.0.1:{port}"
        self._password = password
        self.mark = secrets.token_hex(8)
        self.given = environment or {}
        self._secrets = {name: secrets.token_hex(32) for name in ("api", "jwt")}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._token = ""

    def __enter__(self) -> Self:
        require_free_port(self.port)
        self.home.mkdir(parents=True, exist_ok=True)
        try:
            if self._password is not None:
                self.password_file.write_text(json.dumps({"admin": self._password}))
            self._run_to_end("db", "migrate")
            for name in self.components:
                self.start(name)
            self.wait_until(self.healthy, 240, "Airflow to become healthy")
            self._log_in()
            self._ensure_pool("lake", self.lake_slots, "Writers of the Newsvane lake")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, component: str) -> None:
        """Start one component; its log is `COMPONENT.log` under home."""
        self._processes[component] = self._start(component, *self.components[component])

    def pid(self, component: str) -> int:
        """The process of a component, which leads its group."""
        return self._processes[component].pid

    def stop(self, patience: float = 15) -> None:
        """End every process that was started here, children of children included."""
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while (left := list(self._marked())) and time.monotonic() < deadline:
            for process in self._processes.values():
                process.poll()
            time.sleep(0.1)
        for straggler in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                straggler.kill()
        for process in self._processes.values():
            process.wait()
        self._processes.clear()

    def require_running(self) -> None:
        """Raise StartFailed, naming its log, where a component has ended."""
        for name in self.ended():
            code = self._processes[name].returncode
            raise StartFailed(f"airflow {name} ended with exit code {code}; read {self._log(name)}")

    def ended(self) -> list[str]:
        """The components that were started and run no more."""
        return [name for name, process in self._processes.items() if process.poll() is not None]

    def call(self, method: str, path: str, body: object = None) -> Any:
        """One call of Airflow's public API (`path` begins after `/api/v2`); the decoded answer.

        Raises urllib.error.HTTPError for an answer of 400 or more.
        """
        return self._request(method, f"/api/v2{path}", body)

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run this DAG."""
        self.call("PATCH", f"/dags/{dag_id}", {"is_paused": False})

    def trigger(self, dag_id: str, conf: Mapping[str, object] | None = None) -> str:
        """Start a run now; its run id."""
        run: dict[str, Any] = self.call("POST", f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf or {}})
        return str(run["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The latest runs of a DAG, newest first, as the API gives them."""
        found: list[dict[str, Any]] = self.call("GET", f"/dags/{dag_id}/dagRuns?order_by=-run_after&limit=100")[
            "dag_runs"
        ]
        return found

    def wait_for_dags(self, dag_ids: set[str], patience: float = 90) -> None:
        """Wait until the DAG processor has read these DAGs."""

        def parsed() -> bool:
            broken = self.call("GET", "/importErrors")["import_errors"]
            if broken:
                raise StartFailed(f"{broken[0]['filename']} does not import: {broken[0]['stack_trace'][-800:]}")
            return dag_ids <= {dag["dag_id"] for dag in self.call("GET", "/dags?limit=100")["dags"]}

        self.wait_until(parsed, patience, f"the DAGs {', '.join(sorted(dag_ids))}")

    @property
    def password(self) -> str:
        """The password of the user admin."""
        passwords: dict[str, str] = json.loads(self.password_file.read_text())
        return passwords["admin"]

    @property
    def environment(self) -> Mapping[str, str]:
        """What the API server runs with."""
        return self.environment_of("api-server")

    @property
    def lake_slots(self) -> int:
        """How many tasks may write the lake at once."""
        return 1

    @property
    def password_file(self) -> Path:
        """Where Airflow keeps its users' passwords."""
        return self.home / "simple_auth_manager_passwords.json.generated"

    def environment_of(self, component: str) -> dict[str, str]:
        """All that it runs with."""
        return {**os.environ, **self.needs(component), **self.given, MARK: self.mark}

    def needs(self, component: str) -> dict[str, str]:
        """The variables that we set for a component ("db-migrate" is one, too)."""
        return {
            **self.machine,
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": str(max(4, os.cpu_count() or 1)),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.password_file),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": self._secrets["api"],
            "AIRFLOW__API_AUTH__JWT_SECRET": self._secrets["jwt"],
            "NEWSVANE_UI_URL": self.url,
        }

    @property
    def machine(self) -> dict[str, str]:
        """What every component runs with on this machine, and would by its image in a container."""
        return {
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.project / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(self.project / "plugins"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "GX_ANALYTICS_ENABLED": "False",
            # Airflow's processes rename themselves, which would wipe their visible environment, and our mark with it.
            "SPT_NOENV": "1",
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        }

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log(name).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "airflow", *arguments],
                cwd=self.project,
                env=self.environment_of(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _run_to_end(self, *arguments: str) -> None:
        name = "-".join(arguments)
        process = self._processes[name] = self._start(name, *arguments)
        if process.wait():
            raise StartFailed(f"`airflow {' '.join(arguments)}` failed; read {self._log(name)}")
        del self._processes[name]

    def _log(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def _marked(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    yield process

    def wait_until(self, ready: Callable[[], bool], patience: float, what: str) -> None:
        """Wait until that is so; raises StartFailed where a component ends before, or after `patience` seconds."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            self.require_running()
            with contextlib.suppress(OSError):
                if ready():
                    return
            time.sleep(0.5)
        raise StartFailed(f"waited {patience:.0f} s for {what}; the logs are in {self.home}")

    def healthy(self) -> bool:
        """Whether every component says that it is well."""
        health = self._request("GET", "/api/v2/monitor/health")
        return all(health[part]["status"] == "healthy" for part in ("scheduler", "dag_processor", "triggerer"))

    def _log_in(self) -> None:
        credentials = {"username": "admin", "password": self.password}
        self._token = str(self._request("POST", "/auth/token", credentials)["access_token"])

    def _ensure_pool(self, name: str, slots: int, description: str) -> None:
        pool = {"name": name, "slots": slots, "description": description, "include_deferred": False}
        try:
            self.call("POST", "/pools", pool)
        except urllib.error.HTTPError as error:
            if error.code != 409:
                raise

    def _request(self, method: str, path: str, body: object = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - our own server, http by construction
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)


def require_free_port(port: int) -> None:
    """Raise ConfigError, naming who has it and another port to use, when `port` of this machine is taken."""
    if _is_free(port):
        return
    other = next(candidate for candidate in range(port + 1, port + 1000) if _is_free(candidate))
    raise ConfigError(
        f"port {port} is taken by {_holder(port)}: end it, or use another port: {other} is free (make … PORT={other})",
        reason="port_taken",
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _holder(port: int) -> str:
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (port,) and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    return "another process"
