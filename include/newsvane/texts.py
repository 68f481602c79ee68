"""Split texts into comparable words. Texts with the same words count as the same text.

Case, punctuation, marks and spacing do not matter. Words are compared in Unicode's compatibility form (NFKC),
casefolded, without marks and invisible characters. In scripts that put no space between words (Chinese, Japanese,
Thai, …) each character counts as a word. If a text consists largely of the two characters that stand for whole phrases,
they do not count, so that it does not grow to 18 times its length. Pure.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

from newsvane.safe_text import limit_marks

MAX_CACHED = 20_000
"""Characters of a text that is one of the last 128 whose words are remembered, and of the last two if it is longer."""

_PHRASES = "\ufdfa\ufdfb"
"""NFKC writes these two out as phrases of 18 and 8 characters. No other character becomes more than six."""
_UNSPACED_LETTER = re.compile("[\u0e00-\u1fff\u2c00-\U0010ffff]")
"""What may be a letter of such a script. Nearly every text has quotation marks and dashes of U+2000 to U+2BFF."""
_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


class _FoldingTable(dict[int, str]):
    """A table for `str.translate` that computes each character when it first occurs."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _fold_character(character)
        return folded


def _fold_character(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    if not character.isalnum():
        return " "
    return f" {character} " if unicodedata.name(character, "").startswith(_UNSPACED) else character


_FOLDING_TABLE = _FoldingTable()


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in the form in which texts are compared. Cached, because texts are often repeated."""
    return _split_cached(text) if len(text) <= MAX_CACHED else _split_long(text)


def count_words(text: str) -> int:
    """Count the words between spaces. In scripts without spaces, count two characters as one word. Cached."""
    return _count_cached(text) if len(text) <= MAX_CACHED else _count(text)


def _count(text: str) -> int:
    found = words(text)
    if not _UNSPACED_LETTER.search(text):
        return len(found)
    return len(found) - sum(map(_is_unspaced, found)) // 2


def _is_unspaced(word: str) -> bool:
    return len(word) == 1 and word >= "\u0e00"


def is_inflated(text: str) -> bool:
    """Return whether more than one in 20 characters of a text, and more than ten, stand for whole phrases (NFKC)."""
    return sum(map(text.count, _PHRASES)) > max(10, len(text) // 20)


def _split(text: str) -> tuple[str, ...]:
    if is_inflated(text):
        text = text.translate(dict.fromkeys(map(ord, _PHRASES)))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", limit_marks(text)).casefold())
    return tuple(folded.translate(_FOLDING_TABLE).split())


_count_cached = lru_cache(128)(_count)
_split_cached = lru_cache(128)(_split)
_split_long = lru_cache(2)(_split)
"""A long text may have a million words: a cache of many would fill the memory."""


def text_hash(text: str) -> str:
    """Return the SHA-256 (hexadecimal) of the words joined by single spaces; "" if the text has no words."""
    found = words(text)
    return hashlib.sha256(" ".join(found).encode()).hexdigest() if found else ""
