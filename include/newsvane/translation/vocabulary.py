"""The words with which pages say that a machine translated them, by language, and the slot of each.

They are in notices.toml. Words and text are compared without case and accents, and with one form for each Arabic and
Chinese letter. Entries in capitals ("AI") match only capitals.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain

from babel import Locale

from newsvane.safe_text import limit_marks

SLOTS = {
    "translated": "V", "translation": "T", "engine": "N", "machine": "M", "brand": "B", "translator": "A", "not": "Z",
    "this": "D", "page": "P", "unreviewed": "U", "review": "R", "person": "H", "original": "O", "made": "G",
    "from": "S", "into": "I", "tool": "W", "error": "E", "link": "K", "own_language": "L", "function": "F",
    "product": "Y",
}  # fmt: skip
"""The letter of each slot, which is a list of notices.toml (see notice_grammar.py for the letters).

A word that is in several slots gets the first. "L" is also the name of any language, "X" a word that is in no slot.
"""
MIN_STEM_LENGTH = 6
"""Characters of the shortest name of a language whose last two may be an ending."""
OWN_LANGUAGE = "own"
"""The language of "your language", which is always that of the page."""
MAX_SHORT_LENGTH = 60
"""Characters of the longest sentence whose language is guessed by other words, too, and by the language it names."""
MAX_PREFIX = 3
"""Letters that may be written together with a word."""
MAX_STEM_LENGTH = 64
"""Characters of the longest stem."""
_LOCALES = {"kmr": "ku"}

_LETTERS = str.maketrans({
    **dict(zip("يىئكەۀہ", "یییکەهه", strict=True)),
    **dict(zip("ςıøłđ", "σiold", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ँ": "ं",
    "ٴ": "",
    "ـ": "",
    **dict(
        zip(
            "譯機頁報導內聞網這為動編輯閱讀檢對審語電腦體軟該資訊稱點擊顯關經過與來應訪談專聲潤飾欄貼評論採產並僅學類傳個發錯誤確實據運製變轉換"
            "務團隊員業記們給請註說於從後時間係將雙現處聯聽讓訂預測構達連獨繫樣當邊權種總問題標畫麼還進選區錄韓義蘭烏羅臘維亞爾馬緬簡觀書話議講",
            "译机页报导内闻网这为动编辑阅读检对审语电脑体软该资讯称点击显关经过与来应访谈专声润饰栏贴评论采产并仅学类传个发错误确实据运制变转换"
            "务团队员业记们给请注说于从后时间系将双现处联听让订预测构达连独系样当边权种总问题标画么还进选区录韩义兰乌罗腊维亚尔马缅简观书话议讲",
            strict=True,
        )
    ),
})
_VOWEL_SIGN = "[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0e31-\u0e3a\u0e47-\u0e4e]"
"""A vowel or tone sign of Hindi, Bengali, or Thai, which Python does not count among the letters of a word."""
_NUKTAS = frozenset("\u093c\u09bc")
"""Dots below a letter, which many texts leave out."""
_KEPT_MARKS = frozenset(each for each in map(chr, range(0x900, 0xE50)) if re.match(_VOWEL_SIGN, each)) - _NUKTAS
TOKEN = re.compile(rf"(?:[^\W_]|{_VOWEL_SIGN})+|[,;:/|\"()\[\].]|(?<=\s)[-–—·•→](?=\s)")
_UNSPACED_LETTERS = {
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}


def fold(text: str) -> str:
    """Return the form in which words are compared."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", limit_marks(text)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", drop_marks(unicodedata.normalize("NFKD", text))).translate(_LETTERS)


def drop_marks(text: str) -> str:
    """Return a text without accents and vowel signs, but with those of scripts in which words differ by them."""
    return "".join(each for each in text if unicodedata.category(each) not in {"Mn", "Mc", "Cf"} or each in _KEPT_MARKS)


@dataclass
class Words:
    """The entries of one language, with the letters of their slots.

    `exact`, `stems`: for each entry its letter, and the code of the language that it names. `inflected`: phrases of
    which more words than the last may have any ending, each with its letter, by their first two characters. `endings`:
    the letter of "from" or "into", by the ending of a language's name.
    """

    exact: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    stems: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    inflected: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)

    def add(self, entries: str, slot: str, language: str | None = None) -> None:
        """Add entries as notices.toml writes them. A word that is there already keeps its slot.

        `slot`: its letter. `language`: the code of the language that the entries name.
        """
        for entry in entries.split():
            words = entry if entry.isupper() else fold(entry.replace("_", " "))
            if words.startswith("-"):
                self.endings.setdefault(words.strip("-*"), slot)
            elif "* " in words:
                self.inflected.setdefault(words[:2], []).append((f"{words.strip('*')}*".split(), slot))
            elif words.endswith("*"):
                self.stems.setdefault(words[:-1], (slot, language))
            else:
                self.exact.setdefault(words, (slot, language))

    def find_phrase(self, parts: Sequence[str]) -> tuple[str, str | None, str] | None:
        """Return what `find` returns for consecutive words, if they are an entry."""
        if (found := self.find(" ".join(parts))) and " " not in found[2]:
            return found
        for entry, slot in self.inflected.get(parts[0][:2], ()):
            if len(entry) == len(parts) and all(map(_fits, parts, entry)):
                return slot, OWN_LANGUAGE if slot == "L" else None, ""
        return None

    def find(self, word: str) -> tuple[str, str | None, str] | None:
        """Return the letter of a word, the language that it names, and what follows its longest stem; else None."""
        if found := self.exact.get(word):
            return *found, ""
        for length in range(min(len(word), MAX_STEM_LENGTH), 1, -1):
            if found := self.stems.get(word[:length]):
                return *found, word[length:]
        return None


