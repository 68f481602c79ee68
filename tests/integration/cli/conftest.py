from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.demo.scene import scene
from tests.integration.cli.terminal import FEEDS, Desk
from tests.support.watch_folders import copy_watch_folder


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose lake one `newsvane run` has filled from six feeds, one of which is gone."""
    home = tmp_path_factory.mktemp("desk")
    watch = copy_watch_folder(home / "watch", FEEDS)
    with scene(home) as one:
        blank = Desk({**one.environment, "NEWSVANE_WATCH": str(watch)}, {})
        yield replace(blank, cycle=blank.told("run"))


@pytest.fixture
def elsewhere(desk: Desk, tmp_path: Path) -> Desk:
    """The same desk with an empty home."""
    return desk.having(NEWSVANE_HOME=str(tmp_path))
