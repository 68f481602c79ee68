"""Sets of articles that links join, each with its first article (union-find)."""

from collections import defaultdict
from collections.abc import Mapping


class Sets:
    """At the beginning each article is alone. `places`: by which the first of a set is told."""

    def __init__(self, places: Mapping[str, tuple[bool, int]]) -> None:
        self._places = places
        self._towards = {article: article for article in places}

    def first(self, article: str) -> str:
        """The first article of the set that this one is in."""
        while (towards := self._towards[article]) != article:
            self._towards[article] = article = self._towards[towards]
        return article

    def join(self, one: str, other: str) -> None:
        """Make one set of those that the two are in."""
        first, second = sorted((self.first(one), self.first(other)), key=self._places.__getitem__)
        self._towards[second] = first

    def all(self) -> dict[str, list[str]]:
        """The articles of each set, by its first."""
        found: dict[str, list[str]] = defaultdict(list)
        for article in self._places:
            found[self.first(article)].append(article)
        return dict(found)
