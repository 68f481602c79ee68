"""Tokenize text and fold the many spellings of a word into one form, the same in Python and in DuckDB.

`normalize_letters` removes accents, vowel signs and joiners. It maps to one form the letters that Arabic, Persian and
Kurdish keyboards write differently, ligatures, full-width and presentation forms, and the digits of these scripts.
`fold` also removes the case. `FOLD_SQL` does in SQL what `normalize_letters` does, for every word of title and text.
Matcher and SQL must find the same articles. Therefore both are built from the same tables and use only operations that
Python and DuckDB have in common.
"""

import re
import unicodedata

_VARIANTS = {
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
"""Each letter with the letters that are folded into it."""
_LETTERS = {char: letter for letter, chars in _VARIANTS.items() for char in chars}

_SPELLED_OUT = {"ß": "ss", "ẞ": "SS", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ﻻ": "لا"}
"""Ligatures, and other letters that stand for several letters."""

_PRESENTATION_RANGES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0xFF10, 0xFF5A))
"""Arabic presentation forms (as in text copied from PDFs) and full-width Latin."""

IGNORED_CHARACTERS = "\u0640\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u0374\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
"""Tatweel, apostrophes of transliteration, joiners and non-joiners, directional marks, soft hyphen."""


def _presentation_forms() -> dict[str, str]:
    """Return the plain letter of each presentation form."""
    plain: dict[str, str] = {}
    for first, last in _PRESENTATION_RANGES:
        for char in map(chr, range(first, last + 1)):
            letters = [c for c in unicodedata.normalize("NFKD", char) if not _is_mark(c)]
            if len(letters) == 1 and letters[0].isalnum() and letters[0] not in IGNORED_CHARACTERS:
                plain[char] = _LETTERS.get(letters[0], letters[0])
            elif letters == ["ل", "ا"] and char != "ﻻ":
                plain[char] = "ﻻ"
    return plain


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


_FORMS = _presentation_forms()
_TABLE: dict[int, str | None] = {ord(c): _SPELLED_OUT.get(to, to) for c, to in (_LETTERS | _FORMS).items()}
_TABLE |= {ord(char): to for char, to in _SPELLED_OUT.items()} | dict.fromkeys(map(ord, IGNORED_CHARACTERS))

_MARKS = [char for char in map(chr, (*range(0x20000), *range(0xE0100, 0xE01F0))) if _is_mark(char)]
_WITHOUT_MARKS = dict.fromkeys(map(ord, _MARKS))
WITHIN_WORDS = "".join(char for char in _MARKS if char < "\U00010000") + IGNORED_CHARACTERS
"""Characters that may occur within a word and are dropped. Only those of Unicode's basic plane: with all planes the
regular expression takes ten times as long."""
_SMALL_BLOCKS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3005, 0x30FF), (0x31F0, 0x31FF), (0xF900, 0xFAFF),
)  # fmt: skip
UNSPACED = (
    "".join(c for first, last in _SMALL_BLOCKS for c in map(chr, range(first, last + 1)) if c.isalpha())
    + "\u3400-\u4db5\u4e00-\u9fea\U00020000-\U0002a6d6\U0002a700-\U0002ebe0\U00030000-\U0003134a"
)
"""Letters of scripts without spaces between words, as in a regular expression: Thai, Lao, Burmese, Khmer, Japanese and
Chinese. Each is a word of its own, so what a query writes as one word is a phrase. This needs no dictionary, and finds
every word."""
WORD = re.compile(
    rf"[{UNSPACED}][{WITHIN_WORDS}]*"
    rf"|[^\W{IGNORED_CHARACTERS}{UNSPACED}][^\W{UNSPACED}]*(?:[{WITHIN_WORDS}]+[^\W{UNSPACED}]*)*"
)
_HAS_UNSPACED = re.compile(f"[{UNSPACED}]")
_SPACED_WORD = re.compile(rf"[^\W{IGNORED_CHARACTERS}]\w*(?:[{WITHIN_WORDS}]+\w*)*")
"""WORD where no letter is UNSPACED, in four fifths of the time."""


def _fold_sql(column: str) -> str:
    text = f"coalesce({column}, '')"
    sql = f"replace({text}, chr(0), ' ')"
    forms, plain = map("".join, (_FORMS, _FORMS.values()))
    sql = f"CASE WHEN regexp_matches({sql}, '[{forms}]') THEN translate({sql}, '{forms}', '{plain}') ELSE {sql} END"
    sql = f"translate(strip_accents({sql}), '{''.join(_LETTERS)}{IGNORED_CHARACTERS}', '{''.join(_LETTERS.values())}')"
    for char, letters in _SPELLED_OUT.items():
        sql = f"replace({sql}, '{char}', '{letters}')"
    apart = rf"regexp_replace({sql}, '([{UNSPACED}])', ' \1 ', 'g')"
    sql = f"CASE WHEN regexp_matches({sql}, '[{UNSPACED}]') THEN {apart} ELSE {sql} END"
    sql = f"CASE WHEN strlen({text}) = length({text}) THEN {text} ELSE {sql} END"
    return rf"regexp_replace({sql}, '[^\pL\pN_]+', ' ', 'g')"


FOLD_SQL = " || chr(10) || ".join(map(_fold_sql, ("title", "text")))
"""SQL for the words of the title on one line and those of the text on the next, with spaces between them. The case is
kept, because the pattern of a word determines whether case matters."""


def tokenize(text: str) -> list[str]:
    """Return the words of a text, unchanged."""
    return _choose_pattern(text).findall(text)


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return where each word begins and ends, in characters."""
    return [found.span() for found in _choose_pattern(text).finditer(text)]


def is_unspaced(word: str) -> bool:
    """Return whether a word is a letter of a script without spaces between words."""
    return bool(_HAS_UNSPACED.match(word))


def _choose_pattern(text: str) -> re.Pattern[str]:
    return WORD if not text.isascii() and _HAS_UNSPACED.search(text) else _SPACED_WORD


def normalize_letters(word: str) -> str:
    """Return the word with one spelling for each letter, without accents and ignored characters, in its own case."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_WITHOUT_MARKS)).translate(_TABLE)


def fold(word: str) -> str:
    """Return the form in which words are compared: `normalize_letters`, without case."""
    return normalize_letters(word).lower().replace("ς", "σ")
