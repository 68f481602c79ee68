"""A disk that is full: a real one of a few megabytes, where we may mount it; else a limit on the size of files."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsvane.settings import Settings
from tests.chaos.fault_injection import Outcome, outcome
from tests.demo.scene import settings_from
from tests.support.history import STEPS, History
from tests.support.steps import run_step, run_steps, steps

SIZE = 192 * 2**20


@dataclass
class Disk:
    """`limit`: what a file may have where no small disk can be mounted."""

    folder: Path
    is_small: bool

    def fill(self, *, leave: int) -> int:
        """Leave so many bytes free; the limit to run with instead where that cannot be done."""
        if not self.is_small:
            return max(leave, 1)
        free = os.statvfs(self.folder)
        with self._filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, free.f_bavail * free.f_frsize - leave)
        return 0

    def make_room(self) -> None:
        self._filler.unlink(missing_ok=True)

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A small disk in that folder; the folder itself where this user may mount nothing."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    is_small = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield Disk(folder, is_small)
    finally:
        if is_small:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full(step: str, *, leave: int) -> Callable[[History, Path], Outcome]:
    """The disk is full in that step; then there is room, and its task is cleared."""

    def happens(history: History, folder: Path) -> Outcome:
        name, arguments = steps()[STEPS[step]]
        history.scene.inbox.write_bytes(b"")
        with disk(folder / "disk") as small:
            home = small.folder / "newsvane"
            shutil.copytree(history.snapshots[step], home)
            environment = {**history.scene.environment, "NEWSVANE_HOME": str(home)}
            settings = settings_from(environment)
            limit = small.fill(leave=leave)
            wrong = []
            if run_step(settings, environment, name, arguments, file_limit=limit) == 0:
                wrong.append(f"{name} did not notice that the disk is full")
            wrong += [f"left behind: {path.name}" for path in _partial(settings)]
            small.make_room()
            run_steps(settings, environment, steps()[STEPS[step] :])
            return outcome(settings, history.scene.inbox, history.rows, runs=0, wrong=wrong)

    return happens


def _partial(settings: Settings) -> list[Path]:
    return [path for path in settings.home.rglob("*") if path.suffix in {".partial", ".building", ".restoring"}]
