"""Find people in scripts without capitals, where only the words around a name say that it is one.

A person is one to three first names and a surname. Besides, one of these must be true:

- an office, a form of address, an origin (in Arabic) or a verb of speech stands before the name;
- a verb of speech, a time or an office stands after it;
- the name stands alone in quotation marks;
- the name is a chain of fathers (Abdullah bin Saud), or its surname has an ending that only surnames have;
- the first name is no word of the language, and the surname is another first name (in Arabic) or ends as adjectives of
  origin do;
- in Persian, the first name is from another language. (In Arabic, verbs and nouns follow such first names, too: with
  that rule one in five of these people was wrong.)

A first name that is also a common word counts only right after an office or at the beginning of a clause.

For `first`, `surname`, `end` and `free`, see `uncased_evidence`.
"""

from collections.abc import Sequence

from newsvane.names.cues import find_given_name, is_given_name, load_cues
from newsvane.names.found_person import FoundPerson
from newsvane.names.other_names import is_named_after_person
from newsvane.names.uncased_context import (
    SERVANT,
    is_bounded,
    is_cue_before,
    is_foreign,
    is_nisba,
    is_role,
    is_servant,
    is_surname,
    may_continue,
)
from newsvane.names.uncased_evidence import ALI, is_person, is_person_despite_word
from newsvane.names.word_forms import fold_word
from newsvane.names.words import Word, Words
from newsvane.stories.stopwords import load_stopwords

_SECOND_NAMES = frozenset(map(fold_word, "رضا علی حسین حسن اکبر اصغر جواد مهدی باقر صادق کاظم تقی نقی محمد".split()))  # noqa: SIM905
"""First names that follow another one so often that they are no surname after it."""
_PREPOSITIONS = frozenset({"على", "وعلى"})
"""What folds like the name علي, and is the preposition."""
_PLURAL = "هاي"
"""The ending of Persian nouns before what belongs to them: تلاش‌های (the efforts of)."""
_MAX_GIVEN = 3
_MAX_FATHERS = 6


def read_uncased(words: Words, first: int, free: Sequence[bool]) -> FoundPerson | None:
    """Return the person whose first name is at `first`; None if it is none, or if the text leaves doubt."""
    folded = words.all[first].folded
    given = SERVANT if is_servant(words, first) else find_given_name(folded, words.language)
    is_word = given is None or (words.language == "ar" and words.all[first].text in ALI)
    if (is_word and words.language not in {"ar", "fa"}) or _is_preposition(words, first):
        return None
    before = words.all[first - 1] if first and words.all[first].is_joined else None
    if before is not None and before.folded in load_cues().saints:
        return None
    if is_named_after_person(words, first) or not _may_stand_before(words, first, before, free):
        return None
    if before is not None and before.folded in load_cues().rulers and (end := _read_number(words, first)):
        return FoundPerson(first, end, (given or folded, *(word.folded for word in words.all[first + 1 : end])))
    surname = _skip_given(words, first, free)
    ends = [end for end in (_read_surname(words, surname, free), _read_long_surname(words, surname, free)) if end]
    decide = is_person_despite_word if is_word else is_person
    end = next((end for end in ends if decide(words, first, surname, end, free)), None)
    parts = (given or folded, *(word.folded for word in words.all[first + 1 : end]))
    return FoundPerson(first, end, parts) if end else None


def _read_number(words: Words, first: int) -> int | None:
    """Return the end of a ruler's name of one first name and a number: الملك محمد السادس. None if it is none."""
    number = first + 1 + is_servant(words, first)
    is_number = number < len(words) and words.all[number].is_joined and words.all[number].folded in load_cues().numbers
    is_date = number + 1 < len(words) and words.all[number + 1].text == "من"  # الأول من أمس, الأول من مايو
    return number + 1 if is_number and not is_date else None


def _is_preposition(words: Words, first: int) -> bool:
    """Return whether a word is على (on). Some papers write it like the name علي, and then never as على."""
    text = words.all[first].text
    following = words.all[first + 1].folded if first + 1 < len(words) else ""
    is_named = following in load_cues().fathers or is_given_name(following)
    return text in _PREPOSITIONS or (text in ALI and not is_named and _PREPOSITIONS.isdisjoint(words.written))


