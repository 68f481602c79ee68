"""The blocks of a page -> the language that most of it is in, and those that hold a good part of it.

Blocks are read in short samples, by fastText alone as long as it finds the page's main language. A block that gives no
clear answer (a name, a list, a line of code, a few words) counts as the one before it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from newsvane.language.detectors import fasttext
from newsvane.language.weighing import ALIKE, UNDETERMINED, identify, sample
from newsvane.records import Language

SHARE = 0.2
"""The part of the words from which on a language is one of the page's."""
_SPEAKS = 80
"""Characters of a block that speaks for itself; shorter ones are read together."""
_LOOKED_AT, _SAMPLE = 40, 240
"""Blocks of a page, and characters of each, that are looked at: 2 ms at most, however long the page."""
_CLEAR = 0.7
"""The confidence from which on a block says that it is in another language than the page."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def identify_blocks(blocks: Sequence[str], *, expected: Collection[str] = ()) -> tuple[Language, dict[str, float]]:
    """The language that most of the words are in; the share of each that holds a fifth of them, the most first.

    `expected`: as for `identify`. No shares where the language is not known.
    """
    main = identify("\n\n".join(blocks), expected=expected)
    words: defaultdict[str, int] = defaultdict(int)
    texts: defaultdict[str, list[str]] = defaultdict(list)
    code = main.code
    pieces = list(_pieces(blocks))
    step = -(-len(pieces) // _LOOKED_AT) or 1
    for number, piece in enumerate(pieces):
        if number % step == 0:
            code = _spoken(piece, main.code) or code
            texts[code].append(piece)
        words[code] += _count(piece)
    read = {code: identify(" ".join(found), expected=(main.code,)) for code, found in texts.items() if code != main.code}
    for code, language in read.items():  # what its blocks together do not confirm is no language of the page
        if language.code != code:
            words[main.code] += words.pop(code)
    total = max(1, sum(words.values()))
    ranking = sorted(((count / total, code) for code, count in words.items() if code != UNDETERMINED.code), reverse=True)
    shares = {code: share for share, code in ranking if share >= SHARE}
    first = next(iter(shares), main.code)
    return (main if first == main.code else read[first]), shares


def _spoken(piece: str, main: str) -> str | None:
    """The language of a piece; None where it is not clear that it is another than the page's."""
    text = sample(piece, _SAMPLE)
    votes = fasttext(text)
    if max(votes, key=votes.__getitem__) == main:
        return main
    found = identify(text, expected=(main,))
    if {found.code, main} <= ALIKE:
        return main
    return found.code if found.code == main or found.confidence >= _CLEAR else None


def _pieces(blocks: Sequence[str]) -> Iterator[str]:
    """The blocks, short neighbours in one."""
    short = ""
    for block in blocks:
        if len(block) >= _SPEAKS:
            yield from filter(None, (short, block))
            short = ""
        else:
            short = f"{short} {block}".strip()
            if len(short) >= _SPEAKS:
                yield short
                short = ""
    if short:
        yield short


def _count(text: str) -> int:
    """Words between spaces, and one for two characters of a script without."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
