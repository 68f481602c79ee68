"""Delivery to receivers that fail: what is sent, what waits, what becomes a dead letter."""

import json
import shutil
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.errors import ConfigError, DeliveryFailed
from newsvane.records import Delivery, Message
from newsvane.settings import Settings
from tests.support.empty_lake import create_lake
from tests.support.scene import Scene
from tests.world.compare import received


@pytest.fixture
def settings(receivers: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Each test has a home of its own; all share the receivers."""
    for name, value in receivers.environment.items():
        monkeypatch.setenv(name, value)
    receivers.inbox.write_bytes(b"")
    changes = {"home": tmp_path, "delivery_tries": 2, "delivery_timeout": 1.5}
    return create_lake(receivers.settings.model_copy(update=changes))


def write_messages(settings: Settings, *channels: str) -> None:
    """Write one message per channel to the outbox."""
    now = datetime.now(UTC)
    messages = tuple(
        Message(
            key=f"m1_{number}",
            rule="r",
            channel=channel,
            story_id="s",
            article_id="a",
            subject="News",
            body="…",
            created_at=now,
        )
        for number, channel in enumerate(channels)
    )
    with lake.writer(settings) as connection:
        lake.land_articles(connection, lake.Batch(run_id="r", now=now, messages=messages))


def make_due(settings: Settings) -> None:
    with lake.writer(settings) as connection:
        connection.execute("UPDATE outbox SET next_try_at = NULL WHERE state = 'pending'")
        connection.execute("UPDATE deliveries SET rest_until = NULL")


def states(settings: Settings) -> list[Any]:
    with lake.connect(settings=settings) as connection:
        return connection.execute("SELECT state, attempts, count(*) FROM outbox GROUP BY ALL ORDER BY ALL").fetchall()


def order_faults(receivers: Scene, **faults: list[object]) -> None:
    url = json.loads((receivers.home / "receivers.json").read_text())["http"]
    request = urllib.request.Request(f"http://127.0.0.1:{url}/-/faults", json.dumps(faults).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=5):
        pass


def test_a_message_refused_for_now_is_sent_at_the_next_attempt(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "webhook", "mail")
    order_faults(receivers, http=[{"status": 429, "retry_after": 7}])
    with pytest.raises(DeliveryFailed, match="another try: 1 "):
        pipeline.deliver(settings=settings)
    assert states(settings) == [("delivered", 1, 1), ("pending", 1, 1)]
    assert pipeline.deliver(settings=settings) == {
        "delivered": 0,
        "failed": 0,
        "dead": 0,
        "waiting": 1,
    }  # it is not due yet
    make_due(settings)
    assert pipeline.deliver(settings=settings)["delivered"] == 1
    assert sorted(alert["kind"] for alert in received(receivers.inbox)) == ["mail", "webhook"]


def test_after_three_failures_a_channel_is_skipped_and_the_others_are_served(
    receivers: Scene, settings: Settings
) -> None:
    write_messages(settings, *["webhook"] * 6, "mail")
    order_faults(receivers, http=[500] * 6)
    with pytest.raises(DeliveryFailed, match="another try: 6 "):
        pipeline.deliver(settings=settings)
    assert states(settings) == [("delivered", 1, 1), ("pending", 0, 3), ("pending", 1, 3)]
    order_faults(receivers, http=[])


@pytest.mark.parametrize("fault", [500, 400], ids=["after its last try", "refused for good"])
def test_a_message_that_cannot_be_sent_becomes_a_dead_letter(receivers: Scene, settings: Settings, fault: int) -> None:
    write_messages(settings, "webhook")
    order_faults(receivers, http=[fault])
    if fault == 500:
        with pytest.raises(DeliveryFailed):
            pipeline.deliver(settings=settings)
        make_due(settings)
        order_faults(receivers, http=[fault])
    assert pipeline.deliver(settings=settings)["dead"] == 1
    assert [state for state, *_ in states(settings)] == ["dead"]


def test_a_message_whose_journal_line_was_cut_short_is_sent_again(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "webhook")
    settings.delivery_path.mkdir()
    (settings.delivery_path / "webhook.jsonl").write_text('{"key": "m1_0", "chan')
    assert pipeline.deliver(settings=settings)["delivered"] == 1
    assert [alert["key"] for alert in received(receivers.inbox)] == ["m1_0"]


def test_lines_that_cannot_be_parsed_are_kept_and_stop_nothing(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "webhook")
    settings.delivery_path.mkdir()
    odd = Delivery(
        key="m1_9", channel="webhook", at=datetime.now(UTC), ok=True, attempt=1, address="one\u2028two\x85three"
    )
    lines = ["no JSON", odd.model_dump_json(), '{"key": "m1_8"}']
    (settings.delivery_path / "webhook.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    assert pipeline.deliver(settings=settings)["delivered"] == 1
    assert (settings.delivery_path / "webhook.broken").read_text("utf-8").split("\n") == [lines[0], lines[2], ""]
    assert not (settings.delivery_path / "webhook.jsonl").exists()
    with lake.connect(settings=settings) as connection:
        recorded = connection.execute("SELECT key, address FROM deliveries ORDER BY key").fetchall()
    assert ("m1_9", odd.address) in recorded


def test_a_message_to_a_channel_that_is_off_waits_without_using_attempts(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "pager")
    assert pipeline.deliver(settings=settings) == {"delivered": 0, "failed": 0, "dead": 0, "waiting": 1}
    assert states(settings) == [("pending", 0, 1)]


def test_a_channel_that_hangs_delays_no_other(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, *["webhook"] * 3, "mail")
    order_faults(receivers, http=["hang"] * 3)
    with pytest.raises(DeliveryFailed, match=r"another try: 3 .*no answer within"):
        pipeline.deliver(settings=settings)
    order_faults(receivers, http=[])
    with lake.connect(settings=settings) as connection:
        order = connection.execute("SELECT channel FROM deliveries ORDER BY attempted_at").fetchall()
    assert ("mail",) in order[:2]


def test_two_concurrent_runs_send_each_message_once(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, *["webhook"] * 10, *["mail"] * 10)
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(pipeline.deliver, settings=settings) for _ in range(2)]
    assert sum(run.result()["delivered"] for run in runs) == 20
    keys = [alert["key"] for alert in received(receivers.inbox)]
    assert sorted(keys) == sorted({f"m1_{number}" for number in range(20)})


def test_a_short_retry_after_is_waited_for_within_the_run(receivers: Scene, settings: Settings) -> None:
    write_messages(settings, "webhook", "webhook")
    order_faults(receivers, http=[{"status": 429, "retry_after": 1}])
    with pytest.raises(DeliveryFailed):
        pipeline.deliver(settings=settings)
    (alert,) = received(receivers.inbox)
    with lake.connect(settings=settings) as connection:
        (rest,) = connection.execute("SELECT rest_until FROM deliveries WHERE reason = 'http_429'").fetchall()
    assert datetime.fromisoformat(alert["time"]) >= rest[0]


def test_a_missing_variable_is_reported_after_the_other_channels_are_served(
    receivers: Scene, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_messages(settings, "webhook", "mail")
    monkeypatch.delenv("NEWSVANE_DEMO_WEBHOOK")
    with pytest.raises(ConfigError, match="'webhook' needs NEWSVANE_DEMO_WEBHOOK"):
        pipeline.deliver(settings=settings)
    assert [alert["kind"] for alert in received(receivers.inbox)] == ["mail"]


def test_an_address_from_an_airflow_connection_is_used_and_never_stored(
    receivers: Scene, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = tmp_path / "watch"
    shutil.copytree(settings.watch, watch)
    text = (watch / "alerts.toml").read_text()
    (watch / "alerts.toml").write_text(text.replace("${NEWSVANE_DEMO_WEBHOOK}", "airflow://desk_hook"))
    settings = settings.model_copy(update={"watch": watch})
    write_messages(settings, "webhook")
    assert pipeline.deliver(settings=settings)["waiting"] == 1
    url = receivers.environment["NEWSVANE_DEMO_WEBHOOK"].replace("json://", "json://desk:tOpSeCrEt@")
    assert pipeline.deliver(settings=settings, lookup={"desk_hook": url}.__getitem__)["delivered"] == 1
    with lake.connect(settings=settings) as connection:
        ((address,),) = connection.execute("SELECT address FROM deliveries").fetchall()
    assert address == f"{receivers.environment['NEWSVANE_DEMO_WEBHOOK'].removesuffix('/alerts')}/…"
    kept = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    assert b"tOpSeCrEt" not in kept
