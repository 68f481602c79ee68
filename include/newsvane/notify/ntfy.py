"""Send to ntfy. The key of a message is sent as a tag, and the server is asked for that tag before a second attempt.

This works if the server keeps messages for a while (by default 12 hours) and lets us read the topic. Otherwise
duplicates cannot be detected, and the message is sent again.
"""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsvane.notify.http_client import get, post, server_url
from newsvane.notify.responses import raise_for_status
from newsvane.records import Message

log = logging.getLogger(__name__)

MAX_MESSAGE_BYTES = 3_900
"""The server turns messages over 4,096 bytes into attachments."""

CLOCK_SKEW = 600
"""Seconds that the server's clock may be behind ours."""

_UNREADABLE = {401, 403, 404}
"""Statuses with which a server denies reading the topic."""


def send(channel: Any, message: Message, since: datetime | None) -> None:
    """Send the message to each topic that does not have it.

    `since`: start of the first attempt that may have arrived; None if none has. Raises DeliveryFailed and
    DeliveryRefused.
    """
    server = channel.cloud_notify_url if channel.mode == "cloud" else server_url(channel)
    for topic in channel.topics:
        if since and _has_arrived(channel, message, f"{server}/{topic}/json", since):
            log.info("alert %s: ntfy already has it", message.key)
            continue
        payload = {
            "topic": topic,
            "title": message.subject,
            "message": _truncate_utf8(message.body, MAX_MESSAGE_BYTES),
            "tags": [*_private_attribute(channel, "tags"), message.key],
        }
        post(channel, message, server, payload, headers=_headers(channel), auth=_auth(channel))


def _truncate_utf8(text: str, limit: int) -> str:
    """Shorten the text to at most `limit` bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    return text if len(data) <= limit else data[: limit - 3].decode("utf-8", "ignore").rstrip() + "…"


def _has_arrived(channel: Any, message: Message, url: str, since: datetime) -> bool:
    params = {"poll": "1", "since": str(int(since.timestamp()) - CLOCK_SKEW)}
    headers = {name: value for name, value in _headers(channel).items() if name == "Authorization"}
    status, body = get(channel, message, url, params=params, headers=headers, auth=_auth(channel))
    if status in _UNREADABLE:
        log.warning("channel %r: the topic cannot be read; a message may arrive twice", message.channel)
        return False
    raise_for_status(message, status)
    return any(message.key in (event.get("tags") or ()) for event in _events(body))


def _events(body: bytes) -> Iterator[dict[str, Any]]:
    for line in body.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def _headers(channel: Any) -> dict[str, str]:
    """Return the options of the Apprise address as ntfy's headers."""
    options = {
        "X-Priority": "" if channel.priority == "default" else channel.priority,
        "X-Delay": channel.delay,
        "X-Click": channel.click,
        "X-Email": channel.email,
        "X-Actions": _private_attribute(channel, "actions"),
        "Authorization": f"Bearer {channel.token}" if channel.auth == "token" and channel.token else "",
    }
    return {name: str(value) for name, value in options.items() if value}


def _private_attribute(channel: Any, name: str) -> Any:
    return getattr(channel, f"_NotifyNtfy__{name}") or ()


def _auth(channel: Any) -> tuple[str, str] | None:
    return (channel.user, channel.password) if channel.auth == "basic" and channel.user else None
