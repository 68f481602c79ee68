"""Offer another spelling of the words of a query that no article has."""

from newsvane import lake
from newsvane.analysis.names import MISSPELT
from newsvane.search import complete_word
from newsvane.settings import get_settings
from newsvane.topics.folding import fold, tokenize
from newsvane.topics.free_words import find_free_phrases
from newsvane_pages.lake_queries import fetch_rows

BEGINNING = 3
"""Letters that a misspelt word shares with the one that was meant."""
MAX_WORDS = 3_000
"""So many words that begin like it, the most frequent ones, are compared with it."""


def suggest_query(cursor: lake.Connection, written: str) -> str:
    """Return the query with the most similar word of the search index in the place of each word that no article has.

    "" if each word is in an article, or none is similar.
    """
    suggested = written
    for word in sorted(find_free_phrases(written), reverse=True):
        if word.text == written[word.start : word.end] and (similar := _find_similar(cursor, word.text)):
            suggested = suggested[: word.start] + similar + suggested[word.end :]
    return suggested if suggested != written else ""


def _find_similar(cursor: lake.Connection, word: str) -> str:
    """Return the word that a misspelt one was probably meant to be; "" if it is in the index, or not one word."""
    folded = [fold(each) for each in tokenize(word)]
    if len(folded) != 1:
        return ""
    known = complete_word(folded[0][:BEGINNING], get_settings(), limit=MAX_WORDS)
    if folded[0] in known or folded[0] in complete_word(folded[0], get_settings(), limit=MAX_WORDS):
        return ""
    rows = fetch_rows(cursor, "similar_words", word=folded[0], words=[*known], nearness=MISSPELT)
    return str(rows[0]["word"]) if rows else ""
