"""The cluster: PostgreSQL, Redis and two Celery workers land what one machine lands, and nothing outlives them."""

import os
from pathlib import Path

import pytest

from tests.servers.postgres import INSTALLED as POSTGRES
from tests.servers.redis import INSTALLED as REDIS
from tests.test_demo import demo, free_port

pytestmark = pytest.mark.skipif(
    not (POSTGRES and REDIS) and "NEWSVANE_REQUIRE_CLUSTER" not in os.environ,
    reason="PostgreSQL or Redis is not installed",
)


@pytest.mark.timeout(420)
def test_a_cluster_lands_exactly_the_ground_truth_and_tells_everybody_once(tmp_path: Path) -> None:
    with demo(tmp_path, "--cluster", "--store", "--check", "--port", str(free_port())) as running:
        code = running.process.wait(400)
    output = running.output()
    assert code == 0, output
    assert "demo-check: 0 differences" in output
    assert "0 errors" in output
    assert running.left_behind() == []
