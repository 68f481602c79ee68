"""What is told of no single story: a topic's spike or silence, a name's first mention, a run that was refused. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from newsvane.alerts.evaluate.article_rules import Match
from newsvane.alerts.evaluate.messages import compose
from newsvane.alerts.render.facts import facts_of
from newsvane.alerts.render.sanitize import clean, count
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import Find, Landed, NameRule, QuarantineRule, Rule, TrendRule
from newsvane.records import Facts, Message, Record, Topic
from newsvane.urls import message_key

REFUSED_PAGE = "/newsvane/refused"
"""Where the page of what was refused is in the UI."""


class Turn(Record):
    """A day on which a topic left what is usual: `articles`, where between `low` and `high` were."""

    topic: str
    day: date
    flag: Literal["spike", "silence"]
    articles: int
    expected: float
    low: float
    high: float


def trend_messages(
    rules: Iterable[TrendRule],
    turns: Sequence[Turn],
    *,
    now: datetime,
    ui_url: str,
    topics: Iterable[Topic],
    templates: Templates,
) -> tuple[Message, ...]:
    """A message a rule, topic, day and flag."""
    titles = {topic.topic_id: topic.title for topic in topics}
    made: list[Message] = []
    for rule in rules:
        for turn in turns:
            if turn.topic in rule.topics and turn.flag in rule.when:
                title = "All coverage" if turn.topic == "*" else clean(titles.get(turn.topic, turn.topic), 80)
                facts = Facts(
                    headline=f"{title}: {turn.flag} on {turn.day:%-d %b %Y}",
                    news=f"{count(turn.articles, 'article')} so far, where {turn.low:.0f} to {turn.high:.0f} are usual"
                    f" and {turn.expected:.0f} were expected",
                    ui=f"{ui_url.rstrip('/')}/newsvane/",
                    called="Coverage",
                )
                subject = f"{turn.topic} {turn.day} {turn.flag}"
                made += [
                    compose(
                        rule,
                        facts,
                        kind="trend",
                        now=now,
                        templates=templates,
                        channel=channel,
                        key=message_key(rule.id, subject, channel),
                    )
                    for channel in rule.channels
                ]
    return tuple(made)


def mentions(rules: Iterable[NameRule], landed: Iterable[Landed], find: Find) -> dict[str, Landed]:
    """Of the names of the rules, those that these articles mention, each with the earliest that does."""
    names = list(dict.fromkeys(name for rule in rules for name in rule.names))
    items = sorted(
        landed, key=lambda item: (item.article.published_at or item.article.fetched_at, item.article.article_id)
    )
    found: dict[str, Landed] = {}
    for item in items if names else ():
        found |= {name: item for name in names if name not in found and find(query_of(name), item.article)}
    return found


def query_of(name: str) -> str:
    """The query that finds a name: its words, one after the other."""
    words = name.replace("\\", " ").replace('"', " ").split()
    return f'"{" ".join(words)}"'


def name_messages(
    rules: Iterable[NameRule],
    found: Mapping[str, Landed],
    seen: Mapping[tuple[str, int], bool],
    *,
    now: datetime,
    ui_url: str,
    find: Find,
    templates: Templates,
) -> tuple[Message, ...]:
    """A message for each name that was not seen.

    `found`: of `mentions`. `seen`: whether the lake mentions a name, by name and within how many days (0: ever).
    """
    made: list[Message] = []
    for rule in rules:
        for name in rule.names:
            item = found.get(name)
            if item is None or seen[name, rule.unseen_days]:
                continue
            asked = Rule(id=rule.id, title=rule.title, channels=rule.channels, query=query_of(name))
            facts = facts_of(Match(asked, item, item.article, "name", {}), {}, find, ui_url)
            since = f" in {count(rule.unseen_days, 'day')}" if rule.unseen_days else ""
            facts = facts.model_copy(update={"news": f"First mention of {clean(name, 100)}{since}"})
            for channel in rule.channels:
                key = message_key(rule.id, f"{name} {item.article.article_id}", channel)
                made.append(
                    compose(
                        rule, facts, kind="name", now=now, templates=templates, channel=channel, key=key
                    ).model_copy(update={"story_id": item.grouping.story_id, "article_id": item.article.article_id})
                )
    return tuple(made)


def quarantine_messages(
    rules: Iterable[QuarantineRule],
    *,
    refused: int,
    read: int,
    reasons: Mapping[str, int],
    now: datetime,
    ui_url: str,
    templates: Templates,
) -> tuple[Message, ...]:
    """A message a rule and day where too much of a run was refused.

    `read`: articles of the run. `reasons`: how many of them each expectation refused.
    """
    share = refused / read if read else 0.0
    most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:3]
    made: list[Message] = []
    for rule in _exceeded(rules, share, read):
        facts = Facts(
            headline=f"{share:.0%} of a run was refused",
            news=f"{refused:,} of {count(read, 'article')}, where the rule allows {rule.share:.0%}",
            why="; ".join(f"{number:,} × {clean(reason, 80)}" for reason, number in most),
            ui=f"{ui_url.rstrip('/')}{REFUSED_PAGE}",
            called="Refused",
        )
        made += [
            compose(
                rule,
                facts,
                kind="quarantine",
                now=now,
                templates=templates,
                channel=channel,
                key=message_key(rule.id, f"{now:%Y-%m-%d}", channel),
            )
            for channel in rule.channels
        ]
    return tuple(made)


def _exceeded(rules: Iterable[QuarantineRule], share: float, read: int) -> Iterator[QuarantineRule]:
    return (rule for rule in rules if share > rule.share and read >= rule.at_least)
