"""Send to webhooks (json, jsons) the JSON that Apprise would send, plus the message's ids."""

from typing import Any

from newsvane.notify.http_client import post, server_url
from newsvane.records import Message

_ADDED_FIELDS = {"key", "rule", "channel", "story_id", "article_id", "feed_id", "created_at"}
"""Fields of a message that a webhook receives in addition to Apprise's."""


def send(channel: Any, message: Message) -> None:
    """Send the message with its key in `Idempotency-Key`, so that the receiver can drop repetitions.

    Raises DeliveryFailed and DeliveryRefused.
    """
    payload = {
        "version": "1.0",
        "title": message.subject,
        "message": message.body,
        "attachments": [],
        "type": "info",
        **message.model_dump(mode="json", include=_ADDED_FIELDS),
        **channel.payload_extras,
    }
    post(
        channel,
        message,
        server_url(channel) + channel.fullpath,
        payload,
        method=channel.method,
        params=channel.params,
        headers={"Idempotency-Key": message.key, **channel.headers},
        auth=(channel.user, channel.password) if channel.user else None,
    )
