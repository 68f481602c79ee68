"""Undo what grammar does to a name: case endings, genitives and attached particles.

A spelling is written once in its base form, and found in every case: Путина is Путин, Tiranës is Tirana, وطهران is
طهران. The rules only propose base forms; a name counts if one of them is a spelling that is known.
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from newsvane.topics.folding import fold
from newsvane.topics.token_index import index_terms

_CYRILLIC = (
    ("", ("а", "у", "ом", "ем", "е", "ы", "и", "ым", "ого", "ому", "ой")),
    ("а", ("ы", "и", "у", "е", "ой", "ою", "о")),
    ("я", ("и", "ю", "е", "ей", "ию")),
    ("й", ("я", "ю", "ем", "е", "и")),
    ("ь", ("я", "ю", "ем", "е", "и")),
    ("ии", ("ого", "ому", "им", "ем")),
    ("ыи", ("ого", "ому", "ым", "ом")),
    ("ия", ("ии", "ию", "иеи")),
    ("во", ("ва", "ву", "вом", "ве")),
    ("но", ("на", "ну", "ном", "не")),
)
"""By ending of the base form, the endings of the other cases; letters as `fold` writes them, so й is и.

Of names in -о only those in -во and -но have cases (Косово, Домодедово); foreign ones stay as they are.
"""
_ALBANIAN = (
    ("", ("n", "i", "it", "in", "u", "ut", "un", "a", "es", "en", "ja", "jes", "jen", "s", "se")),
    ("a", ("es", "en", "e")),
    ("e", ("a", "es", "en", "ene")),
    ("i", ("it", "in", "ine", "iu", "iut", "iun")),
    ("u", ("ut", "un", "une")),
    ("o", ("os", "on", "one", "ua", "oja")),
)
_SLAVIC = (
    ("", ("a", "u", "em", "om", "ovi", "owi", "e", "ie", "y", "i", "ego", "ou")),
    ("a", ("y", "i", "u", "e", "ie", "ou", "om", "o")),
)
_GREEK = (("σ", ("", "υ")), ("οσ", ("ου", "ο")), ("", ("σ",)))
_GENITIVE = (("", ("s",)),)
_BY_LANGUAGE = {
    "sq": _ALBANIAN,
    **dict.fromkeys(("pl", "cs", "sk", "sl", "hr", "sr", "bs"), _SLAVIC),
    "el": _GREEK,
    **dict.fromkeys(("de", "nl", "sv", "da", "no", "nb", "nn", "en"), _GENITIVE),
}
_WITHOUT_PARTICLES = frozenset({"fa", "ur", "ps"})
"""Languages in Arabic script that write no particles together with the next word."""
MIN_STEM = 3
"""The fewest letters before an ending."""


@lru_cache(maxsize=1 << 14)
def base_forms(word: str, language: str) -> tuple[str, ...]:
    """Return the folded forms under which a written word may be known, the word itself first."""
    forms = [fold_word(word)] if language in _WITHOUT_PARTICLES else list(index_terms(word))
    folded = forms[0]
    rules = _CYRILLIC if "\u0400" <= folded[:1] <= "\u04ff" else _BY_LANGUAGE.get(language, ())
    for base, endings in rules:
        for ending in endings:
            stem = folded.removesuffix(ending) if ending else folded
            if len(stem) >= MIN_STEM and (stem != folded or not ending):
                forms.append(stem + base)
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=1 << 14)
def fold_word(word: str) -> str:
    """Return `fold` of a word, cached."""
    return fold(word)


_ALBANIAN_CASES = (
    ("jn", "j"),
    ("jt", "j"),
    ("ajin", "aj"),
    ("ajit", "aj"),
    ("ën", "a"),
    ("ës", "a"),
    ("in", "i"),
    ("it", "i"),
    ("un", "u"),
    ("ut", "u"),
)
"""Endings of Albanian surnames in other cases, and of the base form."""
_AFTER_VOWEL = re.compile(r"[aeiouyë]i[nt]$")
"""What is no ending -in or -it: Krasniqin has one, Feinstein has none."""


def has_case_ending(word: str, language: str) -> bool:
    """Return whether a surname is written with the ending of a case, in a language where it shows."""
    if language == "de":
        return len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    has_ending = language == "sq" and len(word) > 4 and word.endswith(tuple(ending for ending, _ in _ALBANIAN_CASES))
    return has_ending and not _AFTER_VOWEL.search(word)


_PATRONYMIC = re.compile(r"(?P<stem>.{3,})(?:[ое]вич|[ое]вна|ыч)")


def is_patronymic(folded: str, given: Collection[str]) -> bool:
    """Return whether a word is a Russian patronymic of one of the first names: Иванович, Сергеевна, Иваныч."""
    found = _PATRONYMIC.fullmatch(folded)
    return found is not None and not {found["stem"], found["stem"] + "и"}.isdisjoint(given)


def to_base_form(surname: str, language: str, written: Mapping[str, int]) -> str | None:
    """Return a surname without the ending of its case; None if it cannot be known.

    `written`: how often the article has each folded word. A base form that is written there decides. In Albanian, what
    is written again and again and never in a base form has no ending: Palin, Martin.
    """
    if language == "sq" and surname.endswith("s") and fold_word(surname[:-1]) in written:
        return surname[:-1]
    if not has_case_ending(surname, language):
        return surname
    if language == "de":
        return surname[:-1] if fold_word(surname[:-1]) in written else None
    ending, base = next(each for each in _ALBANIAN_CASES if surname.endswith(each[0]))
    stem = surname.removesuffix(ending)
    if fold_word(stem) in written:
        return stem
    is_whole = base == "i" and written.get(fold_word(surname), 0) > 1 and fold_word(stem + base) not in written
    return surname if is_whole else stem + base
