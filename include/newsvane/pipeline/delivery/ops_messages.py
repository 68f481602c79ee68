"""Send messages that do not come from alert rules: notices about the pipeline itself, and test messages."""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from newsvane import alerts, configuration, notify
from newsvane.errors import ConfigError
from newsvane.pipeline.delivery import spool
from newsvane.pipeline.delivery.deliver import deliver
from newsvane.pipeline.delivery.notices import build_notices, list_ops_channels
from newsvane.records import Message
from newsvane.settings import Settings, get_settings


def notify_ops(
    subject: str,
    body: str,
    *,
    key: str,
    channels: Sequence[str] = (),
    settings: Settings | None = None,
    lookup: notify.ConnectionLookup | None = None,
) -> dict[str, int]:
    """Send a notice to operators, once per `key`, through `channels`, by default those of `settings.ops_channels`.

    The message is on disk before anything is sent, and it is sent even if the lake cannot be written. Returns and
    raises as `deliver` does.
    """
    settings = settings or get_settings()
    channels = channels or list_ops_channels(settings, configuration.load(settings).alerts)
    messages = build_notices(subject, body, key=key, channels=channels)
    spool.add(settings, messages)
    return deliver(settings=settings, lookup=lookup)


def send_test_message(
    channel_id: str,
    *,
    key: str = "",
    settings: Settings | None = None,
    lookup: notify.ConnectionLookup | None = None,
    draft: Path | None = None,
) -> str:
    """Send a test message to a channel at once, without the outbox. Return its address without credentials.

    `key`: of the message, so that a receiver recognizes it if it is sent twice; by default a new one. While a watch
    file has a mistake, the channel of the last valid version is tested, because alerts are sent to that one. `draft`:
    another watch folder, whose channel is tested.

    Raises ConfigError when there is no such channel or it has no address, DeliveryFailed or DeliveryRefused when the
    message could not be sent.
    """
    settings = settings or get_settings()
    found = configuration.check_alerts(settings, draft) if draft else configuration.find_in_force(settings)
    channel = _find_channel(channel_id, found)
    url = notify.resolve_channel(channel, os.environ, lookup)
    if url is None:
        raise ConfigError(_explain_missing_address(channel, is_draft=found.is_draft), reason="channel_off")
    text = alerts.describe_test_message(channel_id)
    message = Message(
        key=key or f"m1_{secrets.token_hex(10)}",
        rule="trial",
        channel=channel_id,
        subject="Newsvane: test message",
        body=text,
        html=f"<p>{escape(text)}</p>",
        created_at=datetime.now(UTC),
    )
    notify.send_message(message, url, timeout=settings.delivery_timeout, source=notify.locate_address(channel))
    return notify.describe_address(url)


def _find_channel(channel_id: str, found: configuration.Configuration) -> alerts.Channel:
    """Return a channel by its id. Raises ConfigError, with those that there are."""
    channels = {channel.id: channel for channel in found.alerts.channels}
    if channel_id in channels:
        return channels[channel_id]
    file = str(found.folder / "alerts.toml") if found.is_draft else "alerts.toml"
    words = f"{file} has no channel {channel_id!r}; it has {', '.join(channels) or 'none'}. {found.describe_version()}"
    raise ConfigError(words.strip(), reason="channel_unknown")


def _explain_missing_address(channel: alerts.Channel, *, is_draft: bool) -> str:
    """Return what to do for a channel that has no address in this process. Airflow does not know drafts."""
    if is_draft and notify.is_airflow_connection(channel):
        return (
            f"an Airflow connection holds the address of the channel {channel.id!r}, so it cannot be tried before the "
            "home is used with this folder"
        )
    words = f"alert channel {channel.id!r} has no address here: set its variable"
    if is_draft:
        return words
    return (
        f"{words}; if an Airflow connection holds its address, trigger the DAG newsvane_alert with the parameter trial "
        "instead"
    )
