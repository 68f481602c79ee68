"""Mail: Apprise's mails under our own Message-ID, made of the key, so that a second one is known for what it is."""

import smtplib
from collections.abc import Iterable
from email import message_from_string
from email.message import Message as EmailMessage
from typing import Any, cast

from newsvane.notify.responses import fail, judge_smtp, refuse
from newsvane.records import Message

GOODBYE = 1.0
"""Seconds to wait for the answer to QUIT: by then the mail is taken, whatever becomes of the connection."""


def send(channel: Any, message: Message) -> None:
    """One mail a recipient, all under one Message-ID."""
    from apprise.exception import AppriseException  # noqa: PLC0415
    from apprise.plugins.email.smtp import AppriseSMTPController  # noqa: PLC0415

    keys = ("host", "port", "secure_mode", "user", "password", "verify_certificate", "socket_connect_timeout")
    settings = {key: getattr(channel, key) for key in keys} | {"host": channel.smtp_host}
    refused: dict[str, tuple[int, bytes]] = {}
    begun = False
    try:
        with AppriseSMTPController(**settings) as controller:
            server = cast(Any, controller)._socket  # the controller's own sendmail makes one False of every refusal
            for mail in _mails(channel, message):
                begun = True
                refused |= server.sendmail(channel.from_addr[1], mail.to_addrs, mail.body)
            if server.sock:
                server.sock.settimeout(GOODBYE)
    except smtplib.SMTPRecipientsRefused as error:
        refused |= error.recipients
    except smtplib.SMTPResponseException as error:
        judge_smtp(message, [error.smtp_code])
    except AppriseException as error:
        refuse(message, "mail", f"the mail cannot be made ({type(error).__name__}); check the options of its address")
    except (OSError, smtplib.SMTPException) as error:
        detail = f"the connection to the mail server failed ({type(error).__name__})"
        fail(message, "connection", detail, unsure=begun)
    judge_smtp(message, [code for code, _ in refused.values()])


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
        if message.thread:
            for header in ("In-Reply-To", "References"):
                parsed[header] = f"<{message.thread}@{domain}>"
        if parsed.get_content_type() == "multipart/alternative":
            plain = cast(EmailMessage, parsed.get_payload(0))
            del plain["Content-Transfer-Encoding"]
            plain.set_payload(message.body, "utf-8")
        mail.body = parsed.as_string()
        yield mail
