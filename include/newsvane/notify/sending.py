"""Send one message to one address within a time limit. The service decides which module sends it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Literal

from newsvane.errors import DeliveryFailed
from newsvane.notify import apprise_service, mail, ntfy, webhook
from newsvane.notify.address_mistakes import find_hindrance
from newsvane.notify.address_text import is_clear
from newsvane.notify.apprise_address import is_mail, is_ntfy, parse_address
from newsvane.notify.mail_recipients import list_left_out
from newsvane.notify.responses import raise_failed, raise_refused
from newsvane.plurals import count_noun
from newsvane.records import Message
from newsvane.ui_links import is_loopback

DuplicateProtection = Literal["idempotency_key", "message_id", "lookup", "none"]
"""How a message that is sent twice is recognized.

By the receiver (`Idempotency-Key` header), by mail programs (Message-ID), by a look-up at the server before we send it
again, or not at all."""


def send_message(
    message: Message, url: str, *, timeout: float = 20, since: datetime | None = None, source: str = ""
) -> None:
    """Send the message to an Apprise address within `timeout` seconds.

    `source`: where the address comes from (see `locate_address`), for errors about it. A webhook gets the key in
    `Idempotency-Key`, mail in its Message-ID, ntfy as a tag. `since`: start of the first attempt that may have arrived;
    if given, ntfy is asked whether it has the message.

    Raises DeliveryFailed if another attempt may succeed (no connection, time-out, 408, 425, 429, 5xx, SMTP 4xx), with
    `retry_after` if the server gave one, and `unsure` if the message may have arrived; DeliveryRefused if no other
    attempt will succeed.
    """
    channel = parse_address(url)
    if detail := find_hindrance(channel, url):
        raise_refused(message, "bad_address", f"{detail} ({source})" if source else detail)
    channel.socket_connect_timeout = channel.socket_read_timeout = timeout + 5  # ends the thread after our time-out
    senders: dict[DuplicateProtection, Callable[[], None]] = {
        "idempotency_key": lambda: webhook.send(channel, message),
        "message_id": lambda: mail.send(channel, message),
        "lookup": lambda: ntfy.send(channel, message, since),
        "none": lambda: apprise_service.send(channel, message),
    }
    with _hide_doubtful_server(message, url):
        _run_with_timeout(timeout, message, senders[_protection_of(channel)])


_NO_CONNECTION = (
    "there is no connection to its server; check name and port in the channel's address, and that a password in it has "
    "%40 for @, %2F for /, %3F for ? and %23 for #"
)


@contextmanager
def _hide_doubtful_server(message: Message, url: str) -> Iterator[None]:
    """Have errors about the connection name no server if its name may be a part of the password in the address."""
    try:
        yield
    except DeliveryFailed as error:
        if error.reason != "connection" or is_clear(url):
            raise
        raise_failed(message, "connection", _NO_CONNECTION, unsure=error.unsure)


def preload() -> None:
    """Load Apprise with all its services: 0.7 CPU seconds, 19 MB."""
    parse_address("json://127.0.0.1")


def duplicate_protection(url: str) -> DuplicateProtection:
    """Return how a message that is sent twice to this address is recognized."""
    return _protection_of(parse_address(url))


def describe_address(url: str) -> str:
    """Return where an address leads, without secrets: service and host, and the recipients of mail.

    Paths, topics and the host part of most services are left out, because they are as good as passwords. Only the
    service is shown of an address in which a part of the password may look like something else (see `is_clear`).
    """
    channel = parse_address(url)
    if channel is None:
        return "?"
    scheme = url.partition("://")[0]
    if not is_clear(url):
        count = f" to {count_noun(len(channel.targets), 'recipient')}" if is_mail(channel) else ""
        return f"{scheme}://…{count}"
    match _protection_of(channel):
        case "message_id":
            return f"{scheme}://{channel.smtp_host} to {_describe_recipients(channel, url)}"
        case "idempotency_key":
            return f"{scheme}://{_describe_host(channel)}/…"
        case "lookup":
            return f"{scheme}://{'ntfy.sh' if channel.mode == 'cloud' else _describe_host(channel)}/…"
        case "none":
            return f"{scheme}://…"


def _describe_recipients(channel: Any, url: str) -> str:
    """Return the recipients of mail, and those that get none because Apprise cannot read their addresses."""
    if not channel.targets:
        return "nobody"
    left_out = ", ".join(map(repr, list_left_out(channel, url)))
    return ", ".join(to for _, to in channel.targets) + (f", not to {left_out}" if left_out else "")


def _describe_host(channel: Any) -> str:
    """Return the host, with the port if the address names one."""
    return f"{channel.host}:{channel.port}" if channel.port else str(channel.host)


def leaves_machine(url: str) -> bool:
    """Return whether messages to this address reach somebody who reads them on another machine.

    Mail does, unless each recipient's domain is reserved for examples and tests. Services with a host of their own do
    unless that is this machine.
    """
    channel = parse_address(url)
    if channel is None:
        return False
    if _protection_of(channel) == "message_id":
        domains = {address.rpartition("@")[2].lower() for _, address in channel.targets}
        return any(domain.rpartition(".")[2] not in _RESERVED for domain in domains)
    return not is_loopback(f"//{channel.host}") if getattr(channel, "host", None) else True


_RESERVED = frozenset({"example", "invalid", "localhost", "test"})
"""Top-level domains that nobody has (RFC 2606)."""


def _protection_of(channel: Any) -> DuplicateProtection:
    from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415

    if is_mail(channel):
        return "message_id"
    if is_ntfy(channel):
        return "lookup"
    return "idempotency_key" if type(channel) is NotifyJSON else "none"


def _run_with_timeout(timeout: float, message: Message, send: Callable[[], None]) -> None:
    """Run `send` for at most `timeout` seconds, even if a server sends single bytes so that no socket times out.

    After the time-out the message may still arrive, with its key. Raises what `send` raises, and DeliveryFailed after
    the time-out.
    """
    raised: list[BaseException] = []

    def run() -> None:
        try:
            send()
        except BaseException as error:
            raised.append(error)

    sender = threading.Thread(target=run, name=f"deliver {message.key}", daemon=True)
    sender.start()
    sender.join(timeout)
    if sender.is_alive():
        raise_failed(message, "timeout", f"no answer within {timeout:g} s", unsure=True)
    if raised:
        raise raised[0]
