"""Extract what a translation leaves unchanged: numbers and names, and their positions in the text.

The digits of every script are folded. A name is compared by the skeleton of its consonants after transliteration,
coarse enough for Johnson, Джонсон and جونسون to be equal. In scripts with capitals, a name is a word that is written
with a capital and never without one in the text; in other scripts, any word that is not a stop word may be a name.
Positions run from 0 to 1 over title and text. This is the only module that imports text_unidecode.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeAlias

from text_unidecode import unidecode

from newsvane.records import Article
from newsvane.stories.prefixes import without_prefix
from newsvane.stories.stopwords import load_stopwords

_MAX_CHARACTERS = 40_000
"""How many characters are examined."""
_MAX_LOOKED_UP = 6_000
"""In how many characters the written form of a name is looked up."""
_MAX_POSITIONS = 20
"""How many positions of one name or number are kept."""
_SCRIPT_SAMPLE = 100
"""How many letters are examined to determine the script."""

_WORDS = re.compile(r"([^\W\d_]+)")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:٫٬]\d+)*")
_NAME_BEFORE = re.compile(r"[^\W\d_]-")
_SEPARATOR = re.compile(r"\D")
_GERESH = re.compile(r"([\u05d2\u05d6\u05e6])['’‘׳`]")
"""The mark that turns the Hebrew letters for g, z and ts into the sounds of Johnson, Zhukov and Churchill."""
_SENTENCE_END = re.compile(r"[.!?…]['\"”»)]*\s|\n")
_MAX_ABBREVIATION = 3
"""How many letters a word before a full stop may have that does not end its sentence, as in "Mr. Smith"."""
_MAX_HYPHENS = 3
"""How many words that hyphens join to a word, on each side, are shown with it."""
_ADJACENT = re.compile(r"[ \u00a0\u200b-\u200f]+")
"""The characters that may separate two adjacent words."""
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
    return _extract(join_title_and_text(article, _MAX_CHARACTERS), article.language)


@lru_cache(maxsize=512)
def _extract(text: str, language: str) -> Anchors:
    script, cased = detect_script(text)
    if script == "HEBREW":
        text = _GERESH.sub("\u05d6", text)
    stopwords = load_stopwords(language)
    first_gap, words, gaps = split_words_and_gaps(text)
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


def find_names_by_skeleton(article: Article, names: Set[str]) -> Mapping[str, str]:
    """Return how an article most often writes each of these names, by skeleton, if it does.

    `names`: the skeletons, of one word or of two adjacent ones with a space between. A name with hyphens is returned as
    a whole for each of its words. A single word that only begins sentences is left out.
    """
    if not names:
        return {}
    text = join_title_and_text(article, _MAX_LOOKED_UP)
    _, cased = detect_script(text)
    _, words, gaps = split_words_and_gaps(text)
    all_words, stopwords = set(words), load_stopwords(article.language)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    before, is_first = "", True
    for at, (word, gap) in enumerate(zip(words, gaps, strict=True)):
        is_name = _may_be_name(word, all_words, cased=cased, stopwords=stopwords)
        for spelling in ((word, f"{before} {word}") if before else (word,)) if is_name else ():
            for form in _forms(spelling, article.language):
                key = " ".join(map(consonant_skeleton, form.split()))
                if key in names and (" " in spelling or not (cased and is_first)):
                    written[key][spelling.removesuffix(word) + _with_hyphens(words, gaps, at)] += 1
        before = word if is_name and _ADJACENT.fullmatch(gap) else ""
        is_first = "\n" in gap or (len(word) > _MAX_ABBREVIATION and bool(_SENTENCE_END.search(gap)))
    return {key: max(counts, key=counts.__getitem__) for key, counts in written.items()}


def _with_hyphens(words: Sequence[str], gaps: Sequence[str], at: int) -> str:
    """Return the word at this index with those that hyphens join to it, as far as they may be names."""
    first = last = at
    while first > max(0, at - _MAX_HYPHENS) and gaps[first - 1] == "-" and not words[first - 1][0].islower():
        first -= 1
    end = min(len(words), at + 1 + _MAX_HYPHENS)
    while gaps[last] == "-" and last + 1 < end and not words[last + 1][0].islower():
        last += 1
    return "-".join(words[first : last + 1])


def find_written_numbers(article: Article, numbers: Set[Number]) -> Mapping[Number, str]:
    """Return how an article first writes each of these numbers, if it does, and not as a part of a name (Mi-17)."""
    text = join_title_and_text(article, _MAX_CHARACTERS)
    found: dict[Number, str] = {}
    for match in _NUMBER.finditer(text):
        is_in_name = _NAME_BEFORE.match(text, max(0, match.start() - 2))
        if (number := _parse_number(match.group())) in numbers and not is_in_name:
            found.setdefault(number, match.group())
    return found


def join_title_and_text(article: Article, most: int = _MAX_LOOKED_UP) -> str:
    """Return the title and the text of an article, `most` characters at most."""
    return f"{article.title}.\n{article.text}"[:most]


def split_words_and_gaps(text: str) -> tuple[str, Sequence[str], Sequence[str]]:
    """Return what stands before the first word of a text, its words, and what stands after each of them."""
    first_gap, *rest = _WORDS.split(text)
    return first_gap, rest[::2], rest[1::2]


@lru_cache(maxsize=1 << 14)
def to_latin(word: str) -> str:
    """Return a word in small Latin letters."""
    return str(unidecode(word)).lower()


def detect_script(text: str) -> tuple[str, bool]:
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
    sounds = to_latin(word.replace(_VAV, ""))
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
