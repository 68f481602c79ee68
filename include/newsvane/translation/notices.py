"""Decide whether the sentences of a block are translation notices ("This page was translated by a machine").

Each sentence is read as a row of slots (tokens.py), whose order decides (notice_grammar.py, remarks.py). A notice
only counts in certain places on the page (notice_locator.py).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from newsvane.records import Record
from newsvane.translation.named_languages import (
    VERSION_WORD,
    find_source_language,
    find_translated_language,
    find_version_language,
)
from newsvane.translation.notice_grammar import (
    NAMES,
    is_label,
    is_statement,
    is_telling_label,
)
from newsvane.translation.remarks import is_remark
from newsvane.translation.rows import read_row
from newsvane.translation.stems import TRANSLATION_STEM, contains_any_stem, names_machine
from newsvane.translation.tokens import read_tokens
from newsvane.translation.vocabulary import (
    ABBREVIATIONS_OF_TRANSLATION,
    LANGUAGE_STEMS,
    fold,
    guess_languages,
    phrases,
)

EDGE_SENTENCES = 10
"""Notices are searched for in this many sentences at either end of a block."""
MAX_SENTENCE_LENGTH = 300
"""Characters of the longest sentence that can be a notice."""
MAX_UNKNOWN_IN_FOLLOW_UP = 2
"""The maximum number of unknown words in a sentence about the original after a notice: a title."""
MAX_SHORT_BLOCK = 3
"""The maximum number of sentences in a block of which everything belongs to the notice."""
MAX_QUESTION_LENGTH = 60
"""Characters of the longest question to readers beside a notice: "Does this sound odd?"."""

_ABBREVIATED_WORDS = (*ABBREVIATIONS_OF_TRANSLATION.split("|"), *phrases("automatic_abbreviations"))
_NO_ABBREVIATION = "".join(rf"(?<!(?i:\b{each})\.)" for each in _ABBREVIATED_WORDS)
_SENTENCE_END = re.compile(rf"(?<=[.!?؟۔।։])(?<!\s\w\.){_NO_ABBREVIATION}\s+|(?<=[。！？])(?=.)|\s+[·•|]\s+")
_CREDIT = re.compile(r"[^.:]{0,5}(?:[:S]|(?<=[PORV])I)F?(?:X\.?){1,4}(?:,X{1,2})?\.?")
"""Who wrote or checked a text: "Proofreading: D. Stankov", "Text by Anete Ozola"."""
_THIS_TRANSLATION = re.compile("DF?T|TF?D")
_MADE_BY_MACHINE = re.compile("F{1,3}G[FGSI]{0,3}[MN]")
"""A sentence about the translation that the one before it names: "It was created by an automated system"."""
_REVIEWER = re.compile(r"^X{1,3}(?=F{0,2}R)")
"""The name of who checked a text: "Ellinor Öhman has checked the translation"."""
_AFTER_INITIAL = re.compile(r"(?<=\s\w\.)\s+")
"""After a single letter, which may end a sentence: "Photo: Rudi H. Translated by …"."""
_NAMED_TRANSLATOR = re.compile(r"etranslation|(?:microsoft|bing|azure) translator")
"""Products whose name has an English word for "translate" in a sentence of any language."""
_QUESTION_MARKS = frozenset("?؟？")
_QUOTES = "\"'“”„«»‹›‘’「『"


class Notice(Record):
    """What a sentence says about the translation. `language`: of the sentence; "" if it only belongs to a notice.

    `source_language`: the language that it says the page was translated from. `version_language`: it only speaks of the
    version in that language. `post_edited`: it says that people checked or edited the translation.
    """

    language: str = ""
    source_language: str | None = None
    version_language: str | None = None
    post_edited: bool = False


def split_sentences(block: str) -> list[str]:
    """Split a block into sentences, and at separators such as "|"."""
    return [sentence.strip() for sentence in _SENTENCE_END.split(block)]


def label_sentences(sentences: Sequence[str], *, allow_standalone: bool, is_text: bool = False) -> list[Notice | None]:
    """Return for each sentence of a block what it says about the translation; None if it is text.

    A sentence such as "click here" belongs to the notice before it. `allow_standalone`: a label such as "Machine
    translation" counts as a notice if the block says nothing else. `is_text`: the block is a paragraph of the text, not
    a line around it. Of a long block only the first and last EDGE_SENTENCES sentences are examined.
    """
    if len(sentences) > 2 * EDGE_SENTENCES:
        middle: list[Notice | None] = [None] * (len(sentences) - 2 * EDGE_SENTENCES)
        first, last = sentences[:EDGE_SENTENCES], sentences[-EDGE_SENTENCES:]
        return [
            *label_sentences(first, allow_standalone=False),
            *middle,
            *label_sentences(last, allow_standalone=False),
        ]
    readings = [_read(sentence, is_text=is_text) for sentence in sentences]
    statements = [notice if notice and is_statement else None for notice, is_statement in readings]
    languages = [notice.language for notice, _ in readings if notice]
    if allow_standalone and languages:
        labels = [notice for notice, _ in readings]
        if all(
            notice or is_follow_up(sentence, languages[0]) for notice, sentence in zip(labels, sentences, strict=True)
        ):
            statements = labels
    for index in range(1, len(sentences)):
        if statements[index] is None and statements[index - 1] is None:
            statements[index] = _read_continuation(sentences[index - 1], sentences[index])
    return _add_follow_ups(sentences, statements, is_short=not is_text and len(sentences) <= MAX_SHORT_BLOCK)


def _add_follow_ups(sentences: Sequence[str], notices: list[Notice | None], *, is_short: bool) -> list[Notice | None]:
    """Add what belongs to a notice: sentences after it, and before it one that names the original language.

    `is_short`: of a short block that is set apart, everything after the notice belongs to it.
    """
    for index, notice in enumerate(notices[1:]):
        if notice and notice.language and not notice.source_language and notices[index] is None:
            notices[index] = _read_origin(sentences[index], notice.language)
    language: str | None = None
    for index, sentence in enumerate(sentences):
        notice = notices[index]
        if notice is None and language and (is_short or is_follow_up(sentence, language)):
            source = find_source_language(read_tokens(sentence, language), language)
            notices[index] = Notice(source_language=source, post_edited=_is_reviewed(sentence, language))
        elif notice is None or notice.language:
            language = notice.language if notice else None
    return notices


def _read_continuation(before: str, sentence: str) -> Notice | None:
    """Return the notice that two sentences are: "This translation is for information. It was made by a machine."."""
    lower = before.lower()
    for language in (code for code, stems in LANGUAGE_STEMS.items() if any(stem in lower for stem in stems)):
        subject = read_row(read_tokens(before, language), language)
        row = read_row(read_tokens(sentence, language), language)
        if "Z" not in subject and _THIS_TRANSLATION.search(subject) and _MADE_BY_MACHINE.match(row):
            return Notice(language=language, post_edited="R" in row)
    return None


def _read_origin(sentence: str, language: str) -> Notice | None:
    """Return what a sentence such as "Written in Wolof." says; None if it says something else."""
    tokens = read_tokens(sentence, language)
    row = read_row(tokens, language)
    source = find_source_language(tokens, language)
    return Notice(source_language=source) if source and "O" in row and row.count("X") <= 1 and len(row) <= 8 else None


def is_follow_up(sentence: str, language: str) -> bool:
    """Return whether a sentence typically follows a notice in that language: where to click, who checked it, errors."""
    if len(sentence) > MAX_SENTENCE_LENGTH:
        return False
    start = re.sub(r"^\W+", "", fold(sentence))
    if not start or _FOLLOW_UP.search(start) or _is_reviewed(sentence, language):
        return True
    if sentence[-1:] in _QUESTION_MARKS and len(sentence) <= MAX_QUESTION_LENGTH:
        return True
    row = read_row(read_tokens(sentence, language), language)
    if (re.match("F?K.*L", row) and "XX" not in row) or re.fullmatch("[FKI]*K[FKID]*[.!]?", row):
        return True
    if (
        VERSION_WORD.search(fold(sentence))
        and re.search("LF?P|PF?L", row)
        and row.count("X") <= MAX_UNKNOWN_IN_FOLLOW_UP
    ):
        return True
    if re.search("[TV].*E|E.*[TV]|K.*T", row) and row.count("X") <= MAX_UNKNOWN_IN_FOLLOW_UP:
        return True
    if _CREDIT.fullmatch(row) or re.fullmatch("[PRT]:F?H{1,2}[.]?", row) or re.fullmatch(r"F{1,3}\.?", row):
        return True
    is_about_original = "O" in row and bool(re.search("[PL]", row))
    return row.count("X") <= (MAX_UNKNOWN_IN_FOLLOW_UP if is_about_original or "E" in row else 1) and bool(
        re.search("[UEO]", row)
    )


def _is_reviewed(sentence: str, language: str) -> bool:
    """Return whether a sentence after a notice says that people checked or edited the translation."""
    row = read_row(read_tokens(sentence, language), language)
    return "R" in row and "Z" not in row and _REVIEWER.sub("", NAMES.sub("", row)).count("X") <= 1


def is_original_link(text: str) -> bool:
    """Return whether the text of a link is "read the original" or the like."""
    return len(text) <= MAX_SENTENCE_LENGTH and bool(_ORIGINAL_LINK.search(fold(text)))


def _read_in(language: str, sentence: str, *, is_text: bool) -> tuple[tuple[int, bool], Notice, bool] | None:
    """Return how badly the sentence fits the language, what it says, and whether it says so in any block."""
    tokens = read_tokens(sentence, language)
    row = read_row(tokens, language)
    says_so = is_statement(row, tokens, language, is_text=is_text)
    is_labelled = is_label(row, sentence)
    if not (says_so or is_labelled or is_remark(tokens, sentence, language, is_text=is_text)):
        return None
    version = find_version_language(row, tokens, sentence, language)
    source = find_source_language(tokens, language)
    if source is None and version is None:
        source = find_translated_language(row, tokens, language)
    notice = Notice(language=language, source_language=source, version_language=version, post_edited="R" in row)
    is_other = language not in {token.language for token in tokens}  # "Norsk (maskinoversatt)"
    return (row.count("X"), is_other), notice, says_so or (is_labelled and source is not None) or is_telling_label(row)


def _list_languages(sentence: str, lower: str) -> Iterator[Collection[str]]:
    """Yield the languages that a sentence may be in: by its word for "translate", then by its small words."""
    if TRANSLATION_STEM.search(lower):
        yield [code for code, stems in LANGUAGE_STEMS.items() if any(stem in lower for stem in stems)]
    if names_machine(sentence):
        yield sorted(guess_languages(sentence))


@lru_cache(1_000)
def _read(sentence: str, *, is_text: bool = False) -> tuple[Notice | None, bool]:
    """Return what a sentence says about the translation, and whether it says so in any block, not only on its own."""
    is_question = sentence.rstrip()[-1:] in _QUESTION_MARKS
    if len(sentence) > MAX_SENTENCE_LENGTH or sentence.lstrip()[:1] in _QUOTES or is_question:
        return None, False
    if not contains_any_stem(sentence):
        return None, False
    lower = _NAMED_TRANSLATOR.sub("", sentence.lower())
    best: tuple[tuple[int, bool], Notice | None, bool] = ((1_000, True), None, False)
    for languages in _list_languages(sentence, lower):
        for language in languages:
            if (found := _read_in(language, sentence, is_text=is_text)) and found[0] < best[0]:
                best = found
        if best[1]:
            break
    if best[1] is None and len(parts := _AFTER_INITIAL.split(sentence)) == 2:
        return _read(parts[1], is_text=is_text)
    return best[1:]


def _any_of(alternatives: Sequence[str]) -> str:
    return "(?:" + "|".join(alternatives) + ")"


_FOLLOW_UP = re.compile(_any_of(phrases("follow_up")))
_ORIGINAL_LINK = re.compile(_any_of(phrases("original_link")))
