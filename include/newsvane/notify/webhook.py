"""Send JSON to webhooks (json, jsons): the fields that Apprise would send, `text` for chats, and facts for programs.

docs/guides/webhooks.md documents the fields. Fields may be added; if one is removed or gets another meaning, the first
number of VERSION changes.
"""

from typing import Any

from newsvane.notify.http_client import post, server_url
from newsvane.records import Message

VERSION = "1.2"
"""Of the body. 1.0 was what Apprise sends, with the ids of the message."""

_IDS = {"key", "rule", "channel", "story_id", "article_id", "feed_id", "created_at"}
"""The fields of a message that a webhook receives as they are."""


def send(channel: Any, message: Message) -> None:
    """Send the message with its key in `Idempotency-Key`, so that the receiver can drop repetitions.

    Raises DeliveryFailed and DeliveryRefused.
    """
    payload = build_payload(message) | channel.payload_extras
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


def build_payload(message: Message) -> dict[str, Any]:
    """Return the body of the request, which becomes JSON.

    A message about one story has the fields of `StoryFacts` beside the others; a digest has a list of them in
    `stories`. `rules` are all rules that the message is sent for.
    """
    stories = [each.model_dump(mode="json") for each in (message.facts.stories if message.facts else ())]
    facts: dict[str, Any] = {"stories": stories} if message.kind == "digest" else stories[0] if stories else {}
    return {
        "version": VERSION,
        "title": message.subject,
        "message": message.body,
        "text": f"{message.subject}\n\n{message.body}",
        "attachments": [],
        "type": "info",
        "kind": message.kind,
        **message.model_dump(mode="json", include=_IDS),
        "rules": [message.rule],
        **facts,
    }
