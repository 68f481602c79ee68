"""Refuse topics, outlets and ids that nobody knows, and name the closest ones that exist."""

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from newsvane import lake
from newsvane.analysis.queries import OpenLake, fetch_rows, load_query
from newsvane.errors import NewsvaneError, UnknownName
from newsvane.settings import get_settings
from newsvane.similar_names import MAX_LISTED, describe_unknown, find_similar

if TYPE_CHECKING:
    from newsvane.topics import Query

_NAME_FIELD = re.compile(r"\b(?:person|org|place):")
EVERYTHING = "*"
"""Stands for all topics."""
WHERE_LISTED = {
    "feed": "`newsvane feeds list --all` lists all feeds",
    "outlet": '`newsvane sql "SELECT outlet FROM own_feeds UNION SELECT outlet FROM articles"` lists all outlets',
}
"""Where all names of a kind are listed that are too many for a message."""


def require_topics(wanted: Iterable[str | None], *, open_lake: OpenLake = lake.open_reader) -> None:
    """Raise UnknownName if a topic is neither in topics.toml nor in the lake. None is skipped."""
    if asked := [each for each in wanted if each is not None and each != EVERYTHING]:
        require_known("topic", asked, load_topic_ids(open_lake))


def require_outlets(wanted: Iterable[str], *, open_lake: OpenLake = lake.open_reader) -> None:
    """Raise UnknownName if an outlet has neither a feed nor an article."""
    if asked := list(wanted):
        require_known("outlet", asked, load_outlets(open_lake))


def load_outlets(open_lake: OpenLake = lake.open_reader) -> list[str]:
    """Return the outlets that have a feed or an article."""
    return [row["outlet"] for row in fetch_rows(load_query("known_outlets"), open_lake=open_lake)]


def expand_query(query: str) -> str:
    """Return the query with the lists of topics.toml that it names, and with the ids of people and others it spells.

    Raises QueryError if it names a list that there is not.
    """
    if "@" in query:
        from newsvane import configuration  # noqa: PLC0415 - only these queries need the watch folder
        from newsvane.topics import expand_lists  # noqa: PLC0415

        query = expand_lists(query, configuration.find_in_force(get_settings()).lists)
    if not _NAME_FIELD.search(query):
        return query
    from newsvane.analysis.known_entities import load_lexicon  # noqa: PLC0415 - only these queries need the lexicon
    from newsvane.names import resolve_names  # noqa: PLC0415

    return resolve_names(query, load_lexicon())


def compile_known(written: str, *, open_lake: OpenLake = lake.open_reader) -> "Query":
    """Compile a query. Raises UnknownName if it has an unknown topic, outlet or name. It names them in any case."""
    from newsvane.topics import compile_query  # noqa: PLC0415 - only some commands need the query language

    query = compile_query(expand_query(written))
    if query.central_topics:
        require_known("topic", query.central_topics, {each.lower() for each in load_topic_ids(open_lake)})
    require_outlets(query.outlets, open_lake=open_lake)
    if query.asks_for_names:
        from newsvane.analysis.known_entities import require_names  # noqa: PLC0415 - only these queries need them

        require_names(query.name_keys, open_lake=open_lake)
    return query


def require_known(noun: str, wanted: Iterable[str], known: Collection[str]) -> None:
    """Raise UnknownName if a name is not known. The message names similar ones, or all if they are few."""
    for name in wanted:
        if name not in known:
            similar = find_similar(name, known)
            hint = WHERE_LISTED.get(noun, "") if not similar and len(known) > MAX_LISTED else ""
            raise UnknownName(describe_unknown(noun, name, similar, known), hint=hint, similar=similar)


def unknown_id(noun: str, name: str, *, hint: str, open_lake: OpenLake = lake.open_reader) -> UnknownName:
    """Return the error for an id that the lake does not have, with similar ids. `hint`: where to find ids."""
    similar = [row["id"] for row in fetch_rows(load_query("similar_ids"), {"id": name}, open_lake=open_lake)]
    return UnknownName(describe_unknown(noun, name, similar), hint=hint, similar=similar)


def load_topic_ids(open_lake: OpenLake = lake.open_reader) -> set[str]:
    """Return the ids of the topics in topics.toml and in the lake."""
    known = fetch_rows(load_query("known_topics"), open_lake=open_lake)
    return {row["topic"] for row in known} | load_topic_titles().keys()


def load_topic_titles() -> dict[str, str]:
    """Return the titles in topics.toml by id; none if the file cannot be used: the lake can be read without it."""
    from newsvane.topics import load_topics  # noqa: PLC0415 - only some commands need the query language

    path = get_settings().watch / "topics.toml"
    try:
        return {topic.topic_id: topic.title for topic in load_topics(path.read_text("utf-8"), path=str(path))}
    except (OSError, UnicodeDecodeError, NewsvaneError):
        return {}
