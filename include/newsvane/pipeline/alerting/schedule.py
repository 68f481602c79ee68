"""The outbox looked at again: what was held and may leave, digests, what a topic's trend says, what nobody received."""

import logging
from datetime import UTC, datetime, timedelta

from newsvane import alerts, lake, trends
from newsvane.pipeline.alerting import evaluate
from newsvane.pipeline.config import load_alerts, load_templates, load_topics
from newsvane.records import Message, Record
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

STUCK = timedelta(days=7)
"""How long what is not delivered may still be escalated."""


class _Decided(Record):
    settled: alerts.FlushResult = alerts.FlushResult()
    messages: tuple[Message, ...] = ()

    @property
    def is_nothing(self) -> bool:
        return not (self.settled.released or self.settled.digests or self.messages)


@lake.retry_on_conflict
def decide(*, settings: Settings | None = None, now: datetime | None = None) -> dict[str, int]:
    """Let go what is held and due, make digests, write what is due of trends and escalations; the counts.

    All of it in one transaction; what was decided before is not decided again. The lake is locked only where there is
    something to write.
    """
    settings = settings or get_settings()
    now = now or datetime.now(UTC)
    with lake.closing(lake.connect(settings=settings)) as connection:
        decided = _decide(connection, settings, now)
    if not decided.is_nothing:
        with lake.writer(settings, "outbox") as connection:
            decided = _decide(connection, settings, now)
            lake.flush_scheduled_messages(connection, decided.settled.released, decided.settled.digests, now=now)
            lake.land_messages(connection, decided.messages)
    counts = {
        "released": len(decided.settled.released),
        "digests": len(decided.settled.digests),
        "written": len(decided.messages),
    }
    log.info("decided on alerts: %s", counts)
    return counts


def turns(connection: lake.Connection, now: datetime, *, days: int = 2) -> list[alerts.TrendAnomaly]:
    """The days, of the last so many up to today, on which a topic left what is usual; "*" for all coverage."""
    since = now.date() - timedelta(days=trends.HISTORY_DAYS + days)
    counts = [count for topic in (None, "*") for count in lake.load_daily_counts(connection, since=since, topic=topic)]
    return [
        alerts.TrendAnomaly(
            topic=series.topic,
            day=point.day,
            flag=point.flag,
            articles=point.articles,
            **point.baseline.model_dump(include={"expected", "low", "high"}),
        )
        for series in trends.compute_trends(counts, now=now, days=days)
        for point in series.points
        if point.flag != "normal"
    ]


def _decide(connection: lake.Connection, settings: Settings, now: datetime) -> _Decided:
    rules, templates = evaluate.reaching(settings), load_templates(settings)
    waiting = [message for message in lake.load_scheduled_messages(connection) if alerts.is_due(message, now)]
    settled = alerts.FlushResult()
    if waiting:
        settled = alerts.flush_due(
            waiting,
            load_alerts(settings).all_rules,
            now=now,
            templates=templates,
            ui_url=settings.ui_url,
            sent_last_hour=lake.count_released_messages(connection, since=now - evaluate.HOUR, until=now),
            outlets=lake.count_story_outlets(connection, [message.story_id for message in waiting]),
        )
    made: tuple[Message, ...] = ()
    if rules.trend_rules:
        made += alerts.build_trend_messages(
            rules.trend_rules,
            turns(connection, now),
            now=now,
            ui_url=settings.ui_url,
            topics=load_topics(settings),
            templates=templates,
        )
    if escalating := [rule.id for rule in rules.all_rules if rule.escalate_to and rule.escalate_hours]:
        stuck = lake.load_undelivered(connection, escalating, since=now - STUCK)
        made += alerts.build_escalations(rules.all_rules, stuck, now=now)
    return _Decided(settled=settled, messages=evaluate.held(connection, made, rules.all_rules, now))
