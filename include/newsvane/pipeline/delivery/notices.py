"""Build messages to operators that no alert rule asks for."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime

from newsvane import notify
from newsvane.alerts import AlertConfig
from newsvane.records import Message
from newsvane.safe_text import clean_line
from newsvane.settings import Settings
from newsvane.urls import message_key

MAX_SUBJECT_CHARACTERS = 180
MAX_LINE_CHARACTERS = 500
MAX_LINES = 50


def build_notices(subject: str, body: str, *, key: str, channels: Sequence[str]) -> list[Message]:
    """Return one message per channel, each with a key of its own that is made from `key`."""
    return [
        Message(
            key=message_key("ops", key, channel),
            rule="ops",
            channel=channel,
            subject=clean_line(subject, MAX_SUBJECT_CHARACTERS),
            body="\n".join(clean_line(line, MAX_LINE_CHARACTERS) for line in body.splitlines()[:MAX_LINES]),
            created_at=datetime.now(UTC),
        )
        for channel in channels
    ]


def list_ops_channels(settings: Settings, alerts: AlertConfig) -> list[str]:
    """Return the channels for notices: those in the setting, else those of the rules on feeds; both must be on."""
    if settings.ops_channels == "none":
        return []
    named = [each.strip() for each in settings.ops_channels.split(",") if each.strip()]
    if named:
        return named
    named = [channel for rule in alerts.feed_rules if rule.enabled for channel in rule.channels]
    return sorted({*named} & {*notify.enabled_channel_ids(alerts.channels, os.environ)})
