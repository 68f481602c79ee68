"""Decide whether a sentence is a translation notice ("This page was translated by a machine").

A notice has one of three forms: it refers to the page itself, says that it was translated and names the machine; it
presents what the reader sees as a machine translation ("You are reading a machine translation"); or it is a standalone
label ("Machine translation"). The wordings of each language are in notices.toml. Their patterns are matched against
text in NFKC, casefolded, without marks and joiners, with one form for each Arabic letter. A notice only counts in
certain places on the page: see notice_locator.py.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from newsvane.safe_text import limit_marks

EDGE_SENTENCES = 10
"""Notices are searched for in this many sentences at either end of a block."""
MAX_SENTENCE_LENGTH = 240
"""Characters of the longest sentence that can be a notice."""
MAX_NOTICE_START = 25
"""The maximum number of characters before a notice in its sentence ("Editor's note: ")."""
MAX_LABEL_LENGTH = 90
"""Characters of the longest standalone label."""

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|(?<=[。！？])(?=.)|\s+[·•|]\s+")
_QUOTES = "\"'“”„«»‹›‘’「『"
_NORMALIZED_LETTERS = str.maketrans({
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


def split_sentences(block: str) -> list[str]:
    """Split a block into sentences, and at separators such as "|"."""
    return _SENTENCE_END.split(block)


def label_sentences(sentences: Sequence[str], *, allow_standalone: bool) -> list[str | None]:
    """Label each sentence of a block: with its language if it is a notice, "" if it belongs to one, None if it is text.

    A sentence such as "click here" belongs to the notice before it.
    `allow_standalone`: a label such as "Machine translation" counts as a notice if the block says nothing else. Of a
    long block only the first and last EDGE_SENTENCES sentences are examined.
    """
    if len(sentences) > 2 * EDGE_SENTENCES:
        middle: list[str | None] = [None] * (len(sentences) - 2 * EDGE_SENTENCES)
        first, last = sentences[:EDGE_SENTENCES], sentences[-EDGE_SENTENCES:]
        return [
            *label_sentences(first, allow_standalone=False),
            *middle,
            *label_sentences(last, allow_standalone=False),
        ]
    labels = [_match_statement(sentence) for sentence in sentences]
    if not any(labels) and not (allow_standalone and any(map(find_stems, sentences))):
        return labels
    if allow_standalone:
        standalone = [label or _match_standalone(sentence) for label, sentence in zip(labels, sentences, strict=True)]
        if all(label or _is_follow_up(sentence) for label, sentence in zip(standalone, sentences, strict=True)):
            labels = standalone
    after_notice = False
    for index, sentence in enumerate(sentences):
        if labels[index] is None and after_notice and _is_follow_up(sentence):
            labels[index] = ""
        after_notice = labels[index] is not None
    return labels


def are_follow_ups(sentences: Sequence[str]) -> bool:
    """Return whether all sentences are typical follow-ups of a notice: where to click, that there may be errors."""
    return all(map(_is_follow_up, sentences))


def is_original_link(text: str) -> bool:
    """Return whether the text of a link is "read the original" or the like."""
    return len(text) <= MAX_SENTENCE_LENGTH and bool(_ORIGINAL_LINK.search(_normalize(text)))


def find_stems(text: str) -> list[str]:
    """Return the stems of "translate" that occur in a text. Most texts have none and need no closer examination."""
    lower = text.lower()
    return [stem for stem in STEMS if stem in lower]


def _match_statement(sentence: str) -> str | None:
    """Return the language in which the sentence says that this page is a machine translation."""
    if len(sentence) > MAX_SENTENCE_LENGTH or sentence[:1] in _QUOTES:
        return None
    for language, normalized in _candidate_languages(sentence):
        found = _PATTERNS[language].statement.search(normalized)
        if found and found.start() <= MAX_NOTICE_START:
            return language
    return None


def _match_standalone(sentence: str) -> str | None:
    """Return the language of the standalone label that the sentence is."""
    if len(sentence) > MAX_LABEL_LENGTH:
        return None
    for language, normalized in _candidate_languages(sentence):
        if _PATTERNS[language].standalone.fullmatch(normalized) and not _BRAND_ALONE.fullmatch(normalized):
            return language
    return None


def _candidate_languages(sentence: str) -> list[tuple[str, str]]:
    """Return the languages with a stem that occurs in the sentence, each with the normalized sentence."""
    lower = sentence.lower()
    languages = [language for language, stems in _STEMS.items() if any(stem in lower for stem in stems)]
    normalized = _normalize(sentence) if languages else ""
    return [(language, normalized) for language in languages]


def _is_follow_up(sentence: str) -> bool:
    return len(sentence) <= MAX_SENTENCE_LENGTH and bool(_FOLLOW_UP.search(_normalize(sentence)))


def _normalize(text: str) -> str:
    """Return the form of a text that the patterns are matched against."""
    text = unicodedata.normalize("NFKC", limit_marks(text).translate(_NORMALIZED_LETTERS)).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_NORMALIZED_LETTERS)
    return "".join(character for character in text if unicodedata.category(character) not in {"Mn", "Cf"})


@dataclass(frozen=True)
class _NoticePatterns:
    """The patterns of one language.

    `statement`: finds a notice in a sentence of any block. `standalone`: matches a whole sentence that is a label.
    """

    statement: re.Pattern[str]
    standalone: re.Pattern[str]


def _any_of(alternatives: Iterable[str]) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _compile_patterns(phrases: Mapping[str, Sequence[str]]) -> _NoticePatterns:
    """Compile the phrases of one language (the keys are explained in notices.toml)."""
    pages, auxiliaries, nouns = phrases["page_reference"], phrases["auxiliary"], phrases["noun_phrase"]
    agent = rf"(?:\S+ ){{0,3}}?(?:\w+['’])?{_any_of([*phrases['agent'], _BRAND])}"
    agent_phrases = [rf"\b{_any_of(phrases['preposition'])} {agent}"] if phrases["preposition"] else []
    verb, machine = _any_of(phrases["verb"]), _any_of([*phrases["adverb"], *agent_phrases])
    by_machine = rf"(?:{machine}.{{0,45}}?{verb}|{verb}.{{0,60}}?{machine})"
    predicate = rf"\b{_any_of(auxiliaries)}.{{0,25}}?{by_machine}" if auxiliaries else by_machine
    gap = r"(?:(?:\W{1,2}\w+){0,2}?|,[^,.]{3,60},)\W{0,3}" if auxiliaries else r".{0,45}?"
    subject = _any_of([*pages, *(rf"^(?:\W*\w+: )?\W*{each}" for each in phrases["initial_page_reference"])])
    statements = [
        subject + gap + predicate,
        rf"{predicate}.{{0,25}}?{_any_of(pages)}",
        rf"{verb}.{{0,15}}?{_any_of(pages)}.{{0,40}}?{machine}",
        rf"{_any_of(phrases['presentative'])}(?:\W+\w+){{0,2}}?\W*{_any_of(nouns)}",
        *phrases["whole_sentence"],
    ]
    tail = rf"(?:\W+{_LABEL_PREPOSITION}\W{{0,2}}(?:\w+\W+){{0,5}}?\w+)?"
    standalone = rf"\W*(?:(?:\w+\W+){{0,2}}?{by_machine}|(?:\w+\W+)?{_any_of(nouns)}){tail}\W*"
    return _NoticePatterns(statement=re.compile(_any_of(statements)), standalone=re.compile(standalone))


_TABLE = tomllib.loads(files("newsvane.translation").joinpath("notices.toml").read_text("utf-8"))
_STEMS: dict[str, list[str]] = {language: table.pop("stem") for language, table in _TABLE["language"].items()}
STEMS = tuple(dict.fromkeys(stem for stems in _STEMS.values() for stem in stems))
"""The stems of all languages, in small letters, without the letters that pages often write as HTML entities."""
_BRAND: str = _TABLE["brand"]
_BRAND_ALONE = re.compile(rf"\W*(?:powered by\W+)?{_BRAND}\W*\w*\W*")
_LABEL_PREPOSITION = _any_of(_TABLE["label_preposition"]).translate(_NORMALIZED_LETTERS)
_FOLLOW_UP = re.compile(_any_of(_TABLE["follow_up"]).translate(_NORMALIZED_LETTERS))
_ORIGINAL_LINK = re.compile(_any_of(_TABLE["original_link"]).translate(_NORMALIZED_LETTERS))
_PATTERNS = {
    language: _compile_patterns({
        key: [phrase.translate(_NORMALIZED_LETTERS) for phrase in phrases] for key, phrases in table.items()
    })
    for language, table in _TABLE["language"].items()
}
