"""Schedule messages: at once, with the next digest, after quiet hours, or when the hourly cap allows. Pure.

A message that is not sent at once goes to the outbox unchanged, with the reason (`held`) and the time (`due_at`).
`flush_due` later decides which of these messages are sent on their own and which are combined in a digest. A `due_at`
further away than any rule can delay a message was written by a wrong clock, and such a message is due now.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from newsvane.alerts.render.sanitize import format_count
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import WEEKDAYS, BaseRule
from newsvane.records import MAX_DELAY, DelayReason, Facts, Message
from newsvane.safe_text import clean_line
from newsvane.ui_links import UiPage, ui_link
from newsvane.urls import digest_key

HOUR = timedelta(hours=1)
MAX_LISTED = 40
"""The maximum number of alerts that a digest lists."""

RuleAndChannel = tuple[str, str]
"""The ids of a rule and of a channel."""

_STORY_KINDS = ("story", "update")
"""Kinds of messages that a digest shows with the current number of outlets."""


@dataclass(frozen=True)
class FlushResult:
    """How to send the scheduled messages that are due.

    `released`: keys of the messages to send now, each on its own. `digests`: messages that replace the others; the
    `covers` of a digest are the keys that it replaces.
    """

    released: tuple[str, ...] = ()
    digests: tuple[Message, ...] = ()


def schedule_messages(
    messages: Iterable[Message],
    rules: Iterable[BaseRule],
    *,
    now: datetime,
    sent_last_hour: Mapping[RuleAndChannel, int] = MappingProxyType({}),
    capped_until: Mapping[RuleAndChannel, datetime] = MappingProxyType({}),
) -> tuple[Message, ...]:
    """Return the messages; those that must wait have the reason (`held`) and the time (`due_at`).

    `sent_last_hour`: how many messages each rule has sent to each channel. `capped_until`: when messages over the
    hourly cap are released, per rule and channel, so that one digest covers all of them.
    """
    rules_by_id = {rule.id: rule for rule in rules}
    sent = Counter(dict(sent_last_hour))
    scheduled = []
    for message in messages:
        rule, destination = rules_by_id.get(message.rule), (message.rule, message.channel)
        reason: DelayReason = ""
        due_at: datetime | None = None
        if rule and message.kind != "escalation":
            if rule.digest:
                reason, due_at = "digest", next_digest_time(rule, now)
            elif end := quiet_hours_end(rule, now):
                reason, due_at = "quiet", end
        if rule and not reason:
            sent[destination] += 1
            if sent[destination] > rule.cap:
                reason, due_at = "cap", capped_until.get(destination) or now + HOUR
        scheduled.append(message.model_copy(update={"held": reason, "due_at": due_at}) if reason else message)
    return tuple(scheduled)


def is_flush_due(message: Message, now: datetime) -> bool:
    """Return whether it is time to flush a scheduled message."""
    return message.due_at is None or not now < message.due_at <= now + MAX_DELAY


def flush_due(
    scheduled: Iterable[Message],
    rules: Iterable[BaseRule],
    *,
    now: datetime,
    templates: Templates,
    ui_url: str,
    sent_last_hour: Mapping[RuleAndChannel, int] = MappingProxyType({}),
    outlets: Mapping[str, int] = MappingProxyType({}),
) -> FlushResult:
    """Decide which of the scheduled messages that are due are sent on their own and which in a digest.

    `sent_last_hour`: as in `schedule_messages`. `outlets`: current number of outlets, by story id.

    After quiet hours, messages are sent on their own if the hourly cap allows all of them. Messages of a rule that no
    longer exists are due like any others.
    """
    rules_by_id = {rule.id: rule for rule in rules}
    due: defaultdict[RuleAndChannel, list[Message]] = defaultdict(list)
    for message in scheduled:
        if is_flush_due(message, now):
            due[message.rule, message.channel].append(message)
    released: list[str] = []
    digests: list[Message] = []
    for (rule_id, channel), messages in due.items():
        rule = rules_by_id.get(rule_id)
        if rule and quiet_hours_end(rule, now):
            continue
        room = rule.cap - sent_last_hour.get((rule_id, channel), 0) if rule else 0
        reasons = {message.held for message in messages}
        is_released = len(messages) == 1 or (reasons == {"quiet"} and len(messages) <= room)
        if is_released and "digest" not in reasons:
            released += [message.key for message in messages]
        else:
            title = rule.title if rule else rule_id
            digests.append(_build_digest(title, messages, outlets, templates=templates, ui_url=ui_url, now=now))
    return FlushResult(tuple(released), tuple(digests))


def next_digest_time(rule: BaseRule, now: datetime) -> datetime:
    """Return when the rule's next digest is due, later than `now`."""
    zone = ZoneInfo(rule.zone)
    local = now.astimezone(zone)
    if rule.digest == "hour":
        return now + timedelta(seconds=3_600 - (local.minute * 60 + local.second), microseconds=-local.microsecond)
    days = (local.date() + timedelta(days=ahead) for ahead in range(9))
    return next(
        due_at
        for day in days
        if rule.digest == "day" or WEEKDAYS[day.weekday()] == rule.weekday
        if (due_at := datetime.combine(day, time.fromisoformat(rule.at), zone).astimezone(now.tzinfo)) > now
    )


def quiet_hours_end(rule: BaseRule, now: datetime) -> datetime | None:
    """Return the end of the rule's quiet hours if `now` is within them, else None."""
    if not (hours := rule.quiet_hours):
        return None
    zone = ZoneInfo(rule.zone)
    begin, end = hours
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        last_day = day if begin < end else day + timedelta(days=1)
        first, last = (datetime.combine(d, t, zone).astimezone(now.tzinfo) for d, t in ((day, begin), (last_day, end)))
        if first <= now < last:
            return last
    return None


def _build_digest(
    title: str,
    messages: Sequence[Message],
    outlets: Mapping[str, int],
    *,
    templates: Templates,
    ui_url: str,
    now: datetime,
) -> Message:
    """Combine messages into a digest. All alerts on one story become one item with the current number of outlets."""
    items: dict[str, Facts] = {}
    for message in sorted(messages, key=lambda each: (each.created_at, each.key)):
        facts = message.facts or Facts(headline=clean_line(message.subject, 200))
        number = outlets.get(message.story_id) if message.kind in _STORY_KINDS else None
        if number:
            facts = facts.model_copy(update={"news": f"{format_count(number, 'outlet')} so far"})
        items.setdefault(message.story_id or message.key, facts)
    are_stories = all(message.story_id for message in messages)
    text = templates.render_digest(
        title,
        format_count(len(items), "story", "stories") if are_stories else format_count(len(items), "alert"),
        [*items.values()][:MAX_LISTED],
        more=max(0, len(items) - MAX_LISTED),
        ui_link=ui_link(ui_url, UiPage.COVERAGE),
    )
    keys = sorted(message.key for message in messages)
    first = messages[0]
    return Message(
        key=digest_key(keys),
        rule=first.rule,
        channel=first.channel,
        kind="digest",
        covers=tuple(keys),
        subject=text.subject,
        body=text.body,
        html=text.html,
        markdown=text.markdown,
        created_at=now,
    )
