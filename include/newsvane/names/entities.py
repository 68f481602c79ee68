"""Entities, and the tables of entities.toml that define, extend, merge and exclude them."""

import re
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from itertools import chain

from newsvane.records import Record
from newsvane.records.names import NameKind
from newsvane.similar_names import describe_unknown, find_similar, suggest
from newsvane.toml_config import TomlConfig
from newsvane.topics.folding import fold, tokenize

MAX_SPELLINGS = 200
"""The most spellings in one table."""
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")


class EntityTable(Record):
    """One `[[entity]]` table.

    `spellings`: found wherever they occur. `short`: found only in an article that also has one of the spellings.
    `without`: shipped spellings that are wrong here. `context`: ids of entities or codes of countries, one of which the
    article must name, too. `merge`: ids that are this entity. `exclude`: the entity is not recognised.
    """

    entity_id: str
    kind: NameKind | None = None
    name: str = ""
    spellings: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    merge: tuple[str, ...] = ()
    exclude: bool = False
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or place. `located`: found only where the text says that it is a place.

    `native`: spellings that count only in texts of some languages, with the codes of these.
    """

    entity_id: str
    kind: NameKind
    name: str
    spellings: tuple[str, ...]
    short: tuple[str, ...] = ()
    native: tuple[tuple[str, frozenset[str]], ...] = ()
    context: tuple[str, ...] = ()
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    wikidata: str | None = None
    located: bool = False
    is_country: bool = False


def parse_entities(text: str, *, path: str, known: Mapping[str, Entity] | None = None) -> tuple[EntityTable, ...]:
    """Parse an entities.toml. `known`: the entities that it may extend. `path`: only for messages.

    Raises ConfigError with every mistake and its line.
    """
    file = TomlConfig(text, path=path, kinds=("entity",))
    numbered = [*file.tables("entity", EntityTable, {"id": "entity_id"})]
    tables = tuple(table for _, table in numbered)
    ids = {*(known or {}), *(table.entity_id for table in tables)}
    owners: dict[str, EntityTable] = {}
    for index, table in numbered:
        faults = (_find_faults(table, known or {}), _find_unknown_context(table, ids), _find_shared(table, owners))
        for key, message in chain.from_iterable(faults):
            file.report("entity", index, key, message)
    file.require_valid()
    return tables


def _find_faults(table: EntityTable, known: Mapping[str, Entity]) -> Iterable[tuple[str, str]]:
    """Yield the key and the message of each mistake in a table."""
    if not _ID.fullmatch(table.entity_id) or table.entity_id != fold(table.entity_id):
        yield "id", f"{table.entity_id!r} is no id: use lower-case letters, digits and hyphens, as in maryam-rajavi"
        return
    if table.entity_id not in known and not table.exclude and not table.merge:
        if table.kind is None:
            meant = suggest(table.entity_id, known)
            yield "kind", f'a new entity needs its kind: "person", "org" or "place"{"; or " * bool(meant)}{meant}'
        if not (table.name or table.spellings):
            yield "name", 'a new entity needs a name: name = "…", and spellings if it has others'
    if table.entity_id in table.merge:
        yield "merge", "an entity cannot be merged with itself; write the ids of the others"
    for key in ("spellings", "short", "without"):
        yield from _find_wrong_spellings(key, getattr(table, key))
    yield from _find_wrong_position(table)


def _find_unknown_context(table: EntityTable, ids: Collection[str]) -> Iterable[tuple[str, str]]:
    for each in table.context:
        if each not in ids and not _COUNTRY.fullmatch(each):
            yield (
                "context",
                f"{describe_unknown('entity', each, find_similar(each, ids))} Or write a country's code: 'AL'",
            )


def _find_shared(table: EntityTable, owners: dict[str, EntityTable]) -> Iterable[tuple[str, str]]:
    """Yield the spellings that an earlier table has, too, and add this table to their owners.

    Two people may have one name if each is only found in its own context.
    """
    if table.exclude:
        return
    for spelling in (table.name, *table.spellings):
        other = owners.setdefault(fold(spelling), table) if spelling else table
        if other.entity_id != table.entity_id and not (other.context and table.context):
            key = "name" if spelling == table.name else "spellings"
            yield key, f"{spelling!r} already belongs to {other.entity_id!r}; merge the two, or give both a context"


def _find_wrong_spellings(key: str, written: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    if len(written) > MAX_SPELLINGS:
        yield key, f"{len(written)} spellings; at most {MAX_SPELLINGS} are allowed"
    for spelling in written:
        if not tokenize(spelling):
            yield key, f"{spelling!r} has no letter or digit; remove it"


def _find_wrong_position(table: EntityTable) -> Iterable[tuple[str, str]]:
    for key, value, limit in (("latitude", table.latitude, 90), ("longitude", table.longitude, 180)):
        if value is not None and not -limit <= value <= limit:
            yield key, f"{value} is no {key}: write degrees from -{limit} to {limit}"
    if (table.latitude is None) != (table.longitude is None):
        yield "latitude", "latitude and longitude belong together: write both, or neither"
    if table.country is not None and not _COUNTRY.fullmatch(table.country):
        yield "country", f"{table.country!r} is no country code of two capital letters (ISO 3166-1), such as 'AL'"


def merge_entities(
    shipped: Mapping[str, Entity], tables: Iterable[EntityTable]
) -> tuple[dict[str, Entity], dict[str, str], frozenset[str]]:
    """Return the entities with the tables applied in order, the id that each merged id now has, and excluded ids.

    A spelling that a table gives to one entity is taken from the shipped others.
    """
    tables = tuple(tables)
    entities = _give_up_spellings(shipped, tables)
    merged: dict[str, str] = {}
    excluded: set[str] = set()
    for table in tables:
        if table.exclude:
            entities.pop(table.entity_id, None)
            excluded.add(table.entity_id)
            continue
        entity = _extend(entities.get(table.entity_id), table)
        for other_id in table.merge:
            merged[other_id] = table.entity_id
            if other := entities.pop(other_id, None):
                entity = replace(
                    entity,
                    spellings=(*entity.spellings, *other.spellings),
                    short=(*entity.short, *other.short),
                    native=(*entity.native, *other.native),
                )
        entities[table.entity_id] = entity
    return entities, merged, frozenset(excluded)


def _give_up_spellings(shipped: Mapping[str, Entity], tables: Iterable[EntityTable]) -> dict[str, Entity]:
    owners = {fold(each): table.entity_id for table in tables for each in (table.name, *table.spellings) if each}
    if not owners:
        return dict(shipped)

    return {
        key: _without(entity, {each for each, owner in owners.items() if owner != key})
        for key, entity in shipped.items()
    }


def _without(entity: Entity, unwanted: Set[str]) -> Entity:
    """Return an entity without some spellings, which are folded."""
    return replace(
        entity,
        spellings=tuple(each for each in entity.spellings if fold(each) not in unwanted),
        short=tuple(each for each in entity.short if fold(each) not in unwanted),
        native=tuple(each for each in entity.native if fold(each[0]) not in unwanted),
    )


def _extend(entity: Entity | None, table: EntityTable) -> Entity:
    """Return the entity as a table defines or changes it."""
    facts = table.model_dump(include={"country", "latitude", "longitude", "geonames", "wikidata"}, exclude_none=True)
    names = (table.name,) if table.name else ()
    if entity is None:
        name = table.name or next(iter(table.spellings), "") or table.entity_id
        spellings = tuple(dict.fromkeys((*names, *table.spellings)))
        return Entity(
            table.entity_id, table.kind or "person", name, spellings, table.short, context=table.context, **facts
        )
    entity = _without(entity, {fold(each) for each in table.without})
    return replace(
        entity,
        kind=table.kind or entity.kind,
        name=table.name or entity.name,
        spellings=tuple(dict.fromkeys((*entity.spellings, *names, *table.spellings))),
        short=tuple(dict.fromkeys((*entity.short, *table.short))),
        context=table.context or entity.context,
        **facts,
    )
