"""Look up the earlier articles that share a key with an article, within a budget per outlet."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Hashable
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

    def add(self, article: Article, keys: Collection[KeyT], value: ValueT) -> None:
        """Make an article a candidate for later ones."""
        for key in keys:
            candidates = self._by_key[key].setdefault(article.outlet, deque(maxlen=MAX_PER_OUTLET))
            if len(candidates) == MAX_PER_OUTLET:
                self._left_out[article.outlet] += 1
            candidates.append((article, value))
