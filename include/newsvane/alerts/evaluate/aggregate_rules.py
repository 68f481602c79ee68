"""Evaluate the rules that are not about a single story: trends, names and quarantine. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from newsvane.alerts.render.compose import compose_message
from newsvane.alerts.render.facts import collect_facts
from newsvane.alerts.render.templates import Templates
from newsvane.alerts.rules import (
    ArticleRule,
    LandedArticle,
    NameRule,
    QuarantineRule,
    RuleMatch,
    SpanFinder,
    TrendRule,
    name_to_query,
)
from newsvane.observation import chronological_key
from newsvane.plurals import count_noun
from newsvane.records import Facts, Message, Record, Topic
from newsvane.safe_text import clean_line
from newsvane.ui_links import UiPage, ui_link
from newsvane.urls import message_key

MAX_REASONS = 3
"""A message on quarantine names at most this many failed expectations."""


class TrendAnomaly(Record):
    """A day on which a topic had an unusual number of articles; `topic` "*" stands for all articles.

    `articles`: their number. `low`, `high`: bounds of the usual range. `expected`: the most likely number.
    `flooded_by`: the outlet that wrote more than half of them, "" if none did; `largest`: how many it wrote.
    """

    topic: str
    day: date
    flag: Literal["spike", "silence"]
    articles: int
    expected: float
    low: float
    high: float
    flooded_by: str = ""
    largest: int = 0


def build_trend_messages(
    rules: Iterable[TrendRule],
    anomalies: Sequence[TrendAnomaly],
    *,
    now: datetime,
    ui_url: str,
    topics: Iterable[Topic],
    templates: Templates,
) -> tuple[Message, ...]:
    """Return a message per rule, channel, topic, day and flag."""
    titles = {topic.topic_id: topic.title for topic in topics}
    messages: list[Message] = []
    for rule in rules:
        for anomaly in anomalies:
            if anomaly.topic not in rule.topics or anomaly.flag not in rule.when:
                continue
            facts = _describe_anomaly(anomaly, titles, ui_url)
            subject = f"{anomaly.topic} {anomaly.day} {anomaly.flag}"
            messages += [
                compose_message(
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
    return tuple(messages)


def find_mentions(
    rules: Iterable[NameRule], landed: Iterable[LandedArticle], find: SpanFinder
) -> dict[str, LandedArticle]:
    """Return, for each name of the rules that these articles mention, the oldest article that mentions it."""
    names = list(dict.fromkeys(name for rule in rules for name in rule.names))
    by_age = sorted(landed, key=lambda item: chronological_key(item.article))
    found: dict[str, LandedArticle] = {}
    for item in by_age if names else ():
        found |= {name: item for name in names if name not in found and find(name_to_query(name), item.article)}
    return found


def build_name_messages(
    rules: Iterable[NameRule],
    mentions: Mapping[str, LandedArticle],
    seen_before: Mapping[tuple[str, int], bool],
    *,
    now: datetime,
    ui_url: str,
    find: SpanFinder,
    templates: Templates,
) -> tuple[Message, ...]:
    """Return a message for each name that is mentioned now and was not mentioned before.

    `mentions`: result of `find_mentions`. `seen_before`: whether an article in the lake mentions a name, by name and
    number of days to look back (0: at any time).
    """
    messages: list[Message] = []
    for rule in rules:
        for name in rule.names:
            item = mentions.get(name)
            if item is None or seen_before[name, rule.unseen_days]:
                continue
            query = ArticleRule(id=rule.id, title=rule.title, channels=rule.channels, query=name_to_query(name))
            facts = collect_facts(RuleMatch(query, item, item.article, "name", {}), {}, find, ui_url)
            since = f" in {count_noun(rule.unseen_days, 'day')}" if rule.unseen_days else ""
            facts = facts.model_copy(update={"news": f"First mention of {clean_line(name, 100)}{since}"})
            for channel in rule.channels:
                key = message_key(rule.id, f"{name} {item.article.article_id}", channel)
                message = compose_message(
                    rule, facts, kind="name", now=now, templates=templates, channel=channel, key=key
                )
                ids = {"story_id": item.grouping.story_id, "article_id": item.article.article_id}
                messages.append(message.model_copy(update=ids))
    return tuple(messages)


def build_quarantine_messages(
    rules: Iterable[QuarantineRule],
    *,
    quarantined: int,
    validated: int,
    reasons: Mapping[str, int],
    now: datetime,
    ui_url: str,
    templates: Templates,
) -> tuple[Message, ...]:
    """Return a message per rule, channel and day (UTC) if too much of a run was quarantined.

    `quarantined`, `validated`: numbers of articles of the run. `reasons`: how many articles failed each expectation.
    """
    share = quarantined / validated if validated else 0.0
    most = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))[:MAX_REASONS]
    messages: list[Message] = []
    for rule in rules:
        if share <= rule.share or validated < rule.at_least:
            continue
        facts = Facts(
            headline=f"{share:.0%} of a run was quarantined",
            news=f"{quarantined:,} of {count_noun(validated, 'article')} failed validation; "
            f"the rule allows {rule.share:.0%}",
            why="; ".join(f"{number:,} × {clean_line(reason, 80)}" for reason, number in most),
            ui=ui_link(ui_url, UiPage.QUARANTINE),
            called="Quarantine",
        )
        messages += [
            compose_message(
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
    return tuple(messages)


def _describe_anomaly(anomaly: TrendAnomaly, titles: Mapping[str, str], ui_url: str) -> Facts:
    title = "All coverage" if anomaly.topic == "*" else clean_line(titles.get(anomaly.topic, anomaly.topic), 80)
    whose = ""
    if anomaly.flooded_by and anomaly.flag == "spike":
        whose = f", {anomaly.largest:,} of {anomaly.articles:,} from one outlet ({clean_line(anomaly.flooded_by, 100)})"
    return Facts(
        headline=f"{title}: {anomaly.flag} on {anomaly.day:%-d %b %Y}",
        news=f"{count_noun(anomaly.articles, 'article')} so far{whose}; the usual range is {anomaly.low:.0f} to "
        f"{anomaly.high:.0f}, {anomaly.expected:.0f} expected",
        ui=ui_link(ui_url, UiPage.COVERAGE),
        called="Coverage",
    )
