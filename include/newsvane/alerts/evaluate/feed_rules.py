"""Evaluate the rules on feeds: turn troubles of feeds into messages, each key once. Pure.

A trouble is reported when it has lasted as long as the rule demands. Its end is reported to the channels that were
alerted about its beginning. A rule sends at most MAX_MESSAGES_PER_HOUR to a channel. In an outage, troubles beyond that
are combined in one message, which names the keys that it covers, or wait for the next hour.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from newsvane.alerts.render.feed_messages import RemedyFinder, TroubleReport, render_feed_digest, render_trouble
from newsvane.alerts.rules import FeedRule
from newsvane.records import Feed, FeedTrouble, Message
from newsvane.urls import feed_message_key

MAX_MESSAGES_PER_HOUR = 5
"""The maximum number of messages per rule and channel."""


@dataclass(frozen=True)
class _TroubleMatch:
    """A trouble of a feed that a rule applies to, and one of the rule's channels."""

    rule: FeedRule
    feed: Feed
    trouble: FeedTrouble
    channel: str

    @property
    def began_key(self) -> str:
        return self._key("began")

    @property
    def ended_key(self) -> str:
        return self._key("ended")

    def due_key(self, existing_keys: Container[str], now: datetime, failures: int) -> str | None:
        """Return the key of the message that is due now; None if none is.

        Pausing a feed ends its trouble, but is not reported as a recovery.
        """
        if self.trouble.ended_at is None:
            has_lasted = now - self.trouble.began_at >= timedelta(hours=self.rule.after_hours)
            return self.began_key if has_lasted and self.began_key not in existing_keys else None
        has_recovered = not (failures and self.trouble.kind == "sick")
        is_due = self.rule.recovery and has_recovered and self.began_key in existing_keys
        return self.ended_key if is_due and self.ended_key not in existing_keys else None

    def _key(self, phase: str) -> str:
        return feed_message_key(self.rule.id, self.trouble, phase, self.channel)


def list_feed_message_keys(
    rules: Sequence[FeedRule], troubles: Iterable[FeedTrouble], feeds: Mapping[str, Feed]
) -> set[str]:
    """Return all keys that `build_feed_messages` looks up in `existing_keys`."""
    return {key for match in _match(rules, troubles, feeds) for key in (match.began_key, match.ended_key)}


def build_feed_messages(
    rules: Sequence[FeedRule],
    troubles: Iterable[FeedTrouble],
    feeds: Mapping[str, Feed],
    *,
    existing_keys: Container[str],
    now: datetime,
    ui_url: str,
    find_remedy: RemedyFinder = lambda reason, detail: "",
    failures: Mapping[str, int] | None = None,
    recent_counts: Mapping[tuple[str, str], int] | None = None,
) -> tuple[Message, ...]:
    """Return the messages that are due, so that the beginning and the end of each trouble are reported once.

    `troubles`: ongoing ones and those that ended recently. `feeds`: the watch list, by id; feeds that are paused or not
    in it are ignored. `existing_keys`: the keys from `list_feed_message_keys` that a message in the outbox has or
    covers. `find_remedy`: as in `TroubleReport`. `failures`: how many polls in a row have
    failed up to now, by feed id. `recent_counts`: number of messages in the last hour, by ids of rule and channel.
    """
    failures = failures or {}
    due: defaultdict[tuple[str, str], dict[str, _TroubleMatch]] = defaultdict(dict)
    for match in _match(rules, troubles, feeds):
        if key := match.due_key(existing_keys, now, failures.get(match.feed.feed_id, 0)):
            due[match.rule.id, match.channel][key] = match
    messages: list[Message] = []
    for (rule_id, channel), matches in due.items():
        rule = next(match.rule for match in matches.values())
        reports = {
            key: TroubleReport(match.feed, match.trouble, failures.get(match.feed.feed_id, 0), find_remedy, now)
            for key, match in matches.items()
        }
        room = MAX_MESSAGES_PER_HOUR - (recent_counts or {}).get((rule_id, channel), 0)
        if len(reports) <= room:
            messages += [render_trouble(rule, channel, report, key, ui_url) for key, report in reports.items()]
        elif room > 0:
            messages.append(render_feed_digest(rule, channel, reports, ui_url))
    return tuple(messages)


def _match(
    rules: Sequence[FeedRule], troubles: Iterable[FeedTrouble], feeds: Mapping[str, Feed]
) -> Iterator[_TroubleMatch]:
    for trouble in sorted(troubles, key=lambda trouble: (trouble.began_at, trouble.feed_id, trouble.kind)):
        feed = feeds.get(trouble.feed_id)
        if feed and not feed.paused:
            for rule in rules:
                if trouble.kind in rule.when and _applies_to(rule, feed):
                    yield from (_TroubleMatch(rule, feed, trouble, channel) for channel in rule.channels)


def _applies_to(rule: FeedRule, feed: Feed) -> bool:
    return (
        (not rule.feeds or any(fnmatchcase(feed.feed_id, pattern) for pattern in rule.feeds))
        and (not rule.kinds or feed.kind in rule.kinds)
        and _is_listed(feed.country, rule.countries)
        and _is_listed(feed.language, rule.languages)
    )


def _is_listed(code: str | None, codes: Sequence[str]) -> bool:
    """Return whether a code is in the list, in any case; an empty list contains every code."""
    return not codes or (code or "").casefold() in {each.casefold() for each in codes}
