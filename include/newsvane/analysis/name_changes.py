"""What a draft of entities.toml changes: whom stored articles would newly name, and whom no longer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from newsvane import lake, names
from newsvane.analysis.known_entities import load_lexicon
from newsvane.analysis.queries import OpenLake, Row
from newsvane.records import Article

if TYPE_CHECKING:
    from newsvane.names import EntityTable, Lexicon

MAX_ARTICLES = 2000
"""How many articles are compared, the latest; 8 milliseconds each."""


@dataclass
class _Change:
    kind: str
    name: str
    new: int = 0
    gone: int = 0
    example: str = ""


class EntityChanges(NamedTuple):
    """What other tables change.

    `rows`: an entity that articles newly name or no longer name, with the numbers of these articles (`new`, `gone`) and
    the title of one; most changes come first. `changed`: ids of all entities that the tables describe otherwise.
    `compared`: how many articles were compared, at most MAX_ARTICLES.
    """

    rows: list[Row]
    changed: list[str]
    compared: int


def compare_entities(
    tables: "tuple[EntityTable, ...]",
    since: datetime,
    until: datetime,
    *,
    open_lake: OpenLake = lake.open_reader,
    on_done: Callable[[], None] = lambda: None,
) -> EntityChanges:
    """Return what tables change of the names in articles of a span, compared with those in force."""
    now, then = load_lexicon(), names.build_lexicon(tables)
    with open_lake() as connection:
        ids = lake.list_articles_to_name(connection, since, until, everything=True)[-MAX_ARTICLES:]
        articles = lake.load_articles(connection, ids)
    changes: dict[str, _Change] = {}
    for each in articles:
        _compare(each, now, then, changes)
        on_done()
    known = now.entities.keys() | then.entities.keys()
    changed = sorted(each for each in known if now.entities.get(each) != then.entities.get(each))
    return EntityChanges([*_build_rows(changes)], changed, len(articles))


def _compare(article: Article, now: "Lexicon", then: "Lexicon", changes: dict[str, _Change]) -> None:
    before, after = ({each.entity_id: each for each in names.find_names(article, lexicon)} for lexicon in (now, then))
    for entity_id in before.keys() ^ after.keys():
        mention = after.get(entity_id) or before[entity_id]
        change = changes.setdefault(entity_id, _Change(mention.kind, mention.name))
        change.new += entity_id in after
        change.gone += entity_id in before
        change.example = change.example or article.title


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
