"""What tests of the pipeline share: the receivers of alerts."""

from collections.abc import Iterator

import pytest

from tests.support.scene import Scene, scene


@pytest.fixture(scope="module")
def receivers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A mail server, a webhook and what else receives alerts, for the tests of one module."""
    with scene(tmp_path_factory.mktemp("receivers")) as one:
        yield one