def _fits(word: str, entry: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


_TABLE = tomllib.loads(files("newsvane.translation").joinpath("notices.toml").read_text("utf-8"))
LANGUAGE_STEMS: dict[str, list[str]] = {code: table["stem"].split() for code, table in _TABLE["language"].items()}
"""Stems of "translate" in each language, in small letters, without letters that pages often write as entities."""
ENGINE_STEMS = tuple(stem.replace("_", " ") for stem in _TABLE["any"]["stem"].split())
"""Names of translation engines with which a sentence may be a notice although it does not say "translate"."""
WEAK_STEMS = tuple(stem.replace("_", " ") for stem in _TABLE["any"]["weak_stem"].split())
"""Words such as "computer". A sentence with one may be a notice if it names a language, too."""
ABBREVIATIONS_OF_TRANSLATION = "|".join(_TABLE["phrases"]["translation_abbreviations"])
"""How "translation" is abbreviated, as alternatives of a regular expression."""


def _languages_with_order(trait: str) -> frozenset[str]:
    return frozenset(code for code, table in _TABLE["language"].items() if trait in table.get("order", "").split())


VERB_LAST = _languages_with_order("final")
"""Languages whose verb and negation end the sentence, or in which a verb that begins it is an imperative."""
POSTPOSITIONS = _languages_with_order("postpositions")
UNSPACED = _languages_with_order("unspaced")


def phrases(name: str) -> tuple[str, ...]:
    """Return the list of that name in notices.toml, folded."""
    return tuple(each if each.isupper() else fold(each) for each in _TABLE["phrases"][name])


@cache
def load_words(language: str) -> Words:
    """Return the entries of a language, those for any language, and the names of languages."""
    words = Words()
    table = _TABLE["language"][language]
    for key, slot in SLOTS.items():
        for source in (table, _TABLE["any"]):
            words.add(source.get(key, ""), slot, OWN_LANGUAGE if key == "own_language" else None)
    for code, names in _TABLE["languages"].items():
        words.add(names, "L", code)
    for code, name in _list_language_names(language):
        words.add(name, "L", code)
    return words


def _list_language_names(language: str) -> Iterator[tuple[str, str]]:
    """Yield codes and names of languages in one language, as CLDR has them: each as it is, and long words as a stem."""
    for code, name in Locale.parse(_LOCALES.get(language, language)).languages.items():
        if len(code) == 2:
            yield code, name.replace(" ", "_")
            if len(name) >= MIN_STEM_LENGTH and " " not in name:
                yield code, f"{name[:-2]}*"


@cache
def list_translation_stems(language: str) -> tuple[tuple[str, str], ...]:
    """Return the words for "translate", longest first, each with its letter: they occur within compounds, too."""
    words = load_words(language)
    entries = chain(words.exact.items(), words.stems.items())
    found = ((word, slot) for word, (slot, _) in entries if slot in "VT" and len(word) > 3 and " " not in word)
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@cache
def _languages_of_words(slot: str) -> dict[str, set[str]]:
    """Return the languages in which a word is an entry of the slot. An entry for any ending is kept without it."""
    found: dict[str, set[str]] = {}
    for language, table in _TABLE["language"].items():
        for entry in table.get(slot, "").split():
            found.setdefault(fold(entry.rstrip("*")), set()).add(language)
    return found


@cache
def _names_of_languages() -> Words:
    words = Words()
    for code, names in _TABLE["languages"].items():
        words.add(names, "L", code)
    return words


def names_language(text: str) -> bool:
    """Return whether a text has the name of a language, or a script that is written without spaces."""
    if any(letters.search(text) for letters in _UNSPACED_LETTERS.values()):
        return True
    words = (fold(found[0]) for found in TOKEN.finditer(text) if found[0][0].isalpha())
    names = _names_of_languages()
    return any(
        names.find(word[start:]) for word in words for start in range(MAX_PREFIX + 1 if _is_prefixed(word) else 1)
    )


def _is_prefixed(word: str) -> bool:
    """Return whether a word is Hebrew or Arabic, in which "in" and "the" are written together with the next word."""
    return "\u0590" <= word[:1] <= "\u06ff"


def guess_languages(sentence: str) -> set[str]:
    """Return the languages in which the sentence has the most words for a page and small words ("by", "into").

    A sentence with none of them is in the language that it names: "Svenska: ChatGPT".
    """
    words = {fold(found[0]) for found in TOKEN.finditer(sentence) if found[0][0].isalnum()}
    pages, small = (
        _languages_of_words("page"),
        [_languages_of_words(slot) for slot in ("function", "from", "into", "this")],
    )
    starts = [word[:length] for word in words for length in range(2, min(len(word), MAX_STEM_LENGTH) + 1)]
    counts = Counter(code for start in starts for code in pages.get(start, ()))
    counts.update(code for word in words for known in small for code in known.get(word, ()))
    if not counts or len(sentence) <= MAX_SHORT_LENGTH:
        own = [_languages_of_words(slot) for slot in ("translation", "translated", "unreviewed", "not", "review")]
        counts.update(code for start in starts for known in own for code in known.get(start, ()))
        named = (found[1] for word in words if (found := _names_of_languages().find(word)))
        counts.update(code for code in named if code and code in _TABLE["language"])
    by_script = {code for code, letters in _UNSPACED_LETTERS.items() if letters.search(sentence)}
    most = max(counts.values(), default=0)
    return by_script | {code for code, number in counts.items() if number >= max(most - 1, 1)}
