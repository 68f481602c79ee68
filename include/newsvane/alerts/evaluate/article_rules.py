"""Which rule tells of which landed article, and why the others do not. Pure.

A story is told when its first original fits the rule and its thresholds are met, whichever comes later; whether it was
told before is known by the key.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsvane.alerts.rules import Find, Landed, Rule
from newsvane.records import AlertKind, Article
from newsvane.urls import message_key


@dataclass(frozen=True)
class Match:
    """A rule tells of `article`, which speaks for `item`: `keys` by channel; `thread`: the keys of what it follows."""

    rule: Rule
    item: Landed
    article: Article
    kind: AlertKind
    keys: Mapping[str, str]
    thread: Mapping[str, str] = field(default_factory=dict)


def matches(rule: Rule, item: Landed, *, told: Container[str], find: Find, now: datetime) -> Iterator[Match]:
    """What the rule tells of the article: its message, the escalation, an update of what was told. `told`: keys."""
    subject = item.grouping.story_id if rule.new == "story" else item.article.article_id
    first = {channel: message_key(rule.id, subject, channel) for channel in rule.channels}
    fresh = {channel: key for channel, key in first.items() if key not in told}
    if fresh and (article := speaker(rule, item, find, now)):
        yield Match(rule, item, article, "story", fresh)
    if rule.new != "story":
        return
    if rule.escalate_outlets and item.outlets >= rule.escalate_outlets:
        wider = rule.model_copy(update={"min_outlets": max(rule.min_outlets, rule.escalate_outlets)})
        keys = {channel: message_key(rule.id, subject, channel, "escalated") for channel in rule.escalate_to}
        keys = {channel: key for channel, key in keys.items() if key not in told}
        if keys and (article := speaker(wider, item, find, now)):
            yield Match(rule, item, article, "escalation", keys)
    marks = [mark for mark in rule.updates if item.outlets_before < mark <= item.outlets]
    if marks and (begun := {channel: key for channel, key in first.items() if key in told}):
        phase = f"outlets {max(marks)}"
        keys = {channel: message_key(rule.id, subject, channel, phase) for channel in begun}
        keys = {channel: key for channel, key in keys.items() if key not in told}
        if keys:
            article = min((*item.others, item.article), key=lambda each: each is item.article)
            yield Match(rule, item, article, "update", keys, begun)


def speaker(rule: Rule, item: Landed, find: Find, now: datetime) -> Article | None:
    """The article that the rule tells of now that this one has landed; None: it tells nothing."""
    if obstacle(rule, item):
        return None
    return next((each for each in _candidates(rule, item) if not misfit(rule, each, find, now)), None)


def why_not(rule: Rule, item: Landed, find: Find, now: datetime) -> str:
    """What keeps the rule from telling of the article, in a word; "" where it tells."""
    reasons = [misfit(rule, each, find, now) for each in _candidates(rule, item)]
    fits = "" in reasons
    return ("" if fits else reasons[0] if reasons else "copy") or obstacle(rule, item)


def obstacle(rule: Rule, item: Landed) -> str:
    """What is missing for the story or the kind of the article, whatever it says: `copy`, `outlets`, `originals`."""
    if rule.new == "original" and item.grouping.copy_of is not None:
        return "copy"
    if item.outlets < rule.min_outlets:
        return "outlets"
    return "originals" if item.originals < rule.min_originals else ""


def misfit(rule: Rule, article: Article, find: Find, now: datetime) -> str:
    """What of the article does not fit the rule, in a word; "" where all does. What costs least is looked at first."""
    if not set(rule.topics) <= set(article.topics):
        return "topics"
    if rule.languages and article.language not in rule.languages:
        return "language"
    if rule.countries and article.country not in rule.countries:
        return "country"
    if rule.kinds and article.outlet_kind not in rule.kinds:
        return "kind"
    if now - moment_of(article) > timedelta(days=rule.max_age_days):
        return "age"
    return "query" if rule.query and not find(rule.query, article) else ""


def moment_of(article: Article) -> datetime:
    """When it was published, or else read."""
    return article.published_at or article.fetched_at


def _candidates(rule: Rule, item: Landed) -> Sequence[Article]:
    """Who may speak: of a story, its originals; those from before only where this landing reached a threshold."""
    own = [item.article]
    if rule.new != "story":
        return own
    if item.grouping.copy_of is not None:
        own = []
    reached = item.outlets_before < rule.min_outlets or item.originals_before < rule.min_originals
    return [*item.others, *own] if reached else own


def speaks_first(item: Landed) -> tuple[bool, bool, datetime, str]:
    """The order in which articles that landed together are asked: originals first, those that began a story, by age."""
    return (
        item.grouping.copy_of is not None,
        not item.is_new_story,
        moment_of(item.article),
        item.article.article_id,
    )
