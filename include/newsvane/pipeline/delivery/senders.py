"""The outbox to the channels: a sender each, side by side, so that one that hangs holds up no other."""

import logging
import os
import secrets
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import escape
from threading import Lock

from newsvane import lake, notify
from newsvane.alerts import Channel
from newsvane.alerts.render.sanitize import clean_line
from newsvane.errors import ConfigError, DeliveryFailed, LakeBusy, NewsvaneError, Transient
from newsvane.pipeline.alerting.schedule import decide
from newsvane.pipeline.config import load_alerts
from newsvane.pipeline.delivery import sent_log, spool
from newsvane.pipeline.delivery.journal import Journal, file_name, left_behind
from newsvane.records import Delivery, Due, Message
from newsvane.settings import Settings, get_settings
from newsvane.urls import message_key

log = logging.getLogger(__name__)

BATCH = 200
"""Messages sent before their outcomes go to the lake, at the most."""
PATIENCE = 3
"""Failures in a row after which a channel is left alone for this run."""
LONGEST_RUN = 300.0
"""Seconds after which a sender leaves the rest to the next run."""
SENDERS = 32
"""Channels written to side by side."""
QUEUE = 30.0
"""Seconds that a sender waits for another run's, which by then has most likely sent all there is."""

_ONE_AT_A_TIME = Lock()
"""For the lake: a process with several threads that open and close lakes was once seen to crash."""


def deliver(*, settings: Settings | None = None, lookup: notify.ConnectionLookup | None = None) -> dict[str, int]:
    """Send what is due in the outbox, each message once. `lookup`: finds addresses in Airflow's connections.

    Each attempt is in its channel's journal before it is made, and its outcome as soon as it is known; the lake takes
    journals over in one commit. What a sender that was killed has left is recorded first, then tried again under the
    same key, where the service can be asked after asking it (`newsvane.notify`). One sender a channel at a time. What a
    lake restored from a backup takes for untold, and was told, is not sent (`told`).

    Raises DeliveryFailed, after trying all, where a message could not be sent and will be tried again; ConfigError
    where a channel lacks a variable of the environment or a connection, after serving the others; LakeBusy or LakeError
    where the lake cannot take what is spooled (`tell`), after sending that.
    """
    settings = settings or get_settings()
    channels = load_alerts(settings).channels
    spooled, trouble = spool.land(settings)
    if trouble:
        _send_spooled(settings, channels, spooled, lookup)
        raise trouble
    if not lake.exists(settings):
        return _counts([], waiting=0)
    with suppress(LakeBusy):  # senders look again, and a digest would need the lake, too
        sent_log.settle(settings)
    decide(settings=settings)
    with lake.closing(lake.connect(settings=settings)) as connection:
        due = set(
            lake.list_due_channels(connection, now=datetime.now(UTC) + timedelta(seconds=settings.delivery_timeout))
        )
    due |= set(left_behind(settings, (channel.id for channel in channels)))
    addresses, troubles = _addresses(channels, due, lookup)
    senders = [_Sender(settings, channel, address) for channel, address in addresses.items()]
    _serve(senders)
    with lake.closing(lake.connect(settings=settings)) as connection:
        counts = _counts(senders, waiting=lake.count_pending_messages(connection))
    log.info("alerts: %s", counts)
    if failures := [trouble for sender in senders for trouble in sender.troubles()]:
        why = "; ".join(sorted(set(failures))[:5])
        raise DeliveryFailed(f"messages waiting for another try: {counts['waiting']} ({why})")
    if troubles:
        raise troubles[0]
    return counts


def tell(
    subject: str,
    body: str,
    *,
    key: str,
    channels: Sequence[str] = (),
    settings: Settings | None = None,
    lookup: notify.ConnectionLookup | None = None,
) -> dict[str, int]:
    """Tell ops, once for each `key`, through `channels`; where none are named, through those of the settings.

    The message is on disk before anything is sent, and is sent whether or not the lake can take it. Returns and raises
    as `deliver`.
    """
    settings = settings or get_settings()
    now = datetime.now(UTC)
    messages = [
        Message(
            key=message_key("ops", key, channel),
            rule="ops",
            channel=channel,
            subject=clean_line(subject, 180),
            body="\n".join(clean_line(line, 500) for line in body.splitlines()[:50]),
            created_at=now,
        )
        for channel in channels or _ops_channels(settings)
    ]
    spool.put(settings, messages)
    return deliver(settings=settings, lookup=lookup)


