"""A test message that somebody asks for on the pages: over real SMTP and HTTP servers, once, with its outcome."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsvane import configuration, lake, pipeline
from newsvane.errors import ConfigError
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import Scene
from tests.world.compare import received


@pytest.fixture
def settings(receivers: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in receivers.environment.items():
        monkeypatch.setenv(name, value)
    receivers.inbox.write_bytes(b"")
    return create_lake(receivers.settings.model_copy(update={"home": tmp_path}))


def ask(settings: Settings, channel: str, run: str = "run") -> lake.ActionResult:
    now = datetime.now(UTC)
    request = lake.ActionRequest(act_id=run, kind="test_channel", target=channel, done_by="olga", asked_at=now)
    return pipeline.perform_action(request, settings=settings, lookup=_refuse)


def _refuse(connection: str) -> str:
    raise ConfigError(f"the Airflow connection {connection!r} cannot be read here")


def load_actions(settings: Settings) -> list[tuple[str, str, str, str]]:
    with lake.connect(settings=settings) as con:
        return con.execute("SELECT act_id, kind, target, state FROM acts ORDER BY ALL").fetchall()


@pytest.mark.parametrize("channel", ["mail", "webhook"])
def test_a_test_message_arrives_once_and_is_recorded(receivers: Scene, settings: Settings, channel: str) -> None:
    for _ in range(2):  # Airflow may run a task twice
        done = ask(settings, channel)
        assert (done.state, done.words.startswith("sent to ")) == ("done", True)
    (message,) = received(receivers.inbox)
    assert (message["kind"], message["subject"]) == (channel, "Newsvane: test message")
    assert load_actions(settings) == [("run", "test_channel", channel, "done")]


def test_a_test_that_is_repeated_after_a_crash_has_the_same_key(
    receivers: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(lake, "record_action", _die)
        with pytest.raises(KeyboardInterrupt):
            ask(settings, "webhook")
    assert load_actions(settings) == []
    ask(settings, "webhook")
    first, second = received(receivers.inbox)
    assert first["key"] == second["key"]


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_lake_is_not_locked_while_a_channel_answers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    def send(*_: object, **__: object) -> str:
        with lake.writer(settings, "acts", wait=0.1):
            done.append("another action")
        return "json://…"

    monkeypatch.setattr("newsvane.pipeline.ops.channel_tests.send_test_message", send)
    ask(settings, "webhook")
    assert done == ["another action"]


@pytest.mark.parametrize(
    ("channel", "address", "words"),
    [
        pytest.param("pager", None, "alerts.toml has no channel 'pager'; it has webhook, mail", id="unknown"),
        pytest.param("mail", "", "needs NEWSVANE_DEMO_MAIL in the environment", id="no variable"),
        pytest.param(
            "mail", "json://127.0.0.1:9/secret", "127.0.0.1:9 refuses the connection; check name", id="refused"
        ),
        pytest.param(
            "mail", "nonsense://hunter2@x", "nonsense:// is no service that Apprise knows; see", id="no address"
        ),
    ],
)
def test_a_test_that_fails_is_recorded_with_its_reason(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, channel: str, address: str | None, words: str
) -> None:
    if address is not None:
        monkeypatch.setenv("NEWSVANE_DEMO_MAIL", address)
    done = ask(settings, channel)
    assert (done.state, words in done.words) == ("failed", True), done.words
    assert "secret" not in done.words
    assert "hunter2" not in done.words
    assert load_actions(settings) == [("run", "test_channel", channel, "failed")]


def test_a_connection_of_airflow_is_looked_up(settings: Settings, tmp_path: Path) -> None:
    watch = tmp_path / "watch"
    watch.mkdir()
    (watch / "alerts.toml").write_text('[[channel]]\nid = "desk"\nurl = "airflow://desk"\n', "utf-8")
    done = ask(settings.model_copy(update={"watch": watch}), "desk")
    assert "the Airflow connection 'desk' cannot be read here" in done.words


def test_while_a_watch_file_has_a_mistake_the_channels_in_force_are_tested(
    receivers: Scene, settings: Settings, tmp_path: Path
) -> None:
    """Alerts still go to the channels of the last valid version, so these are what is tested."""
    watch = tmp_path / "watch"
    shutil.copytree(settings.watch, watch)
    settings = settings.model_copy(update={"watch": watch})
    configuration.load(settings)
    with (watch / "alerts.toml").open("a", encoding="utf-8") as file:
        file.write('[[channel]]\nid = "desk"\nurl = "env:DESK"\n[[rule]]\nid = "x"\ntopics = ["albani"]\n')
    assert ask(settings, "webhook").state == "done"
    assert [message["kind"] for message in received(receivers.inbox)] == ["webhook"]
    done = ask(settings, "desk", run="second run")
    assert (done.state, "the last valid version is in force" in done.words) == ("failed", True)
