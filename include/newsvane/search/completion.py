"""Complete a word of a query with the words of the search index."""

from collections.abc import Mapping

from newsvane import search_index
from newsvane.search_index import Missing
from newsvane.settings import Settings
from newsvane.topics.folding import fold, tokenize

MIN_LENGTH = 3
"""The fewest letters that are completed: fewer are the beginning of very many words."""


def complete_word(beginning: str, settings: Settings, *, limit: int, min_length: int = MIN_LENGTH) -> Mapping[str, int]:
    """Return words that begin like this, folded, with the number of articles that have them, the most frequent first.

    Nothing if `beginning` is not one word with at least `min_length` letters, or if there is no index.
    """
    folded = [fold(word) for word in tokenize(beginning)]
    if len(folded) != 1 or len(folded[0]) < min_length:
        return {}
    try:
        return search_index.open_index(settings.search_index_path).count_words(folded[0], limit=limit)
    except Missing:
        return {}
