"""The operators NEAR/n and NOT NEAR/n: occurrences of words that have, or do not have, other words around them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsvane.records import Span
from newsvane.topics.ast import IndexedArticle, PhraseNode, RequiredKeys
from newsvane.topics.operators import AndNode, OrNode
from newsvane.topics.phrases import Hit, exact_sql, occurrences_sql, window_sql, words_sql
from newsvane.topics.token_index import TokenIndex


@dataclass(frozen=True)
class Context:
    """What must stand, or must not stand, wholly within the `distance` words before or after an occurrence."""

    phrases: OrNode
    distance: int
    is_excluded: bool


@dataclass(frozen=True)
class NearNode:
    """At least one of the phrases occurs somewhere with all of its contexts.

    The end of the title counts as one word, so the beginning of the text is context of the title. Phrases have no
    `slop`, and all are in the same field.
    """

    phrases: OrNode
    contexts: tuple[Context, ...]
    is_positive = True

    @cached_property
    def required_keys(self) -> RequiredKeys | None:
        """The keys of whichever has the fewest alternatives: the phrases, or a context that must be there."""
        return self.required.required_keys

    @cached_property
    def prefilters(self) -> tuple[str, ...]:
        """The patterns of the phrases and of the contexts that must be there."""
        return self.required.prefilters

    def fits(self, article: IndexedArticle) -> bool:
        """Return whether at least one occurrence has the contexts."""
        return next(iter(self._find_hits(article.index)), None) is not None

    def spans(self, article: IndexedArticle) -> Iterable[Span]:
        """Yield each occurrence that has the contexts, without these."""
        for first, last in self._find_hits(article.index):
            start, end = article.index.character_span(first, last)
            yield Span(field=article.index.field_of(first), start=start, end=end)

    def sql(self, values: list[str]) -> str:
        """Return a search through the words around each occurrence, for articles with all words that it needs."""
        has_each = self.required.sql(values)
        field = self.phrases.phrases[0].field
        lengths = sorted({len(phrase.terms) for phrase in self.phrases.phrases})
        near = " OR ".join([self._occurrence_sql(length, values) for length in lengths])
        return f"CASE WHEN {has_each} THEN list_transform([{words_sql(field)}], lambda words: {near})[1] ELSE false END"

    @cached_property
    def required(self) -> AndNode:
        """The phrases, and the contexts that must be there."""
        return AndNode((self.phrases, *(each.phrases for each in self.contexts if not each.is_excluded)))

    def _occurrence_sql(self, length: int, values: list[str]) -> str:
        phrases = [phrase for phrase in self.phrases.phrases if len(phrase.terms) == length]
        places = occurrences_sql(phrases, values)
        conditions = [
            "NOT " * each.is_excluded + exact_sql(each.phrases.phrases, values, window_sql(length, each.distance))
            for each in self.contexts
        ]
        return f"len(list_filter({places}, lambda place: {' AND '.join(conditions)})) > 0"

    def _find_hits(self, index: TokenIndex) -> Iterable[Hit]:
        hits = _hits(self.phrases, index)
        for context in self.contexts if hits else ():
            around = [_in_running_words(hit, index) for hit in _hits(context.phrases, index)]
            begins = [first for first, _ in around]
            hits = [
                hit
                for hit in hits
                if context.is_excluded
                is not _has_neighbour(_in_running_words(hit, index), around, begins, context.distance)
            ]
        return hits


def _hits(phrases: OrNode, index: TokenIndex) -> list[Hit]:
    candidates = (node for node in phrases.find_candidates(index) if isinstance(node, PhraseNode))
    return sorted({hit for node in candidates for hit in node.phrase.find_hits(index)})


def _in_running_words(hit: Hit, index: TokenIndex) -> Hit:
    return index.running_position(hit[0]), index.running_position(hit[1])


def _has_neighbour(hit: Hit, around: Sequence[Hit], begins: Sequence[int], distance: int) -> bool:
    """Return whether one of the hits `around`, which begin at `begins`, is within the distance and does not overlap."""
    first, last = hit
    for begin, end in around[bisect_left(begins, first - distance) : bisect_right(begins, last + distance)]:
        if end < first or last < begin <= end <= last + distance:
            return True
    return False
