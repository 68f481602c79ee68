"""Look up the earlier articles that share a key with an article, within a budget per outlet."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Hashable
from itertools import chain
from typing import Generic, TypeVar

from newsvane.observation import chronological_key
from newsvane.records import Article

MAX_PER_OUTLET = 20
"""Of one outlet, only this many articles with a key are candidates: the latest. So the cost of a flood of similar
articles grows with their number, not with its square, and other outlets' articles stay candidates."""

MAX_EXAMINED = 4_000
"""After so many candidates no further key is looked up. An article counts once per key."""

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
        """Return at most `limit` candidates, at most `per_outlet` of one outlet: those with the most and rarest keys.

        A key counts as the inverse of the number of candidates that have it. Of those with equal keys, the earliest
        come first, so that nobody takes the place of a report by publishing its keys after it. The rarest keys are
        looked up first, and none once more than MAX_EXAMINED candidates have been found.
        """
        counts = {key: sum(map(len, self._by_key[key].values())) for key in keys if key in self._by_key}
        weights: defaultdict[str, float] = defaultdict(float)
        found: dict[str, Article] = {}
        examined = 0
        for key in sorted(counts, key=counts.__getitem__):
            if examined > MAX_EXAMINED:
                break
            examined += counts[key]
            for article, _ in chain.from_iterable(self._by_key[key].values()):
                weights[article.article_id] += 1 / counts[key]
                found[article.article_id] = article
        chosen: Counter[str] = Counter()
        best: list[Article] = []
        for article in sorted(found.values(), key=lambda each: (-weights[each.article_id], chronological_key(each))):
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
