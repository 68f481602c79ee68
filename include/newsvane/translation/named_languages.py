"""Find the languages that a notice names: the one translated from, the one translated into, and that of the version.

For the letters of a row, see notice_grammar.py.
"""

import re
from collections.abc import Iterable, Sequence

from newsvane.translation.tokens import Token
from newsvane.translation.vocabulary import OWN_LANGUAGE, POSTPOSITIONS, SLOTS, VERB_LAST, fold, load_words, phrases

VERSION_WORD = re.compile("|".join(phrases("version")))
VERSION = r"(?:LF?P|P[FI]?L|LF{0,2}DF?P)"
"""The version in a language, as slots: "the English version", "version in English", "the English of this text"."""


def find_direction(token: Token, language: str) -> str | None:
    """Return "S" or "I" if the ending or the prefix of a word means "from" or "into"; None if it means neither."""
    if token.language == OWN_LANGUAGE:
        return SLOTS["into"]
    if token.ending in {"-from", "-into"}:
        return SLOTS[token.ending[1:]]
    endings = load_words(language).endings
    return next((slot for end, slot in endings.items() if token.ending.endswith(end)), None)


def find_source_language(tokens: Iterable[Token], language: str) -> str | None:
    """Return the language that a notice says the page was translated from."""
    found = list(tokens)
    for index, token in enumerate(found):
        if token.slot != "L" or token.language == OWN_LANGUAGE:
            continue
        before = "".join(each.slot for each in found[max(0, index - 3) : index])
        after = "".join(each.slot for each in found[index + 1 : index + 4])
        direction = find_direction(token, language)
        is_after = language in POSTPOSITIONS and re.match(r"F?S", after)
        is_before = language not in POSTPOSITIONS and re.search(r"SF{0,2}$", before)
        is_source = direction == "S" or (direction != "I" and (is_before or is_after))
        if is_source or re.search(r"O[FISO]{0,2}F?$", before) or re.match(r"[FP]?O", after):
            return token.language
    return None


def find_target_language(tokens: Iterable[Token], language: str) -> str | None:
    """Return the language that a notice says the page was translated into; OWN_LANGUAGE if it does not name it."""
    slots = ""
    for token in tokens:
        is_named_into = language not in POSTPOSITIONS and re.search("IF{0,2}$", slots)
        if token.slot == "L" and (find_direction(token, language) == "I" or is_named_into):
            return token.language
        slots += token.slot
    return None


def find_version_language(row: str, tokens: Sequence[Token], sentence: str, language: str) -> str | None:
    """Return the language of the version that the sentence is about: "the English version", "this English text"."""
    version = _find_version(row, tokens, sentence, language)
    return version if find_target_language(tokens, language) in {None, version} else None


def _find_version(row: str, tokens: Sequence[Token], sentence: str, language: str) -> str | None:
    if language not in VERB_LAST and (this := re.match("F?DF{0,2}(?:LF?P|PL)", row)):
        named = next(token for token in tokens[: this.end()] if token.slot == "L")
        if find_direction(named, language) is None:
            return named.language
    if not VERSION_WORD.search(fold(sentence)):
        return None
    pair = "LF?P(?!F?T)" if language in VERB_LAST else VERSION
    found = re.match(f"[FDO,:]{{0,4}}{pair}(?!.*,F{{0,2}}D)", row)
    return next((token.language for token in tokens[: found.end()] if token.slot == "L"), None) if found else None


def find_translated_language(row: str, tokens: Sequence[Token], language: str) -> str | None:
    """Return the other language of the text that was translated: "the Turkish report was translated by AI"."""
    found = re.search("(?<!I)(?<!IF)(?:LF?P|PL)", row) if "V" in row else None
    source = (
        next((token.language for token in tokens[found.start() : found.end()] if token.slot == "L"), None)
        if found
        else None
    )
    return source if source not in {language, OWN_LANGUAGE} else None
