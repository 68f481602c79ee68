"""A cluster with PostgreSQL, Redis and two Celery workers lands what one machine lands, and leaves no process."""

from pathlib import Path

import pytest

from newsvane.errors import ConfigError
from tests import cluster
from tests.airflow.test_demo import demo
from tests.cluster import Backbone, Cluster
from tests.servers import Bucket, Postgres, Redis
from tests.servers.needed import needs
from tests.servers.postgres import INSTALLED as POSTGRES
from tests.servers.process import free_port
from tests.servers.redis import INSTALLED as REDIS

needs_servers = needs("PostgreSQL or Redis", POSTGRES and REDIS)


@needs_servers
@pytest.mark.timeout(1200)
def test_a_cluster_lands_the_ground_truth_and_sends_each_alert_once(tmp_path: Path) -> None:
    with demo(tmp_path, "--cluster", "--store", "--check", "--port", str(free_port())) as running:
        code = running.process.wait(580)
    output = running.output()
    assert code == 0, output
    assert "demo-check: 0 differences" in output
    assert "0 errors" in output
    assert running.left_behind() == []


@pytest.fixture
def idle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A cluster that is not started, in an environment that knows the news."""
    monkeypatch.setenv("NEWSVANE_CONTACT", "desk@newsvane.example")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "from-the-shell")
    behind = Backbone(Postgres(tmp_path / "postgres"), Redis(tmp_path / "redis"), Bucket(tmp_path / "bucket"))
    given = {**behind.lake, "NEWSVANE_HOME": str(tmp_path / "var")}
    return Cluster(tmp_path / "airflow", behind, port=free_port(), given=given)


@pytest.mark.parametrize(
    ("what", "who"),
    [
        pytest.param(
            "metadata", {"db-migrate", "api-server", "scheduler", "dag-processor", "triggerer"}, id="metadata"
        ),
        pytest.param(
            "fernet", {"db-migrate", "api-server", "scheduler", "dag-processor", "triggerer"}, id="Fernet key"
        ),
        pytest.param("queue", {"scheduler", "worker-1", "worker-2"}, id="queue"),
        pytest.param("results", {"scheduler", "worker-1", "worker-2"}, id="results"),
        pytest.param("lake", {"worker-1", "worker-2"}, id="who writes the lake"),
        pytest.param("reader", {"api-server"}, id="who reads it"),
        pytest.param("store", {"api-server", "worker-1", "worker-2"}, id="its files"),
        pytest.param("contact", {"api-server", "worker-1", "worker-2"}, id="settings"),
        pytest.param("shell", set(), id="keys of the shell where the cluster has its own"),
    ],
)
def test_a_process_knows_no_more_than_it_needs(idle: Cluster, what: str, who: set[str]) -> None:
    postgres = idle.behind.postgres
    known = {
        "metadata": postgres.password("airflow"),
        "results": postgres.password("celery"),
        "lake": postgres.password("lake"),
        "reader": postgres.password("lake_reader"),
        "queue": idle.behind.redis.password,
        "fernet": (idle.home / "fernet.key").read_text(),
        "store": idle.behind.lake["AWS_SECRET_ACCESS_KEY"],
        "contact": "desk@newsvane.example",
        "shell": "from-the-shell",
    }
    environments = {name: "\n".join(idle.environment_for(name).values()) for name in ("db-migrate", *idle.components)}
    assert {name for name, text in environments.items() if known[what] in text} == who


def test_what_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "REDIS", None)
    with pytest.raises(ConfigError, match="there is no redis-server"), cluster.backbone():
        pass
