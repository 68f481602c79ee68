"""Extract what a translation leaves unchanged: numbers and names, and their positions in the text.

The digits of every script are folded. A name is compared by the skeleton of its consonants after transliteration,
coarse enough for Johnson, Джонсон and جونسون to be equal. In scripts with capitals, a name is a word that is written
with a capital and never without one in the text; in other scripts, any word that is not a stop word may be a name.
Positions run from 0 to 1 over title and text. This is the only module that imports text_unidecode.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TypeAlias

from text_unidecode import unidecode

from newsvane.records import Article
from newsvane.stories.prefixes import without_prefix
from newsvane.stories.stopwords import load_stopwords

_MAX_CHARACTERS, _MAX_LOOKED_UP = 40_000, 6_000
"""How many characters of a text are examined, and in how many it is looked up how a name or number is written."""
_MAX_ENDING = 2
"""How many letters of declension may follow the stem of a name."""
_UNDECLINED = frozenset({"ca", "da", "en", "es", "fr", "it", "nb", "nl", "no", "pt", "sv"})
"""Languages in which names have no such forms: an Albanian is not Albania."""
_MIN_STEM, _MIN_CUT_STEM = 4, 5
"""How many letters a stem must have: a name as it is, and one without its last vowel. Kenyon is no form of Kenya."""

_MAX_POSITIONS = 20
"""How many positions of one name or number are kept."""
_SCRIPT_SAMPLE = 100
"""How many letters are examined to determine the script."""

_WORDS = re.compile(r"([^\W\d_]+)")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:٫٬]\d+)*")
_SEPARATOR = re.compile(r"\D")
_GERESH = re.compile(r"([\u05d2\u05d6\u05e6])['’‘׳`]")
"""The mark that turns the Hebrew letters for g, z and ts into the sounds of Johnson, Zhukov and Churchill."""
_ADJACENT = re.compile(r"[ \u00a0\u200b-\u200f]+")
"""The characters that may separate two adjacent words."""
_JOINT = re.compile(rf"-|{_ADJACENT.pattern}")
"""The same within a name."""
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
_VAV = "ו"
"""A Hebrew letter that writes a vowel more often than a consonant."""

Number: TypeAlias = tuple[int, ...]
"""A whole number, or the parts of a decimal, a time or a date."""
Positions: TypeAlias = tuple[float, ...]
"""Where a name or number occurs, from 0 (the beginning of the title) to 1 (the end of the text)."""


@dataclass(frozen=True)
class Anchors:
    """The numbers and names of an article.

    `names`: positions by skeleton. `numbers`: positions by number. `pairs`: by the skeletons of two adjacent words, how
    often the two words occur in the text, and the position at which they are first adjacent. `order`: the numbers in
    the order of the text. `script`: of most letters, by its Unicode name (LATIN). `cased`: whether the script has
    capitals, by which names are recognised. `length`: characters of title and text that were examined.
    """

    names: Mapping[str, Positions]
    numbers: Mapping[Number, Positions]
    pairs: Mapping[tuple[str, str], tuple[int, float]]
    order: tuple[Number, ...]
    script: str
    cased: bool
    length: int


def extract_anchors(article: Article) -> Anchors:
    """Return the anchors of title and text."""
    return _extract(f"{article.title}.\n{article.text}"[:_MAX_CHARACTERS], article.language)


@lru_cache(maxsize=2_048)
def _extract(text: str, language: str) -> Anchors:
    script, cased = _detect_script(text)
    if script == "HEBREW":
        text = _GERESH.sub("\u05d6", text)
    stopwords = load_stopwords(language)
    first_gap, *rest = _WORDS.split(text)
    words, gaps = rest[::2], rest[1::2]
    counts = Counter(words)
    skeletons_of_names = {
        word: [key for form in _forms(word, language) if len(key := consonant_skeleton(form)) > 1]
        for word in counts
        if _may_be_name(word, counts, cased=cased, stopwords=stopwords)
    }
    names: dict[str, list[float]] = defaultdict(list)
    pairs: dict[tuple[str, str], tuple[int, float]] = {}
    numbers: dict[Number, list[float]] = defaultdict(list)
    order: list[Number] = []
    at, before = 0, ""
    for word, gap in zip(("", *words), (first_gap, *gaps), strict=True):
        if word in skeletons_of_names:
            for key in skeletons_of_names[word]:
                names[key].append(at / len(text))
            if before:
                pair = consonant_skeleton(before), consonant_skeleton(word)
                pairs.setdefault(pair, (counts[before] + counts[word], at / len(text)))
        before = word if word in skeletons_of_names and _ADJACENT.fullmatch(gap) else ""
        at += len(word)
        if len(gap) > 1:
            for match in _NUMBER.finditer(gap):
                order.append(number := _parse_number(match.group()))
                numbers[number].append((at + match.start()) / len(text))
        at += len(gap)
    return Anchors(
        names={key: tuple(positions[:_MAX_POSITIONS]) for key, positions in names.items()},
        numbers={number: tuple(positions[:_MAX_POSITIONS]) for number, positions in numbers.items()},
        pairs=pairs,
        order=tuple(order),
        script=script,
        cased=cased,
        length=len(text),
    )


def _may_be_name(word: str, words: Container[str], *, cased: bool, stopwords: Container[str]) -> bool:
    """Return whether a word may be a name in a text of these words, in a script with capitals or without."""
    is_marked = not cased or (word[0].isupper() and word.lower() not in words)
    return is_marked and word.casefold() not in stopwords


def find_written_names(article: Article, names: Set[str]) -> Mapping[str, str]:
    """Return how an article most often writes each of these names, by skeleton, if it does.

    `names`: the skeletons, of one word or of two adjacent ones with a space between.
    """
    text = _start_of(article)
    _, cased = _detect_script(text)
    tokens = _WORDS.split(text)[1:]
    words, stopwords = set(tokens[::2]), load_stopwords(article.language)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    before = ""
    for word, gap in zip(tokens[::2], tokens[1::2], strict=True):
        is_name = _may_be_name(word, words, cased=cased, stopwords=stopwords)
        for spelling in ((word, f"{before} {word}") if before else (word,)) if is_name else ():
            for form in _forms(spelling, article.language):
                key = " ".join(map(consonant_skeleton, form.split()))
                if key in names:
                    written[key][spelling] += 1
        before = word if is_name and _ADJACENT.fullmatch(gap) else ""
    return {key: max(counts, key=counts.__getitem__) for key, counts in written.items()}


def find_spelled_names(article: Article, names: Set[str]) -> Mapping[str, str]:
    """Return how an article first writes names that are given in Latin letters, with hyphens between words.

    A form of declension is taken if there is no other: "Тираны" for `tirana`. What is written in small letters is none.
    """
    tokens = _WORDS.split(_start_of(article))[1:]
    words, gaps = tokens[::2], tokens[1::2]
    letters = list(map(_to_latin, words))
    lengths = sorted({name.count("-") + 1 for name in names})
    declinable = () if article.language in _UNDECLINED else names
    stems = {name: name for name in declinable if len(name) >= _MIN_STEM}
    stems |= {name[:-1]: name for name in declinable if name[-1:] in set("aeiou") and len(name) > _MIN_CUT_STEM}
    found: dict[str, str] = {}
    declined: dict[str, str] = {}
    starts = (start for start, word in enumerate(words) if not word[0].islower())
    for start, end in ((start, start + length) for start in starts for length in lengths):
        inside = gaps[start : end - 1]
        if end > len(words) or not all(map(_JOINT.fullmatch, inside)):
            continue
        key = "-".join(letters[start:end])
        written = "".join(chain.from_iterable(zip(words[start:end], (*inside, ""), strict=True)))
        if key in names:
            found.setdefault(key, written)
        elif name := next((stems[key[:-n]] for n in range(1, _MAX_ENDING + 1) if key[:-n] in stems), ""):
            declined.setdefault(name, written)
    return declined | found


@lru_cache(maxsize=1 << 14)
def _to_latin(word: str) -> str:
    return str(unidecode(word)).lower()


def find_written_numbers(article: Article, numbers: Set[Number]) -> Mapping[Number, str]:
    """Return how an article first writes numbers."""
    found: dict[Number, str] = {}
    for match in _NUMBER.finditer(_start_of(article)):
        if (number := _parse_number(match.group())) in numbers:
            found.setdefault(number, match.group())
    return found


def _start_of(article: Article) -> str:
    return f"{article.title}.\n{article.text}"[:_MAX_LOOKED_UP]


def _detect_script(text: str) -> tuple[str, bool]:
    """Return the script of most of the first letters (LATIN, ARABIC …), and whether most are lower-case letters."""
    letters = list(islice(filter(str.isalpha, text), _SCRIPT_SAMPLE))
    scripts = Counter(map(_script_of_letter, letters))
    most_frequent = max(scripts, key=lambda script: (scripts[script], script), default="")
    return most_frequent, sum(map(str.islower, letters)) > len(letters) / 2


@lru_cache(maxsize=1 << 12)
def _script_of_letter(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _forms(word: str, language: str) -> tuple[str, ...]:
    """Return a word, and what it is without a prefix such as "and" or "the"."""
    return tuple(dict.fromkeys((word, without_prefix(word, language))))


@lru_cache(maxsize=1 << 14)
def consonant_skeleton(word: str) -> str:
    """Return the consonants of a word as eight sounds: b, t, k, s, l, m, n and r.

    b, t, k and s represent all labials, dentals, velars and sibilants.
    """
    sounds = str(unidecode(word.replace(_VAV, "")).lower())
    for pattern, sound in _SOUNDS:
        sounds = pattern.sub(sound, sounds)
    return sounds


def _parse_number(written: str) -> Number:
    """Return a number with its groups of thousands joined: 1,234 and 1.234 and ١٬٢٣٤ are equal."""
    parts = [part[:15] for part in _SEPARATOR.split(written)]
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
        parts = ["".join(parts)[:15]]
    return tuple(int(unicodedata.normalize("NFKC", part)) for part in parts)


def number_information(number: Number) -> float:
    """Return the bits of evidence in two texts sharing a number: few if it is short, round or a year."""
    if len(number) > 1:
        return min(12.0, sum(2.5 * max(1, len(str(part))) for part in number))
    if 1900 <= number[0] <= 2100:
        return 3.5
    digits = str(number[0])
    return {1: 1.0, 2: 5.0}.get(len(digits)) or 3.0 * len(digits.rstrip("0")) + 1
