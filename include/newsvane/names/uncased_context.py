"""Read the words around a possible name in scripts without capitals: an office, a verb of speech, where a name ends.

Positions are indexes into `words.all`: `first` of the first word of the name, `end` of the word after it. `free`: for
each word, whether it may be part of a name, because no known name has it.
"""

import re
from collections.abc import Sequence

from newsvane.names.cues import find_given_name, is_given_name, load_cues, load_foreign_names, may_be_given_name
from newsvane.names.found_person import MAX_WORD, MIN_SURNAME
from newsvane.names.word_forms import fold_word
from newsvane.names.words import Word, Words
from newsvane.stories.stopwords import load_stopwords

_OPENING, _CLOSING = re.compile(r"[«\"“]$"), re.compile(r"[»\"”]")
COMMA = re.compile(r"[»\"”]? ?[،,] *$")
_SPACE = re.compile(r"[»\"”]? +$")
_VERB = re.compile("ن?م[یي][\u200c\u200e\u200f]")
"""The beginning of a Persian verb, as it is written before folding: می‌گفت."""
_ATTACHED = ("وال", "بال", "لل")
_PRONOUNS = ("هما", "هم", "ها", "ه")
"""What Arabic verbs and nouns end in, and surnames after "and" do not."""
_AFTER_WAW = "اويهل"
"""The second letters of surnames with و at the beginning: Williams, Wahbi."""
_NISBA = ("ي", "يه")
SERVANT = fold_word("عبد")
_REACH = 6
"""How many words before a name its office may begin: the foreign minister of Iraq …"""


def may_continue(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether a name may go on with a word: nothing but a space is before it, and no known name has it."""
    word = words.all[position]
    return free[position] and not word.is_cased and word.gap in {" ", "\u00a0", "\u200c"} and not word.starts


def begins_given_name(words: Words, position: int) -> bool:
    """Return whether a first name begins at a position, even if it is also a common word."""
    folded = words.all[position].folded
    return may_be_given_name(folded, words.language) or is_servant(words, position)


def is_servant(words: Words, position: int) -> bool:
    """Return whether two words are a first name like عبد الله, in Arabic perhaps after "and"."""
    if position + 1 >= len(words) or words.all[position].folded.removeprefix("و") != SERVANT:
        return False
    after = words.all[position + 1]
    return after.gap == " " and after.folded.startswith("ال")


def is_surname(words: Words, position: int) -> bool:
    """Return whether a word may be a surname: no common word, verb, office or number."""
    word, cues = words.all[position], load_cues()
    return (
        MIN_SURNAME <= len(word.folded) <= MAX_WORD
        and word.folded not in cues.not_surnames
        and word.folded not in cues.said_after
        and not is_role(words, position)
        and word.text.casefold() not in load_stopwords(words.language)
        and not any(c.isdigit() for c in word.folded)
        and not (words.language == "ar" and _is_arabic_other(word.folded))
        and not (words.language == "fa" and _VERB.match(word.text))
    )


def is_bounded(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether a name cannot go on at a position: after it is a mark, a common word, a verb or an office."""
    if position >= len(words) or not may_continue(words, position, free):
        return True
    if words.language == "ar" and _is_part_of_name(words, position):
        return False
    return not is_surname(words, position) or words.all[position].folded in load_cues().said_after


def _is_part_of_name(words: Words, position: int) -> bool:
    """Return whether an Arabic word is certainly a part of the name before it, however frequent it is: حسني مبارك."""
    folded, cues = words.all[position].folded, load_cues()
    is_father = folded in cues.fathers or (folded == SERVANT and is_servant(words, position))
    return is_father or is_given_name(folded) or folded in cues.name_words


def is_foreign(words: Words, position: int) -> bool:
    """Return whether a first name is one from another language, which is no word in Persian or Arabic."""
    return find_given_name(words.all[position].folded, words.language) in load_foreign_names()


def is_role(words: Words, position: int) -> bool:
    """Return whether a word is an office or a form of address."""
    roles = load_cues().roles
    if words.language == "ar":
        return not roles.isdisjoint(words.forms(position))
    return words.all[position].folded in roles


def has_office(words: Words, first: int, free: Sequence[bool]) -> bool:
    """Return whether an office or a form of address stands before a name, perhaps with a country between them.

    In Arabic, the origin of a person is enough, too: الفرنسي (the Frenchman).
    """
    if words.language == "ar" and first and words.all[first].is_joined and _is_origin(words.all[first - 1]):
        return True
    position = first
    while position and words.all[position].is_joined and first - position < _REACH:
        position -= 1
        if is_role(words, position):
            return True
        is_adjective = words.language == "ar" and words.all[position].folded.startswith("ال")
        if free[position] and not is_adjective:
            return False
    return False


def has_office_beside(words: Words, first: int) -> bool:
    """Return whether the word right before a name is an office or a form of address."""
    return bool(first) and words.all[first].is_joined and is_role(words, first - 1)


def is_cue_before(word: Word) -> bool:
    """Return whether a person is named after this word: قال (said), توسط (by)."""
    cue = load_cues().said_before
    return word.folded in cue or word.folded.removeprefix("و") in cue


def has_cue_after(words: Words, end: int) -> bool:
    """Return whether the words after a name show that a person has it: … said, … in an interview, …, minister of …"""
    if end >= len(words):
        return False
    cues, word = load_cues(), words.all[end]
    following = words.all[end + 1].folded if end + 1 < len(words) else ""
    if is_role(words, end) and (word.gap == " " or COMMA.match(word.gap)):
        return True
    if not _SPACE.match(word.gap):
        return False
    return word.folded in cues.said_after or (word.folded in cues.phrases_after and following in cues.in_phrases)


def is_quoted(words: Words, first: int, end: int) -> bool:
    """Return whether a name stands alone in quotation marks."""
    after = words.all[end].gap if end < len(words) else ""
    return bool(_OPENING.search(words.all[first].gap) and _CLOSING.match(after))


def is_nisba(folded: str) -> bool:
    """Return whether a word ends as Arabic adjectives of origin do, with the article: الشافعي."""
    return folded.startswith("ال") and folded.endswith("ي") and len(folded) > len("الي") + 2


def _is_origin(word: Word) -> bool:
    return word.folded.startswith("ال") and word.folded.endswith(_NISBA) and len(word.folded) > len("الي") + 2


def _is_arabic_other(folded: str) -> bool:
    """Return whether an Arabic word is no surname: it has "and", "in" or "for" before it, or is a verb (يستعد).

    "And" is before "the", a first name, what ends in a pronoun (ورجاله, and his men), and most consonants.
    """
    if folded.startswith("و") and not is_given_name(folded):
        has_pronoun = len(folded) > MIN_SURNAME + 2 and folded.endswith(_PRONOUNS)
        if has_pronoun or is_given_name(folded[1:]) or folded[1] not in _AFTER_WAW:
            return True
    is_verb = folded.startswith("ي") and folded[1] != "ا" and not is_given_name(folded)
    return is_verb or folded.startswith(_ATTACHED)
