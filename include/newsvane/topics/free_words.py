"""Find in the text of a query the words and phrases that are searched in title and text. Pure.

They are what a reader may have meant as a name. Left out is what cannot be exchanged for a field, or would mean
something else: values of fields, what is excluded, the sides of NEAR, prefixes and distances.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsvane.topics.folding import token_spans

MAX_LENGTH = 2_000
"""In characters."""
MAX_RUN = 4
"""How many words beside each other are taken together at most."""

_TOKEN = re.compile(
    r'(?P<phrase>"(?:\\.|[^"\\])*")(?P<distance>~\d*)?'
    r"|(?P<field>[^\W\d]\w*:[<>]?=?)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<negation>[-!](?=[\w\"(]))"
    r'|(?P<word>(?:\\.|[^\s()\[\]{}":\\])+)',
    re.DOTALL,
)
_PLAIN = re.compile(r"[^\W_](?:[\w'’.\-\u200c]*\w)?")
"""A word without wildcards, boosts and list names."""
_NEAR = re.compile(r"NEAR/\d+")
_BETWEEN = re.compile(r"(?<=\S)\s+NEAR/\d+\s+(?=\S)")
_AND = re.compile(r"(?<=\S)\s+AND\s+(?=\S)")
_QUOTED = re.compile(r'"([^"\\]+)"(?:~\d+)?')


class FreePhrase(NamedTuple):
    """A phrase, a word, or words beside each other: characters `start` to `end` of the query, and what they say."""

    start: int
    end: int
    text: str


class RequiredWords(NamedTuple):
    """Words that an article must all have. `in_place`: at certain places beside or near each other, too."""

    words: list[str]
    in_place: bool


class _Part(NamedTuple):
    """A word or phrase that is free, or anything else (`text` is "")."""

    start: int
    end: int
    text: str
    is_word: bool = False


def find_free_phrases(query: str) -> list[FreePhrase]:
    """Return what is searched in title and text: phrases, words and runs of words, the longest of a place first.

    Nothing for a query of more than MAX_LENGTH characters, which nobody typed.
    """
    parts = [*_split(query)] if len(query) <= MAX_LENGTH else []
    found: list[FreePhrase] = []
    for first, part in enumerate(parts):
        run = _count_words(parts[first : first + MAX_RUN])
        found += [_join(parts[first : first + length]) for length in range(run, 1, -1)]
        found += [FreePhrase(part.start, part.end, part.text)] if part.text else []
    return found


def find_searched_words(query: str) -> list[FreePhrase]:
    """Return each word that is searched in title and text, also those within phrases and beside NEAR.

    Nothing for a query of more than MAX_LENGTH characters.
    """
    parts = [part for part in _split(query, with_places=True) if part.text] if len(query) <= MAX_LENGTH else []
    return [
        FreePhrase(part.start + start, part.start + end, query[part.start + start : part.start + end])
        for part in parts
        for start, end in token_spans(query[part.start : part.end])
    ]


def find_required_words(query: str) -> RequiredWords:
    """Return the words that an article must all have: those of a query of words, of words and NEAR, or of one phrase.

    No words for any other query.
    """
    quoted = _QUOTED.fullmatch(query.strip())
    text, nears = (quoted[1], 0) if quoted else _BETWEEN.subn(" ", _AND.sub(" ", query))
    words = [*dict.fromkeys(text.split())]
    free = {each.text for each in find_free_phrases(text)}
    return RequiredWords(words if free.issuperset(words) else [], bool(quoted or nears))


def _count_words(parts: Sequence[_Part]) -> int:
    """Return how many of the first parts are words."""
    return next((place for place, part in enumerate(parts) if not part.is_word), len(parts))


def _join(parts: Sequence[_Part]) -> FreePhrase:
    return FreePhrase(parts[0].start, parts[-1].end, " ".join(part.text for part in parts))


def _split(query: str, *, with_places: bool = False) -> Iterator[_Part]:
    """Yield the parts of a query in order, those between which a run may not go on as parts without text.

    `with_places`: also what must be near something else, which is no free part.
    """
    tokens = [*_TOKEN.finditer(query)]
    near = {place + step for place, token in enumerate(tokens) if _NEAR.fullmatch(token[0]) for step in (-1, 1)}
    near = set() if with_places else near
    groups: list[bool] = []
    is_taken = False
    for place, token in enumerate(tokens):
        kind, text = token.lastgroup, token[0]
        if kind == "open":
            groups.append(is_taken or any(groups[-1:]) or _is_near_group(tokens, place, near))
        elif kind == "close" and groups:
            groups.pop()
        taken = is_taken or any(groups[-1:]) or place in near
        is_taken = kind in {"field", "negation"} or text == "NOT"
        if (kind == "phrase" or (kind == "distance" and with_places)) and not taken:
            yield _Part(*token.span("phrase"), token["phrase"][1:-1])
        elif kind == "word" and not taken and _is_free(text):
            yield _Part(*token.span(), text, is_word=True)
        else:
            yield _Part(*token.span(), "")


def _is_free(word: str) -> bool:
    return bool(_PLAIN.fullmatch(word)) and word not in {"AND", "OR", "NOT", "TO", "NEAR"}


def _is_near_group(tokens: Sequence[re.Match[str]], place: int, near: set[int]) -> bool:
    """Return whether the group that opens at a place is a side of NEAR."""
    depth = 0
    for end in range(place, len(tokens)):
        depth += (tokens[end].lastgroup == "open") - (tokens[end].lastgroup == "close")
        if not depth:
            return place in near or end in near
    return place in near
