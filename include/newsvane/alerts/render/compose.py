"""Compose a message from facts and templates. Pure."""

from datetime import datetime

from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import BaseRule
from newsvane.records import AlertKind, Facts, Message


def compose_message(
    rule: BaseRule,
    facts: Facts,
    *,
    kind: AlertKind,
    now: datetime,
    templates: Templates,
    channel: str = "",
    key: str = "",
) -> Message:
    """Return a rule's message with these facts.

    To send it to several channels, leave `channel` and `key` empty and set them in copies of the message.
    """
    text = templates.render_alert(rule.title, facts)
    return Message(
        key=key,
        rule=rule.id,
        channel=channel,
        kind=kind,
        subject=text.subject,
        body=text.body,
        html=text.html,
        markdown=text.markdown,
        created_at=now,
        facts=facts,
    )
