"""Search coverage: the index offers candidates, the matcher decides where it is not certain, a scan does what is left.

The answers are those of `Query.matches` on every article of the lake at the time of the search. Articles that changed
since the index was brought up to date are left out there and scanned. The whole lake is scanned if there is no index,
if it is too far behind, or if it cannot answer a query within its limits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from newsvane import lake, search_index
from newsvane.search.candidates import Candidates
from newsvane.search.changed_articles import MAX_MATCHED, find_changed
from newsvane.search.conditions import Condition, build_condition, find_scanned_days, join_conditions
from newsvane.search.counts import Counts, add_up
from newsvane.search.found_articles import FoundArticles, read_times
from newsvane.search_index import Candidate, Filters, Missing, TooComplex
from newsvane.settings import Settings
from newsvane.topics import Query

T = TypeVar("T")
Row = dict[str, Any]

MAX_BEHIND = 20_000
"""So many changed articles are scanned beside the index. If there are more, everything is scanned."""
MAX_LAG = 2_000
"""An index that lacks more articles than this should be brought up to date: landings do so where pipeline and index are
on one machine."""
MAX_CANDIDATES = 20_000
"""So many candidates are read to find articles. If these are not enough, everything is scanned."""
MAX_COUNTED = 2_000
"""So many candidates are read to count articles."""
SPARE_CANDIDATES = 40
GROWTH = 4
"""How many candidates are read at first, beside the limit, if not all of them match, and how many times as many each
time after that."""


class Search:
    """A query over coverage, as it is now.

    Rows have `lake.FOUND_COLUMNS` at least and, by rank, `score`. `scanned`: why all of the lake is
    scanned instead of the index, as a sentence; "" if it is not. `needs_update`: whether the index cannot be used, or
    lacks more than MAX_LAG articles.
    """

    def __init__(
        self,
        connection: lake.Connection,
        query: Query,
        filters: Filters | None = None,
        *,
        settings: Settings | None,
        now: datetime,
    ) -> None:
        """Open the index. `settings`: None for a past state of the lake, which is scanned. `now`: where a scan begins
        to go back.
        """
        self._connection, self._query, self._filters, self._now = connection, query, filters or Filters(), now
        self._filtered = build_condition(self._filters)
        self.scanned = "" if settings else "The index does not know the past."
        self.needs_update = False
        if settings:
            self._open(settings)

    def find_newest(self, limit: int) -> list[Row]:
        """Return at most `limit` articles, newest first."""
        found = self._ask(lambda: self._find_indexed(limit))
        if found is not None:
            return found
        return lake.search(self._connection, *self._condition, now=self._now, limit=limit, days=self._days)

    def find_best(self, limit: int) -> list[Row]:
        """Return at most `limit` articles by BM25, best first; those that are not in the index yet come last.

        Returns them newest first, without a score, if the index cannot be used.
        """
        found = self._ask(lambda: self._find_ranked(limit))
        return self.find_newest(limit) if found is None else found

    def find_scores(self) -> Mapping[str, float]:
        """Return the BM25 of the best MAX_CANDIDATES candidates by id, for `lake.score_matches`.

        Candidates need not match. Empty if the index cannot be used; articles that are not in it yet have no score.
        """
        found = self._ask(lambda: self._candidates.find_best(limit=MAX_CANDIDATES))
        return {each.article_id: each.score for each in found or ()}

    def count(self) -> int:
        """Return how many articles there are. Reads texts only where the index is not exact."""
        counts = self._ask(self._count_indexed)
        if counts and counts.is_exact:
            return counts.total
        return lake.count_matches(self._connection, *self._condition, now=self._now, days=self._days)

    def count_at_once(self) -> int | None:
        """Return how many articles there are if the index alone knows it; otherwise None, without reading old texts."""

        def answer() -> int | None:
            if self._candidates.doubtful or (self._changed and not self._changed.are_few):
                return None
            return self._candidates.number + len(self._find_changed(MAX_MATCHED))

        return self._ask(answer)

    def count_by_day(self) -> Counts:
        """Return how many articles there are by day, outlet, language and country.

        Where the index is not exact and candidates are too many to be read, it is a bound (`is_exact`).
        """
        counts = self._ask(self._count_indexed)
        return counts or add_up(lake.count_by_day(self._connection, *self._condition, since=self._filters.since))

    def count_many(self) -> Counts | None:
        """Return the same if the index alone finds more than MAX_CANDIDATES, exactly; otherwise None, at once."""

        def answer() -> Counts | None:
            is_many = not self._candidates.doubtful and self._candidates.number > MAX_CANDIDATES
            return self._count_indexed() if is_many else None

        return self._ask(answer)

    def split_newest(self, limit: int) -> list[lake.Part]:
        """Return the parts of `split` for the newest `limit` of the many that the index finds."""
        newest = self._ask(lambda: FoundArticles.of_candidates(self._candidates.find_newest(limit=limit)))
        return [lake.Part(*self._condition)] if newest is None else self._split(newest)

    def list_ids(self) -> frozenset[str] | None:
        """Return the ids of all articles that are found; None if the index cannot name them."""
        found = self._ask(self._list)
        if found is None:
            return None
        return frozenset(found.read_at).union(row["article_id"] for row in self._find_changed(MAX_BEHIND))

    def split(self) -> list[lake.Part]:
        """Return parts of coverage: each article that is found is in exactly one.

        One names articles by their ids, so that no text has to be read for it. The other, if many have changed, is
        scanned.
        """
        found = self._ask(self._list)
        return [lake.Part(*self._condition)] if found is None else self._split(found)

    def _split(self, listed: FoundArticles) -> list[lake.Part]:
        """Return these articles of the index, and those that have changed since."""
        parts = []
        if self._changed and not self._changed.are_few:
            parts.append(lake.Part(*self._condition, self._changed.named))
        else:
            listed = listed.add(self._find_changed(MAX_MATCHED))
        if times := listed.read_at.values():
            named = lake.Named(list(listed.read_at), min(times), max(times))
            parts.append(lake.Part(among=named, known=listed.known))
        return parts

    def _ask(self, answer: Callable[[], T]) -> T | None:
        """Return an answer of the index; None if it has to be scanned for, and say why in `scanned`."""
        try:
            return None if self.scanned else answer()
        except (Missing, _TooMany) as error:
            self.scanned = f"All of the lake was scanned, because {error}."
            return None

    def _open(self, settings: Settings) -> None:
        try:
            index = search_index.open_index(settings.search_index_path)
            self._changed = find_changed(self._connection, index.mark)
            changed = self._changed.ids if self._changed else ()
            self.needs_update = len(changed) > MAX_LAG
            if len(changed) > MAX_BEHIND:
                raise Missing(f"it lacks {len(changed):,} articles")
            self._candidates = Candidates(index, index.ask(self._query, self._filters, without=changed))
        except Missing as missing:
            self.needs_update = True
            self.scanned = (
                f"All of the lake was scanned, because the search index cannot be used: {missing}. "
                "`newsvane search-index update` helps."
            )
        except TooComplex as error:
            self.scanned = f"All of the lake was scanned, because {error}."

    @property
    def _condition(self) -> Condition:
        return join_conditions(self._query.to_sql(), self._filtered)

    @property
    def _days(self) -> int | None:
        return find_scanned_days(self._filters, self._now)

    def _find_indexed(self, limit: int) -> list[Row]:
        found: list[Row] = []
        for candidates in self._offer(self._candidates.find_newest, lambda each: each.moment, limit):
            found += self._match(candidates)
            if len(found) >= limit:
                break
        found = sorted(found + self._find_changed(limit), key=itemgetter("article_id"))
        return sorted(found, key=itemgetter("moment"), reverse=True)[:limit]

    def _find_ranked(self, limit: int) -> list[Row]:
        found: list[Row] = []
        for candidates in self._offer(self._candidates.find_best, lambda each: each.score, limit):
            rows = {row["article_id"]: row for row in self._match(candidates)}
            found += [rows[each.article_id] | {"score": each.score} for each in candidates if each.article_id in rows]
            if len(found) >= limit:
                break
        return [*found, *self._find_changed(limit)][:limit]

    def _offer(self, find: "_Source", place: Callable[[Candidate], Any], limit: int) -> Iterator[list[Candidate]]:
        """Yield candidates in growing batches, those of the same place by id. Raises _TooMany."""
        size, offset, is_complete = limit + min(self._candidates.doubtful, SPARE_CANDIDATES), 0, False
        waiting: list[Candidate] = []
        while waiting or not is_complete:
            step = size + 1
            while not is_complete and (len(waiting) <= size or place(waiting[-1]) == place(waiting[size - 1])):
                more = find(limit=step, offset=offset)
                waiting, offset, is_complete = waiting + more, offset + len(more), len(more) < step
                step *= GROWTH
            waiting = sorted(sorted(waiting, key=lambda each: each.article_id), key=place, reverse=True)
            yield waiting[:size]
            waiting = waiting[size:]
            if offset >= MAX_CANDIDATES:
                raise _TooMany(f"more than {offset:,} candidates would have to be read")
            size = min(size * GROWTH, MAX_CANDIDATES)

    def _find_changed(self, limit: int) -> list[Row]:
        if self._changed and not self._changed.are_few:
            return lake.search_among(self._connection, self._changed.named, *self._condition, limit=limit)
        return self._few_found[:limit]

    @cached_property
    def _few_found(self) -> list[Row]:
        """The changed articles that are found, newest first, if few have changed."""
        if self._changed is None:
            return []
        rows = self._changed.read(self._connection, self._filters)
        return [row for row in rows if self._query.matches(lake.build_article(row))]

    def _count_changed(self) -> Sequence[Row]:
        """Return the changed articles that are found, or how many there are by what they have in common."""
        if self._changed is None or self._changed.are_few:
            return [{**row, "articles": 1} for row in self._find_changed(MAX_MATCHED)]
        return lake.count_among(self._connection, self._changed.named, *self._condition)

    def _match(self, candidates: Sequence[Candidate]) -> list[Row]:
        """Return the rows of the candidates that match: all, if the index is certain of all."""
        read_at, columns = read_times(candidates), ", ".join([lake.FOUND_COLUMNS, *self._query.list_columns])
        rows = lake.load_candidates(self._connection, read_at, *self._filtered, columns=columns)
        if not self._candidates.doubtful:
            return rows
        return [row for row in rows if self._query.matches(lake.build_article(row))]

    def _list(self) -> FoundArticles:
        """Return all articles that the index finds. Raises _TooMany."""
        if self._candidates.number > MAX_CANDIDATES or self._candidates.doubtful > MAX_COUNTED:
            raise _TooMany(f"{self._candidates.number:,} candidates would have to be listed")
        certain, doubtful = self._candidates.list_certain(), self._candidates.list_doubtful()
        return FoundArticles.of_candidates(certain).add(self._match(doubtful))

    def _count_indexed(self) -> Counts:
        """Count in the index. Decide on the texts where it is not certain, if there are not too many."""
        changed = self._count_changed()
        if self._candidates.doubtful > MAX_COUNTED:
            return add_up(changed, self._candidates.count_all())
        matching = self._match(self._candidates.list_doubtful())
        return add_up([*changed, *({**row, "articles": 1} for row in matching)], self._candidates.count_certain())


class _Source(Protocol):
    """What returns candidates in an order."""

    def __call__(self, *, limit: int, offset: int) -> list[Candidate]: ...


class _TooMany(Exception):
    """The candidates are too many for the matcher."""
