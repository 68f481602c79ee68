"""Read a sentence as a row of slots ("this", page, translated, machine, …), with the words of one language.

The words are in notices.toml. Words and text are compared without case and accents, and with one form for each Arabic
and Chinese letter. Entries in capitals ("AI") match only capitals. The cost is linear in the length of the sentence.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import chain, groupby

from babel import Locale

from newsvane.safe_text import limit_marks

SLOTS = {
    "translated": "V", "translation": "T", "engine": "N", "machine": "M", "brand": "B", "translator": "A", "not": "Z",
    "this": "D", "page": "P", "unreviewed": "U", "review": "R", "person": "H", "original": "O", "made": "G",
    "from": "S", "into": "I", "tool": "W", "error": "E", "link": "K", "function": "F", "product": "Y",
}  # fmt: skip
"""The letter of each slot. A word that is in several slots gets the first. "L" is a language, "X" any other word."""
MAX_PHRASE_WORDS = 3
MAX_UNSPACED_LENGTH = 24
"""Characters of the longest entry of a language without spaces between words."""

MIN_STEM_LENGTH = 6
"""Characters of the shortest name of a language whose last two may be an ending."""
_LOCALES = {"kmr": "ku"}

_LETTERS = str.maketrans({
    **dict(zip("يىئكەۀہ", "یییکەهه", strict=True)),
    **dict(zip("ςıøłđ", "σiold", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ٴ": "",
    "ـ": "",
    **dict(
        zip(
            "譯機頁報導內聞網這為動編輯閱讀檢對審語電腦體軟該資訊稱點擊顯關經過與來應",
            "译机页报导内闻网这为动编辑阅读检对审语电脑体软该资讯称点击显关经过与来应",
            strict=True,
        )
    ),
})
_THAI_MARK = "[\u0e31-\u0e3a\u0e47-\u0e4e]"
"""A vowel or tone sign, which Python does not count among the letters of a word."""
_TOKEN = re.compile(rf"(?:[^\W_]|{_THAI_MARK})+|[,;:/|\"()\[\].]|(?<=\s)[-–—·•→](?=\s)")
_PUNCTUATION = {",": ",", ";": ",", ":": ":", '"': '"', ".": "."}
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‹›「」『』", '"'))
_QUOTED_MACHINE = re.compile('"[BMN]{1,3}"')
_INITIALS = re.compile(r"\b(\w)\.\s?(\w)\.")
_UNSPACED_LETTERS = {
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
}
_PREFIXES = {"he": "והבלמשכ", "ar": "وفبلک"}
"""Letters that are written together with the next word: "and", "the", "in", "from"."""


@dataclass(frozen=True)
class Token:
    """A word or punctuation mark. `slot`: a letter of SLOTS, "L", "X" or a mark; `language`: the one that "L" names.

    `start`: its first character in the sentence, as it was after NFKC.
    """

    slot: str
    start: int
    language: str | None = None
    ending: str = ""


def fold(text: str) -> str:
    """Return the form in which words are compared."""
    text = unicodedata.normalize("NFKD", limit_marks(text)).casefold().translate(_LETTERS)
    return unicodedata.normalize("NFC", _drop_marks(unicodedata.normalize("NFKD", text))).translate(_LETTERS)


def _drop_marks(text: str) -> str:
    """Return a text without accents and vowel signs. Thai keeps them, because most of its words differ by them."""
    return "".join(
        each for each in text if "\u0e00" <= each <= "\u0e7f" or unicodedata.category(each) not in {"Mn", "Mc", "Cf"}
    )


@dataclass
class _Words:
    """The entries of one language. `exact`, `stems`: the slot of each. `endings`: those of "from" and "into".

    `inflected`: phrases of which more words than the last have any ending, by the first two letters.
    """

    exact: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    stems: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    inflected: dict[str, list[tuple[list[str], str]]] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=dict)

    def add(self, entries: str, slot: str, language: str | None = None) -> None:
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
        """Return the slot of consecutive words, if they are an entry."""
        if (found := self.find(" ".join(parts))) and " " not in found[2]:
            return found
        for entry, slot in self.inflected.get(parts[0][:2], ()):
            if len(entry) == len(parts) and all(map(_fits, parts, entry)):
                return slot, None, ""
        return None

    def find(self, word: str) -> tuple[str, str | None, str] | None:
        """Return the slot of a word, the language that it names, and what follows its longest stem."""
        if found := self.exact.get(word):
            return *found, ""
        for length in range(len(word), 1, -1):
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
ABBREVIATIONS_OF_TRANSLATION = "|".join(_TABLE["phrases"]["translation_abbreviations"])
"""How "translation" is abbreviated, as alternatives of a regular expression."""
_ABBREVIATED = re.compile(rf"\b(?:{ABBREVIATIONS_OF_TRANSLATION})\.", re.IGNORECASE)
_UNABBREVIATED = "translabbr"
"""Stands for an abbreviation; the list of translations for any language has it."""


def _languages_with_order(trait: str) -> frozenset[str]:
    return frozenset(code for code, table in _TABLE["language"].items() if trait in table.get("order", "").split())


VERB_LAST = _languages_with_order("final")
"""Languages whose verb and negation end the sentence, or in which a verb that begins it is an imperative."""
_POSTPOSITIONS = _languages_with_order("postpositions")
_UNSPACED = _languages_with_order("unspaced")


def phrases(name: str) -> tuple[str, ...]:
    """Return the list of that name in notices.toml, folded."""
    return tuple(each if each.isupper() else fold(each) for each in _TABLE["phrases"][name])


@cache
def _words(language: str) -> _Words:
    words = _Words()
    table = _TABLE["language"][language]
    for key, slot in SLOTS.items():
        for source in (table, _TABLE["any"]):
            words.add(source.get(key, ""), slot)
    for code, names in _TABLE["languages"].items():
        words.add(names, "L", code)
    for code, name in _list_language_names(language):
        words.add(name, "L", code)
    return words


def _list_language_names(language: str) -> Iterator[tuple[str, str]]:
    """Yield codes and names of languages in one language, as CLDR has them: each as it is, and long ones as a stem."""
    for code, name in Locale.parse(_LOCALES.get(language, language)).languages.items():
        if len(code) == 2 and " " not in name:
            yield code, name
            if len(name) >= MIN_STEM_LENGTH:
                yield code, f"{name[:-2]}*"


@cache
def _translation_stems(language: str) -> tuple[tuple[str, str], ...]:
    words = _words(language)
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


def guess_languages(sentence: str) -> set[str]:
    """Return the languages in which the sentence has the most words for a page and small words ("by", "into")."""
    words = {fold(found[0]) for found in _TOKEN.finditer(sentence) if found[0][0].isalnum()}
    pages, small = _languages_of_words("page"), [_languages_of_words(slot) for slot in ("function", "from", "into")]
    starts = (word[:length] for word in words for length in range(2, len(word) + 1))
    counts = Counter(code for start in starts for code in pages.get(start, ()))
    counts.update(code for word in words for known in small for code in known.get(word, ()))
    by_script = {code for code, letters in _UNSPACED_LETTERS.items() if letters.search(sentence)}
    most = max(counts.values(), default=0)
    return by_script | {code for code, number in counts.items() if number >= max(most - 1, 1)}


def read_tokens(sentence: str, language: str) -> list[Token]:
    """Return the words and marks of a sentence with their slots. Words without a letter or digit are left out."""
    text = unicodedata.normalize("NFKC", limit_marks(sentence)).translate(_QUOTES).replace("\u200c", " ")
    text = _drop_marks(text)
    text = _ABBREVIATED.sub(_UNABBREVIATED, _INITIALS.sub(r"\1\2  ", text))
    tokens = [(found[0], found.start()) for found in _TOKEN.finditer(text)]
    if language in _UNSPACED:
        return _unquote_machines(list(_read_unspaced(tokens, _words(language))))
    return _unquote_machines(list(_read_spaced(tokens, _words(language), language)))


def _unquote_machines(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the quotation marks around the name of a machine: „Google Translate“."""
    quoted = _QUOTED_MACHINE.finditer("".join(token.slot for token in tokens))
    marks = {index for found in quoted for index in (found.start(), found.end() - 1)}
    return [token for index, token in enumerate(tokens) if index not in marks]


