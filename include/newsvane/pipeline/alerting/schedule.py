"""Bring the outbox up to date before delivery.

Scheduled messages that are due are released or combined into digests. New messages are written about trends and about
messages that nobody has received (escalation).
"""

import logging
from datetime import UTC, datetime, timedelta
from functools import partial

from newsvane import alerts, configuration, lake
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.alerting.in_parts import in_parts
from newsvane.pipeline.alerting.relisted import find_relisted_messages
from newsvane.pipeline.alerting.trend_anomalies import find_trend_anomalies
from newsvane.records import Message, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

ESCALATION_WINDOW = timedelta(days=7)
"""Undelivered messages older than this are not escalated."""


class _OutboxChanges(Record):
    """The changes to write.

    `released`: keys of scheduled messages to send now. `digests`: messages that replace scheduled ones. `messages`: new
    ones, about trends and undelivered messages.
    """

    released: tuple[str, ...] = ()
    digests: tuple[Message, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.released or self.digests or self.messages)


@lake.retry_on_conflict
def schedule_alerts(*, settings: Settings | None = None, now: datetime | None = None) -> dict[str, int]:
    """Release due messages, build digests, and write messages about trends and escalations. Return the counts.

    Everything is written in one transaction, and running this again changes nothing. The lake is locked only if there
    is something to write.
    """
    settings = settings or get_settings()
    now = now or datetime.now(UTC)
    with lake.open_shared(settings) as connection:
        changes = _find_changes(connection, settings, now)
    if not changes.is_empty:
        with lake.writer(settings, "outbox") as connection:
            changes = _find_changes(connection, settings, now)  # another process may have written them meanwhile
            lake.flush_scheduled_messages(connection, changes.released, changes.digests, now=now)
            lake.land_messages(connection, changes.messages)
    counts = {
        "released": len(changes.released),
        "digests": len(changes.digests),
        "written": len(changes.messages),
    }
    log.info("scheduled alerts: %s", counts)
    return counts


def _find_changes(connection: lake.Connection, settings: Settings, now: datetime) -> _OutboxChanges:
    in_force, active_rules = configuration.load(settings), evaluate.load_active_rules(settings)
    templates = in_force.templates
    due = [message for message in lake.load_scheduled_messages(connection) if alerts.is_flush_due(message, now)]
    flushed: list[alerts.FlushResult] = []
    if due:
        flush = partial(
            alerts.flush_due,
            rules=in_force.alerts.all_rules,
            now=now,
            templates=templates,
            ui_url=settings.ui_url,
            sent_last_hour=lake.count_released_messages(connection, since=now - evaluate.HOUR, until=now),
            outlets=lake.count_story_outlets(connection, [message.story_id for message in due]),
        )
        flushed = in_parts(due, flush, what="a scheduled message")
    messages = find_relisted_messages(
        connection, active_rules.article_rules, settings=settings, templates=templates, now=now
    )
    if active_rules.trend_rules:
        build = partial(
            alerts.build_trend_messages,
            active_rules.trend_rules,
            now=now,
            ui_url=settings.ui_url,
            topics=in_force.topics,
            templates=templates,
        )
        found = in_parts(find_trend_anomalies(connection, now), build, what="a message about a trend")
        messages += tuple(message for part in found for message in part)
    if escalating := [rule.id for rule in active_rules.all_rules if rule.escalate_to and rule.escalate_hours]:
        undelivered = lake.load_undelivered(connection, escalating, since=now - ESCALATION_WINDOW)
        messages += alerts.build_escalations(active_rules.all_rules, undelivered, now=now)
    return _OutboxChanges(
        released=tuple(key for part in flushed for key in part.released),
        digests=tuple(digest for part in flushed for digest in part.digests),
        messages=evaluate.schedule_new(connection, messages, active_rules.all_rules, now, templates),
    )
