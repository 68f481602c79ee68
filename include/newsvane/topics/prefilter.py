"""What the text of an article must hold, as it stands there, for a word to be in it: as regular expressions of RE2.

They are quick to ask, and most articles of a lake need not be folded after that. They may let through too much: of the
letters that ligatures stand for only the first is asked for.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from newsvane.topics.folding import INVISIBLE, fold

SHORTEST = 3
"""Letters of a word that is worth asking for."""

_LAST = 0x2500
"""From here on letters are spelled in one way, or are Hangul, which comes in parts: nothing is said of those words."""
_GOES = rf"[\pM{INVISIBLE}]*"
_SPELLED_OTHERWISE = (range(0x80, _LAST), range(0xFB00, 0xFEFD), range(0xFF10, 0xFF5B))


class _Spellings(NamedTuple):
    """The characters that a folded letter may stand there as; and the letters that one character can stand for."""

    of: Mapping[str, str]
    together: frozenset[str]


def hint(folded: str) -> str | None:
    """What stands where this word does, or begins; None: nothing can be said."""
    if len(folded) < SHORTEST or max(folded) >= chr(_LAST):
        return None
    spellings = _spellings()
    parts = []
    for place, letter in enumerate(folded):
        covered = any(folded[max(place - 1, 0) : place + 1] in letters for letters in spellings.together)
        parts.append(f"[{re.escape(letter + spellings.of.get(letter, ''))}]" + "?" * (place > 0 and covered))
    return f"(?i:{_GOES.join(parts)})"


@cache
def _spellings() -> _Spellings:
    of: defaultdict[str, str] = defaultdict(str)
    together = set()
    for char in (chr(code) for codes in _SPELLED_OTHERWISE for code in codes):
        letters = fold(char)
        for letter in set(letters) - {char}:
            of[letter] += char
        if len(letters) > 1:
            together.add(letters)
    return _Spellings(of, frozenset(together))
