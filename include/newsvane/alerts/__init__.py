"""Alerts: rules, and articles that landed, feeds in trouble, trends, names and refusals -> messages, and when. Pure.

A message's key follows from rule, channel and what it tells of (a story, an article, the beginning or end of a feed's
trouble, a topic's day), so that whoever keeps the keys sends each once. `messages` and its like say what is told,
`hold` and `settle` when, `Rehearsal` what would have been.
"""

from newsvane.alerts.dry_run import Leaving, Rehearsal, Trial
from newsvane.alerts.evaluate.aggregate_rules import (
    Turn,
    mentions,
    name_messages,
    quarantine_messages,
    query_of,
    trend_messages,
)
from newsvane.alerts.evaluate.feed_rules import feed_keys, feed_messages
from newsvane.alerts.evaluate.messages import messages, undelivered
from newsvane.alerts.loading import Alerts, active, load_alerts
from newsvane.alerts.render.templates import NAMES, Templates
from newsvane.alerts.rules import Channel, FeedRule, Find, Landed, Manner, NameRule, QuarantineRule, Rule, TrendRule
from newsvane.alerts.schedule import Settled, hold, is_due, settle

__all__ = [
    "NAMES",
    "Alerts",
    "Channel",
    "FeedRule",
    "Find",
    "Landed",
    "Leaving",
    "Manner",
    "NameRule",
    "QuarantineRule",
    "Rehearsal",
    "Rule",
    "Settled",
    "Templates",
    "TrendRule",
    "Trial",
    "Turn",
    "active",
    "feed_keys",
    "feed_messages",
    "hold",
    "is_due",
    "load_alerts",
    "mentions",
    "messages",
    "name_messages",
    "quarantine_messages",
    "query_of",
    "settle",
    "trend_messages",
    "undelivered",
]
