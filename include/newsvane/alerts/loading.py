"""alerts.toml: `[[channel]]` tables and those of rules, with the fields of the records in `rules`."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import TypeVar

from newsvane.alerts.evaluate.aggregate_rules import query_of
from newsvane.alerts.rules import Channel, FeedRule, Find, Manner, NameRule, QuarantineRule, Rule, TrendRule
from newsvane.errors import QueryError
from newsvane.records import Article, Record
from newsvane.toml_config import WatchFile

R = TypeVar("R", bound=Manner)

KINDS: dict[str, type[Manner]] = {
    "rule": Rule,
    "feed_rule": FeedRule,
    "trend_rule": TrendRule,
    "name_rule": NameRule,
    "quarantine_rule": QuarantineRule,
}
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


class Alerts(Record):
    """All that alerts.toml says."""

    channels: tuple[Channel, ...] = ()
    rules: tuple[Rule, ...] = ()
    feed_rules: tuple[FeedRule, ...] = ()
    trend_rules: tuple[TrendRule, ...] = ()
    name_rules: tuple[NameRule, ...] = ()
    quarantine_rules: tuple[QuarantineRule, ...] = ()

    @property
    def manners(self) -> tuple[Manner, ...]:
        """The rules of every kind."""
        return (*self.rules, *self.feed_rules, *self.trend_rules, *self.name_rules, *self.quarantine_rules)

    def reaching(self, channels: Collection[str]) -> "Alerts":
        """The same with the channels that can be reached; without the rules that have none."""
        kinds = {f"{kind}s": active(getattr(self, f"{kind}s"), channels) for kind in KINDS}
        return self.model_copy(update=kinds)


def load_alerts(
    text: str,
    *,
    path: str,
    topics: Collection[str] | None = None,
    feeds: Collection[str] | None = None,
    find: Find | None = None,
) -> Alerts:
    """Read channels and rules. `path` is for messages.

    `topics`, `feeds`: the ids there are. `find`: tries the queries. Raises ConfigError that names file and line and
    says what to write instead on broken TOML, wrong or missing keys, repeated ids, rules that name nothing to match,
    keys that mean nothing together, and on topics, feeds or channels that there are not.
    """
    return _Loading(text, path, topics, feeds, find).alerts()


def active(rules: Iterable[R], channels: Collection[str]) -> tuple[R, ...]:
    """The rules, each with those of its channels that can be reached; without the rules that have none."""
    made = []
    for rule in rules:
        reached, escalated = ([c for c in ids if c in channels] for ids in (rule.channels, rule.escalate_to))
        if reached:
            made.append(rule.model_copy(update={"channels": tuple(reached), "escalate_to": tuple(escalated)}))
    return tuple(made)


class _Loading:
    """The file, and what its rules may name."""

    def __init__(
        self,
        text: str,
        path: str,
        topics: Collection[str] | None,
        feeds: Collection[str] | None,
        find: Find | None,
    ) -> None:
        self._file = WatchFile(text, path=path, kinds=("channel", *KINDS))
        self._topics, self._feeds, self._find = topics, feeds, find

    def alerts(self) -> Alerts:
        channels = self._file.records("channel", Channel)
        ids = [channel.id for channel in channels]
        found: dict[str, tuple[Manner, ...]] = {}
        taken: dict[str, str] = {}
        for kind, record in KINDS.items():
            found[f"{kind}s"] = self._file.records(kind, record)
            for index, rule in enumerate(found[f"{kind}s"]):
                if (other := taken.setdefault(rule.id, kind)) != kind:
                    raise self._file.error(kind, index, "id", f"the id {rule.id!r} is taken by a [[{other}]]")
                for key, message in (*_manner(rule, ids), *self._mistakes(rule)):
                    raise self._file.error(kind, index, key, message)
        return Alerts.model_validate({"channels": channels, **found})

    def _mistakes(self, rule: Manner) -> Iterator[tuple[str, str]]:
        match rule:
            case Rule():
                yield from _unknown("topics", rule.topics, self._topics, "topic", "see topics.toml")
                if not rule.topics and not rule.query:
                    yield "id", f"rule {rule.id!r} would match everything; give topics or a query"
                yield from self._refused("query", rule.query)
                yield from _of_stories(rule)
            case TrendRule():
                known = None if self._topics is None else [*self._topics, "*"]
                yield from _unknown("topics", rule.topics, known, "topic", 'see topics.toml, or write "*" for all')
            case NameRule():
                for name in rule.names:
                    yield from self._refused("names", query_of(name))
            case FeedRule():
                named = [id for id in rule.feeds if not PATTERN & set(id)]
                yield from _unknown("feeds", named, self._feeds, "feed", "see feeds.toml")

    def _refused(self, key: str, query: str) -> Iterator[tuple[str, str]]:
        if query and self._find is not None:
            try:
                self._find(query, _NOTHING)
            except QueryError as error:
                yield key, str(error)


def _manner(rule: Manner, channels: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with when and where a rule tells: the key, and what to write instead."""
    for key in ("channels", "escalate_to"):
        yield from _unknown(key, getattr(rule, key), channels, "[[channel]]", "add one, or name one that is there")
    given = rule.model_fields_set
    if "weekday" in given and rule.digest != "week":
        yield "weekday", 'a weekday needs digest = "week"'
    if "at" in given and rule.digest not in {"day", "week"}:
        yield "at", 'a time of day needs digest = "day" or "week"'
    if rule.escalate_to and not (rule.escalate_hours or getattr(rule, "escalate_outlets", None)):
        yield "escalate_to", "say when: escalate_hours, of what is not delivered, or escalate_outlets, of a [[rule]]"
    for key in ("escalate_hours", "escalate_outlets"):
        if getattr(rule, key, None) and not rule.escalate_to:
            yield key, 'say to whom: escalate_to = ["channel"]'


def _of_stories(rule: Rule) -> Iterator[tuple[str, str]]:
    """What holds of stories alone."""
    for key in ("min_outlets", "min_originals", "updates", "escalate_outlets"):
        if key in rule.model_fields_set and rule.new != "story":
            yield key, f'{key} counts the outlets of a story: it needs new = "story"'
    if rule.min_originals > rule.min_outlets > 1:
        yield "min_originals", f"so many originals are in at least {rule.min_originals} outlets: leave min_outlets out"
    if low := next((mark for mark in rule.updates if mark <= rule.min_outlets), None):
        yield "updates", f"at {low} outlets the story is told for the first time: write more than min_outlets"


def _unknown(
    key: str, ids: Iterable[str], known: Collection[str] | None, noun: str, advice: str
) -> Iterator[tuple[str, str]]:
    """The first of the ids that there is not, with the one that may be meant."""
    if known is None:
        return
    for each in ids:
        if each not in known:
            near = get_close_matches(each, known, n=1)
            yield key, f"no {noun} has the id {each!r}; {f'did you mean {near[0]!r}?' if near else advice}"
            return
