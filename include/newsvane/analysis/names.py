"""Whom coverage names: most often, more than before, for the first time, together with whom, and one entity."""

from collections.abc import Iterable
from datetime import date, datetime

from newsvane import lake
from newsvane.analysis.known_entities import find_named
from newsvane.analysis.queries import OpenLake, Row, fetch_rows, load_query
from newsvane.errors import UnknownName
from newsvane.records import NameKind


def load_top_names(
    since: date,
    until: date,
    *,
    kind: NameKind | None = None,
    topic: str | None = None,
    limit: int = 20,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the entities that most stories of these days name."""
    chosen = {"since": since, "until": until, "kind": kind, "topic": topic, "limit": limit}
    return fetch_rows(load_query("names_top"), chosen, open_lake=open_lake)


def load_rising_names(
    *, kind: NameKind | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the entities that more than twice as many stories of the last 7 days name as usual."""
    return fetch_rows(load_query("names_rising"), {"kind": kind, "limit": limit}, open_lake=open_lake)


def load_first_mentions(
    since: datetime, *, kind: NameKind | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the entities that were named for the first time since a time, the latest first.

    If there are more than `limit`, each outlet that named some has its turn, so that one page full of names leaves room
    for what others report.
    """
    chosen = {"since": since, "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_first"), chosen, open_lake=open_lake)


def load_names_together(
    written: str,
    *,
    since: date = date.min,
    until: date = date.max,
    kind: NameKind | None = None,
    limit: int = 20,
    open_lake: OpenLake = lake.open_reader,
) -> list[Row]:
    """Return the entities that most stories of these days, by default of all, name together with one.

    Raises UnknownName if no article names that.
    """
    entity_id = find_named(written, open_lake=open_lake)
    chosen = {"entity_id": entity_id, "since": since, "until": until, "kind": kind, "limit": limit}
    return fetch_rows(load_query("names_together"), chosen, open_lake=open_lake)


def load_event_places(
    since: date, until: date, *, topic: str | None = None, limit: int = 20, open_lake: OpenLake = lake.open_reader
) -> list[Row]:
    """Return the places in which the events of these days happened, those of the most stories first."""
    chosen = {"since": since, "until": until, "topic": topic, "limit": limit}
    return fetch_rows(load_query("places_of_events"), chosen, open_lake=open_lake)


def build_geojson(places: Iterable[Row]) -> dict[str, object]:
    """Return a FeatureCollection (RFC 7946) with a point per place, for maps."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {
                "id": row["entity_id"],
                **{key: row[key] for key in ("name", "country", "stories", "articles")},
                "last_day": row["last_day"].isoformat(),
            },
        }
        for row in places
    ]
    return {"type": "FeatureCollection", "features": features}


def load_entity(written: str, *, open_lake: OpenLake = lake.open_reader) -> Row:
    """Return one entity with its spellings, by its id or a spelling. Raises UnknownName if no article names it."""
    entity_id = find_named(written, open_lake=open_lake)
    found = fetch_rows(load_query("named_entity"), {"entity_id": entity_id}, open_lake=open_lake)
    if not found:
        raise UnknownName(
            f"no article on a topic names {entity_id!r} any more", hint="`newsvane names top` lists names"
        )
    return found[0]
