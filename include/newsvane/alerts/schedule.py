"""When a message leaves: at once, with a digest, after quiet hours, or with what a full hour had no room for. Pure.

What is held goes to the outbox as it is; `settle` says later what of it leaves by itself and what one digest tells.
Times that no rule can have made (a clock was wrong) hold nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from newsvane.alerts.render.sanitize import clean, count
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import WEEKDAYS, Manner
from newsvane.records import Facts, Message
from newsvane.urls import digest_key

HOUR = timedelta(hours=1)
LONGEST = timedelta(days=8)
"""Nothing is held for longer: a week, and a day whose clocks are put back."""
MAX_LISTED = 40
"""Alerts that a digest lists."""
COVERAGE_PAGE = "/newsvane/"
"""Where the page of coverage is in the UI."""

_OF_STORIES = ("story", "update")
"""Kinds whose news a digest tells as it is by then."""


@dataclass(frozen=True)
class Settled:
    """`released`: keys of what leaves by itself now. `digests`: messages; each tells what it covers."""

    released: tuple[str, ...] = ()
    digests: tuple[Message, ...] = ()


def hold(
    messages: Iterable[Message],
    rules: Iterable[Manner],
    *,
    now: datetime,
    written: Mapping[tuple[str, str], int] = MappingProxyType({}),
    held: Mapping[tuple[str, str], datetime] = MappingProxyType({}),
) -> tuple[Message, ...]:
    """The messages, each held where its rule wants.

    `written`: how many left in the last hour, by rule and channel. `held`: until when what a full hour had no room for
    is held already, so that one digest tells all of it.
    """
    manners = {rule.id: rule for rule in rules}
    left = Counter(dict(written))
    made = []
    for message in messages:
        manner, place = manners.get(message.rule), (message.rule, message.channel)
        why, until = "", None
        if manner and message.kind != "escalation":
            if manner.digest:
                why, until = "digest", next_digest(manner, now)
            elif end := quiet_until(manner, now):
                why, until = "quiet", end
        if manner and not why:
            left[place] += 1
            if left[place] > manner.cap:
                why, until = "cap", held.get(place) or now + HOUR
        made.append(message.model_copy(update={"held": why, "due_at": until}) if why else message)
    return tuple(made)


def is_due(message: Message, now: datetime) -> bool:
    """Whether to look at a held message again."""
    return message.due_at is None or not now < message.due_at <= now + LONGEST


def settle(
    held: Iterable[Message],
    rules: Iterable[Manner],
    *,
    now: datetime,
    templates: Templates,
    ui_url: str,
    written: Mapping[tuple[str, str], int] = MappingProxyType({}),
    outlets: Mapping[str, int] = MappingProxyType({}),
) -> Settled:
    """What becomes of held messages that are due. `written`: as in `hold`. `outlets`: of each story by now.

    What quiet hours held leaves by itself where the hour has room for it. A rule that is gone holds nothing back.
    """
    manners = {rule.id: rule for rule in rules}
    due: defaultdict[tuple[str, str], list[Message]] = defaultdict(list)
    for message in held:
        if is_due(message, now):
            due[message.rule, message.channel].append(message)
    released: list[str] = []
    digests: list[Message] = []
    for (rule, channel), messages in due.items():
        manner = manners.get(rule)
        if manner and quiet_until(manner, now):
            continue
        room = manner.cap - written.get((rule, channel), 0) if manner else 0
        together = any(message.held == "digest" for message in messages)
        if not together and (len(messages) == 1 or (_only_quiet(messages) and len(messages) <= room)):
            released += [message.key for message in messages]
        else:
            title = manner.title if manner else rule
            digests.append(_digest(title, messages, outlets, templates=templates, ui_url=ui_url, now=now))
    return Settled(tuple(released), tuple(digests))


def next_digest(manner: Manner, now: datetime) -> datetime:
    """When the rule's next digest is made, later than `now`."""
    zone = ZoneInfo(manner.zone)
    here = now.astimezone(zone)
    if manner.digest == "hour":
        return now + timedelta(seconds=3_600 - (here.minute * 60 + here.second), microseconds=-here.microsecond)
    days = (here.date() + timedelta(days=ahead) for ahead in range(9))
    return next(
        moment
        for day in days
        if manner.digest == "day" or WEEKDAYS[day.weekday()] == manner.weekday
        if (moment := datetime.combine(day, time.fromisoformat(manner.at), zone).astimezone(now.tzinfo)) > now
    )


def quiet_until(manner: Manner, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` is in; None: it is in none."""
    if not (hours := manner.quiet_hours):
        return None
    zone = ZoneInfo(manner.zone)
    begin, end = hours
    today = now.astimezone(zone).date()
    for day in (today - timedelta(days=1), today):
        until = day if begin < end else day + timedelta(days=1)
        first, last = (datetime.combine(d, t, zone).astimezone(now.tzinfo) for d, t in ((day, begin), (until, end)))
        if first <= now < last:
            return last
    return None


def _only_quiet(messages: Iterable[Message]) -> bool:
    return all(message.held == "quiet" for message in messages)


def _digest(
    title: str,
    messages: Sequence[Message],
    outlets: Mapping[str, int],
    *,
    templates: Templates,
    ui_url: str,
    now: datetime,
) -> Message:
    """One message; a story that several alerts tell of is one of them, told with its outlets as they are by now."""
    items: dict[str, Facts] = {}
    for message in sorted(messages, key=lambda each: (each.created_at, each.key)):
        facts = message.facts or Facts(headline=clean(message.subject, 200))
        number = outlets.get(message.story_id) if message.kind in _OF_STORIES else None
        if number:
            facts = facts.model_copy(update={"news": f"{count(number, 'outlet')} so far"})
        items.setdefault(message.story_id or message.key, facts)
    stories = all(message.story_id for message in messages)
    words = templates.digest(
        title,
        f"{len(items):,} {'story' if len(items) == 1 else 'stories'}" if stories else count(len(items), "alert"),
        [*items.values()][:MAX_LISTED],
        more=max(0, len(items) - MAX_LISTED),
        ui=f"{ui_url.rstrip('/')}{COVERAGE_PAGE}",
    )
    keys = sorted(message.key for message in messages)
    first = messages[0]
    return Message(
        key=digest_key(keys),
        rule=first.rule,
        channel=first.channel,
        kind="digest",
        covers=tuple(keys),
        subject=words.subject,
        body=words.body,
        html=words.html,
        markdown=words.markdown,
        created_at=now,
    )
