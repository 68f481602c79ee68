from pathlib import Path

import pytest

from tests.support.agents import fill


@pytest.fixture(scope="session")
def agents_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a lake that tests of agents only read."""
    home = tmp_path_factory.mktemp("agents") / "home"
    fill(home)
    return home


@pytest.fixture(scope="session")
def environment(agents_home: Path) -> dict[str, str]:
    """The variables of a server on that home."""
    return {"NEWSVANE_HOME": str(agents_home), "NEWSVANE_ALERT_URL": "json://a-secret-channel.example"}
