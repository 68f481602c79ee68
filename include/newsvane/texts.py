"""Split texts into comparable words. Texts with the same words count as the same text.

Case, punctuation, marks and spacing do not matter. Words are compared in Unicode's compatibility form (NFKC),
casefolded, without marks and invisible characters. In scripts that put no space between words (Chinese, Japanese,
Thai, …) each character counts as a word. Pure.
"""

import hashlib
import unicodedata
from functools import lru_cache

from newsvane.safe_text import limit_marks

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


@lru_cache(128)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in the form in which texts are compared. Cached, because texts are often repeated."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", limit_marks(text)).casefold())
    return tuple(folded.translate(_FOLDING_TABLE).split())


def text_hash(text: str) -> str:
    """Return the SHA-256 (hexadecimal) of the words joined by single spaces; "" if the text has no words."""
    found = words(text)
    return hashlib.sha256(" ".join(found).encode()).hexdigest() if found else ""
