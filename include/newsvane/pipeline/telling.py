"""The outbox to the channels."""

import logging
import os
from collections import Counter
from datetime import UTC, datetime

from newsvane import alerts, lake, notify
from newsvane.errors import DeliveryFailed, NewsvaneError, Transient
from newsvane.pipeline.deciding import decide
from newsvane.pipeline.watch import load_alerts
from newsvane.records import Delivery, Message
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH = 200
"""Messages sent in one run at the most."""

PATIENCE = 3
"""Failures after which a channel is left alone for this run: one that hangs must not hold up the others."""


def deliver(*, settings: Settings | None = None) -> dict[str, int]:
    """Send what is due in the outbox, each message once, and note each outcome before the next is sent.

    Outcomes go to a journal on disk first, which costs nothing beside a commit, and to the lake together. A sender
    that was killed left its journal: the next one records it first. What was sent in the instant before the kill and
    not noted is sent again, under the same idempotency key. One sender at a time: a second waits, then finds nothing.

    Raises DeliveryFailed, after trying all, where a message could not be sent and will be tried again;
    ConfigError where a channel lacks a variable of the environment.
    """
    settings = settings or get_settings()
    counts = {"delivered": 0, "failed": 0, "dead": 0, "waiting": 0}
    troubles: list[str] = []
    failures: Counter[str] = Counter()
    if not settings.catalog_path.exists():
        return counts
    decide(settings=settings)
    channels = load_alerts(settings).channels
    with lake.turn(settings, "delivery"):
        journal = _Journal(settings)
        journal.record()
        with lake.connect(settings=settings) as connection:
            due = lake.due_messages(connection, now=datetime.now(UTC), limit=BATCH)
        addresses = notify.resolve_channels(channels, os.environ) if due else {}
        for message, attempts in due:
            if message.channel not in addresses:
                log.warning("alert %s waits: channel %s is off or not in alerts.toml", message.key, message.channel)
                continue
            if failures[message.channel] == PATIENCE:
                continue
            delivery = _attempt(message, attempts + 1, addresses, settings)
            journal.note(delivery)
            if delivery.ok:
                counts["delivered"] += 1
            elif delivery.next_try_at and delivery.attempt < settings.delivery_tries:
                counts["failed"] += 1
                failures[message.channel] += 1
                troubles.append(f"{message.channel}: {delivery.detail}")
            else:
                counts["dead"] += 1
                log.error("alert %s to %s is a dead letter: %s", message.key, message.channel, delivery.detail)
        journal.record()
        with lake.connect(settings=settings) as connection:
            counts["waiting"] = lake.waiting_messages(connection)
    log.info("alerts: %s", counts)
    if troubles:
        why = "; ".join(sorted(set(troubles))[:5])
        raise DeliveryFailed(f"messages waiting for another try: {counts['waiting']} ({why})")
    return counts


class _Journal:
    """Outcomes that are not in the lake yet: a JSON line each, on disk before `note` returns."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = settings.home / "delivery.jsonl"

    def note(self, delivery: Delivery) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            print(delivery.model_dump_json(), file=file, flush=True)
            os.fsync(file.fileno())

    def record(self) -> None:
        """Move what the journal holds to the lake; a line that a kill cut short was never noted."""
        if not self._path.exists():
            return
        lines = self._path.read_text("utf-8").splitlines(keepends=True)
        noted = [Delivery.model_validate_json(line) for line in lines if line.endswith("\n")]
        with lake.writer(self._settings) as connection:
            lake.record_deliveries(connection, noted, tries=self._settings.delivery_tries)
        self._path.unlink()


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

    try:
        notify.deliver(message, addresses[message.channel])
    except NewsvaneError as error:
        log.warning("alert %s to %s: not delivered (%s)", message.key, message.channel, error.reason)
        return outcome(error)
    log.info("alert %s to %s: delivered", message.key, message.channel)
    return outcome(None)
