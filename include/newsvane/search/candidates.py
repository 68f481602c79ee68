"""What the search index finds for a query: what certainly matches, and the rest, on which the matcher decides."""

from functools import cached_property

from newsvane.search.counts import Counts
from newsvane.search_index import Candidate, Index, Question


class Candidates:
    """The candidates of a question. Methods raise Missing if the index is damaged."""

    def __init__(self, index: Index, question: Question) -> None:
        self._index, self._question = index, question
        self._certain: Question | None
        self._doubtful: Question | None
        self._certain, self._doubtful = (question, None) if question.is_exact else question.split()

    @cached_property
    def number(self) -> int:
        """How many there are."""
        return self._index.count(self._question)

    @cached_property
    def doubtful(self) -> int:
        """How many of them may match or not."""
        return self._index.count(self._doubtful) if self._doubtful else 0

    def find_newest(self, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return candidates, newest first, from a place in that order on."""
        return self._index.find_newest(self._question, limit=limit, offset=offset)

    def find_best(self, *, limit: int, offset: int = 0) -> list[Candidate]:
        """Return candidates, by BM25, from a place in that order on."""
        return self._index.find_best(self._question, limit=limit, offset=offset)

    def list_certain(self) -> list[Candidate]:
        """Return all that certainly match."""
        return self._index.find_newest(self._certain, limit=self.number) if self._certain and self.number else []

    def list_doubtful(self) -> list[Candidate]:
        """Return all that may match or not."""
        return self._index.find_newest(self._doubtful, limit=self.doubtful) if self._doubtful and self.doubtful else []

    def count_certain(self) -> Counts | None:
        """Count those that certainly match; None if no part is known to."""
        return self._count(self._certain) if self._certain else None

    def count_all(self) -> Counts:
        """Count all candidates, which is a bound if some are doubtful."""
        return self._count(self._question)

    def _count(self, question: Question) -> Counts:
        outlets, languages, countries = self._index.count_values(question, "outlet", "language", "country")
        total, days = self._index.count(question), self._index.count_days(question)
        return Counts(total, days, outlets, languages, countries, question.is_exact)
