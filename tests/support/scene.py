"""Everything around Airflow in a demo: the news world to poll, the receivers of alerts, and a busy analyst.

The news world and the receivers are processes of their own on free ports of 127.0.0.1. The analyst is a thread that
queries the lake all the time. All of them end with the block that started them.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import newsvane.lake
from newsvane.errors import LakeBusy
from newsvane.lake.engine.duckdb_errors import to_lake_busy
from newsvane.settings import Settings
from tests.world.neighbour import WATCH

PROJECT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def process(module: str, *arguments: str, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[int]:
    """Run `python -m module` in its own process group until the block ends; yield its process id."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield started.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGTERM)
        try:
            started.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def wait_for(file: Path, patience: float = 60) -> str:
    """Wait until another process has written the file; return its text.

    Raises TimeoutError after `patience` seconds.
    """
    deadline = time.monotonic() + patience
    while not file.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{file} did not appear in {patience:.0f} s")
        time.sleep(0.05)
    return file.read_text("utf-8")


@dataclass(frozen=True)
class Scene:
    """The running news world and receivers.

    `began`: the time from which the ages of the world's articles count. `port`: of the news world. `inbox`: the log of
    the receivers. `environment`: the variables to run Newsvane with. `neighbour`: the hostile neighbour is watched.
    """

    home: Path
    port: int
    began: datetime
    inbox: Path
    environment: dict[str, str]
    neighbour: bool = False

    @property
    def settings(self) -> Settings:
        """The settings that the tasks run with."""
        return settings_from(self.environment)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Return the settings in these variables, without reading the environment of this process."""
    given = {name: environment.get(f"NEWSVANE_{name.upper()}") for name in Settings.model_fields}
    return Settings.model_validate({name: value for name, value in given.items() if value is not None})


@contextlib.contextmanager
def scene(
    home: Path,
    *,
    pages: Path | None = None,
    began: datetime | None = None,
    neighbour: bool = False,
    keep: bool = False,
) -> Iterator[Scene]:
    """Run the news world, a webhook receiver and a mail server until the block ends.

    `home`: the folder for their files and for Newsvane's home. `pages`: a folder of real pages to serve in place of the
    news world. `began`: the time from which the ages of articles count; by default now.
    `neighbour`: with the hostile neighbour. `keep`: leave the watch files and the messages of an earlier scene there.
    """
    home.mkdir(parents=True, exist_ok=True)
    began = began or datetime.now(UTC)
    port_file, ports_file, inbox = home / "world.port", home / "receivers.json", home / "inbox.jsonl"
    for stale in (port_file, ports_file, *(() if keep else (inbox,))):
        stale.unlink(missing_ok=True)
    world: tuple[str, ...] = ("tests.world", "--now", began.isoformat())
    watch = PROJECT / "tests" / "world" / "watch"
    if neighbour:
        world += ("--neighbour",)
        if not keep:
            _write_watch_files(watch, home / "watch")
        watch = home / "watch"
    if pages:
        watch = home / "watch"
        world = ("tests.demo.real_pages", str(pages), "--watch", str(watch))
    with contextlib.ExitStack() as stack:
        stack.enter_context(process(*world, "--port-file", str(port_file), log=home / "world.log"))
        receivers = ("--http-port", "0", "--smtp-port", "0", "--ports-file", str(ports_file), "--log", str(inbox))
        stack.enter_context(process("tests.support.receivers", *receivers, log=home / "receivers.log"))
        ports = json.loads(wait_for(ports_file))
        port = int(wait_for(port_file))
        environment = {
            "NEWSVANE_HOME": str(home / "newsvane"),
            "NEWSVANE_WATCH": str(watch),
            "NEWSVANE_CONNECT_TO": _connect_to(port, everything=pages is not None),
            "NEWSVANE_CONTACT": "demo@newsvane.example",
            "NEWSVANE_FETCH_TIMEOUT": "5",
            "NEWSVANE_HOST_DELAY": "0.02",
            "NEWSVANE_HOST_CONCURRENCY": "4",
            "NEWSVANE_PUBLISH_EVERY": "0",
            "NEWSVANE_DEMO_WEBHOOK": f"json://127.0.0.1:{ports['http']}/alerts",
            "NEWSVANE_DEMO_MAIL": f"mailto://127.0.0.1:{ports['smtp']}?from=newsvane@newsvane.example"
            "&to=desk@newsvane.example&mode=insecure",
        }
        yield Scene(home, port, began, inbox, environment, neighbour)


def _write_watch_files(source: Path, folder: Path) -> None:
    """Copy the watch files of the news world, and watch the hostile neighbour, too."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    (folder / "feeds.toml").write_text((source / "feeds.toml").read_text("utf-8") + WATCH, "utf-8")


def _connect_to(port: int, *, everything: bool) -> str:
    hosts = ("*",) if everything else (".example", ".translate.goog", "t.me")
    return ",".join(f"{host}=127.0.0.1:{port}" for host in hosts)


@dataclass
class Analyst:
    """A context manager that queries the lake once per second, like an analyst at work. `errors` must stay empty.

    `away`: how often a server of the lake did not respond; must be 0 unless a server was stopped. `slowest`: seconds of
    the slowest query.
    """

    settings: Settings
    queries: int = 0
    away: int = 0
    slowest: float = 0.0
    errors: list[str] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Analyst":
        self._thread = threading.Thread(target=self._ask, name="analyst")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._done.wait(1.0):
            started = time.monotonic()
            try:
                if not newsvane.lake.exists(self.settings):
                    continue
                with newsvane.lake.connect(settings=self.settings) as connection:
                    connection.execute("SELECT language, count(*) FROM coverage GROUP BY language").fetchall()
                self.queries += 1
            except Exception as error:  # any error counts: an analyst should never see one
                if isinstance(error, LakeBusy) or to_lake_busy(error):
                    self.away += 1
                else:
                    self.errors.append(f"{type(error).__name__}: {error}")
            self.slowest = max(self.slowest, time.monotonic() - started)
