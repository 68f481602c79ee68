"""Build regular expressions (RE2) that the raw text of an article must match if it contains a word.

They are fast, and spare most articles of a lake from being folded. They may let too many articles pass, because only
the first letter of a ligature is required.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from newsvane.topics.folding import IGNORED_CHARACTERS, fold

MIN_WORD_LENGTH = 3
"""Letters of the shortest word that is worth a prefilter."""

_END_OF_VARIANTS = 0x2500
"""From this character on, letters have a single spelling, or are Hangul, which can be decomposed. Words with such
letters get no prefilter."""
_IGNORED = rf"[\pM{IGNORED_CHARACTERS}]*"
_FOLDED_RANGES = (range(0x80, _END_OF_VARIANTS), range(0xFB00, 0xFEFD), range(0xFF10, 0xFF5B))


class _Spellings(NamedTuple):
    """`variants`: the characters that are folded into each letter. `ligatures`: the folded letters of each ligature."""

    variants: Mapping[str, str]
    ligatures: frozenset[str]


def prefilter_pattern(folded: str) -> str | None:
    """Return a pattern that matches a raw text with a word that begins with this word; None for some words.

    `folded`: the word as `fold` returns it.
    """
    if len(folded) < MIN_WORD_LENGTH or max(folded) >= chr(_END_OF_VARIANTS):
        return None
    spellings = _spellings()
    parts = []
    for index, letter in enumerate(folded):
        in_ligature = any(folded[max(index - 1, 0) : index + 1] in letters for letters in spellings.ligatures)
        characters = re.escape(letter + spellings.variants.get(letter, ""))
        parts.append(f"[{characters}]" + "?" * (index > 0 and in_ligature))
    return f"(?i:{_IGNORED.join(parts)})"


@cache
def _spellings() -> _Spellings:
    variants: defaultdict[str, str] = defaultdict(str)
    ligatures = set()
    for char in (chr(code) for codes in _FOLDED_RANGES for code in codes):
        letters = fold(char)
        for letter in set(letters) - {char}:
            variants[letter] += char
        if len(letters) > 1:
            ligatures.add(letters)
    return _Spellings(variants, frozenset(ligatures))
