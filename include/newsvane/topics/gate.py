"""Decide, before the text of a page is extracted, whether any topic can match it.

The tags of a page cut its text into pieces. An extraction keeps, drops, reorders and joins them. A word of the
extracted text is therefore a word of one piece, or it is joined from the last word of one piece, from pieces that are
one word, and from the first word of another piece. The gate looks for the words that the topics need in both ways.
Pieces of different blocks (paragraphs, headings, cells) are joined to no word: a browser shows them apart.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

from newsvane.records import Topic
from newsvane.safe_text import unescape
from newsvane.topics.ast import Node, PhraseNode, ValueField, ValueNode
from newsvane.topics.folding import WITHIN_WORDS, WORD, fold, normalize_letters, tokenize
from newsvane.topics.near import NearNode
from newsvane.topics.operators import AndNode, OrNode
from newsvane.topics.phrases import Term
from newsvane.topics.query import compile_query
from newsvane.topics.token_index import index_terms, proclitics

MAX_ESCAPED = 4
"""How many times a text may be HTML-escaped."""
MAX_REMEMBERED = 1 << 18
"""How many strings are remembered, with and without required words."""

_SPACES = "\t\n\r\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_CUT = re.compile(rf"[^\w{_SPACES}\x20-\x3b\x3d\x3f-\x7e{WITHIN_WORDS}]|[\U00013000\U00013001]")
"""Where a text may be joined: at tags, at characters that the extraction may drop because they are not printable, and
at those that stand for joiners meanwhile."""
_FIRST = re.compile(rf"[{WITHIN_WORDS}]*({WORD.pattern})")
_CUT_REFERENCE = re.compile(r"&#?\w{0,31}\Z")
_SEPARATOR = "\0"
_START = 3
"""How many first letters of a word are compared with those of prefixes before the whole."""
_NOTHING: frozenset[int] = frozenset()


class Gate:
    """What the pages that match any of the topics have in common. Threads may share it."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._terms = _Terms()
        conditions = [_make_condition(compile_query(topic.query).root, self._terms) for topic in topics]
        self._conditions = [each for each in conditions if each]
        self._is_always_open = len(self._conditions) < len(conditions)

    def may_match(
        self, blocks: Iterable[Iterable[str]], *, outlets: Set[str] = frozenset(), country: str | None = None
    ) -> bool:
        """Return whether an article with a text that is made of these pieces may match a topic.

        `blocks`: title and text of a page, each block as the pieces into which its tags cut it. A piece may have tags
        and references of its own. `outlets`: those that the article may be of. `country`: of the article. A topic that
        needs neither a word nor one of these, such as `lang:sq`, may match every article.
        """
        if self._is_always_open or not self._conditions:
            return self._is_always_open
        cuts = [_CUT.split(_SEPARATOR.join(chain.from_iterable(map(_unescaped, pieces)))) for pieces in blocks]
        joined = [cut for cut in cuts if len(cut) > 1]
        if any("&" in piece and _CUT_REFERENCE.search(piece) for cut in joined for piece in cut[:-1]):
            return True
        words = self._terms.find_within(chain.from_iterable(cuts))
        words.update(*(self._terms.find_across(_Edges(cut)) for cut in joined))
        found = _PageFacts(words, {"outlet": {each.lower() for each in outlets}, "country": {(country or "").lower()}})
        return any(condition.may_hold(found) for condition in self._conditions)


@lru_cache(maxsize=2)
def build_gate(topics: tuple[Topic, ...]) -> Gate:
    """Return the gate of these topics. The last two are cached: building one takes as long as reading ten pages."""
    return Gate(topics)


class _PageFacts(NamedTuple):
    """What a page has: terms, by their numbers, and the values that its fields may have, in lower case."""

    terms: Set[int]
    values: Mapping[ValueField, Set[str]]


class _Condition(Protocol):
    """A condition on what a page has. `needs`: numbers of terms of which it needs one; None if it may need no term."""

    @property
    def needs(self) -> frozenset[int] | None: ...

    def may_hold(self, found: _PageFacts) -> bool:
        """Return whether a page with these facts may meet the condition."""


class _AllWords:
    """All words of a phrase."""

    def __init__(self, terms: frozenset[int]) -> None:
        self._terms, self.needs = terms, frozenset([max(terms)])

    def may_hold(self, found: _PageFacts) -> bool:
        return self._terms <= found.terms