_AUTOMATIC = frozenset({"auto", "авто", "αυτο"})
"""What makes a word for translating mean that a machine did it: "автопереклад"."""
_FIRST_NAMES = frozenset({"claude", "клод"})
"""Machines that are called like people: before another name with a capital, they are one."""


def _read_spaced(tokens: list[tuple[str, int]], words: _Words, language: str) -> Iterator[Token]:
    folded = [fold(text) if text[0].isalnum() else "" for text, _ in tokens]
    index = 0
    while index < len(tokens):
        text, start = tokens[index]
        if not folded[index]:
            yield Token(_PUNCTUATION.get(text, "/"), start)
            index += 1
            continue
        for length in range(min(MAX_PHRASE_WORDS, len(tokens) - index), 1, -1):
            parts = folded[index : index + length]
            if all(parts) and (found := words.find_phrase(parts)):
                yield Token(found[0], start, found[1], found[2])
                index += length
                break
        else:
            following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
            if folded[index] in _FIRST_NAMES and following[:1].isupper() and not words.find(folded[index + 1]):
                yield Token("X", start)
            else:
                yield from _read_word(text, folded[index], start, words, language)
            index += 1


def _read_word(text: str, word: str, start: int, words: _Words, language: str) -> Iterator[Token]:
    if text.isdecimal():
        yield Token("F", start)
        return
    found = words.exact.get(text) if text.isupper() else None
    if found:
        yield Token(found[0], start, found[1])
        return
    if whole := words.find(word):
        slot, code, rest = whole
        yield Token(slot, start, code, rest)
        if slot not in "VT" and (inner := _find_inside(rest, language)):
            yield Token(inner[0], start)
        return
    prefixes = _PREFIXES.get(language, "")
    for length in (1, 2, 3):
        prefix, rest = word[:length], word[length:]
        is_prefix = all(each in prefixes for each in prefix) or (language == "ar" and prefix.endswith("ال"))
        if prefixes and is_prefix and len(rest) > 1 and (whole := words.find(rest)):
            yield Token(
                whole[0], start, whole[1], ("-from" if prefix[-1] == "מ" else "-into" if prefix[-1] == "ל" else "")
            )
            return
    inner = _find_inside(word, language)
    if inner and word[: inner[1]] in _AUTOMATIC:
        yield Token("M", start)
    elif inner and (first := words.find(word[: inner[1]])):
        yield Token(first[0], start)
    yield Token(inner[0] if inner else "X", start)


