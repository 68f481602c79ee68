"""A published file of the news world, with the dashboards made for it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from newsvane.dashboards import build_dashboards
from tests.support import cookbook


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The path of the file."""
    with cookbook.filled(tmp_path_factory.mktemp("dashboards")) as world:
        yield world.settings.published_path


@pytest.fixture
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The file, opened as tools open it: without an extension, in a time zone of its own."""
    with duckdb.connect(str(published), read_only=True) as opened:
        opened.execute("SET TimeZone = 'Asia/Tehran'")
        yield opened


@pytest.fixture
def dashboards(published: Path) -> dict[str, bytes]:
    """What `newsvane dashboards` writes."""
    return build_dashboards(published)
