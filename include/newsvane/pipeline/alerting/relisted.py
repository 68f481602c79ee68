"""Offer a message anew when the article's own outlet lists it, if its first one found no place.

A feed may list a page of another outlet before that outlet's own feed does. The message about the page then counts in
the places of the outlet whose feed led to it, and these may be used up. Nobody may silence a report in this way: once
its own outlet lists it, the message is one of that outlet.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsvane import alerts, lake
from newsvane.pipeline.alerting.evaluate import apply_article_rules
from newsvane.pipeline.alerting.past_articles import as_landed
from newsvane.records import Message
from newsvane.settings import Settings
from newsvane.urls import counted_message_key

MAX_MESSAGE_AGE = timedelta(days=3)
"""An older message is not offered anew: feeds are polled far more often."""


def find_relisted_messages(
    connection: lake.Connection,
    rules: Sequence[alerts.ArticleRule],
    *,
    settings: Settings,
    templates: alerts.Templates,
    now: datetime,
) -> tuple[Message, ...]:
    """Return the messages that outlets offer because their own feeds now list the articles. They are not scheduled yet.

    Only messages are offered that the outbox has already, but that nobody has been sent: they wait because of the
    hourly cap, or are only counted.
    """
    unnamed = lake.find_unnamed_keys(connection, since=now - MAX_MESSAGE_AGE)
    if not rules or not unnamed:
        return ()
    relisted = [as_landed(each) for each in lake.load_relisted_articles(connection, unnamed)]
    if not relisted:
        return ()
    offered = apply_article_rules(connection, rules, relisted, settings=settings, templates=templates, now=now)
    return tuple(each for each in offered if {each.key, counted_message_key(each.key)} & unnamed)
