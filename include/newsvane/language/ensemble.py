"""One text -> its language, by the votes of three detectors.

py3langid answers where it is sure. Where it is not, its vote is weighed with fastText's, in doubt with langdetect's,
and what one has reason to expect tips the balance; where no code comes out ahead, the answer is "und".
The figures were chosen on one half of NTREX's documents; `evaluation/language_detection.py` measures them on both.
"""

import re
from collections.abc import Collection, Sequence

from newsvane.language.detectors import Votes, fasttext, folded, langdetect, likeliest, py3langid
from newsvane.records import Language

UNDETERMINED = Language(code="und", confidence=0.0)

_ENOUGH = 1_000
"""Characters read: enough to be sure, and the cost grows with them."""
_SURE = 0.9
"""py3langid alone must be this sure."""
_SILENCE, _SILENCE_ON_KURMANJI = 0.03, 0.3
"""What a code keeps that fastText does not name; it knows Kurmanji so little that its silence hardly counts."""
_DOUBT, _TRUST = 0.5, 2.0
"""The share below which langdetect is asked; it lifts the code that it names by a half, however sure it is."""
_EXPECTED = 5.0
"""How much likelier an expected code is. Of 23,000 pairs of words and short messages in 90 languages a right one brings
85 % right answers to 91 %, and a wrong one is followed in less than 1 %."""
_LEAST_SHARE, _LEAST_SUPPORT = 0.4, 0.05
"""What the answer must hold of all votes together, and of py3langid's."""

_NEAR = {"an": "es", "ext": "es", "pcm": "en"}
"""Small languages that a short text in a large one is taken for: in doubt they count as the large one."""
ALIKE = frozenset({"bs", "hr", "sr"})
"""Written so nearly alike that doubt between them is no doubt: the likeliest is the answer."""

_STRANGE = {"fa": re.compile("[ێۆڕڵڤەٹڈڑںےہ]"), "ar": re.compile("[ێۆڕڵەٹڈڑںےہپچژ]")}
_STRANGER = 0.1
"""Letters (Kurdish, Urdu, Persian) that the language does not write, and what is left of its votes where they stand:
else a few words of Sorani are often taken for Persian."""

_PERSIAN_WORDS = re.compile(r"\b(?:كه|را|است|براي|اين|مي|در)\b")
_PERSIAN_LETTERS = str.maketrans("يك", "یک")
"""Persian is often typed with Arabic's ye and kaf, and each third of such headlines was taken for Arabic: a text in
which one word in twenty is one of these is read in Persian letters."""

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|(?<![\w.+-])[\w.+-]++@\S+")
_WORD = re.compile(r"[^\W\d_]+")


def identify(text: str, *, expected: Collection[str] = (), quick: bool = False) -> Language:
    """The language that most of `text` is in; "und" for what has no words, or no clear answer.

    `expected`: the languages that one has reason to expect. They tip a doubtful, short text, no more. `quick`: without
    langdetect, which costs ten times the others.
    """
    plain = _ADDRESS.sub(" ", sample(text, _ENOUGH))
    words = _WORD.findall(plain)
    if sum(map(len, words)) < 2:
        return UNDETERMINED
    if _is_titled(words):
        plain = plain.lower()
    if ("ي" in plain or "ك" in plain) and 20 * len(_PERSIAN_WORDS.findall(plain)) >= len(words):
        plain = plain.translate(_PERSIAN_LETTERS)
    votes = py3langid(plain)
    for code, letters in _STRANGE.items():
        if votes[code] >= _LEAST_SUPPORT and letters.search(plain):
            votes[code] *= _STRANGER
    code = likeliest(votes)
    share = votes[code]
    if share < _SURE:
        code, share = _weigh(plain, votes, {folded(each) for each in expected}, quick=quick)
    return UNDETERMINED if code in {"zxx", "und"} else Language(code=code, confidence=min(share, 1.0))


def sample(text: str, size: int) -> str:
    """Start, middle and end of a longer text: some begin in one language and go on in another."""
    if len(text) <= size:
        return text
    third, middle = size // 3, len(text) // 2
    return f"{text[:third]} {text[middle : middle + third]} {text[-third:]}"


def _is_titled(words: Sequence[str]) -> bool:
    """Whether each word that may be small begins with a capital: then capitals mark neither nouns nor names."""
    long = [word for word in words if len(word) > 3]
    return len(long) > 1 and not any(word[0].islower() for word in long)


def _weigh(text: str, first: Votes, expected: Collection[str], *, quick: bool) -> tuple[str, float]:
    """The code that is ahead when the others are asked too, and its share; "und" where that is not enough."""
    first, second = _near(first), _near(fasttext(text))
    weights = {
        code: vote
        * (second[code] + (_SILENCE_ON_KURMANJI if code == "kmr" else _SILENCE))
        * (_EXPECTED if code in expected else 1.0)
        for code, vote in first.items()
    }
    code, share = _ahead(weights)
    if share < _DOUBT and not quick:
        third = _near(langdetect(text))
        code, share = _ahead({code: weight * (third[code] + _TRUST) for code, weight in weights.items()})
    return (code, share) if share >= _LEAST_SHARE and first[code] >= _LEAST_SUPPORT else ("und", 0.0)


def _near(votes: Votes) -> Votes:
    for small, large in _NEAR.items():
        votes[large] += votes.pop(small, 0.0)
    return votes


def _ahead(weights: dict[str, float]) -> tuple[str, float]:
    code = max(weights, key=weights.__getitem__)
    ahead = ALIKE & weights.keys() if code in ALIKE else {code}
    return code, sum(weights[each] for each in ahead) / sum(weights.values())
