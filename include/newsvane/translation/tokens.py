"""Read a sentence as tokens, one per word, number or mark, each with a slot: "this", page, translated, machine, …

A slot is a letter; notice_grammar.py explains all of them. The cost is linear in the length of the sentence.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from newsvane.safe_text import limit_marks
from newsvane.translation.vocabulary import (
    ABBREVIATIONS_OF_TRANSLATION,
    TOKEN,
    UNSPACED,
    Words,
    drop_marks,
    fold,
    list_translation_stems,
    load_words,
)

MAX_PHRASE_WORDS = 4
MAX_UNSPACED_LENGTH = 24
"""Characters of the longest entry of a language without spaces between words."""
_PUNCTUATION = {",": ",", ";": ",", ":": ":", '"': '"', ".": "."}
_MARKS = str.maketrans({**dict.fromkeys("“”„«»‹›「」『』", '"'), **dict.fromkeys("،؛、", ","), "۔": "."})
_QUOTED_MACHINE = re.compile('"[BMN]{1,3}"')
_INITIALS = re.compile(r"\b(\w)\.\s?(\w)\.")
_PREFIXES = {"he": "והבלמשכ", "ar": "وفبلک"}
"""Letters that are written together with the next word: "and", "the", "in", "from"."""
_ABBREVIATED = re.compile(rf"\b(?:{ABBREVIATIONS_OF_TRANSLATION})\.", re.IGNORECASE)
_MACHINE_TRANSLATION = re.compile(r"\bMT\b")
_DATE = re.compile(r"\b\d{1,2}\.?\s(?:de\s)?[^\W\d]{3,12}\.?\s(?:de\s)?(?=\d{4}\b)")
"""The day and the month before a year."""
_UNABBREVIATED = "translabbr"
"""Stands for an abbreviation; the list of translations for any language has it."""


@dataclass(frozen=True)
class Token:
    """A word or punctuation mark. `slot`: a letter of SLOTS, "X" for another word, or the mark ("/" for rare ones).

    `start`: the index of its first character in the sentence as `read_tokens` reads it, after NFKC and without dates.
    `language`: the code of the language that an "L" names. `ending`: what follows the stem of the word; "-from" or
    "-into" if a prefix means that.
    """

    slot: str
    start: int
    language: str | None = None
    ending: str = ""


def read_tokens(sentence: str, language: str) -> list[Token]:
    """Return the words and marks of a sentence with their slots. Words without a letter or digit are left out."""
    text = unicodedata.normalize("NFKC", limit_marks(sentence)).translate(_MARKS).replace("\u200c", " ")
    text = _DATE.sub("", drop_marks(text))
    text = _MACHINE_TRANSLATION.sub(f"AI {_UNABBREVIATED}", text)
    text = _ABBREVIATED.sub(_UNABBREVIATED, _INITIALS.sub(r"\1\2  ", text))
    if language in UNSPACED:
        text = _close_phrases(text, language)
    tokens = [(found[0], found.start()) for found in TOKEN.finditer(text)]
    if language in UNSPACED:
        return _unquote_machines(list(_read_unspaced(tokens, load_words(language))))
    return _unquote_machines(list(_read_spaced(tokens, load_words(language), language)))


def _close_phrases(text: str, language: str) -> str:
    """Return a text in which the phrases of a language that is read letter by letter are one word: "언어 모델"."""
    for phrase, closed in _list_spaced_phrases(language):
        text = text.replace(phrase, closed)
    return text


@cache
def _list_spaced_phrases(language: str) -> list[tuple[str, str]]:
    """Return the phrases of which a language has the closed form, too, longest first."""
    words = load_words(language).exact
    closed = ((phrase, phrase.replace(" ", "")) for phrase in words if " " in phrase and not phrase.isascii())
    return sorted(((phrase, word) for phrase, word in closed if word in words), key=lambda pair: -len(pair[0]))


def _unquote_machines(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the quotation marks around the name of a machine: „Google Translate“."""
    quoted = _QUOTED_MACHINE.finditer("".join(token.slot for token in tokens))
    marks = {index for found in quoted for index in (found.start(), found.end() - 1)}
    return [token for index, token in enumerate(tokens) if index not in marks]


_AUTOMATIC = frozenset({"auto", "avto", "авто", "αυτο", "ավտո", "ავტო"})
"""What makes a word for translating mean that a machine did it: "автопереклад"."""
_FIRST_NAMES = frozenset({"claude", "клод"})
"""Machines that are called like people: before another name with a capital, they are one."""


def _read_spaced(tokens: list[tuple[str, int]], words: Words, language: str) -> Iterator[Token]:
    """Yield the tokens of a language with spaces. `tokens`: each as it is written, and where it begins."""
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


def _read_word(text: str, word: str, start: int, words: Words, language: str) -> Iterator[Token]:
    """Yield the token of a word; two if it is a compound with "translate". `text`: as written. `word`: folded."""
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
    """Return the slot of a word for "translate" inside a compound, and where it begins; None if there is none."""
    return next(((slot, word.index(stem)) for stem, slot in list_translation_stems(language) if stem in word), None)


def _read_unspaced(tokens: list[tuple[str, int]], words: Words) -> Iterator[Token]:
    """Yield the tokens of a language without spaces: the longest entries. Two unknown letters are one unknown word.

    One unknown letter between two entries is an ending.
    """
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


def _segment(text: str, words: Words) -> Iterator[tuple[str, str | None]]:
    """Yield the slot and the language of each entry; "x" for an unknown letter, and twice for an unknown Latin word."""
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
