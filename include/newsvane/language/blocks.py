"""Identify the main language of a page's blocks, and other languages with a considerable share.

A page is first checked with short samples of its blocks. The share of each language is measured only if neither of the
two fast detectors finds the main language in a fifth of the words or more. A block without a clear answer (a name, a
list, a line of code, a few words) counts as being in the language of the previous block.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from newsvane.language.detectors import fasttext, most_likely, py3langid
from newsvane.language.ensemble import SERBO_CROATIAN, UNDETERMINED, identify, sample
from newsvane.records import Language

MIN_SHARE = 0.2
"""A language with at least this share of the words is one of the page's languages."""
_MIN_BLOCK_LENGTH = 80
"""The minimum length of a block that is examined by itself; shorter blocks are joined."""
_MAX_SEGMENTS, _SAMPLE_LENGTH = 20, 150
"""How many segments of a page, and characters of each, are examined at most. This bounds the cost for long pages."""
_MIN_CONFIDENCE = 0.7
"""The minimum confidence to count a segment as written in another language than the page's main one."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


class _Segment(NamedTuple):
    """Neighbouring blocks. `sample`: a sample of one of them. `words`: the word count of all."""

    sample: str
    words: int


def identify_blocks(blocks: Sequence[str], *, expected: Collection[str] = ()) -> tuple[Language, dict[str, float]]:
    """Return the language of most words, and the shares of all languages with at least MIN_SHARE, largest first.

    `expected`: as for `identify`. There are no shares if no language can be identified.
    """
    main = identify("\n\n".join(blocks), expected=expected)
    segments = _split_into_segments(blocks)
    total = sum(segment.words for segment in segments)
    foreign = sum(segment.words for segment in segments if not _is_in(main.code, segment.sample))
    if main.code != UNDETERMINED.code and foreign < MIN_SHARE * total:
        return main, {main.code: 1.0}
    return _measure_shares(segments, main)


def _measure_shares(segments: Sequence[_Segment], main: Language) -> tuple[Language, dict[str, float]]:
    counts: Counter[str] = Counter()
    samples: defaultdict[str, list[str]] = defaultdict(list)
    code = main.code
    for segment in segments:
        code = _identify_segment(segment.sample, main.code) or code
        counts[code] += segment.words
        samples[code].append(segment.sample)
    found = {main.code: main}
    for code in samples.keys() - found.keys():
        found[code] = identify(" ".join(samples[code]), expected=(main.code,))
        if found[code].code != code:  # the samples together do not confirm the language
            counts[main.code] += counts.pop(code)
    total = max(1, counts.total())
    ranking = sorted(((count / total, code) for code, count in counts.items()), reverse=True)
    shares = {code: share for share, code in ranking if share >= MIN_SHARE and code != UNDETERMINED.code}
    return found[next(iter(shares), main.code)], shares


def _is_in(code: str, text: str) -> bool:
    """Return whether at least one of the two fast detectors identifies the text as that language."""
    accepted = SERBO_CROATIAN if code in SERBO_CROATIAN else {code}
    return most_likely(fasttext(text, top=1)) in accepted or most_likely(py3langid(text)) in accepted


def _identify_segment(text: str, main: str) -> str | None:
    """Return the language of a segment; None if it is not clear that it differs from the main language."""
    if _is_in(main, text):
        return main
    found = identify(text, expected=(main,), quick=True)
    return found.code if found.code == main or found.confidence >= _MIN_CONFIDENCE else None


def _split_into_segments(blocks: Sequence[str]) -> list[_Segment]:
    """Split the blocks into at most _MAX_SEGMENTS segments. The sample is of a different block in each segment."""
    pieces = list(_join_short_blocks(blocks))
    step = -(-len(pieces) // _MAX_SEGMENTS) or 1
    return [
        _Segment(sample(group[number % len(group)], _SAMPLE_LENGTH), sum(map(_count_words, group)))
        for number, group in enumerate(pieces[start : start + step] for start in range(0, len(pieces), step))
    ]


def _join_short_blocks(blocks: Sequence[str]) -> Iterator[str]:
    """Yield the blocks, with short neighbours joined into one."""
    short = ""
    for block in blocks:
        if len(block) >= _MIN_BLOCK_LENGTH:
            yield from filter(None, (short, block))
            short = ""
        else:
            short = f"{short} {block}".strip()
            if len(short) >= _MIN_BLOCK_LENGTH:
                yield short
                short = ""
    if short:
        yield short


def _count_words(text: str) -> int:
    """Count the words between spaces, and one word for two characters of a script without spaces."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
