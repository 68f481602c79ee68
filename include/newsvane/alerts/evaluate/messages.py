"""Articles that landed -> messages, each key once. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from newsvane.alerts.evaluate.article_rules import Match, matches, speaks_first
from newsvane.alerts.render.facts import facts_of
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import Find, Landed, Manner, Rule
from newsvane.records import AlertKind, Facts, Message, Topic
from newsvane.urls import message_key


def messages(
    rules: Sequence[Rule],
    landed: Iterable[Landed],
    *,
    now: datetime,
    ui_url: str,
    topics: Iterable[Topic],
    find: Find,
    told: Collection[str] = (),
    templates: Templates | None = None,
) -> tuple[Message, ...]:
    """The messages that these articles cause; the earliest original speaks for its story.

    `told`: keys of what the outbox holds on these stories. `topics` and `find` (`newsvane.topics.find`) explain and
    show the match.
    """
    known = {topic.topic_id: topic for topic in topics}
    templates = templates or Templates()
    done = set(told)
    made: list[Message] = []
    for item in sorted(landed, key=speaks_first):
        for rule in rules:
            for match in matches(rule, item, told=done, find=find, now=now):
                facts = facts_of(match, known, find, ui_url)
                first = compose(rule, facts, kind=match.kind, now=now, templates=templates)
                made += [_addressed(first, match, channel, key) for channel, key in match.keys.items()]
                done |= {*match.keys.values()}
    return tuple(made)


def compose(
    rule: Manner,
    facts: Facts,
    *,
    kind: AlertKind,
    now: datetime,
    templates: Templates,
    channel: str = "",
    key: str = "",
) -> Message:
    """A message of these facts, to be addressed where no channel and key are given."""
    words = templates.alert(rule.title, facts)
    return Message(
        key=key,
        rule=rule.id,
        channel=channel,
        kind=kind,
        subject=words.subject,
        body=words.body,
        html=words.html,
        markdown=words.markdown,
        created_at=now,
        facts=facts,
    )


def undelivered(
    rules: Iterable[Manner], stuck: Iterable[tuple[Message, bool]], *, now: datetime
) -> tuple[Message, ...]:
    """To the channels of escalation: what is dead, or has waited for as long as its rule allows.

    `stuck`: messages that were not delivered, each with whether it is dead.
    """
    escalating = {rule.id: rule for rule in rules if rule.escalate_to and rule.escalate_hours}
    made: list[Message] = []
    for message, is_dead in stuck:
        rule = escalating.get(message.rule)
        if not rule or message.kind == "escalation" or message.channel in rule.escalate_to:
            continue
        waited = (now - (message.due_at or message.created_at)).total_seconds() / 3_600
        if is_dead or waited >= (rule.escalate_hours or 0):
            made += [
                message.model_copy(
                    update={
                        "key": message_key(rule.id, message.key, channel, "undelivered"),
                        "channel": channel,
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
    return tuple(made)


def _addressed(message: Message, match: Match, channel: str, key: str) -> Message:
    return message.model_copy(
        update={
            "key": key,
            "channel": channel,
            "story_id": match.item.grouping.story_id,
            "article_id": match.article.article_id,
            "thread": match.thread.get(channel, ""),
        }
    )
