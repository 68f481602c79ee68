"""Schedule messages: at once, with the next digest, after quiet hours, or when the hourly cap allows. Pure.

A message that is not sent at once goes to the outbox with the reason (`held`) and the time (`due_at`). `flush_due`
later decides which of these messages are sent on their own and which are combined in a digest. A `due_at` further away
than any rule can delay a message was written by a wrong clock, and such a message is due now.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from newsvane.alerts.fairness import MAX_NAMED, count_turns, has_place
from newsvane.alerts.render.digest import build_digest
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import WEEKDAYS, BaseRule
from newsvane.outlet_counts import OutletCounts
from newsvane.records import MAX_DELAY, DelayReason, Message
from newsvane.urls import counted_message_key

HOUR = timedelta(hours=1)

RuleAndChannel = tuple[str, str]
"""The ids of a rule and of a channel."""

CountsByOutlet = Mapping[RuleAndChannel, Mapping[str, int]]
"""Numbers of messages per rule and channel, by outlet; "" stands for messages without one."""


@dataclass(frozen=True)
class OutboxState:
    """What the outbox has already.

    `keys`: those of the keys of new messages, and of their `counted_message_key`, that a message has or covers.
    `capped_keys`: keys of the messages that wait because of the hourly cap. `capped_until`: when these are released,
    per rule and channel, so that one digest covers all of them.
    `sent_last_hour`: the messages that were sent. `waiting`: those that are scheduled and will be named.
    """

    keys: Collection[str] = ()
    capped_keys: Collection[str] = ()
    capped_until: Mapping[RuleAndChannel, datetime] = field(default_factory=dict)
    sent_last_hour: CountsByOutlet = field(default_factory=dict)
    waiting: CountsByOutlet = field(default_factory=dict)


DELAYS: Mapping[DelayReason, str] = MappingProxyType({
    "": "",
    "digest": "for the next digest",
    "quiet": "for the end of quiet hours",
    "cap": "because the hourly cap was reached",
    "share": "because {outlet} had used its share of the hourly cap",
    "flood": "only counted in a digest, because {outlet} has too many others waiting",
})
"""What a scheduled message waits for, or why, in words."""

EMPTY_OUTBOX = OutboxState()


@dataclass(frozen=True)
class FlushResult:
    """How to send the scheduled messages that are due.

    `released`: keys of the messages to send now, each on its own. `digests`: messages that replace the others; the
    `covers` of a digest are the keys that it replaces.
    """

    released: tuple[str, ...] = ()
    digests: tuple[Message, ...] = ()


def schedule_messages(
    messages: Iterable[Message], rules: Iterable[BaseRule], *, now: datetime, outbox: OutboxState = EMPTY_OUTBOX
) -> tuple[Message, ...]:
    """Return the messages to write, one per key; those that must wait have the reason (`held`) and the time (`due_at`).

    Messages with the same key are from several outlets, and the first one whose outlet has a place is taken. Outlets
    take turns (see `fairness`). If no outlet of a message has a place even among those that a digest will name, the
    message is only counted (`flood`), under another key, so that it can still be reported later.

    Messages that the outbox has are left out, except that an outlet with a place takes over a message that waits
    because of the hourly cap.
    """
    rules_by_id = {rule.id: rule for rule in rules}
    places = _Places(outbox, now)
    open_messages = (each for each in messages if each.key not in outbox.keys or _can_take_over(each, outbox))
    scheduled = (places.assign(rules_by_id.get(each[0].rule), each) for each in _group_offers(open_messages))
    passed = {*outbox.keys, *map(counted_message_key, outbox.capped_keys)}
    return tuple(message for message in scheduled if not message.held or message.key not in passed)


def _can_take_over(message: Message, outbox: OutboxState) -> bool:
    return bool(message.outlet) and message.key in outbox.capped_keys


def describe_delay(reason: DelayReason, outlet: str) -> str:
    """Return in words what a scheduled message waits for, or why. `outlet`: the one whose article caused it."""
    return DELAYS[reason].format(outlet=outlet)


def _group_offers(messages: Iterable[Message]) -> list[list[Message]]:
    """Group messages by key, in the order in which their outlets take turns."""
    given = list(messages)
    turns = count_turns((each.rule, each.channel, each.outlet) if each.outlet else "" for each in given)
    offers: defaultdict[str, list[Message]] = defaultdict(list)
    first_turns: dict[str, int] = {}
    for turn, message in zip(turns, given, strict=True):
        offers[message.key].append(message)
        first_turns[message.key] = min(turn, first_turns.get(message.key, turn))
    return sorted(offers.values(), key=lambda group: first_turns[group[0].key])


class _Places:
    """The places of messages per rule, channel and outlet: those of this hour, and those of waiting messages."""

    def __init__(self, outbox: OutboxState, now: datetime) -> None:
        self._now, self._capped_until = now, outbox.capped_until
        self._sent = _count(outbox.sent_last_hour)
        self._named = _count(outbox.waiting)

    def assign(self, rule: BaseRule | None, offers: Sequence[Message]) -> Message:
        """Return the message to send or to schedule. `offers`: messages with the same key."""
        if rule is None:
            return offers[0]
        destination = offers[0].rule, offers[0].channel
        reason, due_at = _find_delay(rule, offers[0], self._now)
        if due_at is None:
            for message in offers:
                if has_place(rule.cap, self._sent[destination], message.outlet):
                    self._sent[destination][message.outlet] += 1
                    return message
            reason = "share" if self._sent[destination].total() < rule.cap else "cap"
            due_at = self._capped_until.get(destination, self._now + HOUR)
        for message in offers:
            if not message.outlet or self._named[destination][message.outlet] < MAX_NAMED:
                self._named[destination][message.outlet] += 1
                return message.model_copy(update={"held": reason, "due_at": due_at})
        counted = {"key": counted_message_key(offers[0].key), "held": "flood", "due_at": due_at}
        return offers[0].model_copy(update=counted)


def _count(counts: CountsByOutlet) -> defaultdict[RuleAndChannel, Counter[str]]:
    return defaultdict(Counter, {destination: Counter(by_outlet) for destination, by_outlet in counts.items()})


def _find_delay(rule: BaseRule, message: Message, now: datetime) -> tuple[DelayReason, datetime | None]:
    """Return the reason for which a rule delays a message, whatever else is sent, and the time; None if it does not."""
    if message.kind != "escalation":
        if rule.digest:
            return "digest", next_digest_time(rule, now)
        if end := quiet_hours_end(rule, now):
            return "quiet", end
    return "", None


def count_by_outlet(messages: Iterable[Message]) -> CountsByOutlet:
    """Count messages per rule and channel, by outlet."""
    counts: defaultdict[RuleAndChannel, Counter[str]] = defaultdict(Counter)
    for message in messages:
        counts[message.rule, message.channel][message.outlet] += 1
    return counts


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
    sent_last_hour: CountsByOutlet = MappingProxyType({}),
    outlets: Mapping[str, OutletCounts] = MappingProxyType({}),
) -> FlushResult:
    """Decide which of the scheduled messages that are due are sent on their own and which in a digest.

    `sent_last_hour`: as in `OutboxState`. `outlets`: current numbers of outlets, by story id.

    After quiet hours, messages are sent on their own if the hourly cap allows all of them. Messages that are only
    counted are always in a digest. Messages of a rule that no longer exists are due like any others.
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
        room = rule.cap - sum(sent_last_hour.get((rule_id, channel), {}).values()) if rule else 0
        single = _choose_single(messages, room)
        released += [message.key for message in single]
        if combined := messages if not single else [each for each in messages if each.held == "flood"]:
            title = rule.title if rule else rule_id
            digests.append(build_digest(title, combined, outlets, templates=templates, ui_url=ui_url, now=now))
    return FlushResult(tuple(released), tuple(digests))


def _choose_single(messages: Iterable[Message], room: int) -> Sequence[Message]:
    """Return the due messages of a rule and channel to send on their own: all that are not only counted, or none."""
    named = [message for message in messages if message.held != "flood"]
    reasons = {message.held for message in named}
    fits = len(named) == 1 or (reasons == {"quiet"} and len(named) <= room)
    return named if fits and "digest" not in reasons else []


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
