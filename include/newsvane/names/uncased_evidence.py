"""Decide whether a possible name in a script without capitals is that of a person, named completely.

Positions are indexes into `words.all`: `first` of the first word of the name, `surname` of the first word of its
surname, `end` of the word after it. `free`: for each word, whether it may be part of a name, because no known name has
it.
"""

from collections.abc import Sequence

from newsvane.names.cues import find_given_name, is_given_name, load_cues
from newsvane.names.uncased_context import (
    COMMA,
    begins_given_name,
    has_cue_after,
    has_office,
    has_office_beside,
    is_bounded,
    is_cue_before,
    is_foreign,
    is_nisba,
    is_quoted,
    is_servant,
    is_surname,
    may_continue,
)
from newsvane.names.words import Words

ALI = frozenset({"علي", "وعلي"})
"""The name Ali, perhaps after "and". Some papers also spell the preposition على (on) so."""
_SHORT_ENDINGS = frozenset({"پور", "نيا"})
_PLURAL_VERB = "ند"
_MIN_SURE = 4
"""The fewest letters of a first name that needs no cue beside it."""


def is_person(words: Words, first: int, surname: int, end: int, free: Sequence[bool]) -> bool:
    """Return whether the words of a possible name, or those around it, show that it is the full name of a person."""
    if _may_be_cut_off(words, end, free) or (words.language == "ar" and not is_bounded(words, end, free)):
        return False
    is_third = words.language == "ar" and surname - first > 1 + is_servant(words, first) and end - surname == 1
    if is_third and not _may_be_third(words, end):
        return False
    if _is_part_of_light_verb(words, end) and not _has_typical_ending(words, surname, end):
        return False
    if words.language != "ar" and is_foreign(words, first):
        return is_bounded(words, end, free) and not _is_plural_verb(words, end)
    is_chain = end - surname > 1 and words.all[surname].folded in load_cues().fathers
    if is_chain or _has_typical_ending(words, surname, end) or has_office(words, first, free):
        return True
    if first and words.all[first].is_joined and is_cue_before(words.all[first - 1]) and is_bounded(words, end, free):
        return True
    if is_quoted(words, first, end):
        return words.language != "ar"  # where titles of films and songs are quoted, and people hardly ever
    if has_cue_after(words, end) or (_is_listed(words, first, end) and is_bounded(words, end, free)):
        return True
    return _is_sure(words, first, surname, end) and is_bounded(words, end, free)


def is_person_despite_word(words: Words, first: int, surname: int, end: int, free: Sequence[bool]) -> bool:
    """Return whether a first name that is also a common word begins the name of a person all the same."""
    if not is_bounded(words, end, free) or _is_part_of_light_verb(words, end):
        return False
    if end - surname > 1 and words.all[surname].folded in load_cues().fathers:
        return True
    last = words.all[end - 1].folded
    is_named = last.endswith("ي") or _has_typical_ending(words, surname, end)
    if words.language == "ar" and words.all[first].text in ALI:
        return has_office_beside(words, first) and (is_nisba(last) or not last.startswith("ال"))
    if words.language == "ar":
        is_sure = is_nisba(last) or find_given_name(last, words.language) is not None
        return end - surname == 1 and is_sure and _has_office_near(words, first)
    is_alone = not first or not words.all[first].is_joined or has_office_beside(words, first)
    return is_named and is_alone and (has_cue_after(words, end) or _has_typical_ending(words, surname, end))


def _has_office_near(words: Words, first: int) -> bool:
    """Return whether an office stands right before an Arabic name, perhaps with what belongs to it: رئيس الحكومة."""
    if has_office_beside(words, first):
        return True
    is_near = first > 1 and words.all[first].is_joined and words.all[first - 1].folded.startswith("ال")
    return is_near and has_office_beside(words, first - 1)


def _is_plural_verb(words: Words, end: int) -> bool:
    """Return whether the last word of a Persian sentence ends as verbs in the plural do: آمدند (they came)."""
    is_last = end == len(words) or words.all[end].starts
    return is_last and words.all[end - 1].folded.endswith(_PLURAL_VERB)


def _is_sure(words: Words, first: int, surname: int, end: int) -> bool:
    """Return whether the name itself leaves no doubt: a first name and another one, or one that ends in -i."""
    given, last = words.all[first].folded, words.all[end - 1].folded
    if end - surname > 1 or len(given) < _MIN_SURE:
        return False
    if words.language == "ar":
        return is_nisba(last) or is_given_name(last)
    return words.language == "fa" and last.endswith("ي") and len(last) > _MIN_SURE


def _is_listed(words: Words, first: int, end: int) -> bool:
    """Return whether another name follows in a list of people, or goes before: وغادة عادل وأحمد رزق."""
    if words.language == "ar" and words.all[end - 1].folded.endswith("ا"):
        return False
    begins = max(0, first - 4)
    is_last = _goes_on_list(words, first) and any(begins_given_name(words, at) for at in range(begins, first - 1))
    return is_last or (end < len(words) and _goes_on_list(words, end))


def _goes_on_list(words: Words, position: int) -> bool:
    """Return whether a first name begins at a position, after "and" or a comma."""
    word = words.all[position]
    is_next = COMMA.match(word.gap) or (words.language == "ar" and word.folded.startswith("و"))
    return bool(is_next) and find_given_name(word.folded, words.language) is not None


def _may_be_third(words: Words, end: int) -> bool:
    """Return whether the last word may be the surname after two Arabic first names, and is no object of a verb."""
    last = words.all[end - 1].folded
    is_at_mark = end >= len(words) or words.all[end].gap != " "
    return last.startswith("ال") or last.endswith("ي") or is_given_name(last) or is_at_mark or has_cue_after(words, end)


def _is_part_of_light_verb(words: Words, end: int) -> bool:
    """Return whether the last word belongs to a Persian verb, and to no name: محسوب می‌شود (is held to be)."""
    if words.language != "fa" or end >= len(words) or not words.all[end].is_joined:
        return False
    return words.all[end].folded in load_cues().light_verbs


def _may_be_cut_off(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether the word after a surname may be its second part, so that the name would be cut off."""
    if position >= len(words) or not may_continue(words, position, free) or not is_surname(words, position):
        return False
    folded = words.all[position].folded
    return folded.startswith("ال") if words.language == "ar" else folded.endswith("ي")


def _has_typical_ending(words: Words, surname: int, end: int) -> bool:
    """Return whether a surname ends as only surnames do: Ahmadinejad, Hashem zadeh."""
    endings, folded = load_cues().surname_endings, words.all[surname].folded
    is_compound = end - surname > 1 and words.all[end - 1].folded in endings
    return is_compound or any(
        folded.endswith(each) and len(folded) > len(each) + 2
        for each in endings
        if len(each) > 3 or each in _SHORT_ENDINGS
    )
