"""Look up the earlier articles that share a key with an article, within a budget per outlet."""

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Hashable
from itertools import chain
from typing import Generic, TypeVar

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
        self._by_key: dict[KeyT, dict[str, deque[int]]] = defaultdict(dict)
        self._added: list[tuple[Article, ValueT]] = []
        """Keys refer to articles by their index in this list, which is in the order in which they came first."""
        self._left_out = left_out

    def find(self, keys: Collection[KeyT]) -> list[tuple[Article, ValueT]]:
        """Return the candidates that have one of these keys, each once."""
        found = dict.fromkeys(
            at for key in keys if key in self._by_key for candidates in self._by_key[key].values() for at in candidates
        )
        return [self._added[at] for at in found]

    def find_best(self, keys: Collection[KeyT], *, limit: int, per_outlet: int) -> list[Article]:
        """Return at most `limit` candidates, at most `per_outlet` of one outlet: those with the most and rarest keys.

        A key counts as the inverse of the number of candidates that have it. Of those with equal keys, the earliest
        come first, so that nobody takes the place of a report by publishing its keys after it. The rarest keys are
        looked up first, and none once more than MAX_EXAMINED candidates have been found.
        """
        counts = {key: sum(map(len, self._by_key[key].values())) for key in keys if key in self._by_key}
        weights: defaultdict[int, float] = defaultdict(float)
        examined = 0
        for key in sorted(counts, key=counts.__getitem__):
            if examined > MAX_EXAMINED:
                break
            examined += counts[key]
            weight = 1 / counts[key]
            for at in chain.from_iterable(self._by_key[key].values()):
                weights[at] += weight
        chosen: Counter[str] = Counter()
        best: list[Article] = []
        for at in sorted(weights, key=lambda at: (-weights[at], at)):
            if len(best) == limit:
                break
            article, _ = self._added[at]
            if chosen[article.outlet] < per_outlet:
                chosen[article.outlet] += 1
                best.append(article)
        return best

    def add(self, article: Article, keys: Collection[KeyT], value: ValueT) -> None:
        """Make an article a candidate for later ones."""
        at = len(self._added)
        self._added.append((article, value))
        for key in keys:
            by_outlet = self._by_key[key]
            candidates = by_outlet.get(article.outlet)
            if candidates is None:
                candidates = by_outlet[article.outlet] = deque(maxlen=MAX_PER_OUTLET)
            elif len(candidates) == MAX_PER_OUTLET:
                self._left_out[article.outlet] += 1
            candidates.append(at)