class _AnyOf:
    """One of `singles`, or one of `others`: of these, only those are looked at that have a term that they need."""

    def __init__(self, singles: frozenset[int], others: Iterable[_Condition]) -> None:
        self._singles = singles
        self._by_term: defaultdict[int, list[_Condition]] = defaultdict(list)
        self._without_terms = []
        for each in others:
            if each.needs is None:
                self._without_terms.append(each)
            for term in each.needs or ():
                self._by_term[term].append(each)
        self.needs = None if self._without_terms else singles.union(self._by_term)

    def may_hold(self, found: _PageFacts) -> bool:
        if not self._singles.isdisjoint(found.terms):
            return True
        by_need = chain.from_iterable(self._by_term[term] for term in self._by_term.keys() & found.terms)
        return any(each.may_hold(found) for each in chain(by_need, self._without_terms))


class _AllOf:
    def __init__(self, conditions: Sequence[_Condition]) -> None:
        self._conditions = conditions
        self.needs = min((each.needs for each in conditions if each.needs is not None), key=len, default=None)

    def may_hold(self, found: _PageFacts) -> bool:
        return all(each.may_hold(found) for each in self._conditions)


class _FieldValue:
    """A value of a field: `outlet:bbc.co.uk`."""

    needs = None

    def __init__(self, node: ValueNode) -> None:
        self.node = node

    def may_hold(self, found: _PageFacts) -> bool:
        values = found.values[self.node.field]
        return any(map(self.node.accepts, values))


def _make_condition(node: Node, terms: "_Terms") -> _Condition | None:
    """Return what a page needs to match a node; None if it may match whatever its words are."""
    match node:
        case PhraseNode():
            return _AllWords(frozenset(map(terms.number, node.phrase.terms)))
        case OrNode():
            phrases = [frozenset(map(terms.number, each.terms)) for each in node.phrases]
            singles = frozenset().union(*(each for each in phrases if len(each) == 1))
            others = [_make_condition(each, terms) for each in node.nodes if not isinstance(each, PhraseNode)]
            needed = [each for each in others if each]
            groups = [_AllWords(each) for each in phrases if len(each) > 1]
            return _AnyOf(singles, [*groups, *needed]) if len(needed) == len(others) else None
        case AndNode():
            all_of = [condition for each in node.nodes if (condition := _make_condition(each, terms))]
            return _AllOf(all_of) if all_of else None
        case NearNode():
            return _make_condition(node.required, terms)
        case ValueNode(field="outlet" | "country"):
            return _FieldValue(node)
        case _:
            return None


