"""Find the places in which something happened according to title and lead: Police searched a house in Tirana."""

from collections.abc import Iterator, Set
from datetime import timedelta
from typing import Literal, NamedTuple

from newsvane.names.cues import load_cues
from newsvane.names.entities import Entity
from newsvane.names.known_names import Match, match_place
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
_NEAR_WORDS = "at near nearby outside nahe bei pranë afër у під под близ نزدیک حوالی قرب"
_NEAR = frozenset(map(fold_word, _NEAR_WORDS.split()))
"""Words that say so of cities, but not of countries."""
_MEANS_IN = {
    "a": frozenset({"fr", "it"}),
    "i": frozenset({"sv", "da", "no", "nb", "nn"}),
    "u": frozenset({"hr", "sr", "bs"}),
}
"""In which languages some of them do; in others, "a" is an article or "to"."""
_ON = frozenset(map(fold_word, ["on", "am", "el", "le", "më", "il", "في", "در"]))
"""Words before the day of a month."""
_ARTICLES = frozenset(["the", "a", "at"])
"""Words before a number that is no year of a date: the 2015 deal, at 1930 GMT."""
_AND = frozenset(map(fold_word, ["and", "dhe", "und", "et", "y", "e", "и", "و", "ve"]))
_ARABIC_AND = fold_word("و")
_PERSIAN_YEAR = fold_word("سال")
_PERSIAN_ERA = 621
_REACH = 4
"""How many words before "in" may say that a place is not that of the event."""
_DATE_REACH = 6
"""How many words a date after a place has, up to its year."""


Part = Literal["title", "opening", "second", "later"]
_PARAGRAPHS: tuple[Part, ...] = ("opening", "second", "later")


class Mention(NamedTuple):
    """A place in which something happened.

    `part`: where the article says so: in its title, in its first paragraph (opening), in its second one, or later in
    its lead.
    """

    entity: Entity
    part: Part


def list_happened(article: Article, words: Words, matches: list[Match], lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the places of title and lead that follow a word like "in"; of countries only those in the title.

    Left out are places of what is earlier ("opened in Tirana at the end of 2019"), if the article has a date, and those
    of backgrounds, examples and, of countries, subjects ("born in Tehran", "a similar case in Bern", "a rally for
    freedom in Iran"). What is listed after such a place counts as it does: in Shiraz, Karaj and Mashhad.
    """
    year = (article.published_at - _RECENT).year if article.published_at else None
    parts = _list_parts(words)
    for match in matches:
        entity = lexicon.entities[match.entity_ids[0]]
        part = parts[match.first]
        if entity.kind != "place" or part is None or (entity.is_country and part != "title"):
            continue
        before = _find_inside(words, match, _INSIDE if entity.is_country else _INSIDE | _NEAR)
        if before is None or _is_elsewhere(words, match, before, entity):
            continue
        further, end = _list_further(words, match.end, lexicon)
        if not _is_earlier(words, before, end, year):
            yield from (Mention(each, part) for each in (entity, *further))


def _list_parts(words: Words) -> list[Part | None]:
    """Return the part of an article in which each word is; None after the lead. Each field begins with a line break."""
    parts: list[Part | None] = []
    paragraph = -1
    for word in words.all:
        paragraph += word.place != "title" and "\n" in word.gap
        lead = _PARAGRAPHS[min(paragraph, len(_PARAGRAPHS) - 1)]
        parts.append("title" if word.place == "title" else None if word.place == "text" else lead)
    return parts


def _list_further(words: Words, first: int, lexicon: Lexicon) -> tuple[list[Entity], int]:
    """Return the cities that are listed from a position on, the last one after "and", and the position after them.

    There are none without "and" (Manëz, Durrës). In Arabic, "and" is written together with the next word.
    """
    found: list[Entity] = []
    position = first
    while position < len(words) and not words.all[position].starts:
        word = words.all[position]
        is_and = word.folded in _AND
        place = match_place(words, position + is_and, lexicon) if position + is_and < len(words) else None
        is_last = is_and or (words.language == "ar" and word.folded.startswith(_ARABIC_AND))
        if place is None or not (is_last or word.gap.strip() in {",", "،"}):
            break
        found.append(lexicon.entities[place[0]])
        position = place[1]
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
    before = _list_before(words, match.first, _REACH + 1)
    is_linked = len(before) > 1 and before[0].folded in cues.links and before[1].folded in cues.kinds_of_places
    is_kind = is_linked or (bool(before) and before[0].folded in cues.kinds_of_places)
    reach = range(1 + is_linked, len(before)) if is_kind else range(min(1, len(before)))
    found = (each for each in reach if _is_one_of(inside, before[each], words.language))
    nearest = next(found, None)
    return None if nearest is None else match.first - 1 - nearest


def _is_one_of(inside: Set[str], word: Word, language: str) -> bool:
    return word.folded in inside and language in _MEANS_IN.get(word.folded, {language})


def _is_elsewhere(words: Words, match: Match, inside: int, entity: Entity) -> bool:
    """Return whether the words before "in" make a place that of a background or an example, or a country a subject.

    In German, the word after the place may do so: der in Teheran geborene Dichter.
    """
    cues = load_cues().elsewhere | (load_cues().subjects if entity.is_country else frozenset())
    near = _list_before(words, inside, _REACH)
    near += words.all[match.end : match.end + 1] if words.language == "de" else []
    return any(word.folded in cues for word in near)


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
    """Return the year before "in": of 2015 in Vienna, 1988 года в Тегеране, the 1988 executions in Tehran.

    What has lasted since a year is not over.
    """
    near = _list_before(words, inside, 3)
    if near and near[0].folded in load_cues().time_words:
        near = near[1:]
    if len(near) > 1 and (year := _read_year(near[0], near[1], words.language)):
        return None if near[1].folded in _SINCE else year
    if len(near) == 3 and near[2].folded == "the":
        return _read_year(near[1], near[2], words.language)
    return None


def _find_year_after(words: Words, end: int) -> int | None:
    """Return the year of the date that begins at a position: in 2015, at the end of 2019, on 3 May 2019."""
    unknown = 0
    for position in range(end, min(end + _DATE_REACH, len(words))):
        word, before = words.all[position], words.all[position - 1]
        if word.starts:
            return None
        if position > end and (year := _read_year(word, before, words.language)):
            return None if before.folded in _ARTICLES else year
        is_day = position + 1 < len(words) and word.folded in _ON and words.all[position + 1].text.isdecimal()
        if word.folded in load_cues().time_words or word.text.isdecimal() or is_day:
            continue
        unknown += 1
        if position == end or unknown > 1:
            return None
    return None


def _read_year(word: Word, before: Word, language: str) -> int | None:
    """Return the Gregorian year that a word is, in Persian of the Persian era, too; None if it may count something."""
    if not word.text.isdecimal():
        return None
    number = int(word.text)
    if language == "fa" and (1300 <= number < 1500 or (number < 100 and before.folded == _PERSIAN_YEAR)):
        return number + _PERSIAN_ERA + (1300 if number < 100 else 0)
    return number if 1900 <= number < 2100 and number % 100 else None
