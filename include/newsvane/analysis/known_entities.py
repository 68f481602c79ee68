"""The people, organisations and places that a query or a command asks for, by id or by any spelling."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsvane import configuration, lake, names
from newsvane.analysis.queries import OpenLake, fetch_rows, load_query
from newsvane.errors import UnknownName
from newsvane.settings import get_settings
from newsvane.similar_names import describe_unknown, find_similar
from newsvane.topics.folding import fold, tokenize

if TYPE_CHECKING:
    from newsvane.names import Lexicon

NOUNS = {"person": "person", "org": "organisation", "place": "place"}


def load_lexicon() -> "Lexicon":
    """Return the shipped lexicon with the entities.toml in force."""
    return names.build_lexicon(configuration.find_in_force(get_settings()).entities)


def find_own_names(keys: Iterable[str]) -> list[str]:
    """Return which keys of a query, as in `Query.name_keys`, stand for an entity of the entities.toml in force.

    A person's surname stands for the person.
    """
    tables = configuration.find_in_force(get_settings()).entities
    entities = names.build_lexicon(tables).entities
    own = {(entities[each.entity_id].kind, each.entity_id) for each in tables if each.entity_id in entities}
    known = {f"{kind}:{entity_id}" for kind, entity_id in own}
    known |= {f"person:{entity_id.rpartition('-')[2]}" for kind, entity_id in own if kind == "person"}
    return sorted(known.intersection(keys))


def require_names(keys: Iterable[str], *, open_lake: OpenLake = lake.open_reader) -> None:
    """Raise UnknownName if neither the lexicon nor an article has a person, organisation or place of a query.

    `keys`: as in `Query.name_keys`, for example person:edi-rama; of a person also the surname, of a place the country.
    """
    lexicon = load_lexicon()
    asked = [key.partition(":")[::2] for key in sorted(keys)]
    unsure = [(kind, written) for kind, written in asked if not _is_in_lexicon(kind, written, lexicon)]
    if not unsure:
        return
    named = [(row["kind"], row["entity_id"]) for row in fetch_rows(load_query("known_entities"), open_lake=open_lake)]
    for kind, written in unsure:
        ids = {entity_id for other, entity_id in named if other == kind}
        if written not in ids and not (kind == "person" and any(each.endswith(f"-{written}") for each in ids)):
            ids |= {each.entity_id for each in lexicon.entities.values() if each.kind == kind}
            raise UnknownName(
                describe_unknown(NOUNS[kind], written, find_similar(written, ids)),
                hint="neither an article nor the lexicon has it",
            )


def _is_in_lexicon(kind: str, written: str, lexicon: "Lexicon") -> bool:
    if names.find_spelled(written, lexicon, kind):
        return True
    entities = (each for each in lexicon.entities.values() if each.kind == kind)
    if kind == "person":
        return any(each.entity_id.endswith(f"-{written}") for each in entities)
    return kind == "place" and any((each.country or "").lower() == written for each in entities)


def find_named(written: str, *, open_lake: OpenLake = lake.open_reader) -> str:
    """Return the id of the named entity that has this id or spelling. Raises UnknownName if there is not just one."""
    named = {row["entity_id"] for row in fetch_rows(load_query("known_entities"), open_lake=open_lake)}
    as_id = "-".join(fold(word) for word in tokenize(written))
    if as_id in named:
        return as_id
    lexicon = load_lexicon()
    spelled = names.find_spelled(written, lexicon)
    found = sorted(spelled & named)
    if len(found) > 1:
        raise UnknownName(f"{written!r} may be {' or '.join(found)}", hint="write one of these ids", similar=found)
    if found:
        return found[0]
    if spelled:
        known = " or ".join(f"{lexicon.entities[each].name} ({each})" for each in sorted(spelled))
        raise UnknownName(f"no article on a topic names {known}", hint="`newsvane names top` lists names")
    similar = find_similar(as_id, named)
    raise UnknownName(describe_unknown("name", written, similar), similar=similar)
