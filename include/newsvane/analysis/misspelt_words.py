"""Offer another spelling of the words of a query that no article has."""

from collections.abc import Callable, Sequence

from newsvane import lake
from newsvane.analysis.known_names import expand_query
from newsvane.analysis.queries import load_query
from newsvane.analysis.required_words import MAX_WORDS
from newsvane.lake.engine.sql import fetch_rows_of
from newsvane.search import complete_word
from newsvane.settings import get_settings
from newsvane.similar_names import MIN_NEARNESS
from newsvane.topics import Query, compile_query
from newsvane.topics.folding import fold, tokenize
from newsvane.topics.free_words import find_searched_words

BEGINNING = 3
"""A misspelt word is compared with those that begin with the same letters, and with those with the same first one."""
MAX_KNOWN = 3_000
"""So many words of each beginning, the most frequent ones."""
FIRST, LAST = 0x21, 0x7E
"""The printable characters of ASCII."""


def suggest_query(connection: lake.Connection, written: str, finds: Callable[[Query], bool]) -> str:
    """Return the query with the most similar word of the search index in the place of each word that no article has.

    "" if each word is in an article, none is similar, or the query finds nothing with the similar ones. `finds`:
    whether a query finds anything.
    """
    words = find_searched_words(written)
    suggested = written
    for word in sorted(words, reverse=True) if len(words) <= MAX_WORDS else ():
        if similar := _find_similar(connection, fold(tokenize(word.text)[0])):
            suggested = suggested[: word.start] + similar + suggested[word.end :]
    if suggested == written or not finds(compile_query(expand_query(suggested))):
        return ""
    return suggested


def _find_similar(connection: lake.Connection, word: str) -> str:
    """Return the word that a misspelt one was probably meant to be; "" if it is in the index, or none is similar."""
    if len(word) < BEGINNING or word in _list_words(word):
        return ""
    known = [*dict.fromkeys([*_list_words(word[:BEGINNING]), *_list_words(word[0])])]
    spelled = _spell_in_ascii([word, *known])
    if spelled is None:
        return ""
    written = dict(zip(spelled[1:], known, strict=True))
    rows = fetch_rows_of(
        connection, load_query("similar_words"), word=spelled[0], words=[*written], nearness=MIN_NEARNESS
    )
    return written[rows[0]["word"]] if rows else ""


def _list_words(beginning: str) -> Sequence[str]:
    return [*complete_word(beginning, get_settings(), limit=MAX_KNOWN, min_length=1)]


def _spell_in_ascii(words: Sequence[str]) -> list[str] | None:
    """Return words with a character of ASCII for each letter; None if they have too many letters.

    DuckDB compares bytes: any two letters of a script whose letters have two bytes would be half alike.
    """
    letters = sorted({letter for word in words for letter in word})
    if len(letters) > LAST - FIRST + 1:
        return None
    table = {ord(letter): FIRST + place for place, letter in enumerate(letters)}
    return [word.translate(table) for word in words]
