"""Find what is no mistake in the watch files but may surprise. `newsvane config check` prints it as notes."""

from collections.abc import Iterator, Mapping, Sequence

from newsvane import names, topics
from newsvane.configuration import last_valid
from newsvane.configuration.file_names import OUTLETS, RETENTION, WATCH_LIST
from newsvane.configuration.parsing import Configuration, parse_files
from newsvane.errors import Mistake
from newsvane.fetch import describe_setting, variable_of
from newsvane.records import Feed
from newsvane.settings import Settings
from newsvane.similar_names import find_misspelt, suggest

MAX_NAMED = 3
"""Sources or outlets that a note names."""


def find_notes(environ: Mapping[str, str], configuration: Configuration, settings: Settings) -> list[Mistake]:
    """Return all notes; none if a file has mistakes."""
    return [
        *find_unused_operators(configuration),
        *find_unwatched_outlets(configuration),
        *find_misspelt_names(configuration),
        *find_waiting_sources(environ, configuration, settings),
        *find_changed_facts(configuration, settings),
    ]


def find_unused_operators(configuration: Configuration) -> list[Mistake]:
    """Return where a query has what looks like an operator, but is searched as a word ("or" in small letters)."""
    if configuration.mistakes:
        return []
    alerts, watched = (str(configuration.folder / name) for name in ("alerts.toml", "topics.toml"))
    queries = [(watched, f"topic {each.topic_id!r}", each.query) for each in configuration.topics]
    queries += [(alerts, f"rule {each.id!r}", each.query) for each in configuration.alerts.article_rules if each.query]
    return [
        Mistake(where, f"{owner}: {words}")
        for where, owner, query in queries
        if (words := topics.explain_unused_operator(query))
    ]


def find_unwatched_outlets(configuration: Configuration) -> list[Mistake]:
    """Return the outlets that rules name and no feed is of, which need not be mistakes. None if a file has mistakes."""
    if configuration.mistakes:
        return []
    watched = {feed.outlet.lower() for feed in configuration.feeds}
    where, kept = (str(configuration.folder / name) for name in ("alerts.toml", RETENTION))
    unknown = {rule.outlet for rule in configuration.retention if rule.outlet} - watched
    meant = {outlet: suggest(outlet, watched) for outlet in unknown}
    retained = [
        Mistake(kept, f"no feed is of {outlet!r}{'; ' * bool(words)}{words}") for outlet, words in sorted(meant.items())
    ]
    return retained + [
        Mistake(where, f"rule {rule.id!r}: no feed is of {outlet!r}; it matches only what other feeds list")
        for rule in configuration.alerts.article_rules
        if rule.query
        for outlet in sorted(topics.compile_query(rule.query).outlets - watched)
    ]


def find_misspelt_names(configuration: Configuration) -> list[Mistake]:
    """Return the names in queries that are spelled like a known one, which need not be mistakes.

    None if a file has mistakes. The lexicon and entities.toml are known; what articles name is in the lake.
    """
    if configuration.mistakes:
        return []
    alerts, watched = (str(configuration.folder / name) for name in ("alerts.toml", "topics.toml"))
    asked = [(watched, f"topic {each.topic_id!r}", each.query) for each in configuration.topics]
    asked += [(alerts, f"rule {each.id!r}", each.query) for each in configuration.alerts.article_rules if each.query]
    named = [
        (where, owner, key) for where, owner, query in asked for key in sorted(topics.compile_query(query).name_keys)
    ]
    if not named:
        return []
    lexicon = names.build_lexicon(configuration.entities)
    return [
        Mistake(where, f"{owner}: {key!r} is not a known name; did you mean {meant!r}?")
        for where, owner, key in named
        if (meant := _find_meant(key, lexicon))
    ]


