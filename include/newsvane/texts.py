"""What makes two texts the same: their words, whatever the case, punctuation, marks and spacing between them.

Words are compared in Unicode's compatibility form (NFKC), casefolded, without marks and invisible characters.
In scripts that put no space between words (Chinese, Japanese, Thai, …) each character counts as one.
"""

import hashlib
import unicodedata
from functools import lru_cache

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN")


class _Fold(dict[int, str]):
    """A table for `str.translate` that works each character out the first time it is met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = folded = _fold(character)
        return folded


def _fold(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}:
        return ""
    if not character.isalnum():
        return " "
    return f" {character} " if unicodedata.name(character, "").startswith(_UNSPACED) else character


_FOLD = _Fold()


@lru_cache(128)
def words(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which texts are compared. Kept: a page is asked for its own often."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return tuple(folded.translate(_FOLD).split())


def text_hash(text: str) -> str:
    """SHA-256 (hexadecimal) of the words joined by single spaces; "" where the text has none."""
    found = words(text)
    return hashlib.sha256(" ".join(found).encode()).hexdigest() if found else ""
