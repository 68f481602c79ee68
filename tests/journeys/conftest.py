"""The demo without Airflow, filled once, and a shell for a person who has just started it."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.demo.show import EXPORTED
from tests.journeys.shell import Shell
from tests.support.scene import scene
from tests.support.watch_folders import copy_watch_folder

FEEDS = ("tirana-courier", "balkan-monitor", "iran-letter", "northline", "meridian-post", "khabar-negar", "gone-herald")
"""The outlets of the wire story that the tutorial follows, one in Persian, and one that is gone."""
COLUMNS = (80, 200)
NEWSVANE = str(Path(sys.executable).with_name("newsvane"))


@dataclass(frozen=True)
class Demo:
    """`folder`: what `make demo` leaves in `.demo`. `environment`: the variables that it prints."""

    folder: Path
    environment: dict[str, str]


@dataclass(frozen=True)
class Checkout:
    """A folder as a person has it after `make demo`: `.venv` and `.demo`. `demo_lines`: what the demo prints."""

    folder: Path
    demo_lines: tuple[str, ...]
    open: Callable[[int], Shell]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The news world and a home that one `newsvane run` has filled. Nobody writes to it: people get copies."""
    folder = tmp_path_factory.mktemp("demo")
    watch = copy_watch_folder(folder / "watch", FEEDS)
    with scene(folder) as world:
        environment = world.environment | {"NEWSVANE_WATCH": str(watch)}
        done = subprocess.run(
            [NEWSVANE, "run"],
            env=clean_environment(folder) | environment,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        yield Demo(folder, environment)


@pytest.fixture
def checkout(demo: Demo, tmp_path: Path) -> Iterator[Checkout]:
    """A checkout of one's own, in an empty home directory, with a copy of the filled demo."""
    folder, home = tmp_path / "newsvane", tmp_path / "home"
    home.mkdir()
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "newsvane").symlink_to(NEWSVANE)
    (programs / "activate").write_text(f"export PATH={shlex.quote(str(programs))}:$PATH\n", "utf-8")
    for name in ("newsvane", "watch"):
        shutil.copytree(demo.folder / name, folder / ".demo" / name)
    ours = {"NEWSVANE_HOME": ".demo/newsvane", "NEWSVANE_WATCH": ".demo/watch"}
    lines = tuple(f"export {name}={shlex.quote(ours.get(name, demo.environment[name]))}" for name in EXPORTED)
    opened: list[Shell] = []

    def start(columns: int) -> Shell:
        opened.append(Shell(folder, clean_environment(home), columns=columns))
        return opened[-1]

    yield Checkout(folder, lines, start)
    for shell in opened:
        shell.close()


@pytest.fixture(params=COLUMNS)
def columns(request: pytest.FixtureRequest) -> int:
    """The width of the terminal."""
    return int(request.param)


def clean_environment(home: Path) -> dict[str, str]:
    """Return the variables of somebody who has just logged in, and where this Newsvane is."""
    import_path = {name: value for name, value in os.environ.items() if name in {"PYTHONPATH", "TMPDIR"}}
    return {
        "HOME": str(home),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        **import_path,
    }
