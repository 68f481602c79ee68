"""What is to be told of articles that land, for their transaction; what of it may leave at once."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from newsvane import alerts, lake, notify, topics
from newsvane.pipeline.config import load_alerts, load_templates, load_topics
from newsvane.records import Message
from newsvane.settings import Settings

HOUR = timedelta(hours=1)


def reaching(settings: Settings) -> alerts.AlertConfig:
    """The rules with the channels that are on."""
    told = load_alerts(settings)
    return told.restrict_to(notify.enabled_channel_ids(told.channels, os.environ))


def of_articles(
    connection: lake.Connection,
    landed: Sequence[alerts.LandedArticle],
    *,
    refused: Mapping[str, Sequence[str]],
    read: int,
    settings: Settings,
    now: datetime,
) -> tuple[Message, ...]:
    """What the rules tell of these articles, none of which is in the lake yet, and of the share that was refused.

    `refused`: article id -> expectations it failed. `read`: articles that were judged.
    """
    rules = reaching(settings)
    templates = load_templates(settings)
    made: tuple[Message, ...] = ()
    if landed:
        story_ids = {item.grouping.story_id for item in landed}
        article_ids = [item.article.article_id for item in landed]
        made += alerts.build_article_messages(
            rules.article_rules,
            landed,
            now=now,
            ui_url=settings.ui_url,
            topics=load_topics(settings),
            find=topics.find,
            existing_keys=lake.find_story_message_keys(connection, story_ids, article_ids),
            templates=templates,
        )
        made += _names(connection, rules.name_rules, landed, settings=settings, templates=templates, now=now)
    made += alerts.build_quarantine_messages(
        rules.quarantine_rules,
        quarantined=len(refused),
        validated=read,
        reasons=Counter(reason for reasons in refused.values() for reason in reasons),
        now=now,
        ui_url=settings.ui_url,
        templates=templates,
    )
    return held(connection, made, rules.all_rules, now)


def held(
    connection: lake.Connection, made: Iterable[Message], rules: Iterable[alerts.BaseRule], now: datetime
) -> tuple[Message, ...]:
    """Of these messages, those that the outbox does not have; each held where its rule wants."""
    written = {message.key: message for message in made}
    told = lake.find_outbox_keys(connection, written) if written else set()
    fresh = [message for key, message in written.items() if key not in told]
    if not fresh:
        return ()
    return alerts.schedule_messages(
        fresh,
        rules,
        now=now,
        sent_last_hour=lake.count_released_messages(connection, since=now - HOUR, until=now),
        capped_until=lake.find_cap_releases(connection, now=now),
    )


def _names(
    connection: lake.Connection,
    rules: Sequence[alerts.NameRule],
    landed: Sequence[alerts.LandedArticle],
    *,
    settings: Settings,
    templates: alerts.Templates,
    now: datetime,
) -> tuple[Message, ...]:
    """A name is looked for in the lake only where an article that lands mentions it; a common one is found at once."""
    found = alerts.find_mentions(rules, landed, topics.find)
    seen = {
        (name, rule.unseen_days): is_seen(connection, name, rule.unseen_days, now)
        for rule in rules
        for name in rule.names
        if name in found
    }
    return alerts.build_name_messages(
        rules, found, seen, now=now, ui_url=settings.ui_url, find=topics.find, templates=templates
    )


def is_seen(connection: lake.Connection, name: str, days: int, now: datetime) -> bool:
    """Whether the lake has an article that mentions the name, first read within so many days before `now` (0: ever)."""
    condition, values = topics.compile_query(alerts.name_to_query(name)).to_sql()
    since = now - timedelta(days=days) if days else None
    return lake.is_mentioned(connection, condition, values, since=since)
