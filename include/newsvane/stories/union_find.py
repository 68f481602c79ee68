"""Disjoint sets of article ids (union-find), each represented by its first article."""

from collections.abc import Mapping


class DisjointSets:
    """Sets of article ids that can be joined. At the beginning every article is a set of its own.

    `ranks`: by article id; the article with the lowest rank in a set represents it.
    """

    def __init__(self, ranks: Mapping[str, tuple[bool, int]]) -> None:
        self._ranks = ranks
        self._parents = {article_id: article_id for article_id in ranks}

    def find(self, article_id: str) -> str:
        """Return the representative of the set that holds this article."""
        while (parent := self._parents[article_id]) != article_id:
            self._parents[article_id] = article_id = self._parents[parent]
        return article_id

    def join(self, a: str, b: str) -> None:
        """Merge the sets that hold these two articles."""
        first, second = sorted((self.find(a), self.find(b)), key=self._ranks.__getitem__)
        self._parents[second] = first
