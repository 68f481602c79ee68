"""Rules on feeds and the troubles of feeds -> messages, each key once. Pure.

A trouble is told when it has lasted as long as the rule wants, and its end where its beginning was told. A rule writes
a channel at most MOST messages an hour: in an outage, what is beyond becomes one message, which names the keys that it
covers, or waits for the next hour.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from newsvane.alerts.render.feed_facts import News, digest, single
from newsvane.alerts.rules import FeedRule
from newsvane.records import Feed, FeedTrouble, Message
from newsvane.urls import feed_message_key

MOST = 5
"""Messages of a rule to a channel in an hour."""


@dataclass(frozen=True)
class _Case:
    """A trouble of a feed, and a channel that a rule wants told of it."""

    rule: FeedRule
    feed: Feed
    trouble: FeedTrouble
    channel: str

    @property
    def beginning(self) -> str:
        return self._key("began")

    @property
    def end(self) -> str:
        return self._key("ended")

    def news(self, told: Container[str], now: datetime, failures: int) -> str | None:
        """The key of what is to be told now; None: nothing.

        A sickness that ended without a good poll (the feed was paused) is no recovery.
        """
        if self.trouble.ended_at is None:
            late_enough = now - self.trouble.began_at >= timedelta(hours=self.rule.after_hours)
            return self.beginning if late_enough and self.beginning not in told else None
        recovered = self.rule.recovery and not (failures and self.trouble.kind == "sick")
        return self.end if recovered and self.beginning in told and self.end not in told else None

    def _key(self, phase: str) -> str:
        return feed_message_key(self.rule.id, self.trouble, phase, self.channel)


def feed_keys(rules: Sequence[FeedRule], troubles: Iterable[FeedTrouble], feeds: Mapping[str, Feed]) -> set[str]:
    """The keys that `feed_messages` asks `told` for."""
    return {key for case in _cases(rules, troubles, feeds) for key in (case.beginning, case.end)}


def feed_messages(
    rules: Sequence[FeedRule],
    troubles: Iterable[FeedTrouble],
    feeds: Mapping[str, Feed],
    *,
    told: Container[str],
    now: datetime,
    ui_url: str,
    remedies: Mapping[str, str] | None = None,
    failures: Mapping[str, int] | None = None,
    written: Mapping[tuple[str, str], int] | None = None,
) -> tuple[Message, ...]:
    """The messages to write now, so that each beginning and each end of a trouble is told once.

    `troubles`: the open ones, and those that ended lately. `feeds`: the watch list by id; what is paused or no longer
    on it is not told of. `told`: of `feed_keys`, those that a message in the outbox has or covers. `remedies`: what a
    failure means and what to do, by reason. `failures`: polls that failed in a row up to now, by feed id.
    `written`: messages of the last hour, by id of rule and channel.
    """
    failing = failures or {}
    fresh: defaultdict[tuple[str, str], dict[str, _Case]] = defaultdict(dict)
    for case in _cases(rules, troubles, feeds):
        if key := case.news(told, now, failing.get(case.feed.feed_id, 0)):
            fresh[case.rule.id, case.channel][key] = case
    made: list[Message] = []
    for (rule_id, channel), cases in fresh.items():
        rule = next(case.rule for case in cases.values())
        news = {
            key: News(case.feed, case.trouble, failing.get(case.feed.feed_id, 0), remedies or {}, now)
            for key, case in cases.items()
        }
        room = MOST - (written or {}).get((rule_id, channel), 0)
        if len(news) <= room:
            made += [single(rule, channel, each, key, ui_url) for key, each in news.items()]
        elif room > 0:
            made.append(digest(rule, channel, news, ui_url))
    return tuple(made)


def _cases(rules: Sequence[FeedRule], troubles: Iterable[FeedTrouble], feeds: Mapping[str, Feed]) -> Iterator[_Case]:
    for trouble in sorted(troubles, key=lambda trouble: (trouble.began_at, trouble.feed_id, trouble.kind)):
        feed = feeds.get(trouble.feed_id)
        if feed and not feed.paused:
            for rule in rules:
                if trouble.kind in rule.when and _fits(rule, feed):
                    yield from (_Case(rule, feed, trouble, channel) for channel in rule.channels)


def _fits(rule: FeedRule, feed: Feed) -> bool:
    return (
        (not rule.feeds or any(fnmatchcase(feed.feed_id, pattern) for pattern in rule.feeds))
        and (not rule.kinds or feed.kind in rule.kinds)
        and _is_one_of(feed.country, rule.countries)
        and _is_one_of(feed.language, rule.languages)
    )


def _is_one_of(code: str | None, codes: Sequence[str]) -> bool:
    return not codes or (code or "").casefold() in {each.casefold() for each in codes}
