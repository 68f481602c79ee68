"""Alerts: rules, and articles that landed or feeds in trouble -> messages. Pure.

A message's key follows from rule, channel and what it tells of (a story, an article, the beginning or end of a feed's
trouble), so that whoever keeps the keys sends each once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsvane.alerts.feed_rules import feed_keys, feed_messages
from newsvane.alerts.loading import active, load_alerts, load_feed_rules
from newsvane.alerts.rules import Channel, FeedRule, Find, Landed, Rule
from newsvane.alerts.telling import Telling
from newsvane.records import Message, Topic
from newsvane.urls import message_key

__all__ = [
    "Channel",
    "FeedRule",
    "Find",
    "Landed",
    "Rule",
    "active",
    "feed_keys",
    "feed_messages",
    "load_alerts",
    "load_feed_rules",
    "messages",
]


def messages(
    rules: Sequence[Rule], landed: Sequence[Landed], *, now: datetime, ui_url: str, topics: Sequence[Topic], find: Find
) -> tuple[Message, ...]:
    """The messages that these articles cause, each key once; the earliest original speaks for its story.

    A story is told when its first original matches the rule, be that the article that began it or a later one: whether
    it was told before is known by the key. `topics` and `find` (`newsvane.topics.find`) explain and show the match.
    """
    known = {topic.topic_id: topic for topic in topics}
    made: dict[str, Message] = {}
    for item in sorted(landed, key=_speaks_first):
        for rule in rules:
            if not _matches(rule, item, find, now):
                continue
            subject = item.grouping.story_id if rule.new == "story" else item.article.article_id
            fresh = [(key, c) for c in rule.channels if (key := message_key(rule.id, subject, c)) not in made]
            if fresh:
                told = Telling(rule, item, [known[id] for id in rule.topics if id in known], find, ui_url)
                made |= {key: told.message(key, channel, now) for key, channel in fresh}
    return tuple(made.values())


def _speaks_first(item: Landed) -> tuple[bool, bool, datetime, str]:
    article = item.article
    moment = article.published_at or article.fetched_at
    return item.grouping.copy_of is not None, not item.is_new_story, moment, article.article_id


def _matches(rule: Rule, item: Landed, find: Find, now: datetime) -> bool:
    article = item.article
    return (
        now - (article.published_at or article.fetched_at) <= timedelta(days=rule.max_age_days)
        and (rule.new == "article" or item.grouping.copy_of is None)
        and set(rule.topics) <= set(article.topics)
        and (not rule.languages or article.language in rule.languages)
        and (not rule.query or bool(find(rule.query, article)))
    )
