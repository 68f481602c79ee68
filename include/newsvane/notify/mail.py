"""Send mail, with a Message-ID made of the message's key, so that a mail that is sent twice can be recognized."""

import smtplib
from collections.abc import Iterable
from email import message_from_string
from email.message import Message as EmailMessage
from typing import Any, cast

from newsvane.notify.connection_errors import describe_connection_error
from newsvane.notify.responses import raise_failed, raise_for_smtp_codes, raise_refused
from newsvane.records import Message

QUIT_TIMEOUT = 1.0
"""Seconds to wait for the answer to QUIT. The server has already accepted the mail, so a failure does not matter."""


def send(channel: Any, message: Message) -> None:
    """Send one mail to each recipient, all with the same Message-ID.

    Raises DeliveryFailed and DeliveryRefused; for refused recipients see `raise_for_smtp_codes`.
    """
    from apprise.exception import AppriseException  # noqa: PLC0415
    from apprise.plugins.email.smtp import AppriseSMTPController  # noqa: PLC0415

    keys = ("host", "port", "secure_mode", "user", "password", "verify_certificate", "socket_connect_timeout")
    settings = {key: getattr(channel, key) for key in keys} | {"host": channel.smtp_host}
    refused: dict[str, tuple[int, bytes]] = {}
    has_begun = False
    try:
        with AppriseSMTPController(**settings) as controller:
            # The controller's own sendmail returns False for every refusal and hides the codes.
            server = cast(Any, controller)._socket
            for mail in _build_mails(channel, message):
                has_begun = True
                refused |= server.sendmail(channel.from_addr[1], mail.to_addrs, mail.body)
            if server.sock:
                server.sock.settimeout(QUIT_TIMEOUT)
    except smtplib.SMTPRecipientsRefused as error:
        refused |= error.recipients
    except smtplib.SMTPResponseException as error:
        raise_for_smtp_codes(message, [error.smtp_code])
    except AppriseException as error:
        detail = f"the mail cannot be built ({type(error).__name__}); check the options of the channel's address"
        raise_refused(message, "mail", detail)
    except (OSError, smtplib.SMTPException) as error:
        detail = describe_connection_error(error, f"{channel.smtp_host}:{channel.port}")
        raise_failed(message, "connection", detail, unsure=has_begun)
    raise_for_smtp_codes(message, [code for code, _ in refused.values()])


def _build_mails(channel: Any, message: Message) -> Iterable[Any]:
    """Yield Apprise's mails with our Message-ID and our plain text, because Apprise's plain text loses the links."""
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
        if message.thread:
            for header in ("In-Reply-To", "References"):
                parsed[header] = f"<{message.thread}@{domain}>"
        if parsed.get_content_type() == "multipart/alternative":
            plain = cast(EmailMessage, parsed.get_payload(0))
            del plain["Content-Transfer-Encoding"]
            plain.set_payload(message.body, "utf-8")
        mail.body = parsed.as_string()
        yield mail
