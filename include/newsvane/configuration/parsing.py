"""Turn the files of a watch folder into a configuration, and collect all their mistakes. No I/O."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsvane import feeds, outlets, topics
from newsvane.alerts import AlertConfig, Templates, load_alerts
from newsvane.configuration.file_names import ENTITIES, OUTLETS, PAGE_RULES, RETENTION, TEMPLATE_FOLDER, WATCH_LIST
from newsvane.configuration.watch_files import decode, list_watch_lists
from newsvane.errors import ConfigError, Mistake, QueryError
from newsvane.records import Feed
from newsvane.retention import RetentionRule, parse_retention
from newsvane.similar_names import find_misspelt, suggest

if TYPE_CHECKING:
    from newsvane import names

log = logging.getLogger(__name__)

Part = TypeVar("Part")


@dataclass(frozen=True)
class Configuration:
    """The contents of a watch folder.

    `mistakes`: what is wrong in the watch folder as it is now. `valid_at`: None for its present contents; otherwise
    they have mistakes, and this is the last valid version, as of then. `is_draft`: it is not the folder of the home.
    `refused_for`: the folder that the home is used with, if `folder` is refused because it is another one.
    """

    folder: Path
    mistakes: tuple[Mistake, ...] = ()
    valid_at: datetime | None = None
    _feeds: tuple[Feed, ...] | None = None
    _topics: tuple[topics.Topic, ...] | None = None
    _lists: Mapping[str, str] | None = None
    _alerts: AlertConfig | None = None
    _templates: Templates | None = None
    _outlets: outlets.KnownOutlets | None = None
    _entities: "tuple[names.EntityTable, ...] | None" = None
    _retention: tuple[RetentionRule, ...] | None = None
    _files: Mapping[str, str] = field(default_factory=dict)
    is_draft: bool = False
    refused_for: Path | None = None

    def describe_version(self) -> str:
        """Say which version of the watch files is in force: "" if it is the present one, or this is a draft."""
        if not self.mistakes or self.is_draft:
            return ""
        if self.refused_for:
            return self._describe_refusal(self.refused_for)
        if self.valid_at is None:
            return "Nothing can run until the watch files are corrected, because they never were valid."
        valid_at = f"{self.valid_at:%Y-%m-%d %H:%M} UTC"
        return f"Until the watch files are corrected, the last valid version is in force: that of {valid_at}."

    def _describe_refusal(self, used: Path) -> str:
        if self.valid_at is None:
            return f"{self.folder} is refused. Nothing can run until NEWSVANE_WATCH is corrected."
        return (
            f"{self.folder} is refused. Until NEWSVANE_WATCH is corrected, the last valid version of {used} is in "
            f"force: that of {self.valid_at:%Y-%m-%d %H:%M} UTC."
        )

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The watch list. Raises ConfigError, as the other parts do, if this part has mistakes."""
        return self._require(self._feeds, "feeds.toml")

    @property
    def topics(self) -> tuple[topics.Topic, ...]:
        """The topics."""
        return self._require(self._topics, "topics.toml")

    @property
    def lists(self) -> Mapping[str, str]:
        """The lists of topics.toml that queries may name, by id."""
        return self._require(self._lists, "topics.toml")

    @property
    def alerts(self) -> AlertConfig:
        """The channels and rules."""
        return self._require(self._alerts, "alerts.toml")

    @property
    def templates(self) -> Templates:
        """The message templates: the user's, and the shipped ones for those that are missing."""
        return self._require(self._templates, TEMPLATE_FOLDER)

    @property
    def outlets(self) -> outlets.KnownOutlets:
        """The facts about outlets: the shipped ones, and those of the watch folder."""
        return self._require(self._outlets, OUTLETS)

    @property
    def entities(self) -> "tuple[names.EntityTable, ...]":
        """The user's people, organisations and places, for `names.build_lexicon`."""
        return self._require(self._entities, ENTITIES)

    @property
    def retention(self) -> tuple[RetentionRule, ...]:
        """How long texts and facts of some outlets and topics are kept."""
        return self._require(self._retention, RETENTION)

    def find_file(self, feed_id: str) -> str:
        """Return the file that has a source of the watch list, by its name in the watch folder: `world/iran.toml`."""
        return self._files[feed_id]

    def require_valid(self) -> "Configuration":
        """Return this configuration. Raises ConfigError with all mistakes if there are any."""
        if self.mistakes:
            raise self._build_error(self.mistakes)
        return self

    def find_mistakes(self, name: str) -> tuple[Mistake, ...]:
        """Return the mistakes in one file, or in a folder of the watch folder."""
        path = self.folder / name
        return tuple(each for each in self.mistakes if path in (Path(each.where), Path(each.where).parent))

    def _require(self, part: Part | None, name: str) -> Part:
        if part is None:
            raise self._build_error(self.find_mistakes(name) or self.mistakes)
        return part

    def _build_error(self, mistakes: tuple[Mistake, ...]) -> ConfigError:
        return ConfigError(reason="watch", mistakes=mistakes, folder=self.folder if self.is_draft else None)


