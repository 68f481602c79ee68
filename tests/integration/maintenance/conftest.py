import shutil
from pathlib import Path

import pytest

from newsvane.settings import Settings
from tests.integration.maintenance.past_lake import Past, past


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """A lake that has lived: to be read, not changed."""
    return past(tmp_path_factory.mktemp("lived") / "var")


@pytest.fixture
def own(lived: Past, tmp_path: Path) -> Settings:
    """A copy of it."""
    home = shutil.copytree(lived.settings.home, tmp_path / "var")
    return lived.settings.model_copy(update={"home": home})
