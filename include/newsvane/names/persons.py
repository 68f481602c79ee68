"""Find people whom the lexicon does not know, by the shape of their names.

In scripts with capitals, a person is a first name or a title, followed by words with capitals; for other scripts, see
`uncased_persons`. A name counts only if the text leaves no doubt, because a wrong person is worse than none.

Positions are indexes into `words.all`; `end` is the one after the last word. `free`: for each word, whether it may be a
part of a name, because no known name has it.
"""

import re
from collections.abc import Iterator, Sequence

from newsvane.names.cues import load_cues, load_given_names
from newsvane.names.found_person import MAX_WORD, MIN_SURNAME, FoundPerson
from newsvane.names.other_names import is_named_after_person
from newsvane.names.uncased_context import begins_given_name
from newsvane.names.uncased_persons import read_uncased
from newsvane.names.word_forms import has_case_ending, is_patronymic
from newsvane.names.words import CAPITAL_NOUNS, Word, Words
from newsvane.stories.stopwords import load_stopwords

_RUN_TOGETHER = re.compile(r"[^\W\d_]{3}(?<=[a-zà-ÿ])[A-Z]")
"""A capital after at least three letters, where a space is missing; McCain and ElBaradei have fewer."""
_OPENING, _CLOSING = re.compile(r"[\"“„«»‘]$"), re.compile(r"[\"“”«»’]")
_LINKS = frozenset({"i", "e", "te", "se"})
_GENITIVE, _ADJECTIVE = re.compile("(?:[eë]s|së|it|ut|ve)$"), re.compile("(?:ore|ale|ike|are|shme)$")
"""Endings of Albanian nouns in the genitive, and of adjectives after them."""
_OF = frozenset({"de", "del", "della", "dell", "dei", "degli", "delle", "du", "des", "do", "da"})
_ARTICLES = frozenset({"den", "der", "la", "le"})
"""Particles that are also articles, and belong to a name only after another particle: van der, de la."""
MAX_PARTS = 4
"""The most words of a name, without particles."""


def find_persons(words: Words, free: Sequence[bool]) -> Iterator[FoundPerson]:
    """Yield the people that are recognised by the shape of their names, in the order of the text."""
    end = 0
    for position, word in enumerate(words.all):
        if position < end or not free[position]:
            continue
        person = None
        if word.is_capital:
            if not word.plain:
                person, end = _read_run(words, position, free)
        elif not word.is_cased and begins_given_name(words, position):
            person = read_uncased(words, position, free)
            end = person.end if person else end
        if person:
            yield person


def _read_run(words: Words, first: int, free: Sequence[bool]) -> tuple[FoundPerson | None, int]:
    """Return the person in the run of capitals that begins at `first` (None if it is none), and where the run ends."""
    cues = load_cues()
    end = first + 1
    while end < len(words) and _continues(words, end, free):
        end += 1
    begin = first + _is_opener(words, first)
    begin = max([begin, *(each + 1 for each in range(begin, end) if words.all[each].folded in cues.titles)])
    begin = _skip_particle(words, begin, end)
    begin, has_office = _skip_department(words, begin, end)
    if words.language in CAPITAL_NOUNS:
        begin = next((each for each in range(begin, end) if words.all[each].folded in load_given_names()), begin)
    stop = _find_last(words, begin, end)
    run = words.all[begin:stop]
    is_titled = 0 < begin < stop and _has_title(words, begin)
    parts = tuple(word.folded for word in run)
    names = [word for word in run if word.folded not in cues.particles]
    if not 2 <= len(names) <= MAX_PARTS or run[-1].folded in cues.particles or not _are_names(words, names):
        return None, end
    is_compound = all(word.gap in {"-", "\u2011"} for word in run[1:]) and len(names) == len(run)
    if is_compound or _is_cut(words, end) or _is_quoted(words, begin, stop):
        return None, end
    if _touches_known(words, first, end, free) or is_named_after_person(words, begin):
        return None, end
    if _has_second_person(names) or (words.language == "ru" and is_patronymic(run[-1].folded, load_given_names())):
        return None, end
    is_given = run[0].folded in load_given_names()
    has_title = (is_titled or has_office) and words.language not in CAPITAL_NOUNS
    if not is_given and not (has_title and _look_like_names(words, names)):
        return None, end
    return FoundPerson(begin, stop, parts), end


def _skip_particle(words: Words, first: int, end: int) -> int:
    """Return where a name begins after the rest of an office that begins with "of": presidente del Consiglio …"""
    before = words.all[first - 1] if first > 1 else None
    is_office = before is not None and before.folded in _OF and words.all[first - 2].folded in load_cues().titles
    if first >= end or (words.all[first].is_capital and not is_office):
        return first
    return next((each for each in range(first, end) if words.all[each].folded in load_given_names()), end)


def _has_title(words: Words, begin: int) -> bool:
    """Return whether a title stands right before a name."""
    return words.all[begin - 1].folded in load_cues().strong_titles and words.all[begin].gap in {" ", ". "}


