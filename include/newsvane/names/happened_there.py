"""Find the places in which something happened according to title and lead: Police searched a house in Tirana."""

from collections.abc import Iterator, Set
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from newsvane.calendars import OTHER_MONTHS
from newsvane.iso_codes import list_months
from newsvane.names.cues import load_cues
from newsvane.names.entities import Entity
from newsvane.names.known_names import Match, match_place, may_locate
from newsvane.names.lexicon import Lexicon
from newsvane.names.word_forms import fold_word
from newsvane.names.words import Word, Words
from newsvane.records import Article

_RECENT = timedelta(days=60)
"""In January, what happened in December is still news."""
_SINCE = frozenset(map(fold_word, ["since", "from", "seit", "desde", "depuis", "dal", "od", "с", "nga", "të"]))
"""Words before a year from which something goes on."""
_INSIDE_WORDS = "in inside à au a em en në nel nella nei dans в во u i στη στην στο στον στα در في بمدينة"
_INSIDE = frozenset(map(fold_word, _INSIDE_WORDS.split()))
"""Words before a place that say that something happened there, not that somebody came from it or goes there."""
_NEAR_WORDS = "near nearby outside nahe bei pranë afër у під под близ نزدیک حوالی قرب"
_NEAR = frozenset(map(fold_word, _NEAR_WORDS.split()))
"""Words that say so of cities, but not of countries."""
_AT = frozenset({"at"})
"""Words that say so of a camp or a prison; diplomats at Geneva may be anywhere."""
_NO_DATE = frozenset(["the", "a", "at"])
"""Words before a number that is no year of a date: the 2015 deal, at 1930 GMT."""
_AND = frozenset(map(fold_word, ["and", "dhe", "und", "et", "y", "e", "и", "و", "ve"]))
_ARABIC_AND = fold_word("و")
_LISTED = 10
"""How many words of a list of places are read."""
_PERSIAN_YEAR = fold_word("سال")
_PERSIAN_ERA = 622
"""From a Persian year to the Gregorian one in whose March it ends."""
_REACH = 2
"""How many words before "in" may say that a place is not that of the event."""
_KIND_REACH = 5
"""How many words may be between "in" and a place that is called a city or the like."""
_DATE_REACH = 6
"""How many words a date after a place has, up to its year."""


class Mention(NamedTuple):
    """A place in which something happened. `paragraph`: 0 for the title, then that of the text, from 1 on.

    `is_near`: it happened near the place. `is_background`: a word before it says that this may be a background.
    """

    entity: Entity
    paragraph: int
    is_near: bool
    is_background: bool


