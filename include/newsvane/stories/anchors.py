"""What a translation leaves as it is: numbers and names, and where they stand. Alone imports text_unidecode.

The digits of every script are folded. A name is compared by the skeleton of its consonants after transliteration,
coarse enough for Johnson, Джонсон and جونسون to be one. Where a script has capitals, a name is a word that is written
with one and nowhere without; elsewhere any word that is not common may be one. Places run from 0 to 1 over title and
text.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from text_unidecode import unidecode

from newsvane.records import Article
from newsvane.stories.stopwords import common_words

_MOST = 40_000
"""Characters of a text that are looked at."""

_OFTEN = 20
"""Places of one name or number that are kept."""
_SAMPLE = 100
"""Letters by which the script is told."""

_WORDS = re.compile(r"([^\W\d_]+)")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:٫٬]\d+)*")
_SEPARATOR = re.compile(r"\D")
_GERESH = re.compile(r"([\u05d2\u05d6\u05e6])['’‘׳`]")
"""In Hebrew, what makes of g, z and ts the sounds of Johnson, Zhukov and Churchill."""
_BESIDE = re.compile(r"[ \u00a0\u200b-\u200f]+")
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"d[zj]h?|t?sch|tch|[zcs]h|[tc]z|ts|xh|[jsz]|c(?=[eiy])", "s"),
        (r"x", "ks"),
        (r"kh|gh|ck|[qckg]", "k"),
        (r"[td]h?", "t"),
        (r"ph|[pbfv]", "b"),
        (r"[^bklmnrst]", ""),
        (r"(.)\1+", r"\1"),
    )
]
_PREFIXES = {
    "ar": ("وال", "بال", "ال", "لل", "و", "ب", "ل", "ف"),
    "he": ("של", "ב", "ל", "ו", "ה", "מ", "ש", "כ"),
}
"""Articles, conjunctions and prepositions that are written as part of the word."""

_VAV = "ו"
"""In Hebrew writing a vowel more often than a consonant."""

Number: TypeAlias = tuple[int, ...]
"""A whole number, or the parts of a decimal, a time or a date."""
Places: TypeAlias = tuple[float, ...]


@dataclass(frozen=True)
class Anchors:
    """`names`: by skeleton. `pairs`: of words side by side, by their skeletons: how often the words stand in the text,
    and where they first stand together. `order`: the numbers as they follow each other. `cased`: names are told by it.
    """

    names: Mapping[str, Places]
    numbers: Mapping[Number, Places]
    pairs: Mapping[tuple[str, str], tuple[int, float]]
    order: tuple[Number, ...]
    script: str
    cased: bool
    length: int


def anchors_of(article: Article) -> Anchors:
    """The anchors of title and text."""
    return _anchors(f"{article.title}.\n{article.text}"[:_MOST], article.language)


@lru_cache(maxsize=1 << 12)
def _anchors(text: str, language: str) -> Anchors:
    script, cased = _script(text)
    if script == "HEBREW":
        text = _GERESH.sub("\u05d6", text)
    common = common_words(language)
    begin, *rest = _WORDS.split(text)
    words, gaps = rest[::2], rest[1::2]
    counts = Counter(words)
    named = {
        word: [key for form in _forms(word, language) if len(key := skeleton(form)) > 1]
        for word in counts
        if (not cased or (word[0].isupper() and word.lower() not in counts)) and word.casefold() not in common
    }
    names: dict[str, list[float]] = defaultdict(list)
    pairs: dict[tuple[str, str], tuple[int, float]] = {}
    numbers: dict[Number, list[float]] = defaultdict(list)
    order: list[Number] = []
    at, before = 0, ""
    for word, gap in zip(("", *words), (begin, *gaps), strict=True):
        if word in named:
            for key in named[word]:
                names[key].append(at / len(text))
            if before:
                pair = skeleton(before), skeleton(word)
                pairs.setdefault(pair, (counts[before] + counts[word], at / len(text)))
        before = word if word in named and _BESIDE.fullmatch(gap) else ""
        at += len(word)
        if len(gap) > 1:
            for match in _NUMBER.finditer(gap):
                order.append(number := _number(match.group()))
                numbers[number].append((at + match.start()) / len(text))
        at += len(gap)
    return Anchors(
        names={key: tuple(places[:_OFTEN]) for key, places in names.items()},
        numbers={number: tuple(places[:_OFTEN]) for number, places in numbers.items()},
        pairs=pairs,
        order=tuple(order),
        script=script,
        cased=cased,
        length=len(text),
    )


def _script(text: str) -> tuple[str, bool]:
    """The script of most of the first letters (LATIN, ARABIC …), and whether most are small letters."""
    letters = list(islice(filter(str.isalpha, text), _SAMPLE))
    scripts = Counter(map(_script_of, letters))
    most = max(scripts, key=lambda script: (scripts[script], script), default="")
    return most, sum(map(str.islower, letters)) > len(letters) / 2


@lru_cache(maxsize=1 << 12)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _forms(word: str, language: str) -> Iterator[str]:
    """The word, and without what its language writes together with it."""
    yield word
    for prefix in _PREFIXES.get(language, ()):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            yield word[len(prefix) :]
            return


@lru_cache(maxsize=1 << 17)
def skeleton(word: str) -> str:
    """The consonants of a word as eight sounds: labials, dentals, velars and sibilants as b, t, k and s; l, m, n, r."""
    sounds = str(unidecode(word.replace(_VAV, "")).lower())
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    return sounds


def _number(written: str) -> Number:
    """Thousands are put together, in any notation: 1,234 and 1.234 and ١٬٢٣٤ are one number."""
    parts = [part[:15] for part in _SEPARATOR.split(written)]
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
        parts = ["".join(parts)[:15]]
    return tuple(int(unicodedata.normalize("NFKC", part)) for part in parts)


def number_bits(number: Number) -> float:
    """How much it tells that two texts share a number: little where it is short, round or a year."""
    if len(number) > 1:
        return min(12.0, sum(2.5 * max(1, len(str(part))) for part in number))
    if 1900 <= number[0] <= 2100:
        return 3.5
    digits = str(number[0])
    return {1: 1.0, 2: 5.0}.get(len(digits)) or 3.0 * len(digits.rstrip("0")) + 1
