"""Look up the earlier articles that share a key with an article, within a budget per outlet."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Hashable
from itertools import chain
from typing import Generic, TypeVar

from newsvane.records import Article

MAX_PER_OUTLET = 20
"""Of one outlet, only this many articles with a key are candidates: the latest. So the cost of a flood of similar
articles grows with their number, not with its square, and other outlets' articles stay candidates."""

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class CandidateIndex(Generic[KeyT, ValueT]):
    """Articles by their keys, each with a value. Articles must be added earliest first.

    `left_out`: by outlet, how many articles were dropped from a key because of MAX_PER_OUTLET; the caller's counter.
    """

    def __init__(self, left_out: Counter[str]) -> None:
        self._by_key: dict[KeyT, dict[str, deque[tuple[Article, ValueT]]]] = defaultdict(dict)
        self._left_out = left_out

    def find(self, keys: Collection[KeyT]) -> list[tuple[Article, ValueT]]:
        """Return the candidates that have one of these keys, each once."""
        found = {
            article.article_id: (article, value)
            for key in keys
            if key in self._by_key
            for candidates in self._by_key[key].values()
            for article, value in candidates
        }
        return list(found.values())

    def find_best(self, keys: Collection[KeyT], *, limit: int, per_outlet: int) -> list[Article]:
        """Return the candidates that have the most of these keys, rare ones above all; at most so many of one outlet.

        A key counts as the inverse of the number of candidates that have it.
        """
        weights: defaultdict[str, float] = defaultdict(float)
        found: dict[str, Article] = {}
        for key in keys:
            by_outlet = self._by_key.get(key, {})
            weight = 1 / max(1, sum(map(len, by_outlet.values())))
            for article, _ in chain.from_iterable(by_outlet.values()):
                weights[article.article_id] += weight
                found[article.article_id] = article
        chosen: Counter[str] = Counter()
        best: list[Article] = []
        for article in sorted(found.values(), key=lambda each: (-weights[each.article_id], each.article_id)):
            if len(best) == limit:
                break
            if chosen[article.outlet] < per_outlet:
                chosen[article.outlet] += 1
                best.append(article)
        return best

    def add(self, article: Article, keys: Collection[KeyT], value: ValueT) -> None:
        """Make an article a candidate for later ones."""
        for key in keys:
            candidates = self._by_key[key].setdefault(article.outlet, deque(maxlen=MAX_PER_OUTLET))
            if len(candidates) == MAX_PER_OUTLET:
                self._left_out[article.outlet] += 1
            candidates.append((article, value))
