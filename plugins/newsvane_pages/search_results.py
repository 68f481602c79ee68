"""Find and count what a query of the search page matches, when it is its turn."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import BoundedSemaphore

from newsvane import lake, topics, trends
from newsvane.analysis.misspelt_words import suggest_query
from newsvane.analysis.name_offers import NameOffer, offer_names
from newsvane.analysis.required_words import NO_WORDS, WordCounts, count_required_words
from newsvane.errors import LakeBusy
from newsvane.search import Counts, Search
from newsvane.settings import get_settings
from newsvane_pages.lake_queries import MAX_SECONDS, ask_cached, open_cursor
from newsvane_pages.search_address import SearchState
from newsvane_pages.search_counts import add_up_periods, count_by_value, open_index

MAX_VALUES = 200
"""The maximum number of outlets, languages and countries. The first dozen are shown at once."""
MAX_DOWNLOADED = 5_000
"""Articles in one download."""

_RUNNING = BoundedSemaphore(2)
"""Searches that read the lake at the same time: the API server has other work."""


@dataclass(frozen=True)
class Result:
    """What one query finds. `articles`: of the days shown; `by_value`: the same per outlet, language, country and kind.

    The first point of `series` counts its whole period, which may begin before the days shown.

    `listed`: how many of the articles can be listed. `tells_copies`: whether the chart tells originals from copies.
    """

    query: str
    series: trends.Series
    by_value: Mapping[str, Sequence[tuple[str, int]]]
    articles: int
    listed: int
    tells_copies: bool

    @property
    def is_listed(self) -> bool:
        """Whether all of the articles can be listed."""
        return self.listed == self.articles


@contextmanager
def open_search() -> Iterator[lake.Connection]:
    """Open a cursor on the lake when it is this search's turn. Raises LakeBusy if others take too long."""
    if not _RUNNING.acquire(timeout=MAX_SECONDS):
        raise LakeBusy("other searches are running", reason="queue")
    try:
        with open_cursor() as cursor:
            yield cursor
    finally:
        _RUNNING.release()


def run_query(
    cursor: lake.Connection,
    written: str,
    query: topics.Query,
    wanted: SearchState,
    *,
    read: Callable[[], Mapping[date, int]],
) -> Result:
    """Collect and count what a query finds. `written`: the query as it was written. `read`: as from `count_seen`."""
    begin = trends.history_start(wanted.first, wanted.grain)
    many = collect(cursor, query, wanted, since=begin)
    if many:
        counts, by_value = add_up_periods(many, wanted.grain, read()), count_by_value(cursor, query, wanted, MAX_VALUES)
    else:
        counts = lake.count_matches_by_period(cursor, "query", grain=wanted.grain, read=read())
        by_value = lake.count_matches_by_value(cursor, since=wanted.first, limit=MAX_VALUES)
    (series,) = trends.compute_trends(
        counts or [trends.PeriodCount(day=wanted.first, topic="query", articles=0)],
        now=datetime.now(UTC),
        since=wanted.first,
        until=wanted.last,
        of="share" if wanted.share else "articles",
        grain=wanted.grain,
    )
    articles = sum(number for _, number in by_value.get("language", ()))
    listed = min(articles, MAX_DOWNLOADED) if many else articles
    return Result(written, series, by_value, articles, listed, tells_copies=not many)


def collect(cursor: lake.Connection, query: topics.Query, wanted: SearchState, *, since: date) -> Counts | None:
    """Collect what matches since a day. Charts also need the history from which the expected range is computed.

    If the index finds too many to collect, their counts are returned, and the newest MAX_DOWNLOADED are collected.
    """
    search = open_index(cursor, query, wanted, since=since)
    many = None if wanted.conditions else search.count_many()
    parts = search.split_newest(MAX_DOWNLOADED) if many else search.split()
    for condition, values in wanted.conditions:
        parts = [part.narrow(condition, *values) for part in parts]
    lake.collect_matches(cursor, parts, since=since, until=wanted.last)
    return many


def count_words(cursor: lake.Connection, written: str, wanted: SearchState) -> WordCounts:
    """Count for each of several words that a query requires how many articles of the days shown it finds by itself."""

    def count(query: topics.Query) -> int | None:
        return open_index(cursor, query, wanted, since=wanted.first).count_at_once()

    return NO_WORDS if wanted.conditions else count_required_words(written, count)


def offer_query(cursor: lake.Connection, written: str, wanted: SearchState) -> str:
    """Return the query with similar words in the place of misspelt ones.

    "" if it finds nothing in the days shown, or if the index does not know all filters, so that nobody can say.
    """

    def finds(query: topics.Query) -> bool:
        return bool(open_index(cursor, query, wanted, since=wanted.first).find_newest(1))

    return "" if wanted.conditions else suggest_query(cursor, written, finds)


def count_ever(cursor: lake.Connection, query: topics.Query, wanted: SearchState) -> int | None:
    """Count what a query finds at any time, with the other filters; None if that would take long."""
    if wanted.conditions:
        return None
    return Search(cursor, query, wanted.filters, settings=get_settings(), now=datetime.now(UTC)).count_at_once()


def find_names(cursor: lake.Connection, written: str, wanted: SearchState) -> list[NameOffer]:
    """Return the names that words of a query may mean, with what the query finds with them in the days shown."""

    def count(query: topics.Query) -> int | None:
        return None if wanted.conditions else open_index(cursor, query, wanted, since=wanted.first).count_at_once()

    return offer_names(cursor, written, count)


def count_seen(cursor: lake.Connection, wanted: SearchState) -> dict[date, int]:
    """Count everything that was seen, on topic or not, per period."""
    chosen = {"languages": wanted.language, "outlets": wanted.outlet, "countries": wanted.country, "kinds": wanted.kind}
    return ask_cached(
        cursor,
        lake.count_seen,
        since=trends.history_start(wanted.first, wanted.grain),
        until=wanted.last,
        grain=wanted.grain,
        **{name: [value] if value else () for name, value in chosen.items()},
    )
