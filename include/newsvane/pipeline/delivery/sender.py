"""Send messages to one channel, one after the other, and keep a record of each attempt."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Lock

from newsvane import lake, notify
from newsvane.errors import DeliveryFailed, LakeBusy, NewsvaneError, Transient, describe_unforeseen, format_traceback
from newsvane.pipeline.delivery import sent_log
from newsvane.pipeline.delivery.journal import Journal, channel_file_name
from newsvane.records import Delivery, Due, Message
from newsvane.settings import Settings

log = logging.getLogger(__name__)

BATCH_SIZE = 200
"""Outcomes are moved to the lake after at most this many messages."""
MAX_FAILURES_IN_A_ROW = 3
"""After this many failures in a row, the rest of the channel's messages is left to the next run."""
MAX_RUN_SECONDS = 300.0
"""After this many seconds, a sender leaves the rest to the next run."""
MAX_SENDERS = 32
"""How many channels are served at the same time."""
LOCK_WAIT_SECONDS = 30.0
"""How long to wait until the sender of another run ends. It will probably have sent everything by then."""
RECORD_SECONDS = 2.0
"""How long a sender may take to record the outcome of an attempt in its journal."""

_UNFINISHED = "killed"
"""The reason in the first line of an attempt, which stays if the sender dies."""

UNFORESEEN = "unforeseen"
"""The reason of an attempt that failed because of an error in Newsvane, so that nothing is known of the channel."""

_LAKE_LOCK = Lock()
"""Lets one thread at a time use the lake, because a process once crashed when its threads opened and closed lakes."""


def send_concurrently(senders: Sequence["ChannelSender"]) -> None:
    """Run all senders, each in a thread, and wait for them."""
    with ThreadPoolExecutor(min(len(senders), MAX_SENDERS) or 1, thread_name_prefix="deliver") as pool:
        list(pool.map(ChannelSender.send_due, senders))


