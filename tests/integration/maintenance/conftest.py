import shutil
from pathlib import Path

import pytest

from newsvane import lake
from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, past
from tests.support.lake_factories import NOW


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """A lake that has lived: to be read, not changed."""
    return past(tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture(scope="session")
def kept(lived: Past, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it; to be read, not changed."""
    folder = tmp_path_factory.mktemp("kept") / "backup"
    lake.backup(lived.settings, folder, NOW)
    return folder


@pytest.fixture
def own(lived: Past, tmp_path: Path) -> Settings:
    """A copy of it."""
    home = shutil.copytree(lived.settings.home, tmp_path / "var")
    return lived.settings.model_copy(update={"home": home})
