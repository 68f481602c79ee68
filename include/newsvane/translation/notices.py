"""Decide whether a sentence is a translation notice ("This page was translated by a machine").

Each sentence is read as a row of slots (vocabulary.py). A notice has one of a few shapes, the same in all languages:

- a statement about the page: "this article was translated by AI", "AI translated this text"
- a presentation: "this is a machine translation", "you are reading an automatic translation"
- a credit: "Translation: ChatGPT"
- a label, of which every word is accounted for: "Translated from Persian by DeepL and reviewed by our editors"

Words that belong to no slot make a sentence something else. A negation turns it down, unless it negates the review. A
notice only counts in certain places on the page: see notice_locator.py.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import takewhile

from newsvane.records import Record
from newsvane.translation.vocabulary import (
    ENGINE_STEMS,
    LANGUAGE_STEMS,
    VERB_LAST,
    Token,
    find_source_language,
    fold,
    guess_languages,
    phrases,
    read_tokens,
)

EDGE_SENTENCES = 10
"""Notices are searched for in this many sentences at either end of a block."""
MAX_SENTENCE_LENGTH = 300
"""Characters of the longest sentence that can be a notice."""
MAX_NOTICE_START = 40
"""The maximum number of characters before a notice in its sentence ("Editor's note: ")."""
MAX_UNKNOWN_IN_FOLLOW_UP = 2
"""The maximum number of unknown words in a sentence about the original after a notice: a title."""
MIN_CREDIT_LENGTH = 25
"""Characters of the shortest line that can be a notice without a word for "translate"."""
MAX_UNKNOWN_IN_LABEL = 2
"""The maximum number of unknown words in a label that begins with the page and its translation by a machine."""
MAX_LABEL_LENGTH = 160
"""Characters of the longest label."""

_SENTENCE_END = re.compile(r"(?<=[.!?؟।])\s+|(?<=[。！？])(?=.)|\s+[·•|]\s+")
_QUOTES = "\"'“”„«»‹›‘’「『"

_FILLER = "FSIGOLWU,/"
_THIS_PAGE = r"(?:D[FLOM]{0,3}P[FD]{0,2}|P[FL]?D)"
_ORIGIN = rf"(?:[{_FILLER}]|O[FS]{{1,3}}X{{1,4}}){{0,14}}?"
"""What may stand between the page and its translation: "originally published in Le Monde and"."""
_BY = r"(?:[FSIGOLDPHRWTU,/]|S[FO]{0,2}X{1,2}|X(?!X)){0,12}?M"
"""The machine after the verb. Unknown words: the name of a language, and single ones."""
_BEFORE_VERB = rf"M(?:[{_FILLER}MTP]|X(?!X)){{0,8}}?V"
_TRANSLATED = rf"(?:V{_BY}|{_BEFORE_VERB})"
_MACHINE_TRANSLATION = r"(?:M[FLGOWM]{0,3}T|T[FLGOSDWP,]{0,6}M)"
_VERSION = r"(?:LF?P|PI?L)"
_FROM_ORIGINAL = r"(?=[FGDPIL]{0,6}S[FDPGI]{0,3}[LO])"
_STATEMENTS = [
    re.compile(pattern)
    for pattern in (
        rf"{_THIS_PAGE}{_ORIGIN}{_TRANSLATED}",
        rf"(?:{_THIS_PAGE}|D)[FLGDPO,M]{{0,8}}{_MACHINE_TRANSLATION}(?![XW])",
        r"D[FL]{0,2}(?:MF?V|VF?M)[FL]{0,2}P(?!X)",
        rf"T[FS]{{0,4}}{_THIS_PAGE}[FSILO,]{{0,10}}(?:G[FSGI]{{0,4}}M|M[FS]{{0,3}}G)",
    )
]
_MADE_BY_ENGINE = re.compile(
    rf"(?:{_THIS_PAGE}|{_VERSION}|F?P)[FSIOL,]{{0,6}}(?:G[FGSIW]{{0,4}}N|N[FGSIW]{{0,3}}G)"
    rf"|{_VERSION}[FSIOLDP,]{{0,6}}(?:G[FGSIW]{{0,4}}[MN]|[MN][FGSIWLOP]{{0,6}}G)"
    rf"|[MN]F{{0,2}}GF{{0,3}}(?:LF{{0,3}}{_THIS_PAGE}|{_VERSION}){_FROM_ORIGINAL}"
)
"""A statement without a word for "translate": "the German version was made with DeepL"."""
_MAKER_LAST = re.compile(rf"GF{{0,2}}{_VERSION}F{{0,3}}[MN]{_FROM_ORIGINAL}")
"""The same in languages in which the verb may come first."""
_VERB_FIRST = [
    re.compile(rf"V[FGL]{{0,3}}{_THIS_PAGE}{_BY}"),
    re.compile(rf"{_TRANSLATED}[FSIL]{{0,4}}D[FLO]{{0,2}}P"),
]
"""Shapes of languages in which the verb may come first. In the others they are imperatives: "translate this page"."""
_CREDIT = re.compile(r"(?:(?<=[,/.K])|^)[FPGO]{0,2}[TVA][FLSIG/]{0,6}:[FSW]{0,2}M[MWT]{0,2}(?=$|[,/.FRHUK])")
_TRANSLATED_PAGE = re.compile(r"[FD]{0,3}P[FL]{0,4}V(?:[FSIGOLDPWTU]|X(?!X)){0,8}?M")
_AUTHORS = re.compile(r"^F?X{1,4}[,/](?=[VTMN])")
"""Who wrote the text, before who translated it: "By Ana Pérez, translated by DeepL"."""
_MACHINES = str.maketrans("BN", "MM")
_REMARK = re.compile(r"(?<=[MVTLWBN]),(?=[^,]*[HREUOK])(?:[^X,]|X(?!X{2})){1,12}\.?$")
"""What a label adds after a comma: "the editors made no changes"."""
_OFFER = re.compile(r"[FIGSBLMX]{0,6}K[FK]{0,3}(?:$|[./])")
"""What the reader is asked to do, after the machine, in languages with the verb at the end."""
_PRELUDE = re.compile(r"[FLDPOESIG,]{0,9}|.*[:/]")
_PUT_INTO = re.compile(r"XIF?L(?=F{0,3}[MN])|IF?LX(?=F{0,2}[MN])")
"""Any verb with "into German by a machine"."""
_REVIEW_DENIED = re.compile(r"Z[FSIGE,]{0,4}[RHA]+(?:[FSIG]{0,2}[RHA])*")
_REVIEW_DENIED_LAST = re.compile(r"[RHA]+[FSIG]{0,4}Z")
_NAMES = re.compile(
    r"/[FSGR]{0,2}X{1,4}$|(?<=[RH])[FGSIHP,]{0,4}X{1,4}(?=$|[,/.])|(?<=S)F?X{1,2}|(?<=M)[,/F]{1,2}X{1,3}$"
)
"""Names in a label: of a person who checked, of a language."""


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


def label_sentences(sentences: Sequence[str], *, allow_standalone: bool) -> list[Notice | None]:
    """Return for each sentence of a block what it says about the translation; None if it is text.

    A sentence such as "click here" belongs to the notice before it.
    `allow_standalone`: a label such as "Machine translation" counts as a notice if the block says nothing else. Of a
    long block only the first and last EDGE_SENTENCES sentences are examined.
    """
    if len(sentences) > 2 * EDGE_SENTENCES:
        middle: list[Notice | None] = [None] * (len(sentences) - 2 * EDGE_SENTENCES)
        first, last = sentences[:EDGE_SENTENCES], sentences[-EDGE_SENTENCES:]
        return [
            *label_sentences(first, allow_standalone=False),
            *middle,
            *label_sentences(last, allow_standalone=False),
        ]
    readings = [_read(sentence) for sentence in sentences]
    statements = [notice if notice and is_statement else None for notice, is_statement in readings]
    languages = [notice.language for notice, _ in readings if notice]
    if allow_standalone and languages:
        labels = [notice for notice, _ in readings]
        if all(
            notice or is_follow_up(sentence, languages[0]) for notice, sentence in zip(labels, sentences, strict=True)
        ):
            statements = labels
    return _add_follow_ups(sentences, statements)


def _add_follow_ups(sentences: Sequence[str], notices: list[Notice | None]) -> list[Notice | None]:
    language: str | None = None
    for index, sentence in enumerate(sentences):
        notice = notices[index]
        if notice is None and language and is_follow_up(sentence, language):
            source = find_source_language(read_tokens(sentence, language), language)
            notices[index] = Notice(source_language=source, post_edited=_is_reviewed(sentence, language))
        elif notice is None or notice.language:
            language = notice.language if notice else None
    return notices


def is_follow_up(sentence: str, language: str) -> bool:
    """Return whether a sentence typically follows a notice in that language: where to click, who checked it, errors."""
    if len(sentence) > MAX_SENTENCE_LENGTH:
        return False
    start = re.sub(r"^\W+", "", fold(sentence))
    if not start or _FOLLOW_UP.search(start) or _is_reviewed(sentence, language):
        return True
    row = _row(read_tokens(sentence, language), language)
    if re.match("F?K.*L", row) and "XX" not in row:
        return True
    is_about_original = "O" in row and bool(re.search("[PL]", row))
    return row.count("X") <= (MAX_UNKNOWN_IN_FOLLOW_UP if is_about_original else 1) and bool(re.search("[UEO]", row))


def _is_reviewed(sentence: str, language: str) -> bool:
    """Return whether a sentence after a notice says that people checked or edited the translation."""
    row = _row(read_tokens(sentence, language), language)
    return "R" in row and "Z" not in row and _NAMES.sub("", row).count("X") <= 1


def is_original_link(text: str) -> bool:
    """Return whether the text of a link is "read the original" or the like."""
    return len(text) <= MAX_SENTENCE_LENGTH and bool(_ORIGINAL_LINK.search(fold(text)))


def find_stems(text: str) -> list[str]:
    """Return the stems of "translate" that occur in a text. Most texts have none and need no closer examination."""
    lower = text.lower()
    found = [
        stem for stem in STEMS if (stem in lower if " " not in stem else all(map(lower.__contains__, stem.split())))
    ]
    return [*found, *sorted(set(_ABBREVIATION.findall(text)))]


def contains_stem(stems: Collection[str], text: str) -> bool:
    """Return whether a text has one of the stems. Abbreviations ("AI") are in capitals, and so in the text."""
    plain, abbreviated = _compile_stems(frozenset(stems))
    return bool(plain and plain.search(text.lower())) or (abbreviated and bool(_ABBREVIATION.search(text)))


@lru_cache(64)
def _compile_stems(stems: frozenset[str]) -> tuple[re.Pattern[str] | None, bool]:
    """Return a pattern that finds the stems in lower case, and whether abbreviations are among them."""
    plain = sorted(stems - set(ABBREVIATIONS))
    return re.compile("|".join(map(re.escape, plain))) if plain else None, len(plain) < len(stems)


def may_be_notice(text: str) -> bool:
    """Return whether a line can be a notice: it has a word for "translate", or is short enough for a credit."""
    is_short = MIN_CREDIT_LENGTH <= len(text) <= MAX_SENTENCE_LENGTH
    return is_short or bool(_TRANSLATION_STEM.search(text.lower()))


def _names_machine(sentence: str) -> bool:
    return contains_stem(_MACHINE_STEMS, sentence)


def _read(sentence: str) -> tuple[Notice | None, bool]:
    """Return what a sentence says about the translation, and whether it says so in any block, not only on its own."""
    if len(sentence) > MAX_SENTENCE_LENGTH or sentence.lstrip()[:1] in _QUOTES:
        return None, False
    lower = sentence.lower()
    best: tuple[int, Notice | None, bool] = (1_000, None, False)
    languages = []
    if _TRANSLATION_STEM.search(lower):
        languages = [code for code, stems in LANGUAGE_STEMS.items() if any(stem in lower for stem in stems)]
    if not languages and _names_machine(sentence):
        languages = sorted(guess_languages(sentence))
    for language in languages:
        tokens = read_tokens(sentence, language)
        row = _row(tokens, language)
        is_statement = _is_statement(row, tokens, language)
        if is_statement or _is_label(row, sentence):
            unknown = row.count("X")
            if unknown < best[0]:
                source = find_source_language(tokens, language)
                notice = Notice(
                    language=language,
                    source_language=source,
                    version_language=_find_version_language(row, tokens, language),
                    post_edited="R" in row,
                )
                best = unknown, notice, is_statement or _is_telling_label(row)
    return best[1:]


def _find_version_language(row: str, tokens: Sequence[Token], language: str) -> str | None:
    """Return the language of the version that the sentence is about ("the English version of this site …")."""
    found = re.match("[FDO,:]{0,4}" + ("LF?P(?!F?T)" if language in VERB_LAST else _VERSION), row)
    return next((token.language for token in tokens[: found.end()] if token.slot == "L"), None) if found else None


def _row(tokens: Sequence[Token], language: str) -> str:
    """Return the slots of a sentence as letters, one per token. Denied reviews are "U", machine translators "M"."""
    row = "".join(token.slot for token in tokens)
    row = re.sub("A(?=F?[MBN])|(?<=[MBN])A", "M", row)
    row = _PUT_INTO.sub(lambda found: found[0].replace("X", "V"), row)
    row = _REVIEW_DENIED.sub(lambda found: "U" * len(found[0]), row)
    if language in VERB_LAST:
        row = _REVIEW_DENIED_LAST.sub(lambda found: "U" * len(found[0]), row)
    return row


def _is_statement(row: str, tokens: Sequence[Token], language: str) -> bool:
    """Return whether the sentence says of this page that a machine translated it, whatever follows."""
    plain = row.translate(_MACHINES).replace("A", "H")
    shapes = _STATEMENTS if language in VERB_LAST else [*_STATEMENTS, *_VERB_FIRST]
    found = [found for shape in shapes for found in shape.finditer(plain)]
    made = row.replace("A", "H")
    found += _MADE_BY_ENGINE.finditer(made)
    found += [] if language in VERB_LAST else _MAKER_LAST.finditer(made)
    if any(_counts(each, plain, tokens, language) for each in found):
        return True
    return any(_is_affirmed(each, row, language) for each in _CREDIT.finditer(row.translate(_MACHINES)))


def _counts(found: re.Match[str], row: str, tokens: Sequence[Token], language: str) -> bool:
    before = row[: found.start()]
    if '"' in before or not _PRELUDE.fullmatch(before) or tokens[found.start()].start > MAX_NOTICE_START:
        return False
    after = row[found.end() :]
    if language in VERB_LAST and found[0][-1] in "TM" and (re.match("[FIGS]{0,3}X", after) or _OFFER.match(after)):
        return False
    by_people_first = re.search("V[^M]*H[^M]*R[^M]*M", found[0])
    return not by_people_first and _is_affirmed(found, row, language)


def _is_affirmed(found: re.Match[str], row: str, language: str) -> bool:
    """Return whether nothing negates the clause with the machine, nor that between verb and machine."""
    machine, start = found.end() - 1, found.start()
    clause = found[0].translate(_MACHINES)
    if "M" in clause:
        machine = start + clause.rindex("M")
    verb = next((start + clause.index(slot) for slot in "VT" if slot in clause), start)
    begin = min(row.rfind(",", 0, machine) + 1, verb)
    after = "".join(takewhile(lambda slot: slot not in ",/.:", row[found.end() : found.end() + 4]))
    return "Z" not in row[begin : found.end()] and not (language in VERB_LAST and "Z" in after)


def _is_label(row: str, sentence: str) -> bool:
    """Return whether every word of the sentence belongs to a label that says that a machine translated something."""
    names = re.split(r"[,/(\[|]", sentence)[0].split()[1:]
    accounted = row.replace("A", "H")
    accounted = _AUTHORS.sub("", accounted) if all(name[0].isupper() for name in names) else accounted
    accounted = _REMARK.sub("", _NAMES.sub("", _REMARK.sub("", accounted))).replace("N", "M")
    machine = accounted.replace("B", "M")
    if len(sentence) > MAX_LABEL_LENGTH or any(slot in accounted for slot in 'Z"'):
        return False
    if (
        _has_strange_words(accounted)
        or "M" not in machine
        or not re.search("[VT]", machine)
        or re.match("[^MVT]*[KE]", machine)
    ):
        return False
    is_product = not re.search("[MVG:]|SF?L", accounted)
    is_offer = accounted.endswith("K") and "O" not in accounted
    is_tool = "V" not in accounted and "G" not in accounted and "W" in accounted
    return not is_product and not is_offer and not is_tool and not re.search("V[^M]*H[^M]*R[^M]*M", machine)


def _has_strange_words(row: str) -> bool:
    """Return whether a label has words that make it something else. A page that was translated may have some."""
    if not (unknown := row.count("X")):
        return False
    return unknown > MAX_UNKNOWN_IN_LABEL or "XX" in row or not _TRANSLATED_PAGE.match(row)


def _is_telling_label(row: str) -> bool:
    """Return whether a label counts beside other sentences: it begins with the verb, or names the page."""
    plain = _REMARK.sub("", row.translate(_MACHINES))
    return "X" not in plain and bool(
        re.match(f"F{{0,2}}P?[{_FILLER}]{{0,8}}(?:MF?V|V)|F{{0,2}}P[V{_FILLER}]{{0,8}}M", plain)
    )


def _any_of(alternatives: Sequence[str]) -> str:
    return "(?:" + "|".join(alternatives) + ")"


ABBREVIATIONS = tuple(phrases("abbreviations"))
_ABBREVIATION = re.compile(rf"(?<![A-Za-zА-я]){_any_of(ABBREVIATIONS)}(?![A-Za-zА-я])")
_TRANSLATION_STEM = re.compile("|".join(sorted({re.escape(each) for all_ in LANGUAGE_STEMS.values() for each in all_})))
_MACHINE_STEMS = frozenset((*ENGINE_STEMS, *ABBREVIATIONS))
STEMS = tuple(dict.fromkeys([*ENGINE_STEMS, *(stem for stems in LANGUAGE_STEMS.values() for stem in stems)]))
"""The stems of all languages, and names of machines."""
_FOLLOW_UP = re.compile(_any_of(phrases("follow_up")))
_ORIGINAL_LINK = re.compile(_any_of(phrases("original_link")))