class _Terms:
    """The terms of the queries, numbered, and the lookup of those that find the words of a page."""

    def __init__(self) -> None:
        self._numbers: dict[Term, int] = {}
        self._whole: defaultdict[str, list[Term]] = defaultdict(list)
        self._prefixes: defaultdict[str, list[Term]] = defaultdict(list)
        self._by_start: defaultdict[str, list[tuple[str, int, bool]]] = defaultdict(list)
        self._prefix_lengths: set[int] = set()
        self._starts: defaultdict[int, set[str]] = defaultdict(set)
        """How prefixes begin: the first letters, at most _START, by their number. Few words begin in such a way."""
        self._found: dict[str, frozenset[int]] = {}
        self._unneeded: set[str] = set()
        """Strings without required words. They are most of a page, so `find_within` leaves them out all at once."""

    def number(self, term: Term) -> int:
        """Return the number of a term; a new one gets the next."""
        if term not in self._numbers:
            self._numbers[term] = len(self._numbers)
            (self._prefixes if term.is_prefix else self._whole)[term.folded].append(term)
            if term.is_prefix:
                self._prefix_lengths.add(len(term.folded))
                start = term.folded[:_START]
                self._starts[len(start)].add(start)
            letters = _decompose(term.folded)
            for length in range(1, len(letters)):
                self._by_start[letters[:length]].append((letters[length:], self._numbers[term], term.is_prefix))
        return self._numbers[term]

    def find_within(self, pieces: Iterable[str]) -> set[int]:
        """Return the terms that find a word in one of the pieces."""
        return set().union(*map(self._find_cached, set("\n".join(pieces).split()) - self._unneeded))

    def find_across(self, edges: "_Edges") -> set[int]:
        """Return the terms that may find a word that is joined from the edges of pieces."""
        return {
            number
            for start in edges.starts() & self._by_start.keys()
            for rest, number, is_prefix in self._by_start[start]
            if rest[0] in edges.initials and edges.can_continue(rest, is_prefix=is_prefix)
        }

    def _find_cached(self, text: str) -> frozenset[int]:
        if known := self._found.get(text):
            return known
        if len(self._found) + len(self._unneeded) >= MAX_REMEMBERED:
            self._found.clear()
            self._unneeded.clear()
        if found := self._find(text):
            self._found[text] = found
        else:
            self._unneeded.add(text)
        return found

    def _find(self, text: str) -> frozenset[int]:
        if text.isascii() and text.isalnum() and not self._may_find(text.lower()):  # most words, at a tenth of the cost
            return _NOTHING
        return frozenset(self._numbers[term] for word in tokenize(text) for term in self._find_terms(word))

    def _may_find(self, index_term: str) -> bool:
        starts = self._starts.items()
        return index_term in self._whole or any(index_term[:length] in found for length, found in starts)

    def _find_terms(self, word: str) -> Iterator[Term]:
        for index_term in filter(self._may_find, index_terms(word)):
            beginnings = (index_term[:length] for length in self._prefix_lengths if length <= len(index_term))
            candidates = (self._whole.get(index_term, ()), *(self._prefixes.get(each, ()) for each in beginnings))
            for term in chain.from_iterable(candidates):
                if not term.is_acronym or term.has_same_case(normalize_letters(word)):
                    yield term


class _Edges:
    """The folded words with which pieces begin and end, where no space keeps them apart from other pieces."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = set(filter(None, pieces))

    def starts(self) -> set[str]:
        """Return the last words, and what remains of them without proclitics."""
        open_ended = (each for each in self._pieces if each[-1].isalnum() or each[-1] in _WITHIN_OR_UNDERSCORE)
        ends = (tokenize(each.rsplit(None, 1)[-1]) for each in open_ended)
        last = {_fold(words[-1]) for words in ends if words}
        return last.union(word[len(each) :] for word in last for each in proclitics(word) if word.startswith(each))

    def can_continue(self, rest: str, *, is_prefix: bool) -> bool:
        """Return whether pieces may follow that make up `rest`.

        `is_prefix`: they may make up a longer word.
        """
        if rest in self._first or (is_prefix and self._has_first_word_with(rest)):
            return True
        return rest[0] in self.initials and any(
            rest[:length] in self._whole and self.can_continue(rest[length:], is_prefix=is_prefix)
            for length in range(1, len(rest))
        )

    def _has_first_word_with(self, beginning: str) -> bool:
        index = bisect_left(self._sorted_first, beginning)
        return index < len(self._sorted_first) and self._sorted_first[index].startswith(beginning)

    @cached_property
    def _beginnings(self) -> list[re.Match[str]]:
        return [found for each in self._pieces if (found := _FIRST.match(each))]

    @cached_property
    def _first(self) -> set[str]:
        return {_fold(found[1]) for found in self._beginnings}

    @cached_property
    def _whole(self) -> set[str]:
        return {_fold(found[1]) for found in self._beginnings if found.end() == len(found.string)}

    @cached_property
    def initials(self) -> set[str]:
        """The first letters of the pieces."""
        return {word[0] for word in self._first if word}

    @cached_property
    def _sorted_first(self) -> list[str]:
        return sorted(self._first)


_WITHIN_OR_UNDERSCORE = frozenset(WITHIN_WORDS + "_")


def _fold(word: str) -> str:
    return _decompose(fold(word))


def _decompose(folded: str) -> str:
    """Return a folded word in NFD: it takes Hangul syllables apart, whose letters may be in different pieces."""
    return folded if folded.isascii() else unicodedata.normalize("NFD", folded)


def _unescaped(text: str) -> list[str]:
    """Return a text, and what it is after each time that its HTML references are resolved."""
    found = [text]
    while "&" in found[-1] and len(found) <= MAX_ESCAPED and (plain := unescape(found[-1])) != found[-1]:
        found.append(plain)
    return found