def _skip_department(words: Words, first: int, end: int) -> tuple[int, bool]:
    """Return where a name begins after the department of an office, in Albanian; whether there is one.

    In "ministri i Mirëqenies Sociale Skënder Reçica", the noun in the genitive and the adjective after it are no name.
    The name begins with a known first name: adjectives have too many endings to know where they end.
    """
    cues = load_cues()
    is_office = first > 1 and words.all[first - 1].folded in _LINKS and words.all[first - 2].folded in cues.titles
    if words.language != "sq" or not is_office or not _GENITIVE.search(words.all[first].text):
        return first, False
    position = first + 1
    while position < end and _ADJECTIVE.search(words.all[position].text):
        position += 1
    is_name = end - position > 1 and words.all[position].folded in load_given_names()
    return (position, True) if is_name else (first, False)


def _is_quoted(words: Words, first: int, end: int) -> bool:
    """Return whether a name stands alone in quotation marks, as those of books, films and what is named so do."""
    after = words.all[end].gap if end < len(words) else ""
    return bool(_OPENING.search(words.all[first].gap) and _CLOSING.match(after))


def _has_second_person(names: Sequence[Word]) -> bool:
    """Return whether another name begins after a surname: Philip Morris Andre Calantzopoulos."""
    given = load_given_names()
    is_given = [word.folded in given for word in names[:-1]]
    return any(is_given[at : at + 3] == [True, False, True] for at in range(len(is_given)))


def _touches_known(words: Words, first: int, end: int, free: Sequence[bool]) -> bool:
    """Return whether a known name is a part of the run before it or after it."""
    if first and not free[first - 1] and words.all[first].gap in {"-", "."}:
        return True
    return end < len(words) and not free[end] and words.all[end].gap == " " and words.all[end].is_capital


def _find_last(words: Words, begin: int, end: int) -> int:
    """Return where a name ends, if a case ending shows it before the run of capitals does."""
    for position in range(begin + 1, end - 1):
        if has_case_ending(words.all[position].text, words.language):
            return position + 1
    return end


def _continues(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether a word belongs to the run of capitals before it."""
    word, before = words.all[position], words.all[position - 1]
    if not free[position] or word.starts or word.plain:
        return False
    if words.language == "tr" and word.folded in load_cues().honorifics:
        return False
    if word.gap in {". ", "."}:
        return (len(before.text) == 1 or before.folded in load_cues().titles) and word.is_capital
    if word.gap not in {" ", "-", "\u00a0", "\u2011", "’", "'"}:
        return False
    if word.gap in {"’", "'"}:
        return word.is_capital and len(word.text) > 2
    if word.folded in _ARTICLES and not word.is_capital and before.folded not in load_cues().particles:
        return False
    if word.folded == "von" and words.language in CAPITAL_NOUNS and before.folded not in load_given_names():
        return False  # Peter Beyer von der Bank
    if word.folded in load_cues().particles and not word.is_capital:
        return _has_name_after(words, position + 1, free)
    return word.is_capital


def _has_name_after(words: Words, position: int, free: Sequence[bool]) -> bool:
    """Return whether a word with a capital follows a particle, perhaps after a second one: van der Heyden."""
    for word, is_free in zip(words.all[position : position + 2], free[position : position + 2], strict=True):
        if not is_free or word.gap not in {" ", "-"}:
            return False
        if word.is_capital or word.folded not in load_cues().particles:
            return word.is_capital
    return False


def _is_cut(words: Words, end: int) -> bool:
    """Return whether a name goes on in small letters after a hyphen or an apostrophe: Chung Eui-yong, Bat'haei."""
    after = words.all[end] if end < len(words) else None
    is_joined = after is not None and after.gap in {"-", "\u2010", "\u2011", "'", "’"}
    return is_joined and after is not None and after.text[0].islower() and len(after.text) > 2


def _is_opener(words: Words, position: int) -> bool:
    """Return whether a word begins a sentence and is no part of the name after it."""
    word = words.all[position]
    return (
        word.starts
        and word.folded not in load_given_names()
        and (word.text.casefold() in load_stopwords(words.language) or word.folded in words.lower)
    )


def _are_names(words: Words, names: Sequence[Word]) -> bool:
    """Return whether none of the words makes the run something other than a person."""
    cues, given = load_cues(), load_given_names()
    for word in names:
        if (len(word.text) > 1 and word.text.isupper()) or any(map(str.isdigit, word.text)):
            return False
        if len(word.text) > MAX_WORD:
            return False
        if _RUN_TOGETHER.search(word.text) or word.folded in cues.not_persons or word.folded in cues.titles:
            return False
        if word is names[0] and word.folded in given and not word.starts:
            continue
        is_stopword = word.text.casefold() in load_stopwords(words.language)
        if is_stopword and (len(word.text) <= MIN_SURNAME or names[0].folded not in given):
            return False
    return len(names[-1].folded) >= MIN_SURNAME or names[-1].folded in given


def _look_like_names(words: Words, names: Sequence[Word]) -> bool:
    """Return whether the text writes these words only with capitals."""
    return all(word.folded not in words.lower and len(word.text) > 2 for word in names)