def _may_stand_before(words: Words, first: int, before: Word | None, free: Sequence[bool]) -> bool:
    """Return whether the word before a first name is no part of the name: an office, a place, or a common word."""
    if before is None or not free[first - 1] or before.text == "و":
        return True
    cues = load_cues()
    is_name = words.language == "ar" and is_given_name(before.folded) and before.text not in _PREPOSITIONS
    if is_name or before.folded in cues.fathers:
        return False
    is_common = before.text.casefold() in load_stopwords(words.language) or before.folded in cues.not_surnames
    is_common |= before.folded.startswith("ال") if words.language == "ar" else before.folded.endswith(_PLURAL)
    is_cue = is_cue_before(before) or before.folded.removeprefix("و") in cues.reports
    return is_common or is_role(words, first - 1) or is_cue


def _skip_given(words: Words, first: int, free: Sequence[bool]) -> int:
    """Return where the surname after one or more first names begins. The last first name may be a part of it."""
    end = first + 1 + is_servant(words, first)
    while end < len(words) and end - first < _MAX_GIVEN and may_continue(words, end, free):
        if not is_given_name(words.all[end].folded):
            break
        end += 1
    is_full = words.language == "ar" and end - first == _MAX_GIVEN and not _is_nisba_at(words, end)
    is_short = words.all[end - 1].folded not in _SECOND_NAMES and is_bounded(words, end, free)
    is_compound = end < len(words) and words.all[end].folded in load_cues().surname_endings
    return end - 1 if end - first > 1 + is_servant(words, first) and (is_full or is_short or is_compound) else end


def _is_nisba_at(words: Words, position: int) -> bool:
    return position < len(words) and is_nisba(words.all[position].folded)


def _read_surname(words: Words, first: int, free: Sequence[bool]) -> int | None:
    """Return the end of a surname of one word, perhaps with particles before it or a typical ending after it.

    `first`: where it begins. None if no surname is there.
    """
    particles = load_cues().fathers
    end = first
    while end < len(words) and end - first < _MAX_FATHERS and may_continue(words, end, free):
        if words.all[end].folded not in particles:
            break
        is_double = end + 1 < len(words) and words.all[end + 1].folded in particles  # بن أبي
        end += 1 if is_double else 2
    is_cut = first < end <= len(words) and words.all[end - 1].folded in particles
    if is_cut or end - first > _MAX_FATHERS:
        return None
    if end == first and is_servant(words, end) and all(may_continue(words, at, free) for at in (end, end + 1)):
        return end + 2
    if end == first:
        is_ending = end < len(words) and words.all[end].folded in load_cues().surname_endings
        if end >= len(words) or is_ending or not may_continue(words, end, free) or not is_surname(words, end):
            return None
        end += 1
    elif end < len(words) and words.all[end - 1].folded == SERVANT and may_continue(words, end, free):
        end += 1  # Abd Allah, in two words
    elif end > len(words) or not may_continue(words, end - 1, free) or words.all[end - 1].folded in load_cues().roles:
        return None
    if end < len(words) and may_continue(words, end, free) and words.all[end].folded in load_cues().surname_endings:
        end += 1
    return end


def _read_long_surname(words: Words, first: int, free: Sequence[bool]) -> int | None:
    """Return the end of a surname of two words, after which a name cannot go on: Safaei Bushehri, فارس العراقي.

    `first`: where it begins. None if no such surname is there.
    """
    end = first + 2
    if end > len(words) or not all(may_continue(words, at, free) for at in (first, first + 1)):
        return None
    second = words.all[first + 1].folded
    is_at_mark = end == len(words) or words.all[end].gap != " "
    if is_foreign(words, first - 1):
        is_second = is_at_mark and not second.startswith("و")
    elif words.language == "ar":
        is_second = is_nisba(second) or (is_at_mark and second.startswith("ال"))
    else:
        is_second = second.endswith("ي")
    are_surnames = is_surname(words, first) and is_surname(words, first + 1)
    return end if is_second and are_surnames and is_bounded(words, end, free) else None
