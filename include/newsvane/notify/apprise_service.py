"""Send through Apprise to any service that this package does not talk to itself.

Apprise reports only whether the service accepted the message.
"""

from typing import Any

from newsvane.notify.apprise_address import HTTP_STATUS
from newsvane.notify.responses import raise_failed, raise_for_status
from newsvane.records import Message


def send(channel: Any, message: Message) -> None:
    """Send the message in the format that the service prefers.

    Raises as `raise_for_status` if Apprise's log shows an HTTP status, else DeliveryFailed if the service did not
    accept the message.
    """
    import apprise  # noqa: PLC0415

    formats = {apprise.NotifyFormat.HTML: message.html, apprise.NotifyFormat.MARKDOWN: message.markdown}
    accepted = channel.notify_format if isinstance(channel.notify_format, tuple) else (channel.notify_format,)
    preferred = apprise.NotifyFormat(accepted[0])
    text = formats.get(preferred, "")
    sender = apprise.Apprise()
    sender.add(channel)
    result = sender.notify(
        text or message.body, message.subject, body_format=preferred if text else apprise.NotifyFormat.TEXT
    )
    if not result:
        status = HTTP_STATUS.search(" ".join(entry.message for entry in result.logs()))
        if status:
            raise_for_status(message, int(status[1]))
        raise_failed(message, "channel", f"{channel.service_name} did not accept the message", unsure=True)
