"""Alerts: which messages the rules of alerts.toml call for, and when each is sent. Pure.

`build_article_messages` and the other `build_…` functions turn what happened (articles that landed, troubles of feeds,
unusual trends, mentions of names, a quarantined share) into messages. `schedule_messages` and `flush_due` decide when a
message is sent, and `merge_rules` that one message per story and channel is. `DryRun` tries a rule on past articles.
`describe_condition` and `describe_delivery` say in words what a rule does.

The key of a message follows from the rule, the channel and the subject (a story, an article, the beginning or the end
of a feed's trouble, a topic's day). So a caller that remembers the keys sends each message once.
"""

from newsvane.alerts.describe import describe_condition, describe_delivery, describe_test_message
from newsvane.alerts.dry_run import DryRun, DryRunMessage, DryRunResult, explain_reasons
from newsvane.alerts.evaluate.aggregate_rules import (
    TrendAnomaly,
    build_name_messages,
    build_quarantine_messages,
    build_trend_messages,
    find_mentions,
)
from newsvane.alerts.evaluate.article_messages import build_article_messages
from newsvane.alerts.evaluate.escalations import build_escalations
from newsvane.alerts.evaluate.feed_rules import build_feed_messages, list_feed_message_keys
from newsvane.alerts.loading import AlertConfig, load_alerts, locate_rule, restrict_rules
from newsvane.alerts.merge_rules import merge_rules
from newsvane.alerts.render.templates import TEMPLATE_NAMES, Templates
from newsvane.alerts.rules import (
    ArticleRule,
    BaseRule,
    Channel,
    FeedRule,
    LandedArticle,
    NameRule,
    QuarantineRule,
    SpanFinder,
    TrendRule,
    name_to_query,
)
from newsvane.alerts.schedule import (
    FlushResult,
    OutboxState,
    describe_delay,
    flush_due,
    is_flush_due,
    quiet_hours_end,
    schedule_messages,
)

__all__ = [
    "TEMPLATE_NAMES",
    "AlertConfig",
    "ArticleRule",
    "BaseRule",
    "Channel",
    "DryRun",
    "DryRunMessage",
    "DryRunResult",
    "FeedRule",
    "FlushResult",
    "LandedArticle",
    "NameRule",
    "OutboxState",
    "QuarantineRule",
    "SpanFinder",
    "Templates",
    "TrendAnomaly",
    "TrendRule",
    "build_article_messages",
    "build_escalations",
    "build_feed_messages",
    "build_name_messages",
    "build_quarantine_messages",
    "build_trend_messages",
    "describe_condition",
    "describe_delay",
    "describe_delivery",
    "describe_test_message",
    "explain_reasons",
    "find_mentions",
    "flush_due",
    "is_flush_due",
    "list_feed_message_keys",
    "load_alerts",
    "locate_rule",
    "merge_rules",
    "name_to_query",
    "quiet_hours_end",
    "restrict_rules",
    "schedule_messages",
]
