"""The outbox against receivers that fail: what is told, what waits, what is a dead letter."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsvane import lake, pipeline
from newsvane.errors import DeliveryFailed
from newsvane.records import Message
from newsvane.settings import Settings
from tests.demo.scene import Scene, scene
from tests.world.compare import received


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("telling")) as one:
        yield one


@pytest.fixture
def settings(surroundings: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A lake of its own for each test, the receivers in common."""
    for name, value in surroundings.environment.items():
        monkeypatch.setenv(name, value)
    surroundings.inbox.write_bytes(b"")
    return surroundings.settings.model_copy(update={"home": tmp_path, "delivery_tries": 2})


def put(settings: Settings, *channels: str) -> None:
    """One message a channel into the outbox."""
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


def states(settings: Settings) -> list[Any]:
    with lake.connect(settings=settings) as connection:
        return connection.execute("SELECT state, attempts, count(*) FROM outbox GROUP BY ALL ORDER BY ALL").fetchall()


def order_faults(surroundings: Scene, **faults: list[object]) -> None:
    url = json.loads((surroundings.home / "receivers.json").read_text())["http"]
    request = urllib.request.Request(f"http://127.0.0.1:{url}/-/faults", json.dumps(faults).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=5):
        pass


def test_what_a_channel_refuses_for_now_is_told_at_the_next_try(surroundings: Scene, settings: Settings) -> None:
    put(settings, "webhook", "mail")
    order_faults(surroundings, http=[{"status": 429, "retry_after": 7}])
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
    assert sorted(alert["kind"] for alert in received(surroundings.inbox)) == ["mail", "webhook"]


def test_a_channel_that_fails_thrice_is_left_alone_and_the_others_are_served(
    surroundings: Scene, settings: Settings
) -> None:
    put(settings, *["webhook"] * 6, "mail")
    order_faults(surroundings, http=[500] * 6)
    with pytest.raises(DeliveryFailed, match="another try: 6 "):
        pipeline.deliver(settings=settings)
    assert states(settings) == [("delivered", 1, 1), ("pending", 0, 3), ("pending", 1, 3)]
    order_faults(surroundings, http=[])


@pytest.mark.parametrize("fault", [500, 400], ids=["after its last try", "refused for good"])
def test_a_message_that_nobody_takes_is_a_dead_letter(surroundings: Scene, settings: Settings, fault: int) -> None:
    put(settings, "webhook")
    order_faults(surroundings, http=[fault])
    if fault == 500:
        with pytest.raises(DeliveryFailed):
            pipeline.deliver(settings=settings)
        make_due(settings)
        order_faults(surroundings, http=[fault])
    assert pipeline.deliver(settings=settings)["dead"] == 1
    assert [state for state, *_ in states(settings)] == ["dead"]


def test_a_line_that_a_kill_cut_short_is_sent_again(surroundings: Scene, settings: Settings) -> None:
    put(settings, "webhook")
    (settings.home / "delivery.jsonl").write_text('{"key": "m1_0", "chan')
    assert pipeline.deliver(settings=settings)["delivered"] == 1
    assert [alert["key"] for alert in received(surroundings.inbox)] == ["m1_0"]


def test_a_message_to_a_channel_that_is_off_waits_and_uses_up_no_try(surroundings: Scene, settings: Settings) -> None:
    put(settings, "pager")
    assert pipeline.deliver(settings=settings) == {"delivered": 0, "failed": 0, "dead": 0, "waiting": 1}
    assert states(settings) == [("pending", 0, 1)]
