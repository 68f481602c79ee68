"""Find where an event happened, from the dateline and the first sentences of an article."""

import re
from collections.abc import Iterator
from datetime import timedelta

from newsvane.names.cues import load_cues
from newsvane.names.entities import Entity
from newsvane.names.known_names import Match, match_place
from newsvane.names.lexicon import Lexicon
from newsvane.names.word_forms import fold_word
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
_YEAR = re.compile(r"(?:19|20)\d\d")
_RECENT = timedelta(days=60)
"""In January, what happened in December is still news."""
_SINCE = frozenset(map(fold_word, ["since", "from", "seit", "desde", "depuis", "dal", "od", "с", "nga", "të"]))
"""Words before a year from which something goes on."""
_SCANNED = 400
"""Characters of a text in which a dateline is looked for."""
_INSIDE_WORDS = "in inside nahe bei à a em en ne në в во у під u i στη στην στο στον στα در في بمدينة"
_INSIDE = frozenset(map(fold_word, _INSIDE_WORDS.split()))
"""Words before a place that say that something happened there, not that somebody came from it or goes there."""


def where(article: Article, lexicon: Lexicon, words: Words, matches: list[Match]) -> EventPlace | None:
    """Return where the event of an article happened; None if its beginning leaves doubt.

    A single place that the title or the lead says something happened in counts. If the dateline differs, it counts only
    if the title names it, too; otherwise neither does, because a dateline may only say where a report was written. For
    the same reason, a dateline alone counts only if title and lead name no place of another country, or if the title
    says that something happened in its country. Without a dateline, a single such country counts.
    """
    year = (article.published_at - _RECENT).year if article.published_at else None
    found = [*_list_inside(words, matches, lexicon, year)]
    inside = {each.entity_id for each in found if not each.is_country}
    dateline = find_dateline(article.text, article.language, lexicon)
    if len(inside) == 1:
        place = next(iter(inside))
        if dateline not in {None, place} and place not in _list_titled(words, matches):
            return None
        return _describe(place, lexicon, "the title or the lead says that it happened there")
    if inside:
        countries = {lexicon.entities[each].country for each in inside}
        return None if len(countries) > 1 else _describe_country(countries.pop(), lexicon)
    if dateline:
        home = lexicon.entities[dateline].country
        abroad = _list_countries(words, matches, lexicon) - {home}
        is_told = {each.country for each in found if each.is_country} == {home}
        return None if abroad and not is_told else _describe(dateline, lexicon, "its dateline names it")
    titled = {each.entity_id for each in found if each.entity_id in _list_titled(words, matches)}
    return _describe(titled.pop(), lexicon, "the title says that it happened there") if len(titled) == 1 else None


def _list_countries(words: Words, matches: list[Match], lexicon: Lexicon) -> set[str | None]:
    """Return the codes of the countries of all places in title and lead."""
    named = (lexicon.entities[match.entity_ids[0]] for match in matches if words.all[match.first].place != "text")
    return {each.country for each in named if each.kind == "place"}


def _list_titled(words: Words, matches: list[Match]) -> set[str]:
    """Return the ids of the entities that the title names."""
    return {match.entity_ids[0] for match in matches if words.all[match.first].place == "title"}


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


def _list_inside(words: Words, matches: list[Match], lexicon: Lexicon, year: int | None) -> Iterator[Entity]:
    """Yield the places of title and lead that follow a word like "in"; of countries only those in the title.

    `year`: places of what happened before it are left out ("the agreement of 2015 in Vienna"); None leaves out none.
    """
    for match in matches:
        entity = lexicon.entities[match.entity_ids[0]]
        word = words.all[match.first]
        if entity.kind != "place" or word.place == "text" or (entity.is_country and word.place != "title"):
            continue
        if year and _has_earlier_year(words, match, year):
            continue
        before = words.all[match.first - 1] if match.first and word.is_joined else None
        ending = words.all[match.end] if match.end < len(words) else None
        is_hebrew = word.folded.startswith("ב") and len(words.forms(match.first)) > 1
        is_turkish = words.language == "tr" and ending is not None and ending.gap in {"'", "’"}
        if (
            is_hebrew
            or (is_turkish and ending is not None and ending.folded in load_cues().suffixes)
            or (before is not None and fold_word(before.text) in _INSIDE)
        ):
            yield entity


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


def _has_earlier_year(words: Words, match: Match, year: int) -> bool:
    """Return whether "in" and a place have an earlier year directly before them, or "in" and one after them.

    A round number may count people, and what has lasted since a year is not over.
    """
    before, after = words.all[max(0, match.first - 3) : match.first], words.all[match.end : match.end + 2]
    near = []
    if len(before) == 3 and not before[2].starts and fold_word(before[0].text) not in _SINCE:
        near.append(before[1])
    if len(after) == 2 and fold_word(after[0].text) in _INSIDE:
        near.append(after[1])
    years = [int(word.text) for word in near if _YEAR.fullmatch(word.text)]
    return any(each < year and each % 100 for each in years)
