"""Identify the language of one text by the votes of three detectors.

If py3langid is confident, its answer counts. If not, its scores are combined with fastText's, and with langdetect's if
there is still doubt. Expected languages get a bonus. If no language is clearly ahead, the answer is "und". The
thresholds were chosen on one half of NTREX's documents; `evaluation/language_detection.py` measures them on both.
"""

import re
from collections.abc import Collection, Sequence

from newsvane.iso_codes import normalize_language
from newsvane.language.detectors import Votes, fasttext, langdetect, most_likely, py3langid
from newsvane.records import Language

UNDETERMINED = Language(code="und", confidence=0.0)

_SAMPLE_LENGTH = 1_000
"""How many characters are examined. They are enough for a confident answer; more would only cost more."""
_CONFIRMED = 0.9
"""With this score from fastText, an expected language is not doubted."""
_CONFIDENT = 0.9
"""If py3langid's score is at least this, the other detectors are not used."""
_FASTTEXT_FLOOR, _FASTTEXT_FLOOR_KURMANJI = 0.03, 0.3
"""The fastText score of a language that fastText does not name, so that py3langid can still win. It is higher for
Kurmanji, which fastText hardly knows."""
_LANGDETECT_BELOW, _LANGDETECT_BASE = 0.5, 2.0
"""Below this share langdetect is used, with this constant added to its score. With a base of 2, langdetect raises a
language by at most a half, however confident it is."""
_EXPECTED_BONUS = 5.0
"""The factor for an expected language. On 23,000 pairs of words and short messages in 90 languages, a right expectation
raises the share of right answers from 85 % to 91 %; a wrong one is followed in less than 1 %."""
_MIN_SHARE, _MIN_PY3LANGID_SCORE = 0.4, 0.05
"""The minimum share of the combined scores, and the minimum score from py3langid, that an answer needs."""

_ABSORBED = {"an": "es", "ext": "es", "pcm": "en"}
"""Small languages for which short texts in a large language are mistaken. In doubt they count as the large one."""
SERBO_CROATIAN = frozenset({"bs", "hr", "sr"})
"""Bosnian, Croatian and Serbian are too similar to tell apart reliably. Their shares are added up, and the likeliest of
them is the answer."""

_FOREIGN_LETTERS = {"fa": re.compile("[ێۆڕڵڤەٹڈڑںےہ]"), "ar": re.compile("[ێۆڕڵەٹڈڑںےہپچژ]")}
_FOREIGN_LETTER_FACTOR = 0.1
"""Letters of Kurdish, Urdu and Persian that the language does not use, and the factor for its score where they occur.
Without it a few words of Sorani are often mistaken for Persian."""

_PERSIAN_WORDS = re.compile(r"\b(?:كه|را|است|براي|اين|مي|در)\b")
_PERSIAN_LETTERS = str.maketrans("يك", "یک")
"""Persian is often typed with the Arabic letters ye and kaf; a third of such headlines were mistaken for Arabic. If one
word in twenty is one of these, the text is converted to Persian letters."""

_URL_OR_HANDLE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|(?<![\w.+-])[\w.+-]++@\S+")
_WORD = re.compile(r"[^\W\d_]+")


def confirm(text: str, expected: Collection[str]) -> Language | None:
    """Return the language of most of a long text if it is one of those expected; None if that is not certain.

    `identify` takes several times as long. On 829 pages and 1,200 parts of NTREX, with right and wrong expectations, it
    had the same answer whenever there was one.
    """
    plain = _URL_OR_HANDLE.sub(" ", sample(text, _SAMPLE_LENGTH))
    votes = fasttext(plain, top=1)
    code = most_likely(votes)
    if votes[code] < _CONFIRMED or code not in expected:
        return None
    return Language(code=code, confidence=min(votes[code], 1.0))


def identify(text: str, *, expected: Collection[str] = (), quick: bool = False) -> Language:
    """Return the language of most of the text; "und" if it has no words or the answer is not clear.

    `expected`: the languages that the page or the outlet declares. They only decide short, doubtful texts. `quick`: do
    not use langdetect, which costs ten times as much as the others.
    """
    plain = _URL_OR_HANDLE.sub(" ", sample(text, _SAMPLE_LENGTH))
    words = _WORD.findall(plain)
    if sum(map(len, words)) < 2:
        return UNDETERMINED
    if _is_title_case(words):
        plain = plain.lower()
    if ("ي" in plain or "ك" in plain) and 20 * len(_PERSIAN_WORDS.findall(plain)) >= len(words):
        plain = plain.translate(_PERSIAN_LETTERS)
    votes = py3langid(plain)
    for code, letters in _FOREIGN_LETTERS.items():
        if votes[code] >= _MIN_PY3LANGID_SCORE and letters.search(plain):
            votes[code] *= _FOREIGN_LETTER_FACTOR
    code = most_likely(votes)
    share = votes[code]
    if share < _CONFIDENT:
        code, share = _combine(plain, votes, set(map(normalize_language, expected)), quick=quick)
    return UNDETERMINED if code in {"zxx", "und"} else Language(code=code, confidence=min(share, 1.0))


def sample(text: str, size: int) -> str:
    """Return start, middle and end of a longer text, because some texts change their language on the way."""
    if len(text) <= size:
        return text
    third, middle = size // 3, len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"


def _is_title_case(words: Sequence[str]) -> bool:
    """Return whether all longer words begin with a capital, so that capitals mark neither nouns nor names."""
    long = [word for word in words if len(word) > 3]
    return len(long) > 1 and not any(word[0].islower() for word in long)


def _combine(text: str, first: Votes, expected: Collection[str], *, quick: bool) -> tuple[str, float]:
    """Combine py3langid's votes with those of the other detectors.

    Return the leading language and its share of all scores; "und" if that is not enough.
    """
    first, second = _absorb(first), _absorb(fasttext(text))
    weights = {
        code: vote
        * (second[code] + (_FASTTEXT_FLOOR_KURMANJI if code == "kmr" else _FASTTEXT_FLOOR))
        * (_EXPECTED_BONUS if code in expected else 1.0)
        for code, vote in first.items()
    }
    code, share = _best(weights)
    if share < _LANGDETECT_BELOW and not quick:
        third = _absorb(langdetect(text))
        code, share = _best({code: weight * (third[code] + _LANGDETECT_BASE) for code, weight in weights.items()})
    return (code, share) if share >= _MIN_SHARE and first[code] >= _MIN_PY3LANGID_SCORE else ("und", 0.0)


def _absorb(votes: Votes) -> Votes:
    """Add the scores of small languages to those of the large language that they are mistaken for."""
    for small, large in _ABSORBED.items():
        votes[large] += votes.pop(small, 0.0)
    return votes


def _best(weights: dict[str, float]) -> tuple[str, float]:
    """Return the language with the highest weight, and its share of all weights."""
    code = max(weights, key=weights.__getitem__)
    counted = SERBO_CROATIAN & weights.keys() if code in SERBO_CROATIAN else {code}
    return code, sum(weights[each] for each in counted) / sum(weights.values())
