"""One message to one address, within a time: chooses who speaks to the service, and knows what it can prove."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from newsvane.notify import apprise_service, mail, ntfy, webhook
from newsvane.notify.responses import fail, refuse
from newsvane.records import Message

Proof = Literal["key", "message_id", "asked", "none"]
"""How a message that comes twice is known: by a key in its head, by the Message-ID, because the server is asked
before it is sent again, or not at all."""


def deliver(message: Message, url: str, *, timeout: float = 20, since: datetime | None = None) -> None:
    """Send the message to an Apprise address within `timeout` seconds.

    A webhook gets the key as `Idempotency-Key`, mail in its Message-ID, ntfy as a tag. `since`: when an earlier try
    began that may have arrived; then ntfy is asked first.

    Raises DeliveryFailed where another try may do (no connection, time-out, 408, 425, 429, 5xx, SMTP 4xx; with
    `retry_after` where the server gave one, `unsure` where it may have arrived) and DeliveryRefused where none will.
    """
    channel = _instance(url)
    if channel is None:
        refuse(message, "bad_address", "its address is none that Apprise knows; see alerts.toml and its variables")
    channel.socket_connect_timeout = channel.socket_read_timeout = timeout + 5  # ends what was given up
    senders: dict[Proof, Callable[[], None]] = {
        "key": lambda: webhook.send(channel, message),
        "message_id": lambda: mail.send(channel, message),
        "asked": lambda: ntfy.send(channel, message, since),
        "none": lambda: apprise_service.send(channel, message),
    }
    _within(timeout, message, senders[_proof(channel)])


def preload() -> None:
    """Load Apprise with all its services: 0.7 CPU seconds, 19 MB."""
    _instance("json://127.0.0.1")


def proof(url: str) -> Proof:
    """What holds for a channel of this address."""
    return _proof(_instance(url))


def address(url: str) -> str:
    """Where an address leads, fit to be shown: service and host, of mail the recipients; nothing that opens a door.

    Paths, topics and most services' host parts are left out: they are as good as passwords.
    """
    channel = _instance(url)
    if channel is None:
        return "?"
    scheme = url.partition("://")[0]
    match _proof(channel):
        case "message_id":
            return f"{scheme}://{channel.smtp_host} to {', '.join(to for _, to in channel.targets)}"
        case "key":
            return f"{scheme}://{channel.host}/…"
        case "asked":
            return f"{scheme}://{'ntfy.sh' if channel.mode == 'cloud' else channel.host}/…"
        case "none":
            return f"{scheme}://…"


def _proof(channel: Any) -> Proof:
    from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415
    from apprise.plugins.email import NotifyEmail  # noqa: PLC0415
    from apprise.plugins.ntfy import NotifyNtfy  # noqa: PLC0415

    kinds: dict[type, Proof] = {NotifyJSON: "key", NotifyEmail: "message_id", NotifyNtfy: "asked"}
    return kinds.get(type(channel), "none")


def _instance(url: str) -> Any:
    """Apprise's reading of an address; None: it has none."""
    import apprise  # noqa: PLC0415 - half a second, and only senders pay it

    for noisy in ("apprise", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # below, they log addresses with their tokens
    return apprise.Apprise.instantiate(url, suppress_exceptions=True)


def _within(timeout: float, message: Message, send: Callable[[], None]) -> None:
    """Run `send` for at most so many seconds: a server that dribbles outlives every time-out of a socket.

    What is given up may still arrive; it carries the key.
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
        fail(message, "timeout", f"no answer within {timeout:g} s", unsure=True)
    if raised:
        raise raised[0]
