"""ntfy: each message carries its key as a tag, and the server is asked for it before it is sent a second time.

The server keeps messages for a while (12 hours as shipped) and gives them to who may read the topic; where it does not,
nothing can be known and the message is sent again.
"""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsvane.notify.http_client import base, get, post
from newsvane.notify.responses import judge
from newsvane.records import Message

log = logging.getLogger(__name__)

LONGEST = 3_900
"""Bytes of a message: the server makes a file of what is longer than 4,096."""

SKEW = 600
"""Seconds by which the server's clock may be behind ours."""

_CLOSED = {401, 403, 404}
"""Answers of a server that does not let us read the topic."""


def send(channel: Any, message: Message, since: datetime | None) -> None:
    """Send it to each topic that lacks it. `since`: when it may have arrived first; None: it cannot be there."""
    server = channel.cloud_notify_url if channel.mode == "cloud" else base(channel)
    for topic in channel.topics:
        if since and _is_there(channel, message, f"{server}/{topic}/json", since):
            log.info("alert %s: ntfy has it already", message.key)
            continue
        payload = {
            "topic": topic,
            "title": message.subject,
            "message": cut(message.body, LONGEST),
            "tags": [*_private(channel, "tags"), message.key],
        }
        post(channel, message, server, payload, headers=_headers(channel), auth=_auth(channel))


def cut(text: str, limit: int) -> str:
    """At most so many bytes of UTF-8."""
    data = text.encode("utf-8", "replace")
    return text if len(data) <= limit else data[: limit - 3].decode("utf-8", "ignore").rstrip() + "…"


def _is_there(channel: Any, message: Message, url: str, since: datetime) -> bool:
    params = {"poll": "1", "since": str(int(since.timestamp()) - SKEW)}
    headers = {name: value for name, value in _headers(channel).items() if name == "Authorization"}
    status, body = get(channel, message, url, params=params, headers=headers, auth=_auth(channel))
    if status in _CLOSED:
        log.warning("channel %r: the topic cannot be read; a message may come twice", message.channel)
        return False
    judge(message, status)
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
    """Apprise's options of the address, as headers."""
    options = {
        "X-Priority": "" if channel.priority == "default" else channel.priority,
        "X-Delay": channel.delay,
        "X-Click": channel.click,
        "X-Email": channel.email,
        "X-Actions": _private(channel, "actions"),
        "Authorization": f"Bearer {channel.token}" if channel.auth == "token" and channel.token else "",
    }
    return {name: str(value) for name, value in options.items() if value}


def _private(channel: Any, name: str) -> Any:
    return getattr(channel, f"_NotifyNtfy__{name}") or ()


def _auth(channel: Any) -> tuple[str, str] | None:
    return (channel.user, channel.password) if channel.auth == "basic" and channel.user else None