def list_happened(article: Article, words: Words, matches: list[Match], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the places of title and lead that follow a word like "in"; of countries only those in the title.

    Left out are places of what is earlier ("opened in Tirana at the end of 2019"), if the article has a date. The
    places of the same country that are listed after one count as it does: in Shiraz, Karaj and Mashhad.
    """
    year = (article.published_at - _RECENT).year if article.published_at else None
    paragraphs = list_paragraphs(words)
    for match in matches:
        if match.first >= len(paragraphs):
            return
        entity, paragraph = lexicon.entities[match.entity_ids[0]], paragraphs[match.first]
        if entity.kind != "place" or (entity.is_country and paragraph):
            continue
        before = _find_inside(words, match, _choose_cues(entity))
        if before is None:
            continue
        further, end = _list_further(words, match.end, entity, lexicon)
        if not _is_earlier(words, before, end, year):
            is_near, is_background = words.all[before].folded in _NEAR, _is_background(words, match, before)
            yield from (Mention(each, paragraph, is_near, is_background) for each in (entity, *further))


def list_paragraphs(words: Words) -> list[int]:
    """Return the paragraph of each word of title and lead; 0 is the title. Each field begins with a line break."""
    paragraphs: list[int] = []
    paragraph = 0
    for word in words.all:
        if word.place == "text":
            break
        paragraph += word.place != "title" and "\n" in word.gap
        paragraphs.append(paragraph)
    return paragraphs


def _choose_cues(entity: Entity) -> Set[str]:
    """Return the words before a place that say that something happened there."""
    if entity.is_country:
        return _INSIDE
    return _INSIDE | _NEAR if entity.geonames else _INSIDE | _NEAR | _AT


def _list_further(words: Words, first: int, city: Entity, lexicon: Lexicon) -> tuple[list[Entity], int]:
    """Return the places that are listed from a position on, the last one after "and", and the position after them.

    There are none without "and" (Manëz, Durrës), nor if one is in another country than the first city: another clause
    may begin with it (Blast in Tehran, Washington and London deny). In Arabic, "and" is part of the next word.
    """
    found: list[Entity] = []
    position = first
    while position < min(first + _LISTED, len(words)) and not words.all[position].starts:
        word = words.all[position]
        is_and = word.folded in _AND
        place = match_place(words, position + is_and, lexicon) if position + is_and < len(words) else None
        is_last = is_and or (words.language == "ar" and word.folded.startswith(_ARABIC_AND))
        if place is None or not (is_last or word.gap.strip() in {",", "،"}):
            break
        found.append(lexicon.entities[place[0]])
        position = place[1]
        if found[-1].country != city.country:
            break
        if is_last:
            return found, position
    return [], first


def _find_inside(words: Words, match: Match, inside: Set[str]) -> int | None:
    """Return the position of the word that says that something is in a place; None if nothing says so.

    In Hebrew and Turkish that is a letter or an ending of the place itself. Between the word and the place there may be
    what kind of place it is: in the city of Karaj.
    """
    word, cues = words.all[match.first], load_cues()
    ending = words.all[match.end] if match.end < len(words) else None
    is_hebrew = word.folded.startswith("ב") and len(words.forms(match.first)) > 1
    is_turkish = words.language == "tr" and ending is not None and ending.gap in {"'", "’"}
    if is_hebrew or (is_turkish and ending is not None and ending.folded in cues.suffixes):
        return match.first
    before = _list_before(words, match.first, _KIND_REACH)
    is_linked = len(before) > 1 and before[0].folded in cues.links and before[1].folded in cues.kinds_of_places
    is_kind = is_linked or (bool(before) and before[0].folded in cues.kinds_of_places)
    reach = range(1 + is_linked, len(before)) if is_kind else range(min(1, len(before)))
    found = (
        each for each in reach if before[each].folded in inside and may_locate(before[each].folded, words.language)
    )
    nearest = next(found, None)
    return None if nearest is None else match.first - 1 - nearest


def _is_background(words: Words, match: Match, inside: int) -> bool:
    """Return whether the words directly before "in" may make a place that of a background or an example.

    In German, the word after the place may do so: der in Teheran geborene Dichter. Names do not: Italian Nato is NATO,
    but nato a is born in.
    """
    near = _list_before(words, inside, _REACH)
    near += [each for each in words.all[match.end : match.end + 1] if words.language == "de" and not each.starts]
    elsewhere = load_cues().elsewhere.get(words.language, frozenset())
    return any(word.folded in elsewhere and (word.starts or not word.is_capital) for word in near)


def _list_before(words: Words, position: int, count: int) -> list[Word]:
    """Return up to so many words of the same sentence before a position, the nearest first."""
    found: list[Word] = []
    while position and words.all[position].is_joined and not words.all[position].starts and len(found) < count:
        position -= 1
        found.append(words.all[position])
    return found


def _is_earlier(words: Words, inside: int, end: int, year: int | None) -> bool:
    """Return whether a year before `year` stands before "in", or ends a date that begins at `end`, after the place."""
    found = [_find_year_before(words, inside), _find_year_after(words, end)]
    return year is not None and any(each is not None and each < year for each in found)


def _find_year_before(words: Words, inside: int) -> int | None:
    """Return the year before "in": of 2015 in Vienna, 1988 года в Тегеране. What has lasted since one is not over."""
    near = _list_before(words, inside, 3)
    if near and near[0].folded in load_cues().time_words:
        near = near[1:]
    if len(near) < 2 or near[1].folded in _SINCE:
        return None
    return _read_year(near[0], near[1], words.language)


def _find_year_after(words: Words, end: int) -> int | None:
    """Return the year of the date that begins at a position: in 2015, at the end of 2019, on 3 May 2019."""
    for before, word in pairwise(words.all[end : end + _DATE_REACH + 1]):
        if before.starts or word.starts or not _is_of_date(before, words.language):
            return None
        if year := _read_year(word, before, words.language):
            return None if before.folded in _NO_DATE else year
    return None


def _is_of_date(word: Word, language: str) -> bool:
    return (
        word.text.isdecimal() or word.folded in load_cues().time_words or word.folded in _list_folded_months(language)
    )


@cache
def _list_folded_months(language: str) -> frozenset[str]:
    return frozenset(map(fold_word, list_months(language) | OTHER_MONTHS))


def _read_year(word: Word, before: Word, language: str) -> int | None:
    """Return the Gregorian year that a word is, in Persian of the Persian era, too; None if it may count something."""
    if not word.text.isdecimal() or len(word.text) > 4:
        return None
    number = int(word.text)
    is_persian = language == "fa" and (before.folded == _PERSIAN_YEAR or before.folded in _list_folded_months("fa"))
    if is_persian and (1300 <= number < 1500 or number < 100):
        return number + _PERSIAN_ERA + (1300 if number < 100 else 0)
    return number if 1900 <= number < 2100 and number % 100 else None
