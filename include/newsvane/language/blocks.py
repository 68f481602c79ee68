"""The blocks of a page -> the language that most of it is in, and those that hold a good part of it.

Blocks are read in short samples, and closely only where neither quick detector finds the page's main language in a
fifth of the words. A block that gives no clear answer (a name, a list, a line of code, a few words) counts as the one
before it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from newsvane.language.detectors import fasttext, likeliest, py3langid
from newsvane.language.ensemble import ALIKE, UNDETERMINED, identify, sample
from newsvane.records import Language

SHARE = 0.2
"""The part of the words from which on a language is one of the page's."""
_SPEAKS = 80
"""Characters of a block that speaks for itself; shorter ones are read together."""
_LOOKED_AT, _SAMPLE = 20, 150
"""Stretches of a page, and characters of each, that are read: what it costs is bounded, however long the page."""
_CLEAR = 0.7
"""The confidence from which on a block says that it is in another language than the page."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class _Stretch(NamedTuple):
    sample: str
    words: int


def identify_blocks(blocks: Sequence[str], *, expected: Collection[str] = ()) -> tuple[Language, dict[str, float]]:
    """The language that most of the words are in; the share of each that holds a fifth of them, the most first.

    `expected`: as for `identify`. No shares where no language is known.
    """
    main = identify("\n\n".join(blocks), expected=expected)
    stretches = _stretches(blocks)
    total = sum(stretch.words for stretch in stretches)
    foreign = sum(stretch.words for stretch in stretches if not _is_in(main.code, stretch.sample))
    if main.code != UNDETERMINED.code and foreign < SHARE * total:
        return main, {main.code: 1.0}
    return _divide(stretches, main)


def _divide(stretches: Sequence[_Stretch], main: Language) -> tuple[Language, dict[str, float]]:
    counts: Counter[str] = Counter()
    samples: defaultdict[str, list[str]] = defaultdict(list)
    code = main.code
    for stretch in stretches:
        code = _spoken(stretch.sample, main.code) or code
        counts[code] += stretch.words
        samples[code].append(stretch.sample)
    found = {main.code: main}
    for code in samples.keys() - found.keys():
        found[code] = identify(" ".join(samples[code]), expected=(main.code,))
        if found[code].code != code:  # what its blocks do not confirm together is no language of the page
            counts[main.code] += counts.pop(code)
    total = max(1, counts.total())
    ranking = sorted(((count / total, code) for code, count in counts.items()), reverse=True)
    shares = {code: share for share, code in ranking if share >= SHARE and code != UNDETERMINED.code}
    return found[next(iter(shares), main.code)], shares


def _is_in(code: str, text: str) -> bool:
    """Whether one of the two quick detectors takes the text for that language."""
    alike = ALIKE if code in ALIKE else {code}
    return likeliest(fasttext(text, top=1)) in alike or likeliest(py3langid(text)) in alike


def _spoken(text: str, main: str) -> str | None:
    """The language of a stretch; None where it is not clear that it is another than the page's."""
    if _is_in(main, text):
        return main
    found = identify(text, expected=(main,), quick=True)
    return found.code if found.code == main or found.confidence >= _CLEAR else None


def _stretches(blocks: Sequence[str]) -> list[_Stretch]:
    """At most `_LOOKED_AT` stretches of blocks, short ones together; of each one is read, not always the first."""
    pieces = list(_pieces(blocks))
    step = -(-len(pieces) // _LOOKED_AT) or 1
    return [
        _Stretch(sample(some[number % len(some)], _SAMPLE), sum(map(_count, some)))
        for number, some in enumerate(pieces[start : start + step] for start in range(0, len(pieces), step))
    ]


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
