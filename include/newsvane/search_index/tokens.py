"""The tokens under which the words of an article are indexed, and those that a query looks up.

A word is indexed under each of its index terms (`topics.token_index`), all at the position that `TokenIndex` gives the
word, so phrases and distances in the index are those of the matcher. A word in capitals has a further token that keeps
its case, for acronyms.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, count

from newsvane.topics.folding import normalize_letters, tokenize
from newsvane.topics.phrases import Term
from newsvane.topics.token_index import TokenIndex, index_terms

MAX_TOKEN_LENGTH = 200
"""Characters of the longest token; the rest of a word is not indexed. tantivy drops tokens of 65,530 bytes."""
MAX_KEPT_LENGTH = 64
"""Characters of the longest word whose tokens are kept in memory."""
MAX_KEPT = 200_000
"""How many words are kept, some 50 MB."""
ACRONYM = "="
"""The first character of a token that keeps its case. It occurs in no word."""

Placed = tuple[tuple[str, ...], int]
"""The tokens of a word, and its position."""


def place_words(title: str, text: str) -> Iterator[Placed]:
    """Yield the tokens of each word of title and text, which share one sequence of positions, as in `TokenIndex`."""
    titled = tokenize(title)
    return chain(_place(titled, 0), _place(tokenize(text), len(titled) + TokenIndex.FIELD_GAP))


def place_title(title: str) -> Iterator[Placed]:
    """Yield the tokens of each word of the title alone."""
    return _place(tokenize(title), 0)


def find_token(term: Term) -> str:
    """Return the token that a word of a query looks up; "" if nothing is left of the word."""
    if term.is_acronym and not term.is_prefix:
        return (ACRONYM + normalize_letters(term.word))[:MAX_TOKEN_LENGTH]
    return term.folded[:MAX_TOKEN_LENGTH]


def is_cut(token: str) -> bool:
    """Return whether a token may be only the beginning of a word."""
    return len(token) >= MAX_TOKEN_LENGTH


def _place(words: Iterable[str], first: int) -> Iterator[Placed]:
    return zip(map(_TOKENS.__getitem__, words), count(first))


class _Tokens(dict[str, tuple[str, ...]]):
    """The tokens of each word. Most words of a text have been met before, and a look-up here calls no function."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        found = _find_tokens(word)
        if len(word) <= MAX_KEPT_LENGTH:
            if len(self) >= MAX_KEPT:
                self.clear()
            self[word] = found
        return found


def _find_tokens(word: str) -> tuple[str, ...]:
    tokens = {term[:MAX_TOKEN_LENGTH] for term in index_terms(word) if term}
    letters = normalize_letters(word)
    if letters.isupper():
        tokens.add((ACRONYM + letters)[:MAX_TOKEN_LENGTH])
    return tuple(sorted(tokens))


_TOKENS = _Tokens()
