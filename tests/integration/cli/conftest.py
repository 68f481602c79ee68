import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.scene import scene
from tests.support.terminal import FEEDS, OURS, Terminal
from tests.support.watch_folders import copy_watch_folder


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A terminal whose lake one `newsvane run` has filled from six feeds, one of which is gone."""
    home = tmp_path_factory.mktemp("terminal")
    watch = copy_watch_folder(home / "watch", FEEDS)
    with scene(home) as one:
        blank = Terminal({**one.environment, "NEWSVANE_WATCH": str(watch)}, {})
        yield replace(blank, first_run=blank.run_json("run"))


@pytest.fixture
def blank_terminal(terminal: Terminal, tmp_path: Path) -> Terminal:
    """The same terminal with an empty home."""
    return terminal.with_environment(NEWSVANE_HOME=str(tmp_path))


@pytest.fixture
def own_terminal(terminal: Terminal, tmp_path: Path) -> Terminal:
    """A terminal with a home and a watch folder of its own, whose list has one feed."""
    watch = shutil.copytree(terminal.environment["NEWSVANE_WATCH"], tmp_path / "watch")
    (watch / "feeds.toml").write_bytes(OURS.encode())
    return terminal.with_environment(NEWSVANE_HOME=str(tmp_path / "home"), NEWSVANE_WATCH=str(watch))
