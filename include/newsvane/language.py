"""Text -> language. Alone imports langdetect and py3langid.

py3langid answers where it is sure: it knows Kurdish and is better on headlines. Where it is not, langdetect gives a
second opinion (on short text it is too sure of itself) and the two are weighed together; where no code comes out ahead,
the answer is "und". Same text, same answer, in any order and thread: langdetect is seeded, no state is shared.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache
from threading import Lock
from typing import Any

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsvane.records import Language

UNDETERMINED = Language(code="und", confidence=0.0)

_ENOUGH = 1_500
"""Characters looked at: enough to be sure, and langdetect's cost grows with them."""
_DOUBT = 0.3
"""What a code keeps when langdetect does not name it. Chosen on NTREX's 806 headlines: 3 wrong, 13 undetermined."""
_SURE, _SURE_OF_RARE = 0.9, 0.98
"""py3langid alone must be this sure; the second for a language that langdetect does not know. On NTREX (13 languages,
all headlines and about 550 sentences each) no answer above the first was wrong."""
_LEAST_SHARE, _LEAST_SUPPORT = 0.5, 0.05

_KURDISH = {"ckb", "kmr"}
_FOLD = {"ku": "kmr", "sdh": "ckb"}  # py3langid's labels for Kurmanji and Sorani
_FOLD |= {"arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "zh-cn": "zh", "zh-tw": "zh", "nn": "no"}
_FOLD |= {"an": "es", "ext": "es", "pcm": "en"}  # near varieties that short headlines are taken for
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#]\w+|[\W\d_]+")

_loading = Lock()


def identify(text: str, *, expected: Collection[str] = ()) -> Language:
    """The language that most of `text` is in; "und" for what has no words, or no clear answer.

    `expected`: the languages one has reason to expect; they tip a doubtful text, no more.
    """
    plain = _NOISE.sub(" ", _sample(text)).strip()
    if len(plain) < 2:
        return UNDETERMINED
    with _loading:
        factory, identifier = _detectors()
    first = _fold(identifier.rank(plain))
    best = max(first, key=first.__getitem__)
    known = _known_to_both(factory)
    if first[best] >= (_SURE if best in known else _SURE_OF_RARE):
        return UNDETERMINED if best == "zxx" else Language(code=best, confidence=first[best])
    second = _second_opinion(factory, plain)
    weights = {code: first[code] * (second[code] + _DOUBT) for code in first if code in known}
    code = max(weights, key=weights.__getitem__)
    share = weights[code] / sum(weights.values())
    if share < _LEAST_SHARE or first[code] < _LEAST_SUPPORT:
        return UNDETERMINED
    return Language(code=code, confidence=min(share, 1.0))


def _sample(text: str) -> str:
    """Start, middle and end of a long text: some begin in one language and go on in another."""
    if len(text) <= _ENOUGH:
        return text
    third, middle = _ENOUGH // 3, len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"


def identify_blocks(blocks: Iterable[str]) -> tuple[Language, ...]:
    """The language of each block, in order. Blocks of a few words are often "und"."""
    return tuple(identify(block) for block in blocks)


def _second_opinion(factory: Any, plain: str) -> defaultdict[str, float]:
    detector = factory.create()
    detector.append(plain)
    try:
        second = _fold((found.lang, found.prob) for found in detector.get_probabilities())
    except LangDetectException:  # no n-gram that it knows
        second = _fold(())
    second.update(dict.fromkeys(_KURDISH, 1 - _DOUBT))
    return second


def _fold(ranking: Iterable[tuple[str, float]]) -> defaultdict[str, float]:
    folded: defaultdict[str, float] = defaultdict(float)
    for label, probability in ranking:
        folded[_FOLD.get(label, label)] += probability
    return folded


@cache
def _detectors() -> tuple[Any, Any]:
    factory = DetectorFactory()
    factory.seed = 0
    factory.load_profile(PROFILES_DIRECTORY)
    return factory, LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _known_to_both(factory: Any) -> frozenset[str]:
    return frozenset({_FOLD.get(code, code) for code in factory.langlist} | _KURDISH)
