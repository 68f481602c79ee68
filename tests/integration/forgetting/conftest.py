"""A cycle of the news world with everything in place that may keep a text, to be forgotten from."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.settings import Settings
from tests.integration.forgetting.traces import leave_traces
from tests.support.saved_cycle import FEEDS
from tests.support.scene import Scene, scene
from tests.support.steps import run_steps, steps
from tests.support.watch_folders import copy_watch_folder


@pytest.fixture(scope="session")
def cycle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """The home after one cycle, with a search index, a log, and a digest. Its servers are still running."""
    home = tmp_path_factory.mktemp("forgetting")
    with scene(home) as one:
        watch = copy_watch_folder(home / "watch", FEEDS)
        one.environment.update(NEWSVANE_WATCH=str(watch), NEWSVANE_DELIVERY_TIMEOUT="3", NEWSVANE_FETCH_TIMEOUT="3")
        lake.migrate(one.settings)
        run_steps(one.settings, one.environment, [*steps(), ("update_search_index", ())])
        leave_traces(one.settings)
        yield one


@pytest.fixture
def own(cycle: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of that home."""
    home = shutil.copytree(cycle.settings.home, tmp_path / "home")
    for name, value in cycle.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NEWSVANE_HOME", str(home))
    return cycle.settings.model_copy(update={"home": home, "publish_every": 0})


@pytest.fixture(autouse=True)
def _warm() -> None:
    assert pipeline.maintain