@dataclass
class ChannelSender:
    """Sends what is due to one channel, and counts the outcomes.

    `url`: the channel's address. `spooled`: the messages to send while the lake cannot be used; None to ask the lake.
    `source`: where the address comes from, for errors about it.
    `failed`: why a message waits for another try, by key. `trouble`: why the sender ended early, "" if it did not.
    """

    settings: Settings
    channel: str
    url: str
    spooled: Sequence[Message] | None = None
    delivered: int = 0
    dead: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    trouble: str = ""
    source: str = ""
    _require_lock: Callable[[], None] = field(default=lambda: None, init=False, repr=False)

    def send_due(self) -> None:
        """Send until nothing is due, the channel has failed too often in a row, the time is up, or the lock is lost."""
        with ExitStack() as lock:
            try:
                self._require_lock = lock.enter_context(
                    lake.lock(self.settings, f"delivery-{channel_file_name(self.channel)}", wait=LOCK_WAIT_SECONDS)
                )
            except LakeBusy:
                log.info("alerts to %s: another run is sending them", self.channel)
                return
            try:
                self._send_all(Journal(self.settings, self.channel))
            except LakeBusy as error:
                self.trouble = str(error)
            except Exception as error:  # no channel may end the delivery to others
                log.error(
                    "alerts to %s: the sender ended because of an error in Newsvane\n%s",
                    self.channel,
                    format_traceback(error),
                )
                self.trouble = describe_unforeseen(error, "delivering to")

    def problems(self) -> list[str]:
        """Return a line for each reason why messages wait."""
        return [f"{self.channel}: {why}" for why in [*self.failed.values(), *filter(None, [self.trouble])]]

    def _send_all(self, journal: Journal) -> None:
        self._wait_for_predecessor(journal)
        self._flush(journal)
        began = time.monotonic()
        failures = 0
        rest_until = datetime.now(UTC)
        while due := self._find_due(journal):
            for each in due:
                if (
                    failures == MAX_FAILURES_IN_A_ROW
                    or time.monotonic() - began > MAX_RUN_SECONDS
                    or not self._wait_until_allowed(each, rest_until)
                ):
                    self._flush(journal)
                    return
                outcome = self._attempt(each, journal)
                if outcome.reason != UNFORESEEN:  # says something about the message, not about the channel
                    failures = 0 if outcome.ok else failures + 1
                rest_until = outcome.rest_until or rest_until
            self._flush(journal)

    def _wait_for_predecessor(self, journal: Journal) -> None:
        """Wait until an attempt that has begun must have ended.

        A lock in PostgreSQL ends with its session, and its sender may be alive and sending. One in a file ends with the
        process.
        """
        began = [attempt.at for attempt in journal.read_attempts() if attempt.reason == _UNFINISHED]
        if began and not self.settings.is_embedded:
            longest = self.settings.delivery_timeout + RECORD_SECONDS
            time.sleep(min(max(longest - (datetime.now(UTC) - max(began)).total_seconds(), 0), longest))

    def _flush(self, journal: Journal) -> None:
        self._require_lock()
        if self.spooled is not None:
            return
        with _LAKE_LOCK:
            journal.flush()

    def _find_due(self, journal: Journal) -> list[Due]:
        """Return the messages that may be sent now, or soon enough to wait for."""
        if self.spooled is not None:
            attempted = {each.key for each in journal.read_attempts()}
            return [Due(message=each, since=each.created_at) for each in self.spooled if each.key not in attempted]
        now = datetime.now(UTC) + timedelta(seconds=self.settings.delivery_timeout)
        with _LAKE_LOCK:
            due = self._query_due(now)
            if not sent_log.find_sent(self.settings, self.channel, due):
                return due
            # The lake was restored and shows sent messages as unsent: correct it, and skip them in any case.
            sent_log.mark_delivered(self.settings)
            due = self._query_due(now)
            sent = sent_log.find_sent(self.settings, self.channel, due)
            return [each for each in due if each.message.key not in sent]

    def _query_due(self, now: datetime) -> list[Due]:
        with lake.open_snapshot(self.settings) as connection:
            return lake.load_due_messages(
                connection, channel=self.channel, now=now, limit=BATCH_SIZE, visible_after=self._find_visible_after()
            )

    def _wait_until_allowed(self, due: Due, rest_until: datetime) -> bool:
        """Wait until the message may be sent, and return True. If that would take too long, return False at once."""
        left = (max(due.not_before or rest_until, rest_until) - datetime.now(UTC)).total_seconds()
        if left > self.settings.delivery_timeout:
            return False
        time.sleep(max(left, 0))
        return True

    def _attempt(self, due: Due, journal: Journal) -> Delivery:
        """Send a message and return the outcome. Write a line in the journal before and after it.

        Raises LakeBusy if the lock was lost: then another sender may be at work. The lock is checked again after the
        first line, so that this sender sees that it was lost, or the other one sees the line.
        """
        self._require_lock()
        message, now = due.message, datetime.now(UTC)
        begun = Delivery(
            key=message.key,
            channel=message.channel,
            at=now,
            ok=False,
            attempt=due.attempts + 1,
            reason=_UNFINISHED,
            detail=f"channel {message.channel!r}: the sender was killed before it knew the outcome",
            next_try_at=self._next_try(due, now),
            unsure=True,
            address=self._shown_address,
        )
        journal.append(begun)
        self._require_lock()
        outcome = begun.model_copy(update=self._send(due))
        journal.append(outcome)
        if outcome.ok:
            sent_log.record_sent(self.settings, message, outcome)
        self._count(message, outcome)
        return outcome

    def _send(self, due: Due) -> dict[str, object]:
        """Send the message. Return the outcome as fields of the delivery."""
        message = due.message
        try:
            self._send_or_raise(due)
        except NewsvaneError as error:
            now, will_retry = datetime.now(UTC), isinstance(error, Transient)
            first = timedelta(seconds=self.settings.delivery_wait)
            later = notify.next_attempt_time(due.tries + 1, message.key, now, error.retry_after, first=first)
            return {
                "reason": error.reason,
                "detail": str(error),
                "next_try_at": self._next_try(due, later) if will_retry else None,
                "unsure": isinstance(error, DeliveryFailed) and error.unsure,
                "rest_until": now + min(error.retry_after, notify.MAX_RETRY_AFTER) if error.retry_after else None,
            }
        return {"ok": True, "reason": "", "detail": "", "next_try_at": None, "unsure": False}

    def _send_or_raise(self, due: Due) -> None:
        """Send the message. Raises NewsvaneError, whatever the message makes our code raise."""
        try:
            notify.send_message(
                due.message,
                self.url,
                timeout=self.settings.delivery_timeout,
                since=due.unsure_since,
                source=self.source,
            )
        except NewsvaneError:
            raise
        except Exception as error:
            log.error(
                "alert %s to %s: not sent because of an error in Newsvane\n%s",
                due.message.key,
                self.channel,
                format_traceback(error),
            )
            raise DeliveryFailed(describe_unforeseen(error, "sending"), reason=UNFORESEEN, unsure=True) from error

    def _next_try(self, due: Due, later: datetime) -> datetime | None:
        """Return `later` if the message may be tried once more after this attempt, else None."""
        is_too_late = later - due.since > timedelta(days=self.settings.delivery_days)
        return None if is_too_late or due.tries + 1 >= self.settings.delivery_tries else later

    @cached_property
    def _shown_address(self) -> str:
        return notify.describe_address(self.url)

    def _find_visible_after(self) -> float:
        """Return how many seconds it may take until a message that has arrived is visible in the service."""
        is_recognised = notify.duplicate_protection(self.url) in {"lookup", "message_id"}
        return self.settings.delivery_timeout if is_recognised else 0

    def _count(self, message: Message, outcome: Delivery) -> None:
        self.failed.pop(message.key, None)
        if outcome.ok:
            self.delivered += 1
            log.info("alert %s to %s: delivered", message.key, message.channel)
        elif outcome.next_try_at:
            self.failed[message.key] = outcome.detail
            log.warning("alert %s to %s: not delivered (%s)", message.key, message.channel, outcome.reason)
        else:
            self.dead += 1
            log.error("alert %s to %s is a dead letter: %s", message.key, message.channel, outcome.detail)
