"""Send what is due in the outbox. Each channel has its own sender, so a channel that hangs delays no other."""

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from newsvane import configuration, lake, notify
from newsvane.alerts import Channel
from newsvane.errors import ConfigError, DeliveryFailed, LakeBusy
from newsvane.pipeline.alerting.schedule import schedule_alerts
from newsvane.pipeline.delivery import sent_log, spool
from newsvane.pipeline.delivery.journal import find_unflushed
from newsvane.pipeline.delivery.mistake_notice import update_notice
from newsvane.pipeline.delivery.sender import ChannelSender, send_concurrently
from newsvane.records import Message
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)


def deliver(*, settings: Settings | None = None, lookup: notify.ConnectionLookup | None = None) -> dict[str, int]:
    """Bring the outbox up to date, then send what is due, each message once. Return the counts.

    Operators get a notice if the watch files have mistakes (`mistake_notice`).

    `lookup`: finds addresses in Airflow's connections.

    An attempt is written to its channel's journal before it is made, and its outcome as soon as it is known. A journal
    is moved to the lake in one commit. If a sender was killed, the next one first moves the journal to the lake, then
    retries the unfinished message with the same key; if the service can tell whether it has the message, it is asked
    first (`newsvane.notify`). Only one sender at a time serves a channel. Messages that a restored lake shows as unsent
    although they were sent are not sent again (`sent_log`).

    Raises, after everything that can be sent was sent: DeliveryFailed if a message has to be tried again; ConfigError
    if the address of a channel is missing; LakeBusy or LakeError if spooled messages cannot be moved to the lake; and
    what bringing the outbox up to date raised.
    """
    settings = settings or get_settings()
    in_force = configuration.load(settings)
    update_notice(settings, in_force)
    channels = in_force.alerts.channels
    spooled, problem = spool.move_to_outbox(settings)
    if problem:
        _send_spooled(settings, channels, spooled, lookup)
        raise problem
    if not lake.exists(settings):
        return _count([], waiting=0)
    with suppress(LakeBusy):  # senders check the log as well, and no digest is made while the lake is busy
        sent_log.mark_delivered(settings)
    unscheduled = _schedule(settings)
    with lake.open_snapshot(settings) as connection:
        due = set(
            lake.list_due_channels(connection, now=datetime.now(UTC) + timedelta(seconds=settings.delivery_timeout))
        )
    due |= set(find_unflushed(settings, (channel.id for channel in channels)))
    addresses, config_errors = _resolve_addresses(channels, due, lookup)
    sources = {channel.id: notify.locate_address(channel) for channel in channels}
    senders = [ChannelSender(settings, each, address, source=sources[each]) for each, address in addresses.items()]
    send_concurrently(senders)
    with lake.open_snapshot(settings) as connection:
        counts = _count(senders, waiting=lake.count_pending_messages(connection))
    log.info("delivered alerts: %s", counts)
    if problems := [line for sender in senders for line in sender.problems()]:
        why = "; ".join(sorted(set(problems))[:5])
        raise DeliveryFailed(f"messages waiting for another try: {counts['waiting']} ({why})")
    if errors := [*config_errors, *unscheduled]:
        raise errors[0]
    return counts


def _schedule(settings: Settings) -> list[Exception]:
    """Bring the outbox up to date. Return the error if that fails: what is due already must be sent all the same."""
    try:
        schedule_alerts(settings=settings)
    except Exception as error:
        log.error("scheduled alerts stay scheduled (%s: %s); those that are due are sent", type(error).__name__, error)
        return [error]
    return []


def _send_spooled(
    settings: Settings, channels: Iterable[Channel], messages: Iterable[Message], lookup: notify.ConnectionLookup | None
) -> None:
    """Send spooled messages while the lake cannot be used. The journals keep the outcomes until it is available."""
    waiting: dict[str, list[Message]] = {}
    for message in messages:
        waiting.setdefault(message.channel, []).append(message)
    addresses, _ = _resolve_addresses(channels, set(waiting), lookup)
    sources = {channel.id: notify.locate_address(channel) for channel in channels}
    send_concurrently([
        ChannelSender(settings, each, url, waiting[each], source=sources[each]) for each, url in addresses.items()
    ])


def _resolve_addresses(
    channels: Iterable[Channel], due: set[str], lookup: notify.ConnectionLookup | None
) -> tuple[dict[str, str], list[ConfigError]]:
    """Return the addresses of the channels in `due`, by id, and an error for each that has no address."""
    addresses: dict[str, str] = {}
    errors: list[ConfigError] = []
    known = {channel.id: channel for channel in channels}
    for channel_id in sorted(due):
        try:
            address = notify.resolve_channel(known[channel_id], os.environ, lookup) if channel_id in known else None
        except ConfigError as error:
            errors.append(error)
            continue
        if address is None:
            log.warning(
                "alerts to %s wait: the channel is off, or not in alerts.toml, or only Airflow knows its address",
                channel_id,
            )
        else:
            addresses[channel_id] = address
    return addresses, errors


def _count(senders: Iterable[ChannelSender], *, waiting: int) -> dict[str, int]:
    finished = list(senders)
    return {
        "delivered": sum(each.delivered for each in finished),
        "failed": sum(len(each.failed) for each in finished),
        "dead": sum(each.dead for each in finished),
        "waiting": waiting,
    }