def _ops_channels(settings: Settings) -> list[str]:
    """Who is told of the pipeline itself: as set, or else whoever is told of feeds in trouble."""
    if settings.ops_channels == "none":
        return []
    named = [each.strip() for each in settings.ops_channels.split(",") if each.strip()]
    if named:
        return named
    rules = load_alerts(settings)
    named = [channel for rule in rules.feed_rules for channel in rule.channels]
    return sorted({*named} & {*notify.enabled_channel_ids(rules.channels, os.environ)})


def trial(channel_id: str, *, settings: Settings | None = None, lookup: notify.ConnectionLookup | None = None) -> str:
    """Send a message to a channel at once, past the outbox; where it went, fit to be shown.

    Raises ConfigError where there is no such channel or no address for it, DeliveryFailed and DeliveryRefused.
    """
    settings = settings or get_settings()
    channels = {channel.id: channel for channel in load_alerts(settings).channels}
    if channel_id not in channels:
        known = ", ".join(channels) or "none"
        raise ConfigError(f"alerts.toml has no channel {channel_id!r}; it has {known}", reason="channel_unknown")
    url = notify.resolve_channel(channels[channel_id], os.environ, lookup)
    if url is None:
        raise ConfigError(
            f"alert channel {channel_id!r} has no address here: set its variable; where an Airflow connection holds "
            "it, trigger newsvane_alert with the parameter trial",
            reason="channel_off",
        )
    now = datetime.now(UTC)
    text = f"This is a trial. Alerts to the channel {channel_id} arrive here."
    message = Message(
        key=f"m1_{secrets.token_hex(10)}",
        rule="trial",
        channel=channel_id,
        subject="Newsvane: a trial",
        body=text,
        html=f"<p>{escape(text)}</p>",
        created_at=now,
    )
    notify.send_message(message, url, timeout=settings.delivery_timeout)
    return notify.describe_address(url)


def _send_spooled(
    settings: Settings, channels: Iterable[Channel], messages: Iterable[Message], lookup: notify.ConnectionLookup | None
) -> None:
    """Send what the lake could not take; journals remember what came of it until it can."""
    waiting: dict[str, list[Message]] = {}
    for message in messages:
        waiting.setdefault(message.channel, []).append(message)
    addresses, _ = _addresses(channels, set(waiting), lookup)
    _serve([_Sender(settings, channel, url, waiting[channel]) for channel, url in addresses.items()])


def _serve(senders: Sequence["_Sender"]) -> None:
    with ThreadPoolExecutor(min(len(senders), SENDERS) or 1, thread_name_prefix="deliver") as pool:
        list(pool.map(_Sender.serve, senders))


def _addresses(
    channels: Iterable[Channel], due: set[str], lookup: notify.ConnectionLookup | None
) -> tuple[dict[str, str], list[ConfigError]]:
    """The addresses of those that are due, and what keeps a channel from having one."""
    found: dict[str, str] = {}
    troubles: list[ConfigError] = []
    known = {channel.id: channel for channel in channels}
    for channel_id in sorted(due):
        try:
            address = notify.resolve_channel(known[channel_id], os.environ, lookup) if channel_id in known else None
        except ConfigError as error:
            troubles.append(error)
            continue
        if address is None:
            log.warning("alerts to %s wait: it is off, not in alerts.toml, or only Airflow has its address", channel_id)
        else:
            found[channel_id] = address
    return found, troubles


def _counts(senders: Iterable["_Sender"], *, waiting: int) -> dict[str, int]:
    made = list(senders)
    return {
        "delivered": sum(each.delivered for each in made),
        "failed": sum(len(each.failed) for each in made),
        "dead": sum(each.dead for each in made),
        "waiting": waiting,
    }