def _find_inside(word: str, language: str) -> tuple[str, int] | None:
    """Return the slot of a word for "translated" inside a compound, and where it begins."""
    return next(((slot, word.index(stem)) for stem, slot in _translation_stems(language) if stem in word), None)


def _read_unspaced(tokens: list[tuple[str, int]], words: _Words) -> Iterator[Token]:
    """Read runs of letters by the longest entry. One unknown letter between two entries is an ending."""
    for text, start in tokens:
        if not text[0].isalnum():
            yield Token(_PUNCTUATION.get(text, "/"), start)
        elif found := words.exact.get(text) if text.isupper() else None:
            yield Token(found[0], start, found[1])
        else:
            found_slots = _segment(fold(text), words)
            for is_unknown, group in groupby(found_slots, key=lambda each: each[0] == "x"):
                members = list(group)
                if is_unknown:
                    yield from (Token("X", start) for _ in range(len(members) // 2))
                else:
                    yield from (Token(slot, start, code) for slot, code in members)


def _segment(text: str, words: _Words) -> Iterator[tuple[str, str | None]]:
    index = 0
    while index < len(text):
        if text[index].isascii() and text[index].isalnum():
            length = next(
                (n for n, each in enumerate(text[index:]) if not (each.isascii() and each.isalnum())), len(text) - index
            )
            part = text[index : index + length]
            found = ("F", None, "") if part.isdecimal() else words.find(part)
            yield found[:2] if found else ("x", None)
            if not found:
                yield "x", None
            index += length
            continue
        for length in range(min(MAX_UNSPACED_LENGTH, len(text) - index), 0, -1):
            part = text[index : index + length]
            if known := words.exact.get(part) or words.stems.get(part):
                yield known
                index += length
                break
        else:
            yield "x", None
            index += 1


def find_direction(token: Token, language: str) -> str | None:
    """Return the slot of "from" or "into" that the ending or the prefix of a word stands for."""
    if token.ending in {"-from", "-into"}:
        return SLOTS[token.ending[1:]]
    endings = _words(language).endings
    return next((slot for end, slot in endings.items() if token.ending.endswith(end)), None)


def find_source_language(tokens: Iterable[Token], language: str) -> str | None:
    """Return the language that a notice says the page was translated from."""
    found = list(tokens)
    for index, token in enumerate(found):
        if token.slot != "L":
            continue
        before = "".join(each.slot for each in found[max(0, index - 3) : index])
        after = "".join(each.slot for each in found[index + 1 : index + 4])
        direction = find_direction(token, language)
        if direction == "I":
            continue
        is_after = language in _POSTPOSITIONS and re.match(r"F?S", after)
        is_before = language not in _POSTPOSITIONS and re.search(r"SF{0,2}$", before)
        is_source = direction == "S" or is_before or is_after
        if is_source or re.search(r"O[FIS]?F?$", before) or re.match(r"[FP]?O", after):
            return token.language
    return None
