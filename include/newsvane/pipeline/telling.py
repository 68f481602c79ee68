"""The outbox to the channels."""

import logging
import os
from datetime import UTC, datetime

from newsvane import alerts, lake, notify
from newsvane.errors import DeliveryFailed, NewsvaneError, Transient
from newsvane.pipeline.watch import load_alerts
from newsvane.records import Delivery, Message
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH = 200
"""Messages sent in one run at the most."""


def deliver(*, settings: Settings | None = None) -> dict[str, int]:
    """Send what is due in the outbox, each message once, and record each outcome before the next is sent.

    One sender at a time: a second waits, then finds nothing due. A sender that dies between sending and recording
    leaves its message due; it is sent again under the same idempotency key.

    Raises DeliveryFailed, after trying all, where a message could not be sent and will be tried again;
    ConfigError where a channel lacks a variable of the environment.
    """
    settings = settings or get_settings()
    counts = {"delivered": 0, "failed": 0, "dead": 0}
    troubles: list[str] = []
    if not settings.catalog_path.exists():
        return counts
    _, channels = load_alerts(settings)
    with lake.turn(settings, "delivery"):
        with lake.connect(settings=settings) as connection:
            due = lake.due_messages(connection, now=datetime.now(UTC), limit=BATCH)
        addresses = notify.resolve_channels(channels, os.environ) if due else {}
        for message, attempts in due:
            delivery = _attempt(message, attempts + 1, addresses, settings)
            with lake.writer(settings) as connection:
                lake.record_deliveries(connection, [delivery], tries=settings.delivery_tries)
            if delivery.ok:
                counts["delivered"] += 1
            elif delivery.next_try_at and delivery.attempt < settings.delivery_tries:
                counts["failed"] += 1
                troubles.append(f"{message.channel}: {delivery.detail}")
            else:
                counts["dead"] += 1
                log.error("alert %s to %s is a dead letter: %s", message.key, message.channel, delivery.detail)
    log.info("alerts: %s", counts)
    if troubles:
        raise DeliveryFailed(
            f"{len(troubles)} of {len(due)} messages wait for another try: {'; '.join(sorted(set(troubles))[:5])}"
        )
    return counts


def _attempt(message: Message, attempt: int, addresses: dict[str, str], settings: Settings) -> Delivery:
    def outcome(error: NewsvaneError | None) -> Delivery:
        now = datetime.now(UTC)
        again = isinstance(error, Transient)
        return Delivery(
            key=message.key,
            channel=message.channel,
            at=now,
            ok=error is None,
            attempt=attempt,
            reason=error.reason if error else "",
            detail=str(error) if error else "",
            next_try_at=alerts.next_try(attempt, message.key, now, error.retry_after) if error and again else None,
        )

    if message.channel not in addresses:
        return outcome(
            DeliveryFailed(
                f"channel {message.channel!r} is not in alerts.toml, or off: set its variable or name it again",
                reason="no_channel",
            )
        )
    try:
        notify.deliver(message, addresses[message.channel])
    except NewsvaneError as error:
        log.warning("alert %s to %s: not delivered (%s)", message.key, message.channel, error.reason)
        return outcome(error)
    log.info("alert %s to %s: delivered", message.key, message.channel)
    return outcome(None)
