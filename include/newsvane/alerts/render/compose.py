"""Compose messages of facts and templates. Pure."""

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
    """Return the message of a rule that states these facts.

    The caller of a message for several channels may leave `channel` and `key` out and fill them in copies.
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
