"""Whether a sentence is a notice: "this page was translated by a machine", in the languages of notices.toml.

A notice speaks of this very page, says so of it and names the machine; or calls what lies before the reader a machine
translation; or is nothing but the remark. Patterns see text in NFKC, casefolded, without marks and joiners, Arabic
letters in one form. A notice needs a place as well: see places.py.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

EDGE = 10
"""Sentences at either end of a block in which a notice is looked for."""
LONGEST = 240
"""Characters of the longest sentence that is taken for a notice."""
LATEST_START = 25
"""Characters before a notice in its sentence ("Editor's note: "); further in, a text speaks about notices."""
LONGEST_BARE = 90
"""Characters of the longest sentence that is nothing but the remark."""

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])(?=.)|\s+[·•|]\s+")
_QUOTES = "\"'“”„«»‹›‘’「『"
_LETTERS = str.maketrans({
    "ي": "ی",
    "ى": "ی",
    "ك": "ک",
    "آ": "ا",
    "أ": "ا",
    "إ": "ا",
    "ۀ": "ه",
    "ٴ": "",
    "ς": "σ",
    "ё": "е",
    "\u200c": " ",
})


def sentences_of(block: str) -> list[str]:
    """The sentences of a block, and what separators divide."""
    return _SENTENCE_END.split(block)


def find(sentences: Sequence[str], *, bare: bool) -> list[str | None]:
    """For each sentence of a block: the language of the notice that it is, "" for what belongs to one, None for text.

    `bare`: what is nothing but the remark ("Machine translation") is a notice too, where the block says nothing else.
    Of a long block the first and last EDGE sentences are looked at.
    """
    if len(sentences) > 2 * EDGE:
        middle: list[str | None] = [None] * (len(sentences) - 2 * EDGE)
        return [*find(sentences[:EDGE], bare=False), *middle, *find(sentences[-EDGE:], bare=False)]
    found = [_about_page(sentence) for sentence in sentences]
    if not any(found) and not (bare and any(map(stems_in, sentences))):
        return found
    if bare:
        remarks = [language or _bare(sentence) for language, sentence in zip(found, sentences, strict=True)]
        if all(remark or _is_follow_up(rest) for remark, rest in zip(remarks, sentences, strict=True)):
            found = remarks
    after = False
    for index, sentence in enumerate(sentences):
        if found[index] is None and after and _is_follow_up(sentence):
            found[index] = ""
        after = found[index] is not None
    return found


def belongs(sentences: Sequence[str]) -> bool:
    """Whether a block after a notice says only what is said after one: where to click, that there may be errors."""
    return all(map(_is_follow_up, sentences))


def leads_to_original(text: str) -> bool:
    """Whether words on a link are "read the original" and the like."""
    return len(text) <= LONGEST and bool(_ORIGINAL.search(_fold(text)))


def stems_in(text: str) -> list[str]:
    """What a text has of translating in it: most have nothing, and are not looked at any closer."""
    lower = text.lower()
    return [stem for stem in STEMS if stem in lower]


def _about_page(sentence: str) -> str | None:
    if len(sentence) > LONGEST or sentence[:1] in _QUOTES:
        return None
    for language, folded in _candidates(sentence):
        found = _GRAMMARS[language].about.search(folded)
        if found and found.start() <= LATEST_START:
            return language
    return None


def _bare(sentence: str) -> str | None:
    if len(sentence) > LONGEST_BARE:
        return None
    for language, folded in _candidates(sentence):
        if _GRAMMARS[language].bare.fullmatch(folded) and not _BRAND_ALONE.fullmatch(folded):
            return language
    return None


def _candidates(sentence: str) -> list[tuple[str, str]]:
    """The languages whose verb may be in the sentence, each with the sentence as patterns see it."""
    lower = sentence.lower()
    languages = [language for language, stems in _STEMS.items() if any(stem in lower for stem in stems)]
    folded = _fold(sentence) if languages else ""
    return [(language, folded) for language in languages]


def _is_follow_up(sentence: str) -> bool:
    return len(sentence) <= LONGEST and bool(_FOLLOW_UP.search(_fold(sentence)))


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.translate(_LETTERS)).casefold())
    return "".join(each for each in folded.translate(_LETTERS) if unicodedata.category(each) not in {"Mn", "Cf"})


@dataclass(frozen=True)
class _Grammar:
    """`about`: finds a sentence that is a notice in any block; `bare`: matches a sentence that is but the remark."""

    about: re.Pattern[str]
    bare: re.Pattern[str]


def _any(alternatives: Iterable[str]) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _grammar(phrases: Mapping[str, Sequence[str]]) -> _Grammar:
    page, by, was, noun = (phrases[name] for name in ("page", "by", "was", "noun"))
    agents = [rf"\b{_any(by)} (?:\S+ ){{0,3}}?(?:\w+['’])?{_any([*phrases['agent'], _BRAND])}"] if by else []
    verb, machine = _any(phrases["translated"]), _any([*phrases["adverb"], *agents])
    said = rf"(?:{machine}.{{0,45}}?{verb}|{verb}.{{0,60}}?{machine})"
    was_said = rf"\b{_any(was)}.{{0,25}}?{said}" if was else said
    between = r"(?:(?:\W{1,2}\w+){0,2}?|,[^,.]{3,60},)\W{0,3}" if was else r".{0,45}?"
    subject = _any([*page, *(rf"^(?:\W*\w+: )?\W*{each}" for each in phrases["the"])])
    about = [
        subject + between + was_said,
        rf"{was_said}.{{0,25}}?{_any(page)}",
        rf"{verb}.{{0,15}}?{_any(page)}.{{0,40}}?{machine}",
        rf"{_any(phrases['reading'])}(?:\W+\w+){{0,2}}?\W*{_any(noun)}",
        *phrases["whole"],
    ]
    tail = rf"(?:\W+{_FROM}\W{{0,2}}(?:\w+\W+){{0,5}}?\w+)?"
    bare = rf"\W*(?:(?:\w+\W+){{0,2}}?{said}|(?:\w+\W+)?{_any(noun)}){tail}\W*"
    return _Grammar(about=re.compile(_any(about)), bare=re.compile(bare))


_TABLE = tomllib.loads(files("newsvane.translation").joinpath("notices.toml").read_text("utf-8"))
_STEMS: dict[str, list[str]] = {language: table.pop("stem") for language, table in _TABLE["language"].items()}
STEMS = tuple(dict.fromkeys(stem for stems in _STEMS.values() for stem in stems))
"""In small letters, without what is often written as an entity."""
_BRAND: str = _TABLE["brand"]
_BRAND_ALONE = re.compile(rf"\W*(?:powered by\W+)?{_BRAND}\W*\w*\W*")
_FROM = _any(_TABLE["from"]).translate(_LETTERS)
_FOLLOW_UP = re.compile(_any(_TABLE["follow_up"]).translate(_LETTERS))
_ORIGINAL = re.compile(_any(_TABLE["original"]).translate(_LETTERS))
_GRAMMARS = {
    language: _grammar({name: [each.translate(_LETTERS) for each in parts] for name, parts in table.items()})
    for language, table in _TABLE["language"].items()
}