def _find_meant(key: str, lexicon: names.Lexicon) -> str:
    """Return the known name that a key such as person:edi-ramaa is a misspelling of; "" if there is none."""
    kind, _, written = key.partition(":")
    ids = {each.entity_id for each in lexicon.entities.values() if each.kind == kind}
    if written in ids or names.find_spelled(written, lexicon, kind):
        return ""
    meant = find_misspelt(written, ids)
    return f"{kind}:{meant}" if meant else ""


def find_waiting_sources(environ: Mapping[str, str], configuration: Configuration, settings: Settings) -> list[Mistake]:
    """Return the sources that wait for a variable, by variable. None if a file has mistakes.

    It need not be a mistake: the metadata database of Airflow may have the access data, or they are set elsewhere.
    """
    if configuration.mistakes:
        return []
    waiting: dict[tuple[str, str], list[str]] = {}
    for feed in configuration.feeds:
        for need in _list_unmet_needs(feed, environ, settings):
            waiting.setdefault(need, []).append(feed.feed_id)
    where = str(configuration.folder / WATCH_LIST)
    return [
        Mistake(where, f"without {missing}, {_name_some('source', ids)} cannot be polled: {remedy}")
        for (missing, remedy), ids in waiting.items()
    ]


def _list_unmet_needs(feed: Feed, environ: Mapping[str, str], settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield what a source that is not paused waits for, and what to set. No value of a variable is in it."""
    if feed.paused:
        return
    if feed.access and not any(environ.get(each) for each in _list_access_names(feed.access)):
        yield f"the access data {feed.access!r}", describe_setting(feed.access)
    if feed.needs_contact and not settings.contact:
        yield "NEWSVANE_CONTACT", "set it to a mail address or to a page about you"


def _list_access_names(name: str) -> tuple[str, str]:
    """Return the variables that may hold access data: that of Newsvane, and that of an Airflow connection."""
    return variable_of(name), f"AIRFLOW_CONN_NEWSVANE_ACCESS_{name.upper()}"


def find_changed_facts(configuration: Configuration, settings: Settings) -> list[Mistake]:
    """Return the outlets whose country or kind differs from the version of the latest run, as one note.

    None if a file has mistakes, for another watch folder than that of the home, and before the first run.
    """
    kept = last_valid.read(settings)
    if configuration.mistakes or kept is None or configuration.folder != settings.watch:
        return []
    before = parse_files(kept.files, configuration.folder)
    if before.mistakes:
        return []
    changed = sorted({*_find_changed_feeds(before, configuration), *_find_changed_outlets(before, configuration)})
    message = (
        f"what is known about {_name_some('outlet', changed)} has changed: articles that are read from now on have "
        "it; `newsvane outlets apply` gives it to stored articles, too"
    )
    return [Mistake(str(configuration.folder / OUTLETS), message)] if changed else []


def _find_changed_feeds(before: Configuration, now: Configuration) -> Iterator[str]:
    """Yield the outlets of feeds that say another country or kind."""
    known = {feed.feed_id: feed for feed in before.feeds}
    for feed in now.feeds:
        old = known.get(feed.feed_id)
        if feed.outlet and old and (feed.outlet, feed.country, feed.kind) != (old.outlet, old.country, old.kind):
            yield feed.outlet


def _find_changed_outlets(before: Configuration, now: Configuration) -> Iterator[str]:
    """Yield the outlets about which outlets.toml says something else."""
    for outlet in {*before.outlets.own, *now.outlets.own}:
        facts, old = now.outlets.find(outlet), before.outlets.find(outlet)
        if (facts and (facts.country, facts.kind)) != (old and (old.country, old.kind)):
            yield outlet


def _name_some(noun: str, names: Sequence[str]) -> str:
    """Return `the source 'a'`, or `the sources 'a', 'b', 'c' and 4 more`."""
    shown, more = names[:MAX_NAMED], len(names) - MAX_NAMED
    listed = ", ".join(map(repr, shown)) + (f" and {more:,} more" if more > 0 else "")
    return f"the {noun}{'s' * (len(names) > 1)} {listed}"
