"""One form for the many spellings of a word, the same in Python and in DuckDB.

`bare`: no accents, vowel signs or joiners; one form for the letters that Arabic, Persian and Kurdish keyboards write
differently, for ligatures, full width and presentation forms; one for the digits of all of these. `fold`: the same
without case. `FOLD_SQL` is `bare` of every word of title and text: what one finds the other must find, so both are
made of the same tables, and of nothing that only one of them can do.
"""

import re
import unicodedata

_ALIKE = {
    "ي": "یىےێېۍ",
    "ك": "کڪ",
    "ه": "ةھہەۃ",
    "ا": "ٱ",
    "و": "ۆ",
    "ر": "ڕ",
    "ل": "ڵ",
    "i": "ı",
    "l": "ł",
    "L": "Ł",
    "d": "đ",
    "D": "Đ",
    "o": "ø",
    "O": "Ø",
    "s": "ſ",
    "μ": "µ",
    "σ": "ς",
    "β": "ϐ",
    "θ": "ϑ",
    "φ": "ϕ",
    "π": "ϖ",
    "κ": "ϰ",
    "ρ": "ϱ",
    "ε": "ϵ",
} | {str(digit): chr(0x660 + digit) + chr(0x6F0 + digit) for digit in range(10)}
_LETTERS = {char: letter for letter, chars in _ALIKE.items() for char in chars}

_SPELLED_OUT = {"ß": "ss", "ẞ": "SS", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﻻ": "لا"}
"""Letters that stand for several."""

_SHAPES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFF10, 0xFF5A))
"""Arabic presentation forms (what PDFs hold) and full-width Latin."""

INVISIBLE = "\u0640\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u0374\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""Tatweel, apostrophes of transliteration, joiners and non-joiners, directional marks, soft hyphen."""


def _shapes() -> dict[str, str]:
    plain: dict[str, str] = {}
    for first, last in _SHAPES:
        for char in map(chr, range(first, last + 1)):
            letters = [c for c in unicodedata.normalize("NFKD", char) if not _is_mark(c)]
            if len(letters) == 1 and letters[0].isalnum() and letters[0] not in INVISIBLE:
                plain[char] = _LETTERS.get(letters[0], letters[0])
            elif letters == ["ل", "ا"] and char != "ﻻ":
                plain[char] = "ﻻ"
    return plain


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


_SHAPED = _shapes()
_TABLE: dict[int, str | None] = {ord(c): _SPELLED_OUT.get(to, to) for c, to in (_LETTERS | _SHAPED).items()}
_TABLE |= {ord(char): to for char, to in _SPELLED_OUT.items()} | dict.fromkeys(map(ord, INVISIBLE))

_GOES = "".join(char for char in map(chr, range(0x10000)) if _is_mark(char)) + INVISIBLE
"""What may stand within a word and does not count. Of the basic plane alone: `re` takes ten times as long with more."""
_WORD = re.compile(rf"[^\W{INVISIBLE}]\w*(?:[{_GOES}]+\w*)*")


def _fold_sql(column: str) -> str:
    text = f"coalesce({column}, '')"
    sql = f"replace({text}, chr(0), ' ')"
    shaped, plain = map("".join, (_SHAPED, _SHAPED.values()))
    sql = f"CASE WHEN regexp_matches({sql}, '[{shaped}]') THEN translate({sql}, '{shaped}', '{plain}') ELSE {sql} END"
    sql = f"translate(strip_accents({sql}), '{''.join(_LETTERS)}{INVISIBLE}', '{''.join(_LETTERS.values())}')"
    for char, letters in _SPELLED_OUT.items():
        sql = f"replace({sql}, '{char}', '{letters}')"
    sql = f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {sql} END"
    return rf"regexp_replace({sql}, '[^\pL\pN_]+', ' ', 'g')"


FOLD_SQL = " || chr(10) || ".join(map(_fold_sql, ("title", "text")))
"""The words of title and text, a space between them, in two lines. The case is kept: patterns say whether it counts."""


def split(text: str) -> list[str]:
    """The words of a text as they stand there."""
    return _WORD.findall(text)


def places(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends."""
    return [found.span() for found in _WORD.finditer(text)]


def bare(word: str) -> str:
    """The word without what does not count, in its case."""
    decomposed = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not _is_mark(c))).translate(_TABLE)


def fold(word: str) -> str:
    """The form in which words are compared."""
    return bare(word).lower().replace("ς", "σ")
