"""The words that set what a query finds apart from everything else in the same days.

A sample of both is read and compared. Reading ends after MAX_SECONDS, whatever the texts are, and what has been read by
then is compared. Because this takes longer than a page may, the search page asks for it after it is shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from time import monotonic, sleep
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from newsvane import lake, topics
from newsvane.search import build_condition, join_conditions
from newsvane.search.distinguishing_words import (
    DistinguishingWord,
    SampledText,
    find_distinguishing_words,
    sample_text,
)
from newsvane_pages.html_rendering import page
from newsvane_pages.search import compile_query
from newsvane_pages.search_address import MAX_QUERY, SearchQuery, SearchState
from newsvane_pages.search_results import collect, open_search

router = APIRouter()

MATCHES, OTHERS = 500, 2_000
"""Texts that are compared, of each query and of what it does not find."""
WORDS = 20
"""Words that are shown."""
LENGTH = 10_000
"""Characters of a text that are read."""
MAX_SECONDS = 3.0
"""How long texts are read: a share of the time of a search."""
READ_AT_ONCE = 4
"""Texts after which other threads have a turn. Each of the many waits of a page would take 5 ms (Python's interval for
switching threads), so that pages would take a second longer while texts are read."""


class QuerySample(NamedTuple):
    """The sampled matches of a query, and the sampled rest of its days."""

    matches: lake.Sample
    others: lake.Sample


@dataclass(frozen=True)
class WordList:
    """The words of one query. `matches`, `others`: texts that were compared, of so many.

    `links`: the words, each with the query part of the address of the search for it; "" if the query would be too long.
    """

    query: str
    links: Sequence[tuple[DistinguishingWord, str]]
    matches: int
    matches_all: int
    others: int
    others_all: int


@router.get("/search/distinguishing-words")
def distinguishing_words(request: Request, wanted: SearchQuery) -> Response:
    """Show the words of each query; none if a query finds too many articles to collect them."""
    wanted.refuse_wrong_filters()
    queries = [compile_query(wanted, index) for index in range(len(wanted.queries))]
    words: list[WordList] = []
    with open_search() as cursor:
        samples = [_sample_query(cursor, query, wanted) for query in queries]
        known = [each for each in samples if each]
        if len(known) == len(samples):
            words = _compare_words(cursor, queries, known, wanted)
    return page(request, "search_words.html", tab="search", wanted=wanted, words=words)


def _sample_query(cursor: lake.Connection, query: topics.Query, wanted: SearchState) -> QuerySample | None:
    """Sample what a query finds, and what else the filters let through in the same days; None if it finds too much."""
    if collect(cursor, query, wanted, since=wanted.first):
        return None
    condition, values = join_conditions(build_condition(wanted.filters), *wanted.conditions)
    return QuerySample(
        lake.sample_matches(cursor, since=wanted.first, limit=MATCHES),
        lake.sample_others(cursor, condition, values, since=wanted.first, until=wanted.last, limit=OTHERS),
    )


def _compare_words(
    cursor: lake.Connection, queries: Sequence[topics.Query], samples: Sequence[QuerySample], wanted: SearchState
) -> list[WordList]:
    """Return the words of each query. Texts that cannot be read in time are not compared."""
    read = read_words(cursor, {**_join(each.others for each in samples), **_join(each.matches for each in samples)})
    return [
        _compare(index, query, sample, read, wanted)
        for index, (query, sample) in enumerate(zip(queries, samples, strict=True))
    ]


def read_words(
    cursor: lake.Connection, read_at: Mapping[str, datetime], clock: Callable[[], float] = monotonic
) -> dict[str, SampledText]:
    """Return the words of the texts that can be read in time. In order of their ids, any first part is a sample."""
    end, read = clock() + MAX_SECONDS, {}
    try:
        for row in lake.load_sampled_texts(cursor, read_at, length=LENGTH):
            read[row["article_id"]] = sample_text(row["outlet"], row["language"], row["text"])
            if len(read) % READ_AT_ONCE == 0:
                sleep(0)
            if clock() > end:
                break
    except lake.Interrupted:
        return read
    return read


def narrow(wanted: SearchState, index: int, term: str) -> str:
    """Return the address of the search in which a query must also find a word."""
    query = wanted.queries[index]
    narrowed = f'({query}) AND "{term}"' if any(map(str.isspace, query)) else f'{query} AND "{term}"'
    if len(narrowed) > MAX_QUERY:
        return ""
    queries = [narrowed if number == index else each for number, each in enumerate(wanted.queries)]
    return wanted.address(q=queries, shown=index + 1)


def _compare(
    index: int, query: topics.Query, sample: QuerySample, read: Mapping[str, SampledText], wanted: SearchState
) -> WordList:
    matches, others = ([read[name] for name in each.read_at if name in read] for each in sample)
    found = find_distinguishing_words(matches, others, query, limit=WORDS)
    links = [(word, narrow(wanted, index, word.term)) for word in found]
    return WordList(
        wanted.queries[index], links, len(matches), sample.matches.articles, len(others), sample.others.articles
    )


def _join(samples: Iterable[lake.Sample]) -> dict[str, datetime]:
    return dict(chain.from_iterable(each.read_at.items() for each in samples))
