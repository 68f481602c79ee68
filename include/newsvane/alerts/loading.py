"""Load alerts.toml: its channels and its rules, whose keys are the fields of the records in `rules`."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeVar

from newsvane.alerts.rules import (
    ArticleRule,
    BaseRule,
    Channel,
    FeedRule,
    NameRule,
    QuarantineRule,
    TrendRule,
    name_to_query,
)
from newsvane.errors import ConfigError, QueryError
from newsvane.iso_codes import explain_country, explain_language
from newsvane.records import Record
from newsvane.similar_names import suggest
from newsvane.toml_config import TomlConfig

AnyRule = TypeVar("AnyRule", bound=BaseRule)

RULE_TABLES: dict[str, tuple[str, type[BaseRule]]] = {
    "rule": ("article_rules", ArticleRule),
    "feed_rule": ("feed_rules", FeedRule),
    "trend_rule": ("trend_rules", TrendRule),
    "name_rule": ("name_rules", NameRule),
    "quarantine_rule": ("quarantine_rules", QuarantineRule),
}
"""For each table of alerts.toml, the field of `AlertConfig` that holds its rules, and their record."""

_BECAUSE_OF: dict[str, tuple[str, ...]] = {
    "weekday": ("digest",),
    "at": ("digest",),
    "id": ("topics", "query"),
    "escalate_to": ("escalate_hours", "escalate_outlets"),
    "escalate_hours": ("escalate_to",),
    "escalate_outlets": ("escalate_to", "new"),
    "min_outlets": ("new",),
    "min_originals": ("new", "min_outlets"),
    "updates": ("new", "min_outlets"),
}
"""For each key, the other keys that decide whether it is allowed."""

PATTERN_CHARACTERS = frozenset("*?[")
"""A feed id that contains one of these is a pattern."""

QueryResolver = Callable[[str], str]
"""Returns a query with its word lists filled in. Raises QueryError if it is wrong."""


class AlertConfig(Record):
    """The contents of alerts.toml."""

    channels: tuple[Channel, ...] = ()
    article_rules: tuple[ArticleRule, ...] = ()
    feed_rules: tuple[FeedRule, ...] = ()
    trend_rules: tuple[TrendRule, ...] = ()
    name_rules: tuple[NameRule, ...] = ()
    quarantine_rules: tuple[QuarantineRule, ...] = ()

    @property
    def all_rules(self) -> tuple[BaseRule, ...]:
        """Return the rules of every kind."""
        return (
            *self.article_rules,
            *self.feed_rules,
            *self.trend_rules,
            *self.name_rules,
            *self.quarantine_rules,
        )

    def restrict_to(self, channels: Collection[str]) -> "AlertConfig":
        """Return a copy with the rules that can send something to these channels (see `restrict_rules`)."""
        kept = {name: restrict_rules(getattr(self, name), channels) for name, _ in RULE_TABLES.values()}
        return self.model_copy(update=kept)


def load_alerts(
    text: str,
    *,
    path: str,
    topics: Collection[str] | None = None,
    feeds: Collection[str] | None = None,
    resolve: QueryResolver | None = None,
    before: AlertConfig | None = None,
) -> AlertConfig:
    """Load channels and rules from the text of alerts.toml.

    `before`: the contents of alerts.toml, if the text has further `[[rule]]` tables to come after them. These may name
    the channels of alerts.toml, and no id that it has. `path` is for error messages. `topics`, `feeds`: the known ids;
    None: do not check them. `resolve`: fills in the word lists of a query; None: it is used as written.
    Raises ConfigError with every mistake, its line and what to write instead: broken TOML, wrong or missing keys,
    repeated ids, rules without a condition, keys that make no sense together, unknown topics, feeds and channels, and
    languages and countries that do not exist.
    """
    return _Loader(text, path, topics, feeds, resolve, before=before).load()


def locate_rule(text: str, rule_id: str) -> int:
    """Return the number of the line in which alerts.toml has the id of a rule; 0 if it has none, or is not TOML."""
    try:
        return TomlConfig(text, path="", kinds=(*RULE_TABLES,)).locate_id(rule_id)
    except ConfigError:
        return 0


def restrict_rules(rules: Iterable[AnyRule], channels: Collection[str]) -> tuple[AnyRule, ...]:
    """Return the rules with only these of their channels, without those that have none left or are switched off."""
    kept = []
    for rule in rules:
        own, escalation = ([c for c in ids if c in channels] for ids in (rule.channels, rule.escalate_to))
        if own and rule.enabled:
            kept.append(rule.model_copy(update={"channels": tuple(own), "escalate_to": tuple(escalation)}))
    return tuple(kept)


class _Loader:
    """Loads one file and checks it against the ids that its rules may name."""

    def __init__(
        self,
        text: str,
        path: str,
        topics: Collection[str] | None,
        feeds: Collection[str] | None,
        resolve: QueryResolver | None,
        *,
        before: AlertConfig | None = None,
    ) -> None:
        """`before`: the contents of alerts.toml, if the file holds further rules."""
        kinds = ("channel", *RULE_TABLES) if before is None else ("rule",)
        self._file = TomlConfig(text, path=path, kinds=kinds, secrets=("url",))
        self._topics, self._feeds, self._resolve = topics, feeds, resolve
        self._before = before or AlertConfig()

    def load(self) -> AlertConfig:
        channels = (*self._before.channels, *(channel for _, channel in self._file.tables("channel", Channel)))
        channel_ids = [*(channel.id for channel in self._before.channels), *self._file.list_ids("channel")]
        known_channels = None if self._file.lacks_ids("channel") else channel_ids
        rules: dict[str, list[BaseRule]] = {}
        owners = dict.fromkeys((rule.id for rule in self._before.all_rules), "a rule of alerts.toml")
        for table, (name, record) in RULE_TABLES.items():
            owner = f"a [[{table}]]"
            rules[name] = [*getattr(self._before, name)]
            for index, rule in self._file.tables(table, record):
                if (other := owners.setdefault(rule.id, owner)) != owner:  # TomlConfig reports ids repeated in a table
                    self._file.report(table, index, "id", f"the id {rule.id!r} is taken by {other}")
                for key, message in (
                    *_delivery_mistakes(rule, known_channels),
                    *self._condition_mistakes(rule),
                    *_code_mistakes(rule),
                ):
                    self._file.report(table, index, key, message, because_of=_BECAUSE_OF.get(key, ()))
                rules[name].append(self._resolve_query(rule))
        self._file.require_valid()
        return AlertConfig.model_validate({"channels": channels, **rules})

    def _condition_mistakes(self, rule: BaseRule) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with the conditions of a rule: the key, and what to write instead."""
        match rule:
            case ArticleRule():
                yield from _unknown_ids("topics", rule.topics, self._topics, "topic", "see topics.toml")
                if not rule.topics and not rule.query:
                    yield "id", f"rule {rule.id!r} would match everything; give it topics or a query"
                yield from self._query_mistakes("query", rule.query)
                yield from _story_mistakes(rule)
            case TrendRule():
                known = None if self._topics is None else [*self._topics, "*"]
                yield from _unknown_ids("topics", rule.topics, known, "topic", 'see topics.toml, or write "*" for all')
            case NameRule():
                for name in rule.names:
                    yield from self._query_mistakes("names", name_to_query(name))
            case FeedRule():
                ids = [feed_id for feed_id in rule.feeds if not PATTERN_CHARACTERS & set(feed_id)]
                yield from _unknown_ids("feeds", ids, self._feeds, "feed", "see feeds.toml")

    def _query_mistakes(self, key: str, query: str) -> Iterator[tuple[str, str]]:
        if query and self._resolve is not None:
            try:
                self._resolve(query)
            except QueryError as error:
                yield key, str(error)

    def _resolve_query(self, rule: BaseRule) -> BaseRule:
        """Return the rule with its query resolved. A wrong query stays as it is: it was reported."""
        if not isinstance(rule, ArticleRule) or not rule.query or self._resolve is None:
            return rule
        try:
            return rule.model_copy(update={"query": self._resolve(rule.query)})
        except QueryError:
            return rule


