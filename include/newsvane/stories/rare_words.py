"""Find the words of an article that few articles in its language have.

Two reports in one language that share several of them report the same event more often than not, in whatever words they
tell it. Words are compared by their first letters, so that endings do not matter. Which words are common was counted
once, by `python -m evaluation.common_words`, so that what is grouped does not depend on what was grouped before.
"""

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

from newsvane.stories.event_concepts import split_words
from newsvane.stories.prefixes import without_prefix
from newsvane.stories.stopwords import load_stopwords

STEM_LENGTH = 6
"""The letters of a word that are compared."""
_BEGINNINGS = 5, 4, 3
"""How many letters of a word may be listed with any ending."""
_MIN_LENGTH = 3
_MAX_WORDS, _MAX_CHARACTERS = 120, 2_000
"""How much of a text is examined."""
_NAMES = "names"
"""The table of the words of frequent names, in every language."""


@lru_cache(maxsize=1024)
def find_rare_words(text: str, language: str) -> frozenset[str]:
    """Return the stems of the rare words of a title or text; none in a language whose words were not counted."""
    if not knows_common_words(language):
        return frozenset()
    return frozenset(stem for stem in list_stems(text, language) if not _is_common(stem, language))


def knows_common_words(language: str) -> bool:
    """Return whether the words of a language were counted."""
    return language in _load()


def list_stems(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of the first words of a text, each once, without stop words."""
    stopwords = load_stopwords(language)
    words = split_words(" ".join(text[:_MAX_CHARACTERS].split(maxsplit=_MAX_WORDS)[:_MAX_WORDS]))
    stems = (stem_word(word, language) for word in words if len(word) >= _MIN_LENGTH and word not in stopwords)
    return tuple(dict.fromkeys(stems))


def stem_word(word: str, language: str) -> str:
    """Return what a word, as `split_words` returns it, is compared by."""
    return without_prefix(word, language)[:STEM_LENGTH]


def make_pattern(word: str, *, any_ending: bool) -> str:
    """Return how a word is listed; `any_ending`: with those that begin with its first letters, too."""
    return f"{word[: _BEGINNINGS[0]]}*" if any_ending else word[:STEM_LENGTH]


def preload() -> None:
    """Load the common words."""
    _load()


def _is_common(stem: str, language: str) -> bool:
    patterns = (stem, *(f"{stem[:length]}*" for length in _BEGINNINGS))
    return any(pattern in _load()[table] for table in (language, _NAMES) for pattern in patterns)


@cache
def _load() -> Mapping[str, frozenset[str]]:
    """Return the common words by language, and the beginnings of frequent names."""
    tables = tomllib.loads(files("newsvane.stories").joinpath("common_words.toml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in tables.items()}
