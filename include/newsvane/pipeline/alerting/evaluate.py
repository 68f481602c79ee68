"""Evaluate alert rules on articles and feeds. The messages are written in the transaction that lands these.

Messages that are already in the outbox are left out. The others are scheduled: quiet hours, digests and hourly caps
decide when a message is sent.
"""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from newsvane import alerts, configuration, feeds, lake, notify, topics
from newsvane.pipeline.alerting.first_mentions import is_mentioned_before
from newsvane.pipeline.alerting.in_parts import in_parts
from newsvane.records import Feed, Message
from newsvane.settings import Settings
from newsvane.urls import counted_message_key

HOUR = timedelta(hours=1)
"""The period to which a cap on messages applies."""

MAX_TROUBLE_AGE = timedelta(days=7)
"""No alert is sent for the end of a feed's trouble that ended longer ago."""


def load_active_rules(settings: Settings) -> alerts.AlertConfig:
    """Load the alert rules with the channels that are on. A rule without such a channel is left out."""
    rules = configuration.load(settings).alerts
    return rules.restrict_to(notify.enabled_channel_ids(rules.channels, os.environ))


def evaluate_articles(
    connection: lake.Connection,
    landed: Sequence[alerts.LandedArticle],
    *,
    refused: Mapping[str, Sequence[str]],
    read: int,
    settings: Settings,
    now: datetime,
) -> tuple[Message, ...]:
    """Return the messages about new articles, which are not in the lake yet, and about the quarantined share.

    `refused`: the failed expectations of each quarantined article, by its id. `read`: how many articles were validated.
    """
    rules = load_active_rules(settings)
    templates = configuration.load(settings).templates
    messages: tuple[Message, ...] = ()
    if landed:
        messages += apply_article_rules(
            connection, rules.article_rules, landed, settings=settings, templates=templates, now=now
        )
        messages += _evaluate_names(
            connection, rules.name_rules, landed, settings=settings, templates=templates, now=now
        )
    messages += alerts.build_quarantine_messages(
        rules.quarantine_rules,
        quarantined=len(refused),
        validated=read,
        reasons=Counter(reason for reasons in refused.values() for reason in reasons),
        now=now,
        ui_url=settings.ui_url,
        templates=templates,
    )
    return schedule_new(connection, messages, rules.all_rules, now, templates)


def apply_article_rules(
    connection: lake.Connection,
    rules: Sequence[alerts.ArticleRule],
    landed: Sequence[alerts.LandedArticle],
    *,
    settings: Settings,
    templates: alerts.Templates,
    now: datetime,
) -> tuple[Message, ...]:
    """Return the messages about articles that the rules call for. They are not scheduled yet."""
    build = partial(
        alerts.build_article_messages,
        now=now,
        ui_url=settings.ui_url,
        topics=configuration.load(settings).topics,
        find=topics.find,
        existing_keys=lake.find_story_message_keys(
            connection,
            {item.grouping.story_id for item in landed},
            [item.article.article_id for item in landed],
        ),
        capped_keys=lake.find_capped_keys(connection),
        templates=templates,
    )
    parts = [in_parts(landed, partial(build, [rule]), what=f"an article of rule {rule.id}") for rule in rules]
    return _join(chain.from_iterable(parts))


def _evaluate_names(
    connection: lake.Connection,
    rules: Sequence[alerts.NameRule],
    landed: Sequence[alerts.LandedArticle],
    *,
    settings: Settings,
    templates: alerts.Templates,
    now: datetime,
) -> tuple[Message, ...]:
    """Return the messages about names that are mentioned for the first time.

    The lake is searched only for names that a new article mentions.
    """
    mentions = in_parts(landed, lambda some: alerts.find_mentions(rules, some, topics.find), what="a search for names")
    found = {name: item for part in reversed(mentions) for name, item in part.items()}
    seen = {
        (name, rule.unseen_days): is_mentioned_before(connection, name, rule.unseen_days, now=now, settings=settings)
        for rule in rules
        for name in rule.names
        if name in found
    }
    build = partial(
        alerts.build_name_messages,
        mentions=found,
        seen_before=seen,
        now=now,
        ui_url=settings.ui_url,
        find=topics.find,
        templates=templates,
    )
    return _join(in_parts(rules, build, what="a message about a name"))


def evaluate_feeds(
    connection: lake.Connection, watched: Sequence[Feed], settings: Settings, now: datetime
) -> tuple[Message, ...]:
    """Return the messages about feeds that fail or have become silent, and about those that have recovered."""
    rules = load_active_rules(settings).feed_rules
    troubles = lake.load_feed_troubles(connection, since=now - MAX_TROUBLE_AGE)
    if not rules or not troubles:
        return ()
    watched_by_id = {feed.feed_id: feed for feed in watched}
    build = partial(
        alerts.build_feed_messages,
        rules,
        feeds=watched_by_id,
        existing_keys=lake.find_outbox_keys(connection, alerts.list_feed_message_keys(rules, troubles, watched_by_id)),
        now=now,
        ui_url=settings.ui_url,
        find_remedy=feeds.find_remedy,
        recent_counts=lake.count_feed_messages(connection, since=now - HOUR),
        failures={feed_id: state.failures for feed_id, state in lake.load_feed_states(connection).items()},
    )
    messages = _join(in_parts(troubles, build, what="a message about a feed"))
    return schedule_new(connection, messages, rules, now, configuration.load(settings).templates)


def _join(parts: Iterable[Iterable[Message]]) -> tuple[Message, ...]:
    return tuple(chain.from_iterable(parts))


def schedule_new(
    connection: lake.Connection,
    messages: Iterable[Message],
    rules: Sequence[alerts.BaseRule],
    now: datetime,
    templates: alerts.Templates,
) -> tuple[Message, ...]:
    """Return the messages to write to the outbox, each with the time until which its rule delays it.

    Of the messages of several rules that tell a channel of one story, one is to be sent.
    """
    given = tuple(messages)
    if not given:
        return ()
    keys = {key for message in given for key in (message.key, counted_message_key(message.key))}
    outbox = alerts.OutboxState(
        keys=lake.find_outbox_keys(connection, keys),
        capped_keys=lake.find_capped_keys(connection),
        capped_until=lake.find_cap_releases(connection, now=now),
        sent_last_hour=lake.count_released_messages(connection, since=now - HOUR, until=now),
        waiting=lake.count_waiting_messages(connection),
    )
    scheduled = alerts.schedule_messages(given, rules, now=now, outbox=outbox)
    earlier = lake.find_story_messages(connection, (each.story_id for each in scheduled))
    return alerts.merge_rules(scheduled, rules, earlier=earlier, templates=templates)