def _delivery_mistakes(rule: BaseRule, channels: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the delivery settings of a rule: the key, and what to write instead.

    `channels`: the known ids; None: do not check them.
    """
    for key in ("channels", "escalate_to"):
        yield from _unknown_ids(key, getattr(rule, key), channels, "[[channel]]", "add one with this id")
    given = rule.model_fields_set
    if "weekday" in given and rule.digest != "week":
        yield "weekday", 'a weekday needs digest = "week"'
    if "at" in given and rule.digest not in {"day", "week"}:
        yield "at", 'a time of day needs digest = "day" or "week"'
    if rule.escalate_to and not (rule.escalate_hours or getattr(rule, "escalate_outlets", None)):
        yield (
            "escalate_to",
            "say when: escalate_hours, for undelivered messages, or (in a [[rule]]) escalate_outlets, for big stories",
        )
    for key in ("escalate_hours", "escalate_outlets"):
        if getattr(rule, key, None) and not rule.escalate_to:
            yield key, 'say to whom: escalate_to = ["channel"]'


def _code_mistakes(rule: BaseRule) -> Iterator[tuple[str, str]]:
    """Yield each language and country of a rule that does not exist, with the code that was probably meant."""
    for key, explain in (("languages", explain_language), ("countries", explain_country)):
        for code in getattr(rule, key, ()):
            if wrong := explain(code):
                yield key, wrong


def _story_mistakes(rule: ArticleRule) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the settings that only make sense for stories."""
    for key in ("min_outlets", "min_originals", "updates", "escalate_outlets"):
        if key in rule.model_fields_set and rule.new != "story":
            yield key, f'{key} counts the outlets of a story, so it needs new = "story"'
    if rule.min_originals > rule.min_outlets > 1:
        yield "min_originals", f"{rule.min_originals} originals are in at least as many outlets: leave min_outlets out"
    if low := next((mark for mark in rule.updates if mark <= rule.min_outlets), None):
        yield "updates", f"with {low} outlets the story is reported for the first time: write more than min_outlets"


def _unknown_ids(
    key: str, ids: Iterable[str], known: Collection[str] | None, noun: str, advice: str
) -> Iterator[tuple[str, str]]:
    """Yield each unknown id, with the known id that was probably meant."""
    if known is None:
        return
    for each in ids:
        if each not in known:
            yield key, f"no {noun} has the id {each!r}; {suggest(each, known) or advice}"
