"""Find the words of an article that few articles in its language have.

Two reports in one language that share several of them report the same event more often than not, in whatever words they
tell it. Words are compared by their first letters, so that endings do not matter.
"""

from collections.abc import Mapping
from functools import lru_cache

from newsvane.stories.event_concepts import split_words
from newsvane.stories.frequencies import COMMON_WORD_BITS, STEM_LENGTH, has_word_frequencies, word_information
from newsvane.stories.prefixes import without_prefix
from newsvane.stories.stopwords import load_stopwords

_MIN_LENGTH = 3
_MAX_WORDS, _MAX_CHARACTERS = 120, 2_000
"""How much of a text is examined."""


@lru_cache(maxsize=1 << 13)
def find_rare_words(text: str, language: str) -> Mapping[str, float]:
    """Return the bits of information in each rare word of a title or text, by its stem, in the order of the text.

    None are known in a language whose words were not counted.
    """
    if not has_word_frequencies(language):
        return {}
    return {
        stem: bits
        for stem in list_stems(text, language)
        if (bits := word_information(stem, language)) >= COMMON_WORD_BITS
    }


def list_stems(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of the first words of a text, each once, without stop words."""
    stopwords = load_stopwords(language)
    words = split_words(" ".join(text[:_MAX_CHARACTERS].split(maxsplit=_MAX_WORDS)[:_MAX_WORDS]))
    stems = (stem_word(word, language) for word in words if len(word) >= _MIN_LENGTH and word not in stopwords)
    return tuple(dict.fromkeys(stems))


def stem_word(word: str, language: str) -> str:
    """Return what a word, as `split_words` returns it, is compared by."""
    return without_prefix(word, language)[:STEM_LENGTH]
