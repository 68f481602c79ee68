"""Say which written names are only parts of other names: of papers, clubs, seas, streets, airports."""

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from newsvane.names.cues import load_cues, load_given_names
from newsvane.names.word_forms import base_forms, fold_word
from newsvane.names.words import Word, Words

MIN_SPORT_WORDS = 3
"""An article with so many different words of sport in its beginning is about sport."""
_BEGINNING = 150
"""How many words of title and text are the beginning."""
_NAMED_AFTER_REACH = 5
"""How many words before a name in quotes may say what is named so: Aeroporti i Prishtinës "Adem Jashari"."""
_AVIATION, *_COMPANIES = map(fold_word, ("طيران", "شركة", "شركات"))
"""طيران after a company is an airline; alone it is an air force or an air raid, too."""
_QUOTE = re.compile(r"[\"'“”„«»‘’]$")


def is_about_sport(words: Words) -> bool:
    """Return whether title and beginning use words of sport, where a city's name is usually that of its club."""
    return len({word.folded for word in words.all[:_BEGINNING]} & load_cues().sport) >= MIN_SPORT_WORDS


def is_part_of_other_place(words: Words, first: int, end: int) -> bool:
    """Return whether the place in words `first` to `end` is part of another name: Rapid Wien, the Sea of Oman."""
    cues = load_cues()
    after = words.all[end] if end < len(words) and words.all[end].is_joined else None
    if after and after.folded in cues.not_places_after and (after.is_capital or not after.is_cased):
        return True
    if (
        first > 1
        and words.all[first - 1].folded == _AVIATION
        and any(each in words.forms(first - 2) for each in _COMPANIES)
    ):
        return True
    before = _list_before(words, first, linked=True)
    capital = _fold(word for word in before if word.is_capital)
    may_be_club = words.language != "en" and not words.all[first].text.isupper()  # AS IRAN WARNS; SC is a state, too
    initials = _fold(word for word in before if word.text.isupper()) if may_be_club else frozenset()
    return bool(
        _fold(before) & cues.not_places_before
        or capital & cues.not_places_before_capital
        or initials & cues.club_initials
        or (words.language == "ru" and _is_called(words, first, end))
    )


def _is_called(words: Words, first: int, end: int) -> bool:
    """Return whether quotation marks stand around these words alone, as around a bank's or a club's name: «Россия»."""
    is_quoted = words.all[first].gap.endswith("«") and end < len(words) and words.all[end].gap.startswith("»")
    has_noun = bool(first) and words.all[first - 1].folded in load_cues().called
    return is_quoted and (has_noun or is_about_sport(words))


def is_named_after_person(words: Words, first: int) -> bool:
    """Return whether the words before `first` say that a street, an airport or a hospital is named after a person."""
    named_after = load_cues().named_after
    if _QUOTE.search(words.all[first].gap):
        reach = range(max(0, first - _NAMED_AFTER_REACH), first)
        return any(words.all[position].folded in named_after for position in reach)
    return bool(_fold(_list_before(words, first, linked=False)) & named_after)


def list_surnames(words: Words) -> frozenset[str]:
    """Return the words that follow a first name, folded: in this article they are surnames, whatever else they name."""
    pairs = ((before, word) for before, word in pairwise(words.all) if word.gap == " " and _is_first_name(before))
    surnames = {word.text for before, word in pairs if word.is_capital and before.is_capital and not before.plain}
    return frozenset(form for text in surnames for form in base_forms(text, words.language))


def _is_first_name(word: Word) -> bool:
    return word.folded in load_given_names() and word.folded not in load_cues().not_first_names


def _fold(words: Iterable[Word]) -> Set[str]:
    return {word.folded for word in words}


def _list_before(words: Words, first: int, *, linked: bool) -> Sequence[Word]:
    """Return the word before a name; in scripts without capitals the two words before it. The nearest comes first.

    `linked`: small words like "of" and "the" before a name, and one word before these; three words at most.
    """
    found: list[Word] = []
    position = first
    while position and words.all[position].is_joined and first - position < 3:
        position -= 1
        word = words.all[position]
        found.append(word)
        is_link = linked and word.folded in load_cues().links
        if not is_link and (word.is_cased or linked or first - position == 2):
            break
    return found
