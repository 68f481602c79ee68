"""Webhooks (json, jsons): the JSON that Apprise would send, and beside it what the message is about."""

from typing import Any

from newsvane.notify.http_client import base, post
from newsvane.records import Message

_FACTS = {"key", "rule", "channel", "story_id", "article_id", "feed_id", "created_at"}
"""Of a message, what a webhook gets beside its words."""


def send(channel: Any, message: Message) -> None:
    """Send it under its key: a receiver that keeps the keys takes each message once."""
    payload = {
        "version": "1.0",
        "title": message.subject,
        "message": message.body,
        "attachments": [],
        "type": "info",
        **message.model_dump(mode="json", include=_FACTS),
        **channel.payload_extras,
    }
    post(
        channel,
        message,
        base(channel) + channel.fullpath,
        payload,
        method=channel.method,
        params=channel.params,
        headers={"Idempotency-Key": message.key, **channel.headers},
        auth=(channel.user, channel.password) if channel.user else None,
    )
