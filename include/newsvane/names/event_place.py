"""Find where an event happened, from the dateline, the title and the first paragraph of an article."""

import math
import re
from collections.abc import Iterable, Mapping, Set

from newsvane.names.entities import Entity
from newsvane.names.happened_there import Mention, list_happened, list_paragraphs
from newsvane.names.known_names import Match, match_place
from newsvane.names.lexicon import Lexicon
from newsvane.names.words import Words
from newsvane.records import Article
from newsvane.records.names import EventPlace

_DATELINE = re.compile(
    r"\s*(?P<place>[^\W\d_][\w'’. -]{1,39}?)"
    r"(?:\s*[,،.]\s*[^—–/:(\n]{0,40}?)?"
    r"(?:\s*\([^)\n]{1,40}\)|\s*/\s*[^/\n]{1,30}/\.?)?"
    r"(?:\s*[—–]+\s*|\s+-+\s*|-\s+|(?<=/)\s|(?<=/\.)\s|(?<=\))\s*[-—–:]\s*)"
)
"""A place, perhaps a date and an agency, and a dash: TIRANA, Oct 3 (ATA) -, ТИРАНА, 3 октября. /ТАСС/. and
تهران- ایرنا-."""
_REPORTED_FROM = re.compile(r"به گزارش [^،.\n]{0,80}? از (?:شهرستان |شهر )?(?P<place>[^\W\d_]+(?: [^\W\d_]+)?)")
"""How Persian agencies begin: as the agency reports from a place."""
_SCANNED = 400
"""Characters of a text in which a dateline is looked for."""
_SENTENCE_END = re.compile(r"[.!?؟…]")
_NEARBY_KM = 50
"""How far a place may be from that of a dateline for the report to have been written on the spot, and a city from a
camp or prison to be where it is.
"""
_EARTH_KM = 6371


def where(article: Article, lexicon: Lexicon, words: Words, matches: list[Match]) -> EventPlace | None:
    """Return where the event of an article happened; None if its beginning leaves doubt.

    The title decides, then the first paragraph that says where something happened. That is one of the first two from
    the first that names a place; what only a later one names may be an example or history, so it counts only if title
    or dateline name it, too, or if it is the only city of a country that was named before.

    A dateline may only say where a report was written. If it is far from the place, the place counts only if the title
    names it; otherwise neither does. Without such a place, the dateline counts if the title names it, too, if something
    near it is named, if the title says that something happened in its country, or if no place of another country is
    named and nothing happened elsewhere. Without a dateline, a country counts if it is the only one in which something
    happened according to the title.
    """
    titled = _list_titled(words, matches, lexicon)
    dateline = find_dateline(article.text, article.language, lexicon)
    confirmed = titled | ({dateline} if dateline else set())
    mentions = _drop_backgrounds(list_happened(article, words, matches, lexicon))
    bylines = _list_bylines(words)
    inside = _choose_cities(mentions, _name_countries(words, matches, lexicon, bylines), confirmed, bylines)
    told = {each.entity.entity_id for each in mentions if each.entity.is_country}
    if len(inside) == 1:
        (place,) = inside
        if (
            len(told) == 1
            and place not in titled
            and lexicon.entities[min(told)].country != lexicon.entities[place].country
        ):
            return _describe(min(told), lexicon, "the title says that it happened there")
        if dateline is None or place in titled or _is_near(dateline, place, lexicon):
            return _describe(place, lexicon, "the title or the lead says that it happened there")
        return None
    if inside:
        countries = {lexicon.entities[each].country for each in inside}
        return None if len(countries) > 1 else _describe_country(countries.pop(), lexicon)
    if dateline is None:
        return _describe(told.pop(), lexicon, "the title says that it happened there") if len(told) == 1 else None
    named = _list_named(words, matches, lexicon)
    home = lexicon.entities[dateline].country
    is_home = {lexicon.entities[each].country for each in told} == {home}
    is_abroad = any(lexicon.entities[each].country != home for each in named)
    near = {each for each in named | titled if _is_near(dateline, each, lexicon)} - {dateline}
    if is_home or near or dateline in titled or not (is_abroad or _list_cities(mentions)):
        return _describe(dateline, lexicon, "its dateline names it")
    return None


