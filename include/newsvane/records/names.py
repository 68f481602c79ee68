"""People, organisations and places that articles name."""

from typing import Literal

from newsvane.records.base import Line, Record

NameKind = Literal["person", "org", "place"]
NamePosition = Literal["title", "lead", "text"]


class NameMention(Record):
    """One person, organisation or place that an article names.

    `entity_id`: the same in every language and script. `name`: the usual one. `written`: as the article writes it, the
    most frequent first. `mentions`: how often. `position`: where it is first named. `known`: whether it is in the
    lexicon or among the places; otherwise the text shows that it is a person. `country` (ISO 3166), `latitude`,
    `longitude`, `geonames_id`: of a place; None if there is none.
    """

    entity_id: str
    kind: NameKind
    name: Line
    written: tuple[Line, ...] = ()
    mentions: int = 1
    position: NamePosition = "text"
    known: bool = True
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None


class EventPlace(Record):
    """Where an event happened. `evidence`: why, in words."""

    entity_id: str
    name: Line
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    evidence: Line = ""


class ArticleNames(Record):
    """The names of an article, and where its event happened."""

    mentions: tuple[NameMention, ...] = ()
    place: EventPlace | None = None
