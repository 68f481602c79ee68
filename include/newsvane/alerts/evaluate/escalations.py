"""Escalate messages that were not delivered to other channels. Pure."""

from collections.abc import Iterable
from datetime import datetime

from newsvane.alerts.rules import BaseRule
from newsvane.records import Message
from newsvane.urls import message_key


def build_escalations(
    rules: Iterable[BaseRule], undelivered: Iterable[tuple[Message, bool]], *, now: datetime
) -> tuple[Message, ...]:
    """Return copies, for the channels of `escalate_to`, of messages that are dead or undelivered for too long.

    `undelivered`: messages that were not delivered, each with whether it is dead. An escalation is never escalated.
    """
    escalating = {rule.id: rule for rule in rules if rule.escalate_to and rule.escalate_hours}
    escalations: list[Message] = []
    for message, is_dead in undelivered:
        rule = escalating.get(message.rule)
        if not rule or message.kind == "escalation" or message.channel in rule.escalate_to:
            continue
        hours_waited = (now - (message.due_at or message.created_at)).total_seconds() / 3_600
        if is_dead or hours_waited >= (rule.escalate_hours or 0):
            escalations += [
                message.model_copy(
                    update={
                        "key": message_key(rule.id, message.key, channel, "undelivered"),
                        "channel": channel,
                        "outlet": "",
                        "kind": "escalation",
                        "subject": f"Not delivered to {message.channel}: {message.subject}",
                        "covers": (),
                        "thread": "",
                        "held": "",
                        "due_at": None,
                        "created_at": now,
                    }
                )
                for channel in rule.escalate_to
            ]
    return tuple(escalations)
