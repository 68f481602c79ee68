"""Alerts: rules and articles that landed -> messages, and when to try a delivery again. Pure.

A message's key follows from rule, story (or article) and channel, so that whoever keeps the keys sends each once.
"""

import hashlib
from collections.abc import Container, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from newsvane.alerts.rules import Channel, Find, Landed, Rule
from newsvane.alerts.telling import Telling
from newsvane.errors import QueryError
from newsvane.records import Article, Message, Topic
from newsvane.urls import message_key
from newsvane.watch import WatchFile

__all__ = ["Channel", "Find", "Landed", "Rule", "active", "load_alerts", "messages", "next_try"]

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_ASKED = timedelta(days=1)
"""How long a receiver may keep a message waiting with Retry-After."""

_NOTHING = Article(
    article_id="",
    url="",
    canonical_url="",
    outlet="",
    title="",
    text="",
    words=0,
    fetched_at=datetime(1970, 1, 1, tzinfo=UTC),
)


def load_alerts(
    text: str, *, path: str, topics: Container[str] | None = None, find: Find | None = None
) -> tuple[tuple[Rule, ...], tuple[Channel, ...]]:
    """Read alerts: TOML, `[[channel]]` and `[[rule]]` tables with the fields of the records. `path` is for messages.

    `topics`: the ids there are. `find`: tries the queries. Raises ConfigError with file and line on broken TOML, wrong
    or missing keys, repeated ids, rules that name nothing to match, or topics or channels that there are not.
    """
    file = WatchFile(text, path=path, kinds=("channel", "rule"))
    channels, rules = file.records("channel", Channel), file.records("rule", Rule)
    ids = {channel.id for channel in channels}
    for index, rule in enumerate(rules):
        unknown = next((id for id in rule.channels if id not in ids), None)
        if unknown is not None:
            raise file.error("rule", index, "channels", f"no [[channel]] has the id {unknown!r}")
        unknown = next((id for id in rule.topics if topics is not None and id not in topics), None)
        if unknown is not None:
            raise file.error("rule", index, "topics", f"no topic has the id {unknown!r}; see topics.toml")
        if not rule.topics and not rule.query:
            raise file.error("rule", index, "id", f"rule {rule.id!r} would match everything; give topics or a query")
        if rule.query and find is not None:
            try:
                find(rule.query, _NOTHING)
            except QueryError as error:
                raise file.error("rule", index, "query", str(error)) from error
    return rules, channels


def active(rules: Iterable[Rule], channels: Container[str]) -> tuple[Rule, ...]:
    """The rules, each with those of its channels that can be reached; without the rules that have none."""
    reduced = (rule.model_copy(update={"channels": tuple(c for c in rule.channels if c in channels)}) for rule in rules)
    return tuple(rule for rule in reduced if rule.channels)


def messages(
    rules: Sequence[Rule], landed: Sequence[Landed], *, now: datetime, ui_url: str, topics: Sequence[Topic], find: Find
) -> tuple[Message, ...]:
    """The messages that these articles cause, each key once; the earliest original speaks for its story.

    A story is told when its first original matches the rule, be that the article that began it or a later one: whether
    it was told before is known by the key. `topics` and `find` (`newsvane.topics.find`) explain and show the match.
    """
    known = {topic.topic_id: topic for topic in topics}
    made: dict[str, Message] = {}
    for item in sorted(landed, key=_speaks_first):
        for rule in rules:
            if not _matches(rule, item, find, now):
                continue
            subject = item.grouping.story_id if rule.new == "story" else item.article.article_id
            fresh = [(key, c) for c in rule.channels if (key := message_key(rule.id, subject, c)) not in made]
            if fresh:
                told = Telling(rule, item, [known[id] for id in rule.topics if id in known], find, ui_url)
                made |= {key: told.message(key, channel, now) for key, channel in fresh}
    return tuple(made.values())


def next_try(attempt: int, key: str, now: datetime, retry_after: timedelta | None = None) -> datetime:
    """When to try again after failed attempt number `attempt` (1, 2, …) at the message of that key.

    30 s, doubled each time, at most an hour, less up to a fifth that is fixed for key and attempt, so that a receiver
    that comes back is not met by all at once. Never sooner than the receiver asked, within a day.
    """
    digest = hashlib.sha256(f"{key} {attempt}".encode()).digest()
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempt - 1, 12)
    wait = min(doubled, LONGEST_WAIT) * (1 - digest[0] / 256 / 5)
    return now + max(wait, min(retry_after or timedelta(0), LONGEST_ASKED))


def _speaks_first(item: Landed) -> tuple[bool, bool, datetime, str]:
    article = item.article
    moment = article.published_at or article.fetched_at
    return item.grouping.copy_of is not None, not item.is_new_story, moment, article.article_id


def _matches(rule: Rule, item: Landed, find: Find, now: datetime) -> bool:
    article = item.article
    return (
        now - (article.published_at or article.fetched_at) <= timedelta(days=rule.max_age_days)
        and (rule.new == "article" or item.grouping.copy_of is None)
        and set(rule.topics) <= set(article.topics)
        and (not rule.languages or article.language in rule.languages)
        and (not rule.query or bool(find(rule.query, article)))
    )
