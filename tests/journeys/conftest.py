"""The demo without Airflow, filled once, and a shell for a person who has just started it."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.demo.show import FOR_OPERATORS, exported
from tests.journeys.shell import Shell
from tests.support.scene import scene
from tests.support.watch_folders import copy_watch_folder

FEEDS = ("tirana-courier", "balkan-monitor", "iran-letter", "northline", "meridian-post", "khabar-negar", "gone-herald")
"""The outlets of the wire story that the tutorial follows, one in Persian, and one that is gone."""
COLUMNS = (80, 200)
PATIENT = "60"
"""Seconds that an outlet may take while other tests keep the machine busy."""
NEWSVANE = Path(sys.executable).with_name("newsvane")
ACTIVATE = "source .venv/bin/activate"


@dataclass(frozen=True)
class Demo:
    """`folder`: what `make demo` leaves in `.demo`. `environment`: the variables that it prints.

    `first_run`: what the run that filled it has printed on a terminal.
    """

    folder: Path
    environment: dict[str, str]
    first_run: str


@dataclass(frozen=True)
class Checkout:
    """A folder as a person has it after `make demo`: `.venv` and `.demo`. `demo_lines`: what the demo prints to paste.

    `open`: opens a shell there, in a terminal of so many columns.
    """

    folder: Path
    demo_lines: tuple[str, ...]
    open: Callable[[int], Shell]

    def enter(self, columns: int) -> Shell:
        """Open a shell, activate the virtual environment, and paste what the demo prints."""
        shell = self.open(columns)
        for line in (ACTIVATE, *self.demo_lines):
            shell.run(line)
        return shell


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The news world and a home that one `newsvane run` has filled. Nobody writes to it: people get copies."""
    folder = tmp_path_factory.mktemp("demo")
    watch = copy_watch_folder(folder / "watch", FEEDS)
    with scene(folder) as world:
        environment = world.environment | {"NEWSVANE_WATCH": str(watch), "NEWSVANE_FETCH_TIMEOUT": PATIENT}
        shell = Shell(folder, clean_environment(folder) | environment, columns=80)
        with closing(shell):
            yield Demo(folder, environment, shell.run(f"{shlex.quote(str(NEWSVANE))} run"))


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
    variables = exported(demo.environment | FOR_OPERATORS, "http://127.0.0.1:8398") | ours
    lines = tuple(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
    with ExitStack() as opened:
        yield Checkout(
            folder,
            lines,
            lambda columns: opened.enter_context(closing(Shell(folder, clean_environment(home), columns=columns))),
        )


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