def _drop_backgrounds(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the mentions without backgrounds ("born in Tehran") and examples ("a similar case in Bern").

    In a title, they may be the event itself ("Similar attack in Bern"), if it and the lead name no other place.
    """
    everything = [*mentions]
    plain = [each for each in everything if not each.is_background]
    return plain or [each for each in everything if not each.paragraph]


def _choose_cities(
    mentions: Iterable[Mention], named: Mapping[int, set[str | None]], confirmed: Set[str], bylines: Set[int]
) -> set[str]:
    """Return the ids of the cities in which something happened, from the first part of the article that names one.

    `named`: the codes of the countries that each paragraph names, of those that name a place. The first such paragraph
    of the lead, or the first with a city in which something happened, and the next one count. Later ones may have
    examples and history, so of them only what is `confirmed` counts (the ids of the places in title and dateline), or
    else a single city of a country that the title or the first such paragraph names. What is `confirmed` counts before
    what is not. Of paragraphs like `bylines`, cities count only if there are no others, and none is abroad.
    """
    anywhere = [each for each in mentions if not each.entity.is_country]
    countries = set().union(*named.values())
    cities = [each for each in anywhere if each.paragraph not in bylines]
    cities = cities or [each for each in anywhere if not countries or each.entity.country in countries]
    opening = min((each for each in (*named, *(each.paragraph for each in cities)) if each), default=1)
    early = [each for each in cities if each.paragraph <= opening + 1 or each.entity.entity_id in confirmed]
    countries = named.get(0, set()) | named.get(opening, set())
    later = [each for each in cities if each.entity.country in countries]
    counted = early or (later if len({each.entity.entity_id for each in later}) == 1 else [])
    first = [each for each in counted if each.paragraph == counted[0].paragraph or each.entity.entity_id in confirmed]
    inside = [each for each in first if not each.is_near] or first
    found = _drop_surroundings({each.entity.entity_id: each.entity for each in inside})
    return found & confirmed if len(found & confirmed) == 1 else found


def _drop_surroundings(places: Mapping[str, Entity]) -> set[str]:
    """Return the ids of places without the cities around a camp or prison: in Evin Prison in Tehran."""
    sites = [each for each in places.values() if each.geonames is None]
    return {
        name for name, place in places.items() if place in sites or not any(_are_near(place, site) for site in sites)
    }


def _list_bylines(words: Words) -> set[int]:
    """Return the paragraphs of the lead that end without a full stop, as bylines and captions do; not the last one."""
    after = {paragraph: position + 1 for position, paragraph in enumerate(list_paragraphs(words))}
    ends = {paragraph: end for paragraph, end in after.items() if paragraph and end < len(words)}
    return {paragraph for paragraph, end in ends.items() if not _SENTENCE_END.search(words.all[end].gap)}


def _name_countries(
    words: Words, matches: Iterable[Match], lexicon: Lexicon, bylines: Set[int]
) -> dict[int, set[str | None]]:
    """Return the codes of the countries that title and lead name, by paragraph, of those that name a place.

    Left out are `bylines`.
    """
    paragraphs = list_paragraphs(words)
    found: dict[int, set[str | None]] = {}
    for match in matches:
        entity = lexicon.entities[match.entity_ids[0]]
        if entity.kind != "place" or match.first >= len(paragraphs):
            continue
        paragraph = paragraphs[match.first]
        if paragraph not in bylines:
            found.setdefault(paragraph, set()).update({entity.country} if entity.is_country else ())
    return found


def _list_cities(mentions: Iterable[Mention]) -> set[str]:
    return {each.entity.entity_id for each in mentions if not each.entity.is_country}


def _list_named(words: Words, matches: Iterable[Match], lexicon: Lexicon) -> set[str]:
    """Return the ids of all places in title and lead, countries included."""
    found = {match.entity_ids[0] for match in matches if words.all[match.first].place != "text"}
    return {each for each in found if lexicon.entities[each].kind == "place"}


def _list_titled(words: Words, matches: Iterable[Match], lexicon: Lexicon) -> set[str]:
    """Return the ids of the places in the title, countries included, whatever is around them."""
    title = range(list_paragraphs(words).count(0))
    cities = {found[0] for position in title if (found := match_place(words, position, lexicon))}
    known = {match.entity_ids[0] for match in matches if words.all[match.first].place == "title"}
    return cities | {each for each in known if lexicon.entities[each].kind == "place"}


def _is_near(one: str, other: str, lexicon: Lexicon) -> bool:
    """Return whether two places are the same or near each other. Countries are near nothing."""
    return one == other or _are_near(lexicon.entities[one], lexicon.entities[other])


def _are_near(first: Entity, second: Entity) -> bool:
    if first.is_country or second.is_country or None in {first.latitude, second.latitude}:
        return False
    return _measure_km(first, second) <= _NEARBY_KM


def _measure_km(first: Entity, second: Entity) -> float:
    """Return the distance between two places whose positions are known."""
    a, b = math.radians(first.latitude or 0), math.radians(second.latitude or 0)
    east = math.radians((second.longitude or 0) - (first.longitude or 0))
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(east)
    return _EARTH_KM * math.acos(max(-1.0, min(1.0, cosine)))


def find_dateline(text: str, language: str, lexicon: Lexicon) -> str | None:
    """Return the id of the place in the dateline of a text; None if it has none."""
    found = _DATELINE.match(text[:_SCANNED])
    if found is None and language == "fa":
        found = _REPORTED_FROM.search(text[:_SCANNED])
    if found is None:
        return None
    words = Words("", found["place"], language)
    place = match_place(words, 0, lexicon) if len(words) else None
    if place is None:
        return None
    return place[0] if place[1] == len(words) or found.re is _REPORTED_FROM else None


def _describe(entity_id: str, lexicon: Lexicon, evidence: str) -> EventPlace:
    entity = lexicon.entities[entity_id]
    return EventPlace(
        entity_id=entity_id,
        name=entity.name,
        country=entity.country,
        latitude=entity.latitude,
        longitude=entity.longitude,
        geonames_id=entity.geonames,
        evidence=evidence,
    )


def _describe_country(country: str | None, lexicon: Lexicon) -> EventPlace | None:
    """Return a country as the place of an event that happened in several of its places."""
    found = (each for each in lexicon.entities.values() if each.is_country and each.country == country)
    entity = next(found, None) if country else None
    return _describe(entity.entity_id, lexicon, "the title or the lead names several places of it") if entity else None
