"""Send test messages to alert channels, and record them. What waits for a channel that works is due at once."""

import logging
import uuid
from datetime import UTC, datetime
from pathlib import Path

from newsvane import lake, notify
from newsvane.errors import ConfigError, DeliveryFailed, DeliveryRefused, LakeBusy
from newsvane.pipeline.delivery.ops_messages import send_test_message
from newsvane.settings import Settings, get_settings
from newsvane.urls import message_key

log = logging.getLogger(__name__)


def test_channel(
    request: lake.ActionRequest, settings: Settings, lookup: notify.ConnectionLookup | None
) -> lake.ActionResult:
    """Send a test message, then record it. The lake is not locked meanwhile, because a channel may answer slowly.

    If the task is killed in between, its next try sends the message again, with the same key.
    """
    if lake.exists(settings):
        with lake.open_shared(settings) as connection:
            if recorded := lake.load_action(connection, request.act_id):
                return recorded
    key = message_key("trial", request.act_id, request.target)
    try:
        address = send_test_message(request.target, key=key, settings=settings, lookup=lookup)
    except (ConfigError, DeliveryFailed, DeliveryRefused) as error:
        return _record(request, "failed", str(error), settings)
    return _record(request, "done", f"sent to {address}: look whether it has arrived", settings)


def try_channel(
    channel_id: str,
    *,
    done_by: str,
    settings: Settings | None = None,
    lookup: notify.ConnectionLookup | None = None,
    draft: Path | None = None,
) -> str:
    """Send a test message as `send_test_message` does, and return what it does. If there is a lake, record it.

    A failure is recorded, too, unless the channel has no address here: Airflow has its own environment. While the lake
    is busy nothing is recorded, and what waits for the channel keeps its time. So it is with the channel of a `draft`,
    another watch folder, because messages wait for the channel in force.
    """
    settings = settings or get_settings()
    if draft:
        return send_test_message(channel_id, settings=settings, lookup=lookup, draft=draft)
    request = lake.ActionRequest(
        act_id=f"test {uuid.uuid4()}",
        kind="test_channel",
        target=channel_id,
        done_by=done_by,
        asked_at=datetime.now(UTC),
    )
    try:
        address = send_test_message(channel_id, settings=settings, lookup=lookup)
    except (DeliveryFailed, DeliveryRefused) as error:
        _record_if_possible(request, "failed", str(error), settings)
        raise
    _record_if_possible(request, "done", f"sent to {address}: look whether it has arrived", settings)
    return address


def _record_if_possible(request: lake.ActionRequest, state: str, words: str, settings: Settings) -> None:
    if lake.exists(settings):
        try:
            _record(request, state, words, settings)
        except LakeBusy as error:
            log.warning("the test message was not recorded: %s", error)


@lake.retry_on_conflict
def _record(request: lake.ActionRequest, state: str, words: str, settings: Settings) -> lake.ActionResult:
    """Record the result of a test. If it was sent, make the messages due that wait for the channel, and say so."""
    with lake.writer(settings, "acts") as connection:
        released = lake.release_channel(connection, request.target) if state == "done" else 0
        if released:
            waiting = "The message" if released == 1 else f"The {released:,} messages"
            words += f". {waiting} that waited became due then"
        done = lake.ActionResult.model_validate(
            request.model_dump() | {"done_at": datetime.now(UTC), "state": state, "words": words}
        )
        lake.record_action(connection, done)
        return lake.load_action(connection, done.act_id) or done
