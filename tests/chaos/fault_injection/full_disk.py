"""A full disk: a real one of a few megabytes if this user may mount it, else a limit on the size of files."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsvane.settings import Settings
from tests.chaos.fault_injection import Outcome, compare
from tests.support.saved_cycle import STEPS, SavedCycle
from tests.support.scene import settings_from
from tests.support.steps import run_step, run_steps, steps

SIZE = 192 * 2**20


@dataclass
class Disk:
    """`is_small`: whether a small disk could be mounted at `folder`."""

    folder: Path
    is_small: bool

    def fill(self, *, leave: int) -> int:
        """Leave so many bytes free. Return 0, or the file size limit to run with where the disk is not small."""
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
    """Mount a small disk at that folder; yield the plain folder where this user may mount nothing."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    is_small = os.geteuid() == 0 and subprocess.run(mount, check=False, capture_output=True).returncode == 0
    try:
        yield Disk(folder, is_small)
    finally:
        if is_small:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full_disk(step: str, *, leave: int) -> Callable[[SavedCycle, Path], Outcome]:
    """Return a case: the disk is full in that step; then there is room, and its task is cleared."""

    def run(saved: SavedCycle, folder: Path) -> Outcome:
        name, arguments = steps()[STEPS[step]]
        saved.scene.inbox.write_bytes(b"")
        with disk(folder / "disk") as small:
            home = small.folder / "newsvane"
            shutil.copytree(saved.snapshots[step], home)
            environment = {**saved.scene.environment, "NEWSVANE_HOME": str(home)}
            settings = settings_from(environment)
            limit = small.fill(leave=leave)
            errors = []
            if run_step(settings, environment, name, arguments, file_limit=limit) == 0:
                errors.append(f"{name} did not notice that the disk is full")
            errors += [f"left behind: {path.name}" for path in _partial(settings)]
            small.make_room()
            run_steps(settings, environment, steps()[STEPS[step] :])
            return compare(settings, saved.scene.inbox, saved.rows, runs=0, errors=errors)

    return run


def _partial(settings: Settings) -> list[Path]:
    return [path for path in settings.home.rglob("*") if path.suffix in {".partial", ".building", ".restoring"}]