def parse_files(files: Mapping[str, bytes], folder: Path) -> Configuration:
    """Return the configuration in these files. A part with mistakes raises when it is used.

    `folder`: only for messages.
    The result is cached, because each step asks again whether the files have changed.
    """
    return _parse(tuple(sorted(files.items())), folder)


@lru_cache(maxsize=4)
def _parse(files: tuple[tuple[str, bytes], ...], folder: Path) -> Configuration:
    mistakes: list[Mistake] = []
    contents = dict(files)

    def attempt(name: str, parse: Callable[[str, str], Part]) -> Part | None:
        """Return a file as parsed, None if it is missing or has mistakes."""
        where = _describe_place(folder, name)
        if name not in contents:
            return None
        try:
            return parse(decode(contents[name], where), where)
        except ConfigError as error:
            mistakes.extend(error.mistakes or [Mistake(where, str(error))])
        except Exception as error:  # whatever is in a file, the last valid version stays in force
            log.exception("%s cannot be used", where)
            mistakes.append(Mistake(where, f"this file cannot be used: {type(error).__name__}: {error}"))
        return None

    watch_list = feeds.WatchListParser()
    watched: tuple[Feed, ...] | None = ()
    source_files: dict[str, str] = {}
    for name in list_watch_lists(contents):
        found = attempt(name, watch_list.parse)
        source_files |= {feed.feed_id: name for feed in found or ()}
        watched = None if found is None or watched is None else (*watched, *found)
    if watched is not None:
        try:
            watch_list.require_known_exclusions()
        except ConfigError as error:
            mistakes.extend(error.mistakes)
            watched = None
    known = attempt("topics.toml", lambda text, path: topics.load_topics(text, path=path))
    if wrong := [*_find_unknown_topics(watched or (), known, str(folder / WATCH_LIST))]:
        mistakes += wrong
        watched = None
    lists = None if known is None else attempt("topics.toml", lambda text, path: topics.load_lists(text, path=path))
    entities = attempt(ENTITIES, _parse_entities) if ENTITIES in contents else ()
    alerts = attempt(
        "alerts.toml", lambda text, path: _parse_alerts(text, path, known, lists, watched, entities=entities or ())
    )
    if alerts is not None and PAGE_RULES in contents:
        before = alerts
        alerts = attempt(
            PAGE_RULES,
            lambda text, path: _parse_alerts(text, path, known, lists, watched, entities=entities or (), before=before),
        )
    custom = {
        Path(name).name: attempt(name, lambda text, path: _check_template(text, Path(path)))
        for name in contents
        if Path(name).parent.name == TEMPLATE_FOLDER
    }
    valid = {name: text for name, text in custom.items() if text is not None}
    templates = Templates(valid, path=str(folder / TEMPLATE_FOLDER)) if len(valid) == len(custom) else None
    own = attempt(OUTLETS, lambda text, path: outlets.parse_outlets(text, path=path)) if OUTLETS in contents else {}
    facts = None if own is None else outlets.KnownOutlets(own)
    kept = attempt(RETENTION, lambda text, path: _parse_retention(text, path, known)) if RETENTION in contents else ()
    return Configuration(
        folder, tuple(mistakes), None, watched, known, lists, alerts, templates, facts, entities, kept, source_files
    )


