"""Build the messages about articles that have landed, without repeating those in the outbox. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from newsvane.alerts.evaluate.article_rules import match_rule, representative_order
from newsvane.alerts.evaluate.message_keys import MessageKeys
from newsvane.alerts.render.compose import compose_message
from newsvane.alerts.render.facts import collect_facts
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import ArticleRule, LandedArticle, RuleMatch, SpanFinder
from newsvane.records import Message, Topic


def build_article_messages(
    rules: Sequence[ArticleRule],
    landed: Iterable[LandedArticle],
    *,
    now: datetime,
    ui_url: str,
    topics: Iterable[Topic],
    find: SpanFinder,
    existing_keys: Collection[str] = (),
    capped_keys: Collection[str] = (),
    templates: Templates | None = None,
) -> tuple[Message, ...]:
    """Return the messages about these articles. A message on a story shows its oldest matching original.

    If several outlets report a story, there is a message with the same key from each of them, the oldest first;
    `schedule_messages` takes one of them.

    `existing_keys`: keys of the messages about these stories and articles that are already in the outbox.
    `capped_keys`: keys of messages there that wait because of the hourly cap. `topics` and `find`
    (`newsvane.topics.find`) are for showing what was matched.
    """
    topics_by_id = {topic.topic_id: topic for topic in topics}
    templates = templates or Templates()
    keys = MessageKeys(existing_keys, capped_keys)
    messages: list[Message] = []
    for item in sorted(landed, key=representative_order):
        for rule in rules:
            for match in match_rule(rule, item, keys=keys, find=find, now=now):
                facts = collect_facts(match, topics_by_id, find, ui_url)
                template = compose_message(rule, facts, kind=match.kind, now=now, templates=templates)
                messages += [_addressed(template, match, channel, key) for channel, key in match.keys.items()]
                keys.offer(match.keys.values(), match.outlet)
    return tuple(messages)


def _addressed(message: Message, match: RuleMatch, channel: str, key: str) -> Message:
    return message.model_copy(
        update={
            "key": key,
            "channel": channel,
            "story_id": match.landed.grouping.story_id,
            "article_id": match.article.article_id,
            "outlet": match.outlet,
            "thread": match.thread.get(channel, ""),
        }
    )
