"""One person, organisation or place in coverage: how it is spelled, who names it and when, and what beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from newsvane import lake
from newsvane.analysis.known_entities import find_named
from newsvane.analysis.queries import OpenLake, Row, load_query
from newsvane.errors import UnknownName
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.records import NameKind
from newsvane.trends import Grain, PeriodCount, fill_periods

MAX_PLACES = 200
"""How many outlets and languages are named at most."""
MAX_TOGETHER = 20
MAX_STORIES = 10


class NameProfile(NamedTuple):
    """What coverage since a day says of one entity.

    `entity`: as `load_entity` returns it, but its numbers and its first article are those since that day.
    `all_articles`: how many articles of the lake name it. `counts`: per period, with the history that the expected
    range needs. `outlets`, `languages`: with their articles, the largest first. `stories`: the latest that name it;
    `happened`: the latest whose event happened there. A story has the id of its first article (`article_id`), when that
    was read (`fetched_at`), how it writes the name (`written`), and the articles of all such stories (`all_articles`).
    """

    entity: Row
    all_articles: int
    counts: list[PeriodCount]
    outlets: list[Row]
    languages: list[Row]
    together: list[Row]
    stories: list[Row]
    happened: list[Row]


def load_entity(written: str, *, open_lake: OpenLake = lake.open_reader) -> Row:
    """Return one entity with its spellings, by its id or a spelling. Raises UnknownName if no article names it."""
    with _open_mentions(written, date.min, date.max, open_lake) as (ask, entity):
        found = {name: value for name, value in entity.items() if name != "all_articles"}
        (totals,) = ask("name_totals", since=date.min)
        if not totals["articles"]:
            raise _name_gone(entity["entity_id"])
        return found | totals


def load_names_together(
    written: str,
    *,
    since: date = date.min,
    until: date = date.max,
    kind: NameKind | None = None,
    limit: int = MAX_TOGETHER,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the entities that most stories of these days, by default of all, name together with one.

    Raises UnknownName if no article names that.
    """
    with _open_mentions(written, since, until, open_lake) as (ask, entity):
        return ask("names_together", entity_id=entity["entity_id"], since=since, kind=kind, limit=limit)


def load_name_profile(
    written: str, *, since: date, history: date, grain: Grain, open_lake: OpenLake = lake.open_reader
) -> NameProfile:
    """Return what coverage since a day says of an entity, by its id or a spelling. Raises UnknownName.

    `history`: the first day that is counted for the chart, of which a bar is a `grain`. As in a search for the name,
    what was read is counted, too.
    """
    with open_lake() as connection:
        read = lake.count_seen(connection, since=history, until=date.max, grain=grain)
    with _open_mentions(written, min(since, history), date.max, open_lake) as (ask, entity):
        entity_id = entity["entity_id"]
        places = ask("name_places", since=since, limit=MAX_PLACES)
        return NameProfile(
            entity | ask("name_totals", since=since)[0],
            entity["all_articles"],
            fill_periods(entity_id, ask("name_periods", grain=grain), read),
            [row for row in places if row["name"] == "outlet"],
            [row for row in places if row["name"] == "language"],
            ask("names_together", entity_id=entity_id, since=since, kind=None, limit=MAX_TOGETHER),
            ask("name_stories", since=since, happened=False, limit=MAX_STORIES),
            ask("name_stories", since=since, happened=True, limit=MAX_STORIES),
        )


@contextmanager
def _open_mentions(
    written: str, since: date, until: date, open_lake: OpenLake
) -> Iterator[tuple[Callable[..., list[Row]], Row]]:
    """Open the lake with the articles of these days that name an entity in `mentions`.

    Yields what asks a query there, and the entity.
    """
    entity_id = find_named(written, open_lake=open_lake)
    with open_lake() as connection:

        def ask(query: str, **parameters: object) -> list[Row]:
            return fetch_rows_of(connection, load_query(query), **parameters)

        ask("select_mentions", entity_id=entity_id)
        found = ask("named_entity", entity_id=entity_id)
        if not found:
            raise _name_gone(entity_id)
        late = [day for day in lake.list_stale_days(connection) if since <= day <= until]
        ask("collect_mentions", since=since, until=until, late=late)
        if late:
            ask("collect_late_mentions", late=late)
        yield ask, found[0]


def _name_gone(entity_id: str) -> UnknownName:
    return UnknownName(f"no article on a topic names {entity_id!r} any more", hint="`newsvane names top` lists names")
