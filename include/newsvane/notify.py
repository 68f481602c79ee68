"""Delivers one message to one channel, an Apprise address (alone imports Apprise, when first used).

Apprise tells only whether a delivery went well. For webhooks (json, jsons) and mail this module speaks to the server
itself, with Apprise's reading of the address, so as to send the message's key and to learn why a server refused.
No error here names an address or quotes a library's message: both may hold credentials.
"""

import json
import logging
import re
import smtplib
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email import message_from_string
from email.message import Message as EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn, cast

import requests

from newsvane.alerts import Channel
from newsvane.errors import ConfigError, DeliveryFailed, DeliveryRefused
from newsvane.records import Message

log = logging.getLogger(__name__)

_PLACEHOLDER = re.compile(r"\$\{(\w+)\}")
_MAY_PASS = {408, 425, 429}
_FACTS = {"key", "rule", "channel", "story_id", "article_id", "feed_id", "created_at"}
"""Of a message, what a webhook gets beside its words."""
"""Client errors that are no verdict on the message (RFC 9110, RFC 8470, RFC 6585)."""


def resolve_channels(channels: Iterable[Channel], environ: Mapping[str, str]) -> dict[str, str]:
    """Channel id -> address, with each `${NAME}` filled in; without the channels that are off.

    Raises ConfigError that names the variable which a required channel lacks.
    """
    addresses: dict[str, str] = {}
    for channel in channels:
        missing = _missing(channel, environ)
        if not missing:
            addresses[channel.id] = _PLACEHOLDER.sub(lambda found: environ[found[1]], channel.url)
        elif channel.required:
            raise ConfigError(
                f"alert channel {channel.id!r} needs {', '.join(missing)} in the environment: "
                "set it, or write required = false at the channel in alerts.toml",
                reason="channel_variable",
            )
        else:
            log.info("alert channel %r is off: %s is not set", channel.id, ", ".join(missing))
    return addresses


def reachable(channels: Iterable[Channel], environ: Mapping[str, str]) -> frozenset[str]:
    """Ids of the channels to write messages for: all but those that are off."""
    return frozenset(channel.id for channel in channels if channel.required or not _missing(channel, environ))


def deliver(message: Message, url: str, *, timeout: float = 20) -> None:
    """Send the message to an Apprise address within `timeout` seconds.

    A webhook gets the key as `Idempotency-Key`, mail in its Message-ID, so that what arrives twice can be known.

    Raises DeliveryFailed where another try may do (no connection, time-out, 408, 425, 429, 5xx, SMTP 4xx; with
    `retry_after` where the server gave one) and DeliveryRefused where none will.
    """
    import apprise  # noqa: PLC0415 - half a second, and only senders pay it
    from apprise.plugins.custom_json import NotifyJSON  # noqa: PLC0415
    from apprise.plugins.email import NotifyEmail  # noqa: PLC0415

    for noisy in ("apprise", "urllib3"):
        logging.getLogger(noisy).setLevel(logging.WARNING)  # below, they log addresses with their tokens
    channel = apprise.Apprise.instantiate(url, suppress_exceptions=True)
    if channel is None:
        _refuse(message, "bad_address", "its address is none that Apprise knows; see alerts.toml and its variables")
    channel.socket_connect_timeout = channel.socket_read_timeout = timeout + 5  # ends what was given up
    send: Callable[[Any, Message], None] = _send_other
    if type(channel) is NotifyJSON:
        send = _send_webhook
    elif type(channel) is NotifyEmail:
        send = _send_mail
    _within(timeout, message, lambda: send(channel, message))


def _missing(channel: Channel, environ: Mapping[str, str]) -> list[str]:
    return [name for name in _PLACEHOLDER.findall(channel.url) if not environ.get(name)]


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
        _fail(message, "timeout", f"no answer within {timeout:g} s")
    if raised:
        raise raised[0]


def _send_webhook(channel: Any, message: Message) -> None:
    """POST the JSON that Apprise would, and beside it what the message is about."""
    payload = {
        "version": "1.0",
        "title": message.subject,
        "message": message.body,
        "attachments": [],
        "type": "info",
        **message.model_dump(mode="json", include=_FACTS),
        **channel.payload_extras,
    }
    host = f"{channel.host}:{channel.port}" if channel.port else channel.host
    try:
        with requests.request(
            channel.method,
            f"{'https' if channel.secure else 'http'}://{host}{channel.fullpath}",
            data=json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"),
            params=channel.params,
            headers={
                "User-Agent": "Newsvane",
                "Content-Type": "application/json",
                "Idempotency-Key": message.key,
                **channel.headers,
            },
            auth=(channel.user, channel.password) if channel.user else None,
            verify=channel.verify_certificate,
            timeout=channel.request_timeout,
            allow_redirects=channel.redirects,
            stream=True,
        ) as answer:
            status, asked = answer.status_code, answer.headers.get("Retry-After", "")
    except requests.RequestException as error:
        _fail(message, "connection", f"the connection failed ({type(error).__name__})")
    _judge(message, status, _wait(asked))


