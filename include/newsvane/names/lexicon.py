"""The names that are known: the shipped entities, places, and the entities of a watch folder.

A lexicon finds which spellings may begin with a word. `known_names` decides whether one of them is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from newsvane.names.entities import Entity, EntityTable, merge_entities, parse_entities
from newsvane.names.word_forms import fold_word
from newsvane.topics.folding import tokenize

Use = Literal["anywhere", "short", "located"]


class Spelling(NamedTuple):
    """One spelling of an entity, as folded words.

    `capitals`: which of its words are written with a capital. `use`: whether it counts anywhere, only beside one of the
    entity's full spellings (short), or only where the text says that it is a place (located). `languages`: in whose
    texts it counts; empty: in all.
    """

    entity_id: str
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    is_acronym: bool
    use: Use
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Entities by id, and their spellings by first word, the longest first.

    `merged`: the id that each merged id now has. `excluded`: ids that are not recognised.
    """

    entities: Mapping[str, Entity]
    spellings: Mapping[str, tuple[Spelling, ...]]
    merged: Mapping[str, str]
    excluded: frozenset[str]

    def resolve(self, entity_id: str) -> str | None:
        """Return the id that counts for an id; None if it is excluded."""
        found = self.merged.get(entity_id, entity_id)
        return None if found in self.excluded else found


@lru_cache(maxsize=2)
def build_lexicon(own: tuple[EntityTable, ...] = ()) -> Lexicon:
    """Return the shipped lexicon with the tables of a watch folder's entities.toml on top."""
    entities, merged, excluded = merge_entities({**load_places(), **_load_entities()}, own)
    by_first: dict[str, list[Spelling]] = defaultdict(list)
    for entity in entities.values():
        for spelling in _list_spellings(entity):
            by_first[spelling.words[0]].append(spelling)
    ordered = {word: tuple(sorted(found, key=lambda each: -len(each.words))) for word, found in by_first.items()}
    return Lexicon(entities, ordered, merged, excluded)


def _list_spellings(entity: Entity) -> Iterator[Spelling]:
    use: Use = "located" if entity.located else "anywhere"
    yield from _split(entity.entity_id, entity.spellings, use)
    yield from _split(entity.entity_id, entity.short, "short")
    for text, languages in entity.native:
        yield from _split(entity.entity_id, (text,), use, languages)


def _split(
    entity_id: str, written: Iterable[str], use: Use, languages: frozenset[str] = frozenset()
) -> Iterator[Spelling]:
    for text in written:
        if words := tokenize(text):
            capitals = tuple(word[0].isupper() for word in words)
            is_acronym = text.isupper() and any(map(str.islower, text.lower()))
            yield Spelling(entity_id, tuple(map(fold_word, words)), capitals, is_acronym, use, languages)


@cache
def _load_entities() -> dict[str, Entity]:
    """Return the shipped entities by id."""
    path = files("newsvane.names") / "entities.toml"
    entities, _, _ = merge_entities({}, parse_entities(path.read_text("utf-8"), path="entities.toml"))
    return entities


@cache
def list_native_languages() -> frozenset[str]:
    """Return the codes of the languages in which countries have names of their own."""
    return frozenset().union(*(codes for entity in load_places().values() for _, codes in entity.native))


def _partition(native: str) -> Iterator[tuple[str, str, str]]:
    return (each.partition("@") for each in native.split("|") if each)


@cache
def load_places() -> dict[str, Entity]:
    """Return the countries and then the cities that ship, by id, the largest cities first."""
    found: dict[str, Entity] = {}
    for line in (files("newsvane.names") / "places.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        place_id, kind, name, country, latitude, longitude, geonames, spellings, native = line.split("\t")
        found[place_id] = Entity(
            entity_id=place_id,
            kind="place",
            name=name,
            spellings=tuple(spellings.split("|")),
            native=tuple((name, frozenset(codes.split(","))) for name, _, codes in _partition(native)),
            country=country,
            latitude=float(latitude),
            longitude=float(longitude),
            geonames=int(geonames),
            located=kind == "city",
            is_country=kind == "country",
        )
    return found
