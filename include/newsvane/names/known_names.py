"""Find the names of a lexicon in the words of an article, and reject those that are part of another name."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsvane.names.cues import is_given_name, load_cues, load_given_names
from newsvane.names.lexicon import Lexicon, Spelling, Use, list_native_languages
from newsvane.names.other_names import (
    is_about_sport,
    is_named_after_person,
    is_part_of_other_place,
    list_surnames,
)
from newsvane.names.word_forms import fold_word
from newsvane.names.words import CAPITAL_NOUNS, Word, Words
from newsvane.stories.stopwords import load_stopwords

_RANK = {"anywhere": 0, "located": 1, "short": 2}
"""The order in which spellings of the same length are tried, by their use."""
_ARTICLES = ("ال", "لل")
"""What stands before no name whose spelling lacks it: الكابل is the cable, not Kabul."""
_NISBA = (fold_word("ية"), fold_word("يّة"))
_BRANCH = "uk"
"""The country whose abbreviation ends the names of companies."""
_NOT_IN = {
    "a": frozenset({"bs", "cs", "cy", "en", "ga", "hr", "hu", "pl", "ro", "sh", "sk", "sl", "sq", "sr"}),
    "i": frozenset({"bs", "ca", "cs", "cy", "en", "hr", "it", "pl", "ro", "sh", "sk", "sl", "sq", "sr"}),
    "u": frozenset({"ca", "en", "es", "nl", "ro", "sl", "sq"}),
}
"""In which languages these words, with or without an accent, do not mean "in": an English "a" is an article."""
MIN_LOCATED = 4
"""The fewest letters of a city that is only known by the word before it, in scripts without capitals."""


class Match(NamedTuple):
    """Words `first` to `end` (exclusive) that are a spelling of an entity.

    `entity_ids`: several if they share a name or a surname. `use`: see `Spelling`.
    """

    first: int
    end: int
    entity_ids: tuple[str, ...]
    use: Use


def find_known(words: Words, lexicon: Lexicon) -> list[Match]:
    """Return the matches in the order of the text, without overlaps, the longest at each word."""
    first_words = words.find_written(lexicon.spellings.keys())
    found: list[Match] = []
    end = 0
    for position, word in enumerate(words.all):
        if position >= end and word.text in first_words and (match := _match_at(words, position, lexicon)):
            found.append(match)
            end = match.end
    return [*_drop_doubtful_cities(words, found, lexicon)]


def _drop_doubtful_cities(words: Words, found: Sequence[Match], lexicon: Lexicon) -> Iterator[Match]:
    """Yield the matches without cities that the text never says are places, where clubs or people have their names."""
    surnames, is_sport = list_surnames(words), is_about_sport(words)
    located = {each for match in found if is_located(words, match.first, match.end) for each in match.entity_ids}
    for match in found:
        entity = lexicon.entities[match.entity_ids[0]]
        if entity.kind == "place" and not entity.is_country:
            if is_sport and not is_located(words, match.first, match.end):
                continue
            is_surname = match.end - match.first == 1 and not surnames.isdisjoint(words.forms(match.first))
            if is_surname and located.isdisjoint(match.entity_ids):
                continue
        yield match


def match_place(words: Words, position: int, lexicon: Lexicon) -> tuple[str, int] | None:
    """Return the id of the city or other place that is written at a position, and the position after it.

    Countries are left out. What is around the place does not matter. None if there is none.
    """
    for spelling in _list_candidates(words, position, lexicon):
        entity = lexicon.entities[spelling.entity_id]
        if entity.kind == "place" and not entity.is_country:
            return spelling.entity_id, position + len(spelling.words)
    return None


def _match_at(words: Words, position: int, lexicon: Lexicon) -> Match | None:
    """Return the longest match that begins at a position; None if what is written there is no name by itself."""
    candidates = list(_list_candidates(words, position, lexicon))
    while candidates:
        best = candidates[0]
        end, use = position + len(best.words), best.use
        same = [each for each in candidates if len(each.words) == len(best.words) and each.use == use]
        kept = tuple(
            dict.fromkeys(each.entity_id for each in same if _is_name_here(words, position, end, each, lexicon))
        )
        if kept:
            return Match(position, end, kept, use)
        candidates = [each for each in candidates if each not in same]
    return None


def _list_candidates(words: Words, position: int, lexicon: Lexicon) -> list[Spelling]:
    """Return the spellings at a position: the longest first, then by use, then those closest to the written form."""
    found: dict[Spelling, int] = {}
    following = words.forms(position + 1) if position + 1 < len(words) else ()
    for rank, form in enumerate(words.forms(position)):
        for spelling in lexicon.spellings.get(form, ()):
            if len(spelling.words) > 1 and spelling.words[1] not in following:
                continue
            if spelling not in found and _is_written(words, position, spelling):
                found[spelling] = rank
    return sorted(found, key=lambda each: (-len(each.words), _RANK[each.use], found[each]))


def _is_written(words: Words, position: int, spelling: Spelling) -> bool:
    """Return whether a spelling is written at a position, in any case of its grammar, and with its capitals."""
    if position + len(spelling.words) > len(words) or not _counts_in(words.language, spelling):
        return False
    for offset, (folded, capital) in enumerate(zip(spelling.words, spelling.capitals, strict=True)):
        word = words.all[position + offset]
        if offset and (not word.is_joined or word.starts or folded not in words.forms(position + offset)):
            return False
        if capital and word.is_cased and not word.is_capital:
            return False
        if spelling.is_acronym and word.is_cased and not word.text.isupper():
            return False
    return True


def _counts_in(language: str, spelling: Spelling) -> bool:
    """Return whether a spelling counts in texts of a language: Italien is a country in German, and none in French."""
    return not spelling.languages or language in spelling.languages or language not in list_native_languages()


def _is_name_here(words: Words, first: int, end: int, spelling: Spelling, lexicon: Lexicon) -> bool:
    """Return whether words `first` to `end` stand alone: they are no part of another name, and no words in capitals."""
    entity = lexicon.entities[spelling.entity_id]
    word = words.all[first]
    before = words.all[first - 1] if first and word.is_joined else None
    after = words.all[end] if end < len(words) and words.all[end].is_joined else None
    if spelling.use == "located" and not is_located(words, first, end):
        return False
    if entity.kind == "place" and is_part_of_other_place(words, first, end):
        return False
    if entity.kind == "person" and is_named_after_person(words, first):
        return False
    if not word.is_cased:
        if word.folded.removesuffix(spelling.words[0]).endswith(_ARTICLES):
            return False
        if len(spelling.words) == 1 and before is not None and _is_adjective(word, before):
            return False
        if entity.kind == "org" and len(spelling.words) == 1 and _is_common_noun(word, before, after):
            return False
        return entity.kind == "org" or entity.is_country or len(spelling.words) > 1 or not _is_given(before)
    if spelling.is_acronym:
        is_branch = word.folded == _BRANCH and before is not None and _is_company(before, after, words.language)
        return not (is_branch or _is_shouted(before) or _is_shouted(after))
    is_surname = entity.kind == "person" and len(spelling.words) == 1
    if is_surname and (_is_hyphenated(word) or (after is not None and _is_hyphenated(after))):
        return False
    if word.plain or words.language in CAPITAL_NOUNS:
        is_alone = len(spelling.words) > 1 or not _is_given(before)
        return is_alone if spelling.use == "short" or entity.kind in {"person", "place"} else True
    if len(spelling.words) > 1:
        return entity.kind != "person" or _may_follow(after)
    return _may_precede(before, words.language) and _may_follow(after)


def _is_adjective(word: Word, before: Word) -> bool:
    """Return whether an Arabic name is an adjective of the noun before it, with the same article: القوات السعودية."""
    return word.folded.endswith(_NISBA) and word.folded.startswith("ال") and before.folded.startswith("ال")


def _is_common_noun(word: Word, before: Word | None, after: Word | None) -> bool:
    """Return whether an Arabic name of an organisation is a word of its own: this rule, the air base, enthusiasm."""
    is_said = before is not None and before.folded in load_cues().not_orgs_before
    return is_said or (after is not None and _is_adjective(after, word))


def _is_company(before: Word, after: Word | None, language: str) -> bool:
    """Return whether UK is the end of a company's name, as in Toyota UK. Other abbreviations hardly ever are.

    In English, and beside the nouns of German, a capital before it does not say so.
    """
    if language == "en" or language in CAPITAL_NOUNS or not before.is_capital or before.starts or before.text.isupper():
        return False
    is_common = before.folded in load_cues().titles or before.folded in load_cues().not_persons
    return not is_common and (after is None or not after.is_capital)


def _is_given(word: Word | None) -> bool:
    """Return whether a word is a first name, and not a common word, too."""
    if word is None or not is_given_name(word.folded):
        return False
    return word.is_cased or word.folded not in load_cues().not_first_names


def _is_hyphenated(word: Word) -> bool:
    """Return whether a name with a capital is joined to the word before by a hyphen, as in Diaz-Canel."""
    return word.gap in {"-", "\u2010", "\u2011"} and word.is_capital


def _is_shouted(word: Word | None) -> bool:
    return word is not None and len(word.text) > 3 and word.text.isupper()


def _may_precede(word: Word | None, language: str) -> bool:
    """Return whether the word before a name of one word is no part of it."""
    if word is None or not word.is_capital or word.folded in load_cues().titles:
        return True
    if word.starts:
        return word.text.casefold() in load_stopwords(language) or word.folded in load_cues().locatives
    return word.text.isupper() and len(word.text) > 1


def _may_follow(word: Word | None) -> bool:
    """Return whether the word after a name is no part of it."""
    if word is None or not word.is_capital or word.starts or word.gap != " ":
        return True
    return word.folded in load_given_names() or word.folded in load_cues().titles


def is_located(words: Words, first: int, end: int) -> bool:
    """Return whether the word before words `first` to `end`, or their ending, says that they are a place."""
    word, cues = words.all[first], load_cues()
    if word.plain or word.folded in load_given_names():
        return False
    if not word.is_cased:
        if len(word.folded) < MIN_LOCATED:
            return False
        if "\u05d0" <= word.folded[0] <= "\u05ea":
            return word.folded.startswith("ב") and len(words.forms(first)) > 1
        return bool(first) and word.is_joined and words.all[first - 1].folded in cues.locatives
    if words.language == "tr" and end < len(words) and words.all[end].gap in {"'", "’"}:
        return words.all[end].folded in cues.suffixes
    before = words.all[first - 1].folded if first and word.gap == " " else ""
    return before in cues.locatives and may_locate(before, words.language)


def may_locate(word: str, language: str) -> bool:
    """Return whether a folded word like "in" also has that meaning in a language."""
    return language not in _NOT_IN.get(word, frozenset())
