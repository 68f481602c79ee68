"""Find people in scripts without capitals, where only the words around a name say that it is one.

A person is one to three first names and a surname. Besides, one of these must be true: an office, a form of address or
a verb of speech stands before the name; a verb of speech, a time or an office stands after it; the name stands alone in
quotation marks; the surname has an ending that only surnames have; the name is a chain of fathers (Abdullah bin Saud);
or, in Persian, the first name is from another language, where it is no word. (In Arabic, verbs and nouns follow such
first names, too: with that rule one in five of these people was wrong.)
"""

import re
from collections.abc import Sequence

from newsvane.names.cues import find_given_name, is_given_name, load_cues, load_foreign_names
from newsvane.names.found_person import MAX_WORD, MIN_SURNAME, FoundPerson
from newsvane.names.other_names import is_named_after_person
from newsvane.names.word_forms import fold_word
from newsvane.names.words import Word, Words
from newsvane.stories.stopwords import load_stopwords

_OPENING, _CLOSING = re.compile(r"[«\"“]$"), re.compile(r"[»\"”]")
_COMMA, _SPACE = re.compile(r"[»\"”]? ?[،,] *$"), re.compile(r"[»\"”]? +$")
_SECOND_NAMES = frozenset(map(fold_word, "رضا علی حسین حسن اکبر اصغر جواد مهدی باقر صادق کاظم تقی نقی محمد".split()))  # noqa: SIM905
"""First names that follow another one so often that they are no surname after it."""
_ATTACHED = ("وال", "بال", "لل")
_SERVANT = fold_word("عبد")
_MAX_GIVEN = 3
_MAX_FATHERS = 6
_REACH = 6
"""How many words before a name its office may begin: the foreign minister of Iraq …"""


def read_uncased(words: Words, first: int, free: Sequence[bool]) -> FoundPerson | None:
    """Return the person whose first name is at `first`; None if it is none, or if the text leaves doubt."""
    given = find_given_name(words.all[first].folded, words.language)
    if given is None or words.all[first].text == "على":  # the preposition, which folds like the name علي
        return None
    before = words.all[first - 1] if first and words.all[first].is_joined else None
    if is_named_after_person(words, first) or not _may_stand_before(words, first, before, free):
        return None
    surname = _skip_given(words, first, free)
    ends = [end for end in (_read_surname(words, surname, free), _read_long_surname(words, surname, free)) if end]
    end = next((end for end in ends if _is_person(words, first, surname, end, free)), None)
    parts = (given, *(word.folded for word in words.all[first + 1 : end]))
    return FoundPerson(first, end, parts) if end else None


def _may_stand_before(words: Words, first: int, before: Word | None, free: Sequence[bool]) -> bool:
    """Return whether the word before a first name is no part of the name: an office, a place, or a common word."""
    if before is None or not free[first - 1] or before.text == "و":
        return True
    cues = load_cues()
    is_common = before.text.casefold() in load_stopwords(words.language) or before.folded in cues.not_surnames
    is_common |= words.language == "ar" and before.folded.startswith("ال")
    return is_common or _is_role(words, first - 1) or _said(before)


def _skip_given(words: Words, first: int, free: Sequence[bool]) -> int:
    """Return where the surname after one or more first names begins. The last first name may be a part of it."""
    end = first + 1
    while end < len(words) and end - first < _MAX_GIVEN and _joins(words, end, free):
        if not is_given_name(words.all[end].folded):
            break
        end += 1
    is_short = words.all[end - 1].folded not in _SECOND_NAMES and _is_bounded(words, end, free)
    is_compound = end < len(words) and words.all[end].folded in load_cues().surname_endings
    return end - 1 if end - first > 1 and (is_short or is_compound) else end


def _read_surname(words: Words, first: int, free: Sequence[bool]) -> int | None:
    """Return the end of a surname of one word, perhaps with particles before it or a typical ending after it."""
    particles = load_cues().fathers
    end = first
    while end < len(words) and end - first < _MAX_FATHERS and _joins(words, end, free):
        if words.all[end].folded not in particles:
            break
        end += 2
    if end == first:
        is_ending = end < len(words) and words.all[end].folded in load_cues().surname_endings
        if end >= len(words) or is_ending or not _joins(words, end, free) or not _is_surname(words, end):
            return None
        end += 1
    elif end < len(words) and words.all[end - 1].folded == _SERVANT and _joins(words, end, free):
        end += 1  # Abd Allah, in two words
    elif end > len(words) or not _joins(words, end - 1, free) or words.all[end - 1].folded in load_cues().roles:
        return None
    if end < len(words) and _joins(words, end, free) and words.all[end].folded in load_cues().surname_endings:
        end += 1
    return end