def _describe_place(folder: Path, name: str) -> str:
    return name if name == PAGE_RULES else str(folder / name)


def _find_unknown_topics(
    watched: Iterable[Feed], known: Iterable[topics.Topic] | None, where: str
) -> Iterator[Mistake]:
    """Yield what is wrong with queries that ask for a topic that there is not."""
    ids = None if known is None else [topic.topic_id for topic in known]
    for feed in watched:
        if feed.topic and ids is not None and feed.topic not in ids:
            message = f"the query {feed.feed_id!r} asks for the topic {feed.topic!r}; the topics are {', '.join(ids)}"
            yield Mistake(where, message)


def _parse_entities(text: str, path: str) -> "tuple[names.EntityTable, ...]":
    from newsvane import names  # noqa: PLC0415 - slow to import, and few watch folders have this file

    return names.parse_entities(text, path=path, known=names.build_lexicon().entities)


def _parse_retention(text: str, path: str, known: Iterable[topics.Topic] | None) -> tuple[RetentionRule, ...]:
    topic_ids = None if known is None else [topic.topic_id for topic in known]
    return parse_retention(text, path=path, topics=topic_ids)


def _resolve_names(query: str, entities: "tuple[names.EntityTable, ...]") -> str:
    from newsvane import names  # noqa: PLC0415 - slow to import, and few rules ask for names

    return names.resolve_names(query, names.build_lexicon(entities))


def _check_template(text: str, path: Path) -> str:
    """Return the text of a template. Raises ConfigError if it cannot be used."""
    Templates({path.name: text}, path=str(path.parent))
    return text


def _parse_alerts(
    text: str,
    path: str,
    known: Iterable[topics.Topic] | None,
    lists: Mapping[str, str] | None,
    watched: Iterable[Feed] | None,
    *,
    entities: "tuple[names.EntityTable, ...]",
    before: AlertConfig | None = None,
) -> AlertConfig:
    """Parse alerts.toml, or the rules that come after it if `before` is what it has.

    Names of topics, lists or feeds are only checked if their file is valid.
    """
    topic_ids = None if known is None else [topic.topic_id for topic in known]

    def resolve(query: str) -> str:
        resolved = topics.resolve_query(query, lists=lists, known=topic_ids)
        if topics.compile_query(resolved).asks_for_names:
            resolved = _resolve_names(resolved, entities)
        if listed is not None:
            _check_outlets(topics.compile_query(resolved), listed)
        return resolved

    listed = None if watched is None else {feed.outlet.lower() for feed in watched} - {""}
    feed_ids = None if watched is None else [feed.feed_id for feed in watched]
    return load_alerts(text, path=path, topics=topic_ids, feeds=feed_ids, resolve=resolve, before=before)


def _check_outlets(query: topics.Query, watched: Collection[str]) -> None:
    """Raise QueryError if a query names what is no domain, or what looks like a misspelt outlet of the watch list.

    Any other outlet may be right: feeds of others can list its articles.
    """
    for outlet in sorted(query.outlets - set(watched)):
        if "." not in outlet:
            advice = suggest(outlet, watched) or "write its domain, as in outlet:bbc.co.uk"
            raise QueryError(f"outlet: {outlet!r} is no domain; {advice}", reason="unknown_outlet")
        if meant := find_misspelt(outlet, watched):
            message = f"outlet: no feed is of {outlet!r}; did you mean {meant!r}? If not, write outlet:{outlet}*"
            raise QueryError(message, reason="unknown_outlet")
