"""Notices about the pipeline itself: through the channels of alerts.toml, once, and while the lake is locked."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.errors import ConfigError, LakeBusy
from newsvane.pipeline.delivery import spool
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import PROJECT, Scene
from tests.world.compare import received


@pytest.fixture
def settings(receivers: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in receivers.environment.items():
        monkeypatch.setenv(name, value)
    receivers.inbox.write_bytes(b"")
    changes = {"home": tmp_path, "ops_channels": "mail, webhook"}
    return create_lake(receivers.settings.model_copy(update=changes))


def received_subjects(receivers: Scene) -> list[tuple[str, str]]:
    return sorted((alert["kind"], alert["subject"]) for alert in received(receivers.inbox))


def states(settings: Settings) -> list[Any]:
    with lake.connect(settings=settings) as connection:
        return connection.execute("SELECT channel, state, attempts FROM outbox ORDER BY ALL").fetchall()


def test_operators_are_notified_once_per_key(receivers: Scene, settings: Settings) -> None:
    for _ in range(2):
        pipeline.notify_ops("land failed\u202e", "Why\nLog: …", key="failed land 12", settings=settings)
    assert received_subjects(receivers) == [("mail", "land failed"), ("webhook", "land failed")]
    assert states(settings) == [("mail", "delivered", 1), ("webhook", "delivered", 1)]


def test_notices_are_sent_while_the_lake_is_locked_and_recorded_afterwards(
    receivers: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "LAKE_WAIT_SECONDS", 0.1)
    with lake.lock(settings, ""):
        for _ in range(2):
            with pytest.raises(LakeBusy):
                pipeline.notify_ops("land failed", "…", key="k", settings=settings)
        assert [kind for kind, _ in received_subjects(receivers)] == ["mail", "webhook"]
    assert pipeline.deliver(settings=settings)["waiting"] == 0
    assert [kind for kind, _ in received_subjects(receivers)] == ["mail", "webhook"]
    assert states(settings) == [("mail", "delivered", 1), ("webhook", "delivered", 1)]


def test_a_spooled_message_that_cannot_be_parsed_stops_no_other(receivers: Scene, settings: Settings) -> None:
    spool_path = settings.delivery_path / "spool"
    spool_path.mkdir(parents=True)
    (spool_path / "a.json").write_text('{"key": 7')
    pipeline.notify_ops("land failed", "…", key="k", settings=settings)
    assert [kind for kind, _ in received_subjects(receivers)] == ["mail", "webhook"]
    assert [file.name for file in spool_path.iterdir()] == ["a.broken"]


@pytest.mark.parametrize(
    ("ops_channels", "channels", "expected"),
    [
        pytest.param("mail", (), ["mail"], id="as in the settings"),
        pytest.param("mail", ("webhook",), ["webhook"], id="as in the call"),
        pytest.param("none", (), [], id="nobody"),
        pytest.param("", (), [], id="no rule on feeds names a channel"),
    ],
)
def test_which_channels_get_notices(
    receivers: Scene, settings: Settings, ops_channels: str, channels: tuple[str, ...], expected: list[str]
) -> None:
    settings = settings.model_copy(update={"ops_channels": ops_channels})
    pipeline.notify_ops("x", "…", key="k", channels=channels, settings=settings)
    assert [kind for kind, _ in received_subjects(receivers)] == expected


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        pytest.param("pager", "it has webhook, mail", id="unknown"),
        pytest.param("mail", "needs NEWSVANE_DEMO_MAIL", id="off"),
    ],
)
def test_a_test_message_reports_what_is_missing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, channel: str, words: str
) -> None:
    monkeypatch.delenv("NEWSVANE_DEMO_MAIL")
    with pytest.raises(ConfigError, match=words):
        pipeline.send_test_message(channel, settings=settings)


NOTIFY = """
import os
from types import SimpleNamespace as Record
from newsvane.errors import LakeBusy
from newsvane_notifier import NewsvaneNotifier
run = {"dag_id": "newsvane_ingest", "run_id": "r1"}
failed = {"dag_run": Record(**run), "task_instance": Record(task_id="land", log_url="http://127.0.0.1:8080/log")}
for _ in range(2):
    NewsvaneNotifier()(failed | {"exception": LakeBusy("held")})
NewsvaneNotifier()(failed | {"exception": KeyError("tOpSeCrEt"), "task_instance": Record(task_id="read")})
NewsvaneNotifier()({"dag_run": run, "deadline": {"id": "d1", "deadline_time": "2026-11-25 12:00"}})
NewsvaneNotifier("{{ dag_run.dag_id }} says hello", "Hello", channels=["mail"], key="hello")(failed)
"""


def test_the_notifier_describes_what_happened(receivers: Scene, settings: Settings, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        **receivers.environment,
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "NEWSVANE_HOME": str(settings.home),
        "NEWSVANE_OPS_CHANNELS": "webhook",
        "PYTHONPATH": str(PROJECT / "plugins"),
    }
    done = subprocess.run(
        [sys.executable, "-c", NOTIFY], env=environment, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert received_subjects(receivers) == [
        ("mail", "newsvane_ingest says hello"),
        ("webhook", "newsvane_ingest is late"),
        ("webhook", "newsvane_ingest.land failed"),
        ("webhook", "newsvane_ingest.read failed"),
    ]
    bodies = "\n".join(alert["body"] for alert in received(receivers.inbox))
    assert "LakeBusy: held" in bodies
    assert "Log: http://127.0.0.1:8080/log" in bodies
    assert "tOpSeCrEt" not in bodies + done.stderr