def _read_long_surname(words: Words, first: int, free: Sequence[bool]) -> int | None:
    """Return the end of a surname of two words, after which a name cannot go on: Safaei Bushehri, فارس العراقي."""
    end = first + 2
    if end > len(words) or not (_joins(words, first, free) and _joins(words, first + 1, free)):
        return None
    second = words.all[first + 1].folded
    is_second = second.startswith("ال") if words.language == "ar" else second.endswith("ي")
    if _is_foreign(words, first - 1):
        is_second = end == len(words) or words.all[end].gap != " "
    is_surname = _is_surname(words, first) and _is_surname(words, first + 1)
    return end if is_second and is_surname and _is_bounded(words, end, free) else None


def _is_person(words: Words, first: int, surname: int, end: int, free: Sequence[bool]) -> bool:
    """Return whether the words around a possible name, or its own, say that it is a person named completely."""
    if _goes_on(words, end, free) or (words.language == "ar" and not _is_bounded(words, end, free)):
        return False
    if words.language != "ar" and _is_foreign(words, first):
        return _is_bounded(words, end, free)
    is_chain = end - surname > 1 and words.all[surname].folded in load_cues().fathers
    if is_chain or _has_typical_ending(words, surname, end) or _has_office(words, first, free):
        return True
    if first and words.all[first].is_joined and _said(words.all[first - 1]) and _is_bounded(words, end, free):
        return True
    return _speaks(words, end) or _is_quoted(words, first, end)


def _is_foreign(words: Words, position: int) -> bool:
    """Return whether a first name is one from another language, which is no word in Persian or Arabic."""
    return find_given_name(words.all[position].folded, words.language) in load_foreign_names()


def _goes_on(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether the word after a surname may be its second part, so that the name would be cut off."""
    if position >= len(words) or not _joins(words, position, free) or not _is_surname(words, position):
        return False
    folded = words.all[position].folded
    return folded.startswith("ال") if words.language == "ar" else folded.endswith("ي")


def _has_typical_ending(words: Words, surname: int, end: int) -> bool:
    """Return whether a surname ends as only surnames do: Ahmadinejad, Hashem zadeh."""
    endings, folded = load_cues().surname_endings, words.all[surname].folded
    is_compound = end - surname > 1 and words.all[end - 1].folded in endings
    return is_compound or any(
        folded.endswith(each) and len(folded) > len(each) + 2 for each in endings if len(each) > 3
    )


def _has_office(words: Words, first: int, free: Sequence[bool]) -> bool:
    """Return whether an office or a form of address stands before a name, perhaps with a country between them."""
    position = first
    while position and words.all[position].is_joined and first - position < _REACH:
        position -= 1
        if _is_role(words, position):
            return True
        is_adjective = words.language == "ar" and words.all[position].folded.startswith("ال")
        if free[position] and not is_adjective:
            return False
    return False


def _is_role(words: Words, position: int) -> bool:
    roles = load_cues().roles
    if words.language == "ar":
        return not roles.isdisjoint(words.forms(position))
    return words.all[position].folded in roles


def _said(word: Word) -> bool:
    """Return whether a word is one after which a person is named: قال (said), توسط (by)."""
    said = load_cues().said_before
    return word.folded in said or word.folded.removeprefix("و") in said


def _speaks(words: Words, end: int) -> bool:
    """Return whether after a name somebody speaks or acts: … said, … in an interview, …, minister of …"""
    if end >= len(words):
        return False
    cues, word = load_cues(), words.all[end]
    following = words.all[end + 1].folded if end + 1 < len(words) else ""
    if _is_role(words, end) and (word.gap == " " or _COMMA.match(word.gap)):
        return True
    if not _SPACE.match(word.gap):
        return False
    return word.folded in cues.said_after or (word.folded in cues.phrases_after and following in cues.in_phrases)


def _is_quoted(words: Words, first: int, end: int) -> bool:
    after = words.all[end].gap if end < len(words) else ""
    return bool(_OPENING.search(words.all[first].gap) and _CLOSING.match(after))


def _is_bounded(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether a name cannot go on at a position: after it is a mark, a common word, a verb or an office."""
    if position >= len(words) or not _joins(words, position, free):
        return True
    return not _is_surname(words, position) or words.all[position].folded in load_cues().said_after


def _joins(words: Words, position: int, free: Sequence[bool]) -> bool:
    word = words.all[position]
    return free[position] and not word.is_cased and word.gap in {" ", "\u00a0", "\u200c"} and not word.starts


def _is_surname(words: Words, position: int) -> bool:
    word, cues = words.all[position], load_cues()
    return (
        MIN_SURNAME <= len(word.folded) <= MAX_WORD
        and word.folded not in cues.not_surnames
        and word.folded not in cues.said_after
        and not _is_role(words, position)
        and word.text.casefold() not in load_stopwords(words.language)
        and not any(c.isdigit() for c in word.folded)
        and not (words.language == "ar" and _has_attached_word(word.folded))
    )


def _has_attached_word(folded: str) -> bool:
    """Return whether an Arabic word begins with "and" before a first name, or with "and", "in" or "for" and "the"."""
    return (folded.startswith("و") and is_given_name(folded[1:])) or folded.startswith(_ATTACHED)
