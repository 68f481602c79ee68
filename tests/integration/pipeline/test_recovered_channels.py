"""What waits for a channel that failed is sent once it works again, each message once."""

import json
import urllib.request
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from newsvane import lake, pipeline
from newsvane.errors import ConfigError, DeliveryFailed
from newsvane.health.failing_channels import check_delivery
from newsvane.records import Delivery, Message
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import Scene
from tests.world.compare import received

NOW = datetime.now(UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settings(receivers: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Each test has a home of its own; all share the receivers."""
    for name, value in receivers.environment.items():
        monkeypatch.setenv(name, value)
    receivers.inbox.write_bytes(b"")
    return create_lake(receivers.settings.model_copy(update={"home": tmp_path, "delivery_timeout": 1.5}))


def write_messages(settings: Settings, *keys: str, channel: str = "webhook") -> None:
    messages = tuple(
        Message(key=key, rule="r", channel=channel, story_id="s", article_id="a", subject="News", body="…",
                created_at=NOW)
        for key in keys
    )  # fmt: skip
    with lake.writer(settings) as connection:
        lake.land_articles(connection, lake.Batch(run_id=keys[0], now=NOW, messages=messages))


def fail(receivers: Scene, settings: Settings, *, times: int = 1) -> None:
    """Deliver while the receiver of the webhook fails, so often that each message was tried this many times."""
    for _ in range(times):
        with lake.writer(settings) as connection:
            connection.execute("UPDATE outbox SET next_try_at = NULL WHERE state = 'pending'")
        order_faults(receivers, 500, 500, 500)
        with pytest.raises(DeliveryFailed):
            pipeline.deliver(settings=settings)
    order_faults(receivers)


def order_faults(receivers: Scene, *faults: int) -> None:
    port = json.loads((receivers.home / "receivers.json").read_text())["http"]
    body = json.dumps({"http": faults}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/-/faults", body, method="POST")
    with urllib.request.urlopen(request, timeout=5):
        pass


def received_keys(receivers: Scene) -> list[str]:
    return sorted(alert["key"] for alert in received(receivers.inbox) if alert["subject"] == "News")


def test_what_waits_is_sent_after_a_test_message_that_was_sent(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "one", "two")
    fail(receivers, settings)
    assert pipeline.deliver(settings=settings)["delivered"] == 0, "a run alone does not shorten the wait"
    request = lake.ActionRequest(act_id="run", kind="test_channel", target="webhook", done_by="olga", asked_at=NOW)
    words = pipeline.perform_action(request, settings=settings).words
    assert words.endswith("The 2 messages that waited became due then")
    assert pipeline.deliver(settings=settings)["delivered"] == 2
    assert received_keys(receivers) == ["one", "two"]


@pytest.mark.parametrize("channel", ["webhook", "mail"])
def test_a_test_message_from_a_terminal_releases_what_waits_for_its_channel(
    receivers: Scene, settings: Settings, channel: str
) -> None:
    write_messages(settings, "one")
    fail(receivers, settings)
    pipeline.try_channel(channel, done_by="olga", settings=settings)
    assert pipeline.deliver(settings=settings)["delivered"] == (channel == "webhook")
    with lake.connect(settings=settings) as connection:
        acts = connection.execute("SELECT kind, target, state, done_by FROM acts").fetchall()
    assert acts == [("test_channel", channel, "done", "olga")]


def test_a_test_message_that_fails_releases_nothing(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "one")
    fail(receivers, settings)
    order_faults(receivers, 500)
    with pytest.raises(DeliveryFailed):
        pipeline.try_channel("webhook", done_by="olga", settings=settings)
    assert pipeline.deliver(settings=settings)["delivered"] == 0


def test_a_test_message_that_fails_is_told_until_one_is_sent(receivers: Scene, settings: Settings) -> None:
    order_faults(receivers, 500)
    with pytest.raises(DeliveryFailed):
        pipeline.try_channel("webhook", done_by="olga", settings=settings)
    check = check_delivery(settings, partial(lake.connect, settings=settings))
    assert "channel webhook has failed since" in check.found
    assert check.found.endswith("(1 attempt), no message waits: the server answered 500")
    assert "`newsvane alerts send --to webhook`" in check.remedy
    assert "`newsvane alerts log --channel webhook`" in check.remedy
    pipeline.try_channel("webhook", done_by="olga", settings=settings)
    assert check_delivery(settings, partial(lake.connect, settings=settings)).state == "ok"


def test_the_log_that_is_named_goes_back_to_the_first_failure(settings: Settings) -> None:
    begun = datetime.now(UTC) - timedelta(days=20)
    test = lake.ActionResult(
        act_id="t", kind="test_channel", target="webhook", done_by="olga", asked_at=begun, done_at=begun,
        state="failed", words="channel 'webhook': the server answered 500",
    )  # fmt: skip
    with lake.writer(settings, "acts") as connection:
        lake.record_action(connection, test)
    remedy = check_delivery(settings, partial(lake.connect, settings=settings)).remedy
    assert f"`newsvane alerts log --channel webhook --since {begun:%Y-%m-%d}`" in remedy


def test_a_channel_that_has_no_address_here_may_have_one_in_airflow(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSVANE_DEMO_WEBHOOK")
    with pytest.raises(ConfigError, match="NEWSVANE_DEMO_WEBHOOK"):
        pipeline.try_channel("webhook", done_by="olga", settings=settings)
    assert check_delivery(settings, partial(lake.connect, settings=settings)).state == "ok"


def test_what_failed_while_a_channel_did_not_work_is_sent_after_its_next_success(
    receivers: Scene, settings: Settings
) -> None:
    write_messages(settings, "one", "two")
    fail(receivers, settings, times=2)
    write_messages(settings, "three")
    assert pipeline.deliver(settings=settings)["delivered"] == 3
    assert received_keys(receivers) == ["one", "three", "two"]


def test_a_message_that_failed_while_others_were_delivered_keeps_its_time(settings: Settings) -> None:
    """The fault is its own: it is not tried after each success, which would use up its attempts."""
    write_messages(settings, "poison", "tried-once", "well")
    attempts = [("poison", 1, False), ("well", 1, True), ("poison", 2, False), ("tried-once", 1, False),
                ("other", 1, True)]  # fmt: skip
    for second, (key, attempt, ok) in enumerate(attempts):
        at, again = NOW + timedelta(seconds=second), None if ok else LATER
        with lake.writer(settings) as connection:
            tried = Delivery(key=key, channel="webhook", at=at, ok=ok, attempt=attempt, next_try_at=again)
            lake.record_deliveries(connection, [tried])
    with lake.connect(settings=settings) as connection:
        waiting = connection.execute("SELECT next_try_at FROM outbox WHERE state = 'pending'").fetchall()
    assert waiting == [(LATER,), (LATER,)]


def test_one_that_may_have_arrived_is_not_sent_before_its_service_shows_it(settings: Settings) -> None:
    """Whatever made it due: otherwise the service is asked for it too early, and gets it twice."""
    write_messages(settings, "unsure")
    with lake.writer(settings) as connection:
        tried = Delivery(key="unsure", channel="webhook", at=NOW, ok=False, attempt=1, next_try_at=LATER, unsure=True)
        lake.record_deliveries(connection, [tried])
        assert lake.release_channel(connection, "webhook") == 1
    with lake.connect(settings=settings) as connection:
        due = [
            [each.not_before for each in lake.load_due_messages(
                connection, channel="webhook", now=NOW + timedelta(seconds=seconds), limit=9, visible_after=20
            )] for seconds in (19, 20)
        ]  # fmt: skip
    assert due == [[], [NOW + timedelta(seconds=20)]]
