"""Words around names that say what they are (cues.toml), and first names (given_names.txt, foreign_names.txt)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import tomli

from newsvane.names.word_forms import fold_word
from newsvane.topics.folding import tokenize


@dataclass(frozen=True)
class Cues:
    """The lists of cues.toml, each word folded. `elsewhere`: by language."""

    titles: frozenset[str]
    strong_titles: frozenset[str]
    not_first_names: frozenset[str]
    not_persons: frozenset[str]
    not_orgs_before: frozenset[str]
    not_places_after: frozenset[str]
    not_places_before: frozenset[str]
    not_places_before_capital: frozenset[str]
    club_initials: frozenset[str]
    called: frozenset[str]
    links: frozenset[str]
    named_after: frozenset[str]
    sport: frozenset[str]
    particles: frozenset[str]
    locatives: frozenset[str]
    kinds_of_places: frozenset[str]
    elsewhere: Mapping[str, frozenset[str]]
    time_words: frozenset[str]
    suffixes: frozenset[str]
    roles: frozenset[str]
    said_before: frozenset[str]
    reports: frozenset[str]
    said_after: frozenset[str]
    phrases_after: frozenset[str]
    in_phrases: frozenset[str]
    fathers: frozenset[str]
    not_compounds: frozenset[str]
    saints: frozenset[str]
    light_verbs: frozenset[str]
    name_words: frozenset[str]
    rulers: frozenset[str]
    numbers: frozenset[str]
    families: frozenset[str]
    honorifics: frozenset[str]
    surname_endings: tuple[str, ...]
    not_surnames: frozenset[str]


@cache
def load_cues() -> Cues:
    """Return the lists."""
    lists = tomli.loads(_read("cues.toml"))
    elsewhere = _fold_lists(lists.pop("elsewhere"))
    folded = _fold_lists(lists)
    endings = tuple(sorted(folded.pop("surname_endings")))
    return Cues(surname_endings=endings, elsewhere=elsewhere, **folded)


def _fold_lists(lists: Mapping[str, str]) -> dict[str, frozenset[str]]:
    return {name: frozenset(map(fold_word, tokenize(words))) for name, words in lists.items()}


@cache
def load_given_names() -> Mapping[str, str]:
    """Return the form that ids use, by spelling; all are folded."""
    found = {word: words[0] for words in reversed([*_list_names("given_names.txt")]) for word in words}
    foreign = {word: words[0] for words in reversed([*_list_names("foreign_names.txt")]) for word in words[1:]}
    return foreign | found


@cache
def load_foreign_names() -> frozenset[str]:
    """Return the first names from other languages in Arabic script, folded."""
    return frozenset(word for words in _list_names("foreign_names.txt") for word in words[1:])


def find_id_form(folded: str) -> str:
    """Return the form of a part of a name that ids use: of a first name, the same in every script, without Sayyid."""
    given = load_given_names()
    return given.get(folded) or given.get(folded.removeprefix(_SAYYID), folded)


@lru_cache(maxsize=1 << 14)
def is_given_name(folded: str) -> bool:
    """Return whether a folded word is a first name, or one that Persian or Arabic makes of two: محمدنقی, غلامعلی."""
    given = load_given_names()
    if folded in given:
        return True
    if not _ARABIC.match(folded) or len(folded) < _MIN_COMPOUND or folded in load_cues().not_compounds:
        return False
    return bool(_OF_GOD.fullmatch(folded)) or any(
        folded[:at] in _FIRST_PARTS and folded[at:] in given for at in range(3, len(folded) - 2)
    )


@lru_cache(maxsize=1 << 14)
def find_given_name(folded: str, language: str) -> str | None:
    """Return the first name that a folded word is, in Arabic perhaps after "and"; None if it is also a common word."""
    forms = (folded, folded.removeprefix("و")) if language == "ar" else (folded,)
    return next((each for each in forms if is_given_name(each) and each not in load_cues().not_first_names), None)


@lru_cache(maxsize=1 << 14)
def may_be_given_name(folded: str, language: str) -> bool:
    """Return whether a folded word is a first name, even if it is also a common word."""
    return is_given_name(folded) or find_given_name(folded, language) is not None


def _list_names(name: str) -> Iterator[list[str]]:
    """Yield the spellings on each line of a file of names, folded."""
    for line in _read(name).splitlines():
        if line and not line.startswith("#"):
            yield [" ".join(map(fold_word, tokenize(word))) for word in line.split()]


def _read(name: str) -> str:
    return (files("newsvane.names") / name).read_text("utf-8")


_ARABIC = re.compile("[\u0620-\u06ff]")
_MIN_COMPOUND = 6
_SAYYID = fold_word("سید")
_BEFORE_GOD = (
    "عبد نصر فضل روح عزت حبیب نعمت اسد قدرت هدایت رحمت لطف سیف امان ولی فتح خلیل حجت کرامت عنایت شکر ذبیح حشمت عطا فیض "
    "بهجت یدا عین سعد هبة"
)
_BEFORE_FAITH = (
    "صلاح نور شمس سیف جمال کمال علاء عز محی محیی بدر فخر شهاب ضیاء نظام نصیر رکن تقی زین حسام سراج قطب بهاء نجم جلال"
)


def _compounds(beginnings: str, ending: str) -> str:
    """Return a pattern for the names of one of these beginnings and an ending, perhaps with a joiner between them."""
    return f"(?:{'|'.join(map(fold_word, beginnings.split()))})\u200c?{fold_word(ending)}"


_OF_GOD = re.compile(
    f"{fold_word('عبدال')}.{{2,}}|{_compounds(_BEFORE_GOD, 'الله')}|{_compounds(_BEFORE_FAITH, 'الدین')}"
)
"""Compounds with God or the faith: Abdolrahim, Keramatollah, Shamsoddin. Others are groups and things: Ansarollah."""
_FIRST_PARTS = frozenset(map(fold_word, "محمد علی غلام سید میر امیر حسین حمید مهدی نور عبد".split()))  # noqa: SIM905
