"""Run Airflow on this machine: its four components on 127.0.0.1, started and stopped together.

`newsvane up`, the demo and the tests use it instead of `airflow standalone`, which serves logs on every network
interface and may leave child processes behind. Every process started here has a mark in its environment, so that even a
process that outlives its process group is found and stopped.
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
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from newsvane import storage
from newsvane.errors import ConfigError, Terminal
from newsvane.running_airflow import AirflowApi, leave_note, remove_note
from newsvane.settings import get_settings

MARK = "NEWSVANE_STANDALONE"
"""The environment variable that marks our processes. Its value is different for each instance."""
COMPONENTS = {
    "api-server": ("api-server", "--host", "127.0.0.1"),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
"""The components of Airflow, with the `airflow` command that starts each."""

BUNDLE: dict[str, Any] = {"name": "newsvane", "classpath": "newsvane_bundle.NewsvaneDagBundle", "kwargs": {}}
"""The entry of `[dag_processor] dag_bundle_config_list` for our DAGs, which are in the wheel."""
POOL_DESCRIPTION = "Writers of the Newsvane lake"
_EXTRA_SLOTS = 2
"""Slots in addition to one per core, so that a run can land while the next one reads on all cores."""


class StartFailed(Terminal):
    """Airflow did not start, or did not keep running. The message names the log to read."""


class Standalone:
    """A context manager inside which Airflow runs. When it exits, no process is left.

    `project`: the folder in which the components run. `home`: AIRFLOW_HOME, kept between starts. `environment`:
    further environment variables for all components. `password`: of the user admin; with None, Airflow generates one
    (`simple_auth_manager_passwords.json.generated` under home).

    Raises ConfigError when the port is taken, StartFailed when a component stops or is not healthy in time.
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
        self.python = sys.executable
        self.project, self.home, self.port = project.resolve(), home.resolve(), port
        self.url = f"http://127.0.0.1:{port}"
        self._password = password
        self.mark = secrets.token_hex(8)
        self.extra_environment = environment or {}
        self._secrets = {name: secrets.token_hex(32) for name in ("api", "jwt")}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._api = AirflowApi(self.url)

    def __enter__(self) -> Self:
        require_free_port(self.port)
        storage.make_folder(self.home)
        storage.make_private([self.home, *self.home.iterdir()])
        try:
            if self._password is not None:
                self.password_file.write_text(json.dumps({"admin": self._password}))
            self._run_command("db", "migrate")
            for name in self.components:
                self.start(name)
            self.wait_until(self.is_healthy, 240, "Airflow to become healthy")
            self._api.log_in(self.password)
            self.set_up()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def set_up(self) -> None:
        """Do once what our DAGs need in the healthy Airflow, and leave a note for commands that wake it."""
        self._ensure_pool("newsvane_lake", self.lake_slots, POOL_DESCRIPTION)
        leave_note(self._newsvane_home, url=self.url, password_file=self.password_file, pid=self.pid("api-server"))

    def start(self, component: str) -> None:
        """Start one component. Its log is `COMPONENT.log` under home."""
        self._processes[component] = self._start(component, *self.components[component])

    def pid(self, component: str) -> int:
        """Return the process id of a component, which is also the id of its process group."""
        return self._processes[component].pid

    def stop(self, patience: float = 15) -> None:
        """Stop every process that was started here, including all descendants.

        `patience`: seconds until processes that do not stop are killed.
        """
        remove_note(self._newsvane_home)
        for process in self._processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        while (left := list(self._marked_processes())) and time.monotonic() < deadline:
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
        """Raise StartFailed, naming the log to read, if a component has stopped."""
        for name in self.stopped_components():
            code = self._processes[name].returncode
            raise StartFailed(f"airflow {name} stopped with exit code {code}: read {self._log_path(name)}")

    def stopped_components(self) -> list[str]:
        """Return the components that were started and are no longer running."""
        return [name for name, process in self._processes.items() if process.poll() is not None]

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call Airflow's public API and return the decoded answer. `path`: the part after `/api/v2`.

        Raises urllib.error.HTTPError when the status is 400 or higher.
        """
        return self._api.request(method, f"/api/v2{path}", body)

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run this DAG."""
        self.call("PATCH", f"/dags/{dag_id}", {"is_paused": False})

    def trigger(self, dag_id: str, conf: Mapping[str, object] | None = None) -> str:
        """Start a run now and return its run id."""
        run: dict[str, Any] = self.call("POST", f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf or {}})
        return str(run["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """Return the latest 100 runs of a DAG, newest first, as the API describes them."""
        found: list[dict[str, Any]] = self.call("GET", f"/dags/{dag_id}/dagRuns?order_by=-run_after&limit=100")[
            "dag_runs"
        ]
        return found

    def wait_for_dags(self, dag_ids: set[str], patience: float = 90) -> None:
        """Wait until the DAG processor has parsed these DAGs. Raises StartFailed if a file does not import."""

        def parsed() -> bool:
            broken = self.call("GET", "/importErrors")["import_errors"]
            if broken:
                raise StartFailed(f"{broken[0]['filename']} does not import: {broken[0]['stack_trace'][-800:]}")
            return dag_ids <= {dag["dag_id"] for dag in self.call("GET", "/dags?limit=100")["dags"]}

        self.wait_until(parsed, patience, f"the DAGs {', '.join(sorted(dag_ids))}")

    @property
    def password(self) -> str:
        """The password of the user admin, read from Airflow's file."""
        passwords: dict[str, str] = json.loads(self.password_file.read_text())
        return passwords["admin"]

    @property
    def _newsvane_home(self) -> Path:
        """The home on which the tasks work."""
        return Path(self.environment.get("NEWSVANE_HOME") or get_settings().home)

    @property
    def environment(self) -> Mapping[str, str]:
        """All environment variables of the API server."""
        return self.environment_for("api-server")

    @property
    def lake_slots(self) -> int:
        """How many tasks may write the lake at once."""
        return 1

    @property
    def password_file(self) -> Path:
        """The file in which Airflow keeps the passwords of its users."""
        return self.home / "simple_auth_manager_passwords.json.generated"

    def environment_for(self, component: str) -> dict[str, str]:
        """Return all environment variables of a component."""
        return {**os.environ, **self.configuration_for(component), **self.extra_environment, MARK: self.mark}

    def configuration_for(self, component: str) -> dict[str, str]:
        """Return the variables that this class sets for a component, or for the command "db-migrate"."""
        return {
            **self.shared_configuration,
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            "AIRFLOW__CORE__PARALLELISM": str(max(4, os.cpu_count() or 1) + _EXTRA_SLOTS),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(self.password_file),
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__SECRET_KEY": self._secrets["api"],
            "AIRFLOW__API_AUTH__JWT_SECRET": self._secrets["jwt"],
            "NEWSVANE_PRELOAD": "True",
            "NEWSVANE_UI_URL": self.url,
        }

    @property
    def shared_configuration(self) -> dict[str, str]:
        """The variables of every component on this machine. In a container, the image sets them."""
        return {
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps([BUNDLE]),
            # A changed DAG file is parsed within seconds all the same. Unchanged ones are parsed for nothing.
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
            # Airflow gives these to the logs of tasks, whatever the umask is.
            "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FILE_PERMISSIONS": "0o600",
            "AIRFLOW__LOGGING__FILE_TASK_HANDLER_NEW_FOLDER_PERMISSIONS": "0o700",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": str(self.port),
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "GX_ANALYTICS_ENABLED": "False",
            # Airflow's processes rename themselves. That would wipe their visible environment, and with it our mark.
            "SPT_NOENV": "1",
            "PATH": os.pathsep.join([str(Path(self.python).parent), os.environ.get("PATH", "")]),
        }

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with self._log_path(name).open("ab") as log:
            return subprocess.Popen(
                [self.python, "-m", "airflow", *arguments],
                cwd=self.project,
                env=self.environment_for(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,
            )

    def _run_command(self, *arguments: str) -> None:
        name = "-".join(arguments)
        process = self._processes[name] = self._start(name, *arguments)
        if process.wait():
            raise StartFailed(f"`airflow {' '.join(arguments)}` failed; read {self._log_path(name)}")
        del self._processes[name]

    def _log_path(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def _marked_processes(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get(MARK) == self.mark and process.status() != psutil.STATUS_ZOMBIE:
                    yield process

    def wait_until(self, ready: Callable[[], bool], patience: float, what: str) -> None:
        """Wait until `ready` returns True. `what`: what is waited for, for the message.

        Raises StartFailed when a component stops before, or after `patience` seconds.
        """
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            self.require_running()
            with contextlib.suppress(OSError):
                if ready():
                    return
            time.sleep(0.5)
        raise StartFailed(f"waited {patience:.0f} seconds for {what} in vain: read the logs in {self.home}")

    def is_healthy(self) -> bool:
        """Return whether every component reports that it is healthy."""
        health = self._api.request("GET", "/api/v2/monitor/health")
        return all(health[part]["status"] == "healthy" for part in ("scheduler", "dag_processor", "triggerer"))

    def _ensure_pool(self, name: str, slots: int, description: str) -> None:
        pool = {"name": name, "slots": slots, "description": description, "include_deferred": False}
        try:
            self.call("POST", "/pools", pool)
        except urllib.error.HTTPError as error:
            if error.code != 409:
                raise


def require_free_port(port: int) -> None:
    """Raise ConfigError if `port` is taken on this machine. The message names the process and a free port."""
    if _is_free(port):
        return
    other = next(candidate for candidate in range(port + 1, port + 1000) if _is_free(candidate))
    raise ConfigError(
        f"port {port} is taken by {_holder(port)}: stop it, or use another port; {other} is free (make … PORT={other})",
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
