"""Open the search index for the page, and count with it alone what is too much to be collected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice

from newsvane import lake, topics, trends
from newsvane.search import BackgroundUpdates, Counts, Search
from newsvane.settings import get_settings
from newsvane_pages.search_address import SearchState

_UPDATES = BackgroundUpdates()


def open_index(cursor: lake.Connection, query: topics.Query, wanted: SearchState, *, since: date) -> Search:
    """Return the search for what matches since a day, with the filters of the page.

    An index that is missing or too far behind is brought up to date in the background, for the searches after this one.
    """
    filters = replace(wanted.filters, since=since, until=wanted.last)
    search = Search(cursor, query, filters, settings=get_settings(), now=datetime.now(UTC))
    if search.needs_update:
        _UPDATES.start()
    return search


def add_up_periods(counts: Counts, grain: trends.Grain, read: Mapping[date, int]) -> list[trends.PeriodCount]:
    """Return the counts per period. `read`: what was seen in each, for shares. Copies count as originals."""
    articles: Counter[date] = Counter()
    for day, number in counts.days.items():
        articles[trends.period_start(day, grain)] += number
    return [
        trends.PeriodCount(
            day=day, topic="query", articles=articles[day], originals=articles[day], read=read.get(day, 0)
        )
        for day in sorted({*articles, *read})
    ]


def count_by_value(
    cursor: lake.Connection, query: topics.Query, wanted: SearchState, limit: int
) -> Mapping[str, Sequence[tuple[str, int]]]:
    """Count the articles of the days shown per outlet, language and country, the largest first."""
    counts = open_index(cursor, query, wanted, since=wanted.first).count_by_day()
    countries = {name.upper(): number for name, number in counts.countries.items()}
    found = {"outlet": counts.outlets, "language": counts.languages, "country": countries}
    return {name: [*islice(values.items(), limit)] for name, values in found.items()}
