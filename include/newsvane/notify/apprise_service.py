"""Any other service, through Apprise: whether it took a message is all that is told."""

import re
from typing import Any

from newsvane.notify.responses import fail, judge
from newsvane.records import Message


def send(channel: Any, message: Message) -> None:
    """Send it in the form that the service wants; the status is read from what Apprise would have logged."""
    import apprise  # noqa: PLC0415

    forms = {apprise.NotifyFormat.HTML: message.html, apprise.NotifyFormat.MARKDOWN: message.markdown}
    known = channel.notify_format if isinstance(channel.notify_format, tuple) else (channel.notify_format,)
    wanted = apprise.NotifyFormat(known[0])
    text = forms.get(wanted, "")
    sender = apprise.Apprise()
    sender.add(channel)
    result = sender.notify(
        text or message.body, message.subject, body_format=wanted if text else apprise.NotifyFormat.TEXT
    )
    if not result:
        status = re.search(r"error=(\d{3})\b", " ".join(entry.message for entry in result.logs()))
        if status:
            judge(message, int(status[1]))
        fail(message, "channel", f"{channel.service_name} did not take it", unsure=True)
