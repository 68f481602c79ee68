"""Run one server process in its own process group and folder, on a free port of 127.0.0.1."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

PATIENCE = 60
"""Seconds to wait for a server to start, and to end."""


class Server(ABC):
    """`folder`: where it keeps its data; a temporary one, removed at the end, where not given."""

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self, folder: Path | None = None, port: int | None = None) -> None:
        self._is_temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix=f"newsvane-{self.name}-"))
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.prepare()
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._is_temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        """Of the server itself; raises RuntimeError where it does not run."""
        if self._process is None:
            raise RuntimeError(f"{self.name} does not run")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers; raises RuntimeError with the end of its log where it does not."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.folder,
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self.user(),
            )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                said = self.log.read_text("utf-8", "replace")[-800:]
                self.stop()
                raise RuntimeError(f"{self.name} did not start on port {self.port}: {said}")
            time.sleep(0.05)

    def stop(self, by: signal.Signals | None = None) -> None:
        """End it and wait for its end; nothing where it does not run."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, by or self.stop_signal)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.folder / f"{self.name}.log"

    def prepare(self) -> None:  # noqa: B027 - most need nothing
        """Make what it needs before its first start."""

    @abstractmethod
    def command(self) -> Sequence[str]:
        """What to run."""

    def environment(self) -> Mapping[str, str]:
        """Variables beside ours."""
        return {}

    def user(self) -> str | None:
        """Whom it runs as; None is us."""
        return None

    def answers(self) -> bool:
        """Whether it takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged() -> str | None:
    """Whom a server runs as that refuses to run as root; None where we are not root."""
    return None if os.geteuid() else pwd.getpwnam("nobody").pw_name