def _send_mail(channel: Any, message: Message) -> None:
    """One mail a recipient, all under a Message-ID made of the key."""
    from apprise.exception import AppriseException  # noqa: PLC0415
    from apprise.plugins.email.smtp import AppriseSMTPController  # noqa: PLC0415

    keys = ("host", "port", "secure_mode", "user", "password", "verify_certificate", "socket_connect_timeout")
    settings = {key: getattr(channel, key) for key in keys} | {"host": channel.smtp_host}
    refused: dict[str, tuple[int, bytes]] = {}
    try:
        with AppriseSMTPController(**settings) as controller:
            server = cast(Any, controller)._socket  # the controller's own sendmail makes one False of every refusal
            for mail in _mails(channel, message):
                refused |= server.sendmail(channel.from_addr[1], mail.to_addrs, mail.body)
    except smtplib.SMTPRecipientsRefused as error:
        refused |= error.recipients
    except smtplib.SMTPResponseException as error:
        _judge_smtp(message, [error.smtp_code])
    except AppriseException as error:
        _refuse(message, "mail", f"the mail cannot be made ({type(error).__name__}); check the options of its address")
    except (OSError, smtplib.SMTPException) as error:
        _fail(message, "connection", f"the connection to the mail server failed ({type(error).__name__})")
    _judge_smtp(message, [code for code, _ in refused.values()])


def _mails(channel: Any, message: Message) -> Iterable[Any]:
    """Apprise's mails of the message, each with our Message-ID and plain text (Apprise's loses the links)."""
    from apprise.common import NotifyFormat  # noqa: PLC0415

    names = ("from_addr", "cc", "bcc", "reply_to", "smtp_host", "headers", "names", "pgp", "pgp_mode", "inline")
    for mail in channel.prepare_emails(
        subject=message.subject,
        body=message.html or message.body,
        notify_format=NotifyFormat.HTML if message.html else NotifyFormat.TEXT,
        to=channel.targets,
        tzinfo=channel.tzinfo,
        **{name: getattr(channel, name) for name in names},
    ):
        parsed = message_from_string(mail.body)
        domain = channel.from_addr[1].rpartition("@")[2]
        parsed.replace_header("Message-ID", f"<{message.key}@{domain}>")
        if parsed.get_content_type() == "multipart/alternative":
            plain = cast(EmailMessage, parsed.get_payload(0))
            del plain["Content-Transfer-Encoding"]
            plain.set_payload(message.body, "utf-8")
        mail.body = parsed.as_string()
        yield mail


def _send_other(channel: Any, message: Message) -> None:
    """Any other service, through Apprise; the status is read from what it would have logged."""
    import apprise  # noqa: PLC0415

    sender = apprise.Apprise()
    sender.add(channel)
    result = sender.notify(message.body, message.subject, body_format=apprise.NotifyFormat.TEXT)
    if not result:
        status = re.search(r"error=(\d{3})\b", " ".join(entry.message for entry in result.logs()))
        if status:
            _judge(message, int(status[1]), None)
        _fail(message, "channel", f"{channel.service_name} did not take it")


def _judge(message: Message, status: int, retry_after: timedelta | None) -> None:
    if status in _MAY_PASS or status >= 500:
        _fail(message, f"http_{status}", f"it answered {status}", retry_after)
    if not 200 <= status < 300:
        _refuse(message, f"http_{status}", f"it answered {status}; check its address and credentials")


def _judge_smtp(message: Message, codes: list[int]) -> None:
    """Raise for what the server refused: for good (5xx) where nothing of it may pass (RFC 5321, 4.2.1)."""
    passing = [code for code in codes if code < 500]
    if passing:
        _fail(message, f"smtp_{passing[0]}", f"the mail server answered {passing[0]}")
    if codes:
        _refuse(message, f"smtp_{codes[0]}", f"the mail server answered {codes[0]}; check recipients and credentials")


def _wait(value: str) -> timedelta | None:
    """Retry-After in seconds or as a date (RFC 9110, 10.2.3)."""
    if value.strip().isdigit():
        return timedelta(seconds=min(int(value), 10**7))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC), timedelta(0))


def _fail(message: Message, reason: str, detail: str, retry_after: timedelta | None = None) -> NoReturn:
    text = f"channel {message.channel!r}: {detail}; it will be tried again"
    raise DeliveryFailed(text, reason=reason, retry_after=retry_after) from None


def _refuse(message: Message, reason: str, detail: str) -> NoReturn:
    raise DeliveryRefused(f"channel {message.channel!r}: {detail}", reason=reason) from None