@dataclass
class _Sender:
    """Sends what is due to one channel. `failed`: what waits for another try, and why, by key.

    `spooled`: what to send while the lake is in trouble; None: what the lake says.
    """

    settings: Settings
    channel: str
    url: str
    spooled: Sequence[Message] | None = None
    delivered: int = 0
    dead: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    busy: str = ""

    def serve(self) -> None:
        """Send until nothing is due, the channel has failed too often in a row, or time is up."""
        with ExitStack() as held:
            try:
                held.enter_context(lake.lock(self.settings, f"delivery-{file_name(self.channel)}", wait=QUEUE))
            except LakeBusy:
                log.info("alerts to %s: another run is sending them", self.channel)
                return
            try:
                self._serve(Journal(self.settings, self.channel))
            except LakeBusy as error:
                self.busy = str(error)

    def troubles(self) -> list[str]:
        """What keeps messages waiting, in words."""
        return [f"{self.channel}: {why}" for why in [*self.failed.values(), *filter(None, [self.busy])]]

    def _serve(self, journal: Journal) -> None:
        self._record(journal)
        began = time.monotonic()
        failures = 0
        rest_until = datetime.now(UTC)
        while due := self._due(journal):
            for each in due:
                if failures == PATIENCE or time.monotonic() - began > LONGEST_RUN or not self._wait(each, rest_until):
                    self._record(journal)
                    return
                outcome = self._attempt(each, journal)
                failures = 0 if outcome.ok else failures + 1
                rest_until = outcome.rest_until or rest_until
            self._record(journal)

    def _record(self, journal: Journal) -> None:
        if self.spooled is not None:
            return
        with _ONE_AT_A_TIME:
            journal.record()

    def _due(self, journal: Journal) -> list[Due]:
        """What may be sent now, or so soon that it is worth waiting for."""
        if self.spooled is not None:
            known = {each.key: each for each in journal.known()}
            fresh = [each for each in self.spooled if each.key not in known]
            return [Due(message=each, since=each.created_at) for each in fresh]
        now = datetime.now(UTC) + timedelta(seconds=self.settings.delivery_timeout)
        with _ONE_AT_A_TIME:
            due = self._ask(now)
            if not sent_log.known(self.settings, self.channel, due):
                return due
            sent_log.settle(self.settings)
            due = self._ask(now)
            heard = sent_log.known(self.settings, self.channel, due)
            return [each for each in due if each.message.key not in heard]

    def _ask(self, now: datetime) -> list[Due]:
        with lake.closing(lake.connect(settings=self.settings)) as connection:
            return lake.load_due_messages(connection, channel=self.channel, now=now, limit=BATCH)

    def _wait(self, due: Due, rest_until: datetime) -> bool:
        """Wait until the message may be sent; False: that is too long."""
        left = (max(due.not_before or rest_until, rest_until) - datetime.now(UTC)).total_seconds()
        if left > self.settings.delivery_timeout:
            return False
        time.sleep(max(left, 0))
        return True

    def _attempt(self, due: Due, journal: Journal) -> Delivery:
        message, now = due.message, datetime.now(UTC)
        begun = Delivery(
            key=message.key,
            channel=message.channel,
            at=now,
            ok=False,
            attempt=due.attempts + 1,
            reason="killed",
            detail=f"channel {message.channel!r}: the sender was ended before it knew the outcome",
            next_try_at=self._again(due, now + self._settling),
            unsure=True,
            address=self._address,
        )
        journal.note(begun)
        outcome = begun.model_copy(update=self._send(due))
        journal.note(outcome)
        if outcome.ok:
            sent_log.keep(self.settings, message, outcome)
        self._count(message, outcome)
        return outcome

    def _send(self, due: Due) -> dict[str, object]:
        """Send it; what came of it, as fields of the delivery."""
        message = due.message
        try:
            notify.send_message(message, self.url, timeout=self.settings.delivery_timeout, since=due.unsure_since)
        except NewsvaneError as error:
            now, again = datetime.now(UTC), isinstance(error, Transient)
            first = timedelta(seconds=self.settings.delivery_wait)
            later = notify.next_attempt_time(due.tries + 1, message.key, now, error.retry_after, first=first)
            return {
                "reason": error.reason,
                "detail": str(error),
                "next_try_at": self._again(due, later) if again else None,
                "unsure": isinstance(error, DeliveryFailed) and error.unsure,
                "rest_until": now + min(error.retry_after, notify.MAX_RETRY_AFTER) if error.retry_after else None,
            }
        return {"ok": True, "reason": "", "detail": "", "next_try_at": None, "unsure": False}

    def _again(self, due: Due, later: datetime) -> datetime | None:
        """When to try again after this attempt; None: it is the last."""
        over = later - due.since > timedelta(days=self.settings.delivery_days)
        return None if over or due.tries + 1 >= self.settings.delivery_tries else later

    @cached_property
    def _address(self) -> str:
        return notify.describe_address(self.url)

    @cached_property
    def _settling(self) -> timedelta:
        """How long what was sent to a service may take to be there for whoever asks."""
        waits = notify.duplicate_protection(self.url) in {"lookup", "message_id"}
        return timedelta(seconds=self.settings.delivery_timeout if waits else 0)

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
