"""What an entities.toml changes: whom stored articles would newly name, and whom no longer."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from newsvane import lake, names
from newsvane.analysis.known_entities import load_lexicon
from newsvane.analysis.queries import OpenLake, Row, load_query
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.records import Article

if TYPE_CHECKING:
    from newsvane.names import EntityTable, Lexicon

MAX_ARTICLES = 2000
"""How many articles are compared, the latest; 8 milliseconds each, up to three times as long where names differ
that no table describes."""


class EntityChanges(NamedTuple):
    """What naming stored articles again changes.

    `rows`: an entity that articles gain or lose because of the tables, with the numbers of these articles (`new`,
    `gone`) and the title of one; most changes come first. `others`: ids that articles gain or lose for another reason,
    such as an earlier version of the program, in the same order. `changed`: ids of all entities that the tables
    describe otherwise than those in force. `compared`: how many articles were compared, at most MAX_ARTICLES.
    """

    rows: list[Row]
    others: list[str]
    changed: list[str]
    compared: int


@dataclass
class _Change:
    kind: str
    name: str
    new: int = 0
    gone: int = 0
    example: str = ""


@dataclass
class _Comparison:
    """`then`: the lexicon with the tables. `bases`: without any, and in force. `told`: ids that differ from these."""

    then: "Lexicon"
    bases: tuple["Lexicon", ...]
    told: Set[str]
    changes: dict[str, _Change] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def add(self, article: Article, stored: Mapping[str, Row]) -> None:
        """Compare the names that an article has with those that it would get."""
        found = {each.entity_id: each for each in names.find_names(article, self.then)}
        differing = found.keys() ^ stored.keys()
        own = self._find_own(article, differing, found.keys(), stored)
        self.others.update(differing - own)
        for entity_id in own:
            mention, row = found.get(entity_id), stored.get(entity_id, {})
            kind, name = (mention.kind, mention.name) if mention else (row["kind"], row["name"])
            change = self.changes.setdefault(entity_id, _Change(kind, name))
            change.new += mention is not None
            change.gone += mention is None
            change.example = change.example or article.title

    def _find_own(
        self, article: Article, differing: Set[str], found: Set[str], stored: Mapping[str, Row]
    ) -> frozenset[str]:
        """Return which of the differing ids are due to a table: of this entity, of one that was removed, or of another.

        A table may also give or take a name that another entity or a person known by shape had.
        """
        own = {each for each in differing if each in self.told or self._is_removed(each, stored)}
        if differing - own:
            for base in self.bases:
                own |= found ^ {each.entity_id for each in names.find_names(article, base)}
        return frozenset(own & differing)

    def _is_removed(self, entity_id: str, stored: Mapping[str, Row]) -> bool:
        return entity_id in stored and stored[entity_id]["known"] and entity_id not in self.then.entities


def compare_entities(
    tables: "tuple[EntityTable, ...]",
    since: datetime,
    until: datetime,
    *,
    open_lake: OpenLake = lake.open_reader,
    on_done: Callable[[], None] = lambda: None,
) -> EntityChanges:
    """Return what tables change of the names that articles read in a span have. Those without a text are left out."""
    now, then, shipped = load_lexicon(), names.build_lexicon(tables), names.build_lexicon()
    told = _list_differing(shipped, then) | _list_differing(now, then)
    bases = tuple(each for each in (shipped, now) if each is not then)
    comparison = _Comparison(then, bases, told)
    with open_lake() as connection:
        ids = lake.list_articles_to_name(connection, since, until, everything=True)[-MAX_ARTICLES:]
        articles = lake.load_articles(connection, ids)
        stored = _load_stored(connection, ids)
    for each in articles:
        comparison.add(each, stored[each.article_id])
        on_done()
    others = [each for each, _ in comparison.others.most_common() if each not in comparison.changes]
    changed = sorted(_list_differing(now, then))
    return EntityChanges([*_build_rows(comparison.changes)], others, changed, len(articles))


def _list_differing(one: "Lexicon", other: "Lexicon") -> frozenset[str]:
    """Return the ids that one of two lexicons describes, merges or excludes and the other does not."""
    known = one.entities.keys() | other.entities.keys()
    described = {each for each in known if one.entities.get(each) != other.entities.get(each)}
    merged = {each for each, _ in one.merged.items() ^ other.merged.items()}
    return frozenset(described | merged | (one.excluded ^ other.excluded))


def _load_stored(connection: lake.Connection, ids: list[str]) -> defaultdict[str, dict[str, Row]]:
    """Return the names that articles have, by article and entity."""
    stored: defaultdict[str, dict[str, Row]] = defaultdict(dict)
    for row in fetch_rows_of(connection, load_query("stored_names"), articles=ids):
        stored[row["article_id"]][row["entity_id"]] = row
    return stored


def _build_rows(changes: Mapping[str, _Change]) -> Iterator[Row]:
    for entity_id, change in sorted(changes.items(), key=lambda each: (-each[1].new - each[1].gone, each[0])):
        yield {
            "entity_id": entity_id,
            "kind": change.kind,
            "name": change.name,
            "new": change.new,
            "gone": change.gone,
            "example": change.example,
        }
