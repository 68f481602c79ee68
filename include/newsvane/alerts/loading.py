"""alerts.toml: `[[channel]]`, `[[rule]]` and `[[feed_rule]]` tables with the fields of the records in `rules`."""

from collections.abc import Container, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from newsvane.alerts.rules import Channel, FeedRule, Find, Rule
from newsvane.errors import QueryError
from newsvane.records import Article
from newsvane.watch import WatchFile

R = TypeVar("R", Rule, FeedRule)

KINDS = ("channel", "rule", "feed_rule")
PATTERN = frozenset("*?[")
"""A feed's name with one of these is a pattern."""

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
    """Read the rules on articles and the channels. `path` is for messages.

    `topics`: the ids there are. `find`: tries the queries. Raises ConfigError with file and line on broken TOML, wrong
    or missing keys, repeated ids, rules that name nothing to match, or topics or channels that there are not; on
    mistakes in rules on feeds, too.
    """
    file = WatchFile(text, path=path, kinds=KINDS)
    channels, rules = file.records("channel", Channel), file.records("rule", Rule)
    _require_channels(file, "rule", rules, channels)
    for index, rule in enumerate(rules):
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
    _feed_rules(file, channels, rules)
    return rules, channels


def load_feed_rules(text: str, *, path: str, feeds: Container[str] | None = None) -> tuple[FeedRule, ...]:
    """Read the rules on feeds. `path` is for messages, `feeds`: the ids there are.

    Raises ConfigError as `load_alerts`, and on a feed that there is not; a pattern may match none.
    """
    file = WatchFile(text, path=path, kinds=KINDS)
    rules = _feed_rules(file, file.records("channel", Channel), file.records("rule", Rule))
    for index, rule in enumerate(rules):
        named = (id for id in rule.feeds if not PATTERN & set(id))
        unknown = next((id for id in named if feeds is not None and id not in feeds), None)
        if unknown is not None:
            raise file.error("feed_rule", index, "feeds", f"no feed has the id {unknown!r}; see feeds.toml")
    return rules


def active(rules: Iterable[R], channels: Container[str]) -> tuple[R, ...]:
    """The rules, each with those of its channels that can be reached; without the rules that have none."""
    reduced = (rule.model_copy(update={"channels": tuple(c for c in rule.channels if c in channels)}) for rule in rules)
    return tuple(rule for rule in reduced if rule.channels)


def _feed_rules(file: WatchFile, channels: Iterable[Channel], others: Iterable[Rule]) -> tuple[FeedRule, ...]:
    rules = file.records("feed_rule", FeedRule)
    _require_channels(file, "feed_rule", rules, channels)
    taken = {rule.id for rule in others}
    for index, rule in enumerate(rules):
        if rule.id in taken:
            raise file.error("feed_rule", index, "id", f"the id {rule.id!r} is taken by a [[rule]]")
    return rules


def _require_channels(
    file: WatchFile, kind: str, rules: Iterable[Rule | FeedRule], channels: Iterable[Channel]
) -> None:
    ids = {channel.id for channel in channels}
    for index, rule in enumerate(rules):
        unknown = next((id for id in rule.channels if id not in ids), None)
        if unknown is not None:
            raise file.error(kind, index, "channels", f"no [[channel]] has the id {unknown!r}")
