"""The search page: attention over time, who writes, and the articles, for one or several queries. All is in the URL."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from newsvane import configuration, lake, topics
from newsvane.analysis.known_names import compile_known, require_outlets, require_topics
from newsvane.analysis.name_offers import NameOffer
from newsvane.analysis.name_spellings import find_spans, load_spellings
from newsvane.analysis.required_words import NO_WORDS
from newsvane.errors import ConfigError, LakeBusy, QueryError, UnknownName
from newsvane.feed_output import OutputFeed, OutputItem, OutputPlace
from newsvane.passages import Passage, find_passage
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_link
from newsvane_pages.article_rows import select_names
from newsvane_pages.article_text import Piece, mark
from newsvane_pages.bar_charts import draw_bars
from newsvane_pages.coverage import KINDS, topic_titles
from newsvane_pages.feed_responses import FeedFormat, feed_response
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.lake_queries import MAX_SECONDS, Row, fetch_cached_rows, fetch_rows, open_present, submit_query
from newsvane_pages.rule_form import choose_channels
from newsvane_pages.saved_search_forms import Saved
from newsvane_pages.search_address import MAX_DAYS, MAX_QUERIES, MAX_QUERY, ORDERS, SearchQuery, SearchState
from newsvane_pages.search_downloads import DOWNLOADS, TABLES
from newsvane_pages.search_ranking import rank_matches
from newsvane_pages.search_results import (
    MAX_DOWNLOADED,
    MAX_VALUES,
    Result,
    collect,
    count_ever,
    count_seen,
    count_words,
    find_names,
    offer_query,
    open_search,
    run_query,
)
from newsvane_pages.search_rule import write_rule
from newsvane_pages.searched_address import SearchedAddress, trace_address
from newsvane_pages.story_counts import StoryCounts, count_stories
from newsvane_pages.translation_filter import TRANSLATIONS

router = APIRouter()

PAGE_SIZE = 20
"""Articles on one page."""
ENTRIES = 50
"""Articles in a feed."""
EXAMPLES = (
    ("tirana OR durres", "one of the words"),
    ('"prime minister" AND europe*', "a phrase, and a word that begins like this"),
    ('"mujahedin albania"~12', "both words, at most twelve words apart"),
    ("police NOT lang:fa", "the word, but not in Persian"),
    ("title:sanctions AND published:>2026-01-01", "in the title, since a day"),
    ("central:iran AND country:AL", "about a topic, by outlets of a country"),
)
"""Queries with what they find. In the demo, each finds something."""
_ORDINALS = ("first", "second", "third")


class Hit(NamedTuple):
    """An article, the passage that shows why it was found, and its title, with what was found in it marked."""

    match: lake.Match
    passage: Passage
    title: Sequence[Piece] = ()


@router.get("/search")
def search(request: Request, wanted: SearchQuery, saved: Saved) -> Response:
    """Show what the queries find. A mistake in a query is shown beside the form."""
    wanted.refuse_wrong_filters()
    root = request.scope.get("root_path", "")
    results: Sequence[Result] = ()
    hits: list[Hit] = []
    story_counts: Mapping[str, StoryCounts] = {}
    named: list[tuple[str, str, NameOffer]] = []
    queries: list[topics.Query] = []
    address: SearchedAddress | None = None
    alone, ever = NO_WORDS, None
    mistake, wrong, unranked, meant, status = "", "", "", "", HTTPStatus.OK
    choosing = submit_query(lambda cursor: fetch_cached_rows(cursor, "coverage_choices", since=wanted.first)[0])
    try:
        require_topics([wanted.topic or None], open_lake=open_present)
        require_outlets([wanted.outlet] if wanted.outlet else [], open_lake=open_present)
        address = trace_address(wanted)
        asked = wanted if address is None or address.is_query else wanted.model_copy(update={"q": []})
        queries.extend(compile_known(each, open_lake=open_present) for each in asked.queries)
        with open_search() as cursor:
            reading = submit_query(lambda other: count_seen(other, wanted))
            naming = submit_query(lambda other: _find_names(other, asked))
            rest = [index for index in range(len(queries)) if index != wanted.shown_index]
            # It waits for `reading`, which was asked before it, so the pool has begun with that.
            comparing = (
                submit_query(lambda other: _run_queries(other, queries, rest, wanted, reading)) if rest else dict
            )
            if queries:
                found = _run_queries(cursor, queries, [wanted.shown_index], wanted, reading)
                unranked = rank_matches(cursor, queries[wanted.shown_index], wanted)
                hits, story_counts = _list_hits_with_stories(cursor, queries[wanted.shown_index], wanted)
                found |= comparing()
                results = [found[index] for index in sorted(found)]
            if results and not results[wanted.shown_index].articles:
                alone = count_words(cursor, wanted.queries[wanted.shown_index], wanted)
                meant = offer_query(cursor, wanted.queries[wanted.shown_index], wanted)
                ever = count_ever(cursor, queries[wanted.shown_index], wanted)
        with suppress(LakeBusy):
            named = naming()
    except QueryError as error:
        status, wrong = HTTPStatus.UNPROCESSABLE_ENTITY, _find_wrong(error, wanted)
        mistake = _word_mistake(error) if wrong else locate_mistake(error, len(queries), wanted)
        wrong = wrong or f"query {len(queries)}"
    except LakeBusy as error:
        mistake, status = _explain_busy(error), HTTPStatus.SERVICE_UNAVAILABLE
    return saved.page(
        "search.html",
        status=status,
        tab="search",
        wanted=wanted,
        results=results,
        max_values=MAX_VALUES,
        drawn=draw_bars(
            *(each.series for each in results),
            address=lambda since, until: f"{root}/search{wanted.address(since=str(since), until=str(until))}#articles",
        ),
        hits=hits,
        story_counts=story_counts,
        headlines=translate_headlines(request, (hit.match.row for hit in hits)),
        address=address,
        alone=alone,
        ever=ever,
        longest=datetime.now(UTC).date() - timedelta(days=MAX_DAYS),
        meant=meant,
        unused=topics.explain_unused_operator(
            wanted.queries[wanted.shown_index], guess=not results[wanted.shown_index].articles
        )
        if results
        else "",
        named=named,
        unranked=unranked,
        mistake=mistake,
        wrong=wrong,
        choices=choosing(),
        titles=topic_titles(),
        kinds=KINDS,
        translations=TRANSLATIONS,
        orders=ORDERS,
        examples=EXAMPLES,
        more=len(wanted.queries) < MAX_QUERIES,
        max_queries=MAX_QUERIES,
        pages=-(-results[wanted.shown_index].listed // PAGE_SIZE) if results else 0,
        downloads=DOWNLOADS,
        tables=TABLES,
        limit=MAX_DOWNLOADED,
        rule=_write_rule(wanted) if results else "",
        year=timedelta(days=365),
    )


def _find_wrong(error: QueryError, wanted: SearchState) -> str:
    """Return which field a mistake is about; "" if it is about a query."""
    if not isinstance(error, UnknownName):
        return ""
    fields = ("topic", wanted.topic), ("outlet", wanted.outlet)
    return next((name for name, value in fields if error.found.startswith(f"there is no {name} {value!r}")), "")


@router.get("/search/feed.{form}")
def feed(request: Request, form: FeedFormat, wanted: SearchQuery) -> Response:
    """Return the newest articles of the query that is shown as a feed: what follows a search without alerts."""
    wanted.refuse_wrong_filters()
    if not wanted.queries:
        return Response("There is no such feed.\n", HTTPStatus.NOT_FOUND, media_type="text/plain")
    title = wanted.queries[wanted.shown_index]
    return search_feed(request, wanted, form, key=f"search:{wanted.address()}", title=title)


def search_feed(request: Request, wanted: SearchState, feed_format: FeedFormat, *, key: str, title: str) -> Response:
    """Return the newest articles of a search as a feed. `key`: what makes its id. Raises HTTPException (422)."""
    query = compile_query(wanted)
    with open_search() as cursor:
        collect(cursor, query, wanted, since=wanted.first)
        hits = _list_hits(cursor, query, wanted.model_copy(update={"order": "newest", "page": 1}), ENTRIES)
        select_names(cursor, [hit.match.row for hit in hits])
        places = fetch_rows(cursor, "places_of_articles")
    by_article = {row["article_id"]: OutputPlace(row["name"], row["latitude"], row["longitude"]) for row in places}
    link = f"{ui_link(get_settings().ui_url, UiPage.SEARCH)}{wanted.address()}"
    items = [_item(hit, by_article.get(hit.match.row["article_id"])) for hit in hits]
    return feed_response(request, OutputFeed(key, f"Newsvane: {title}", link, items), feed_format)


def _item(hit: Hit, place: OutputPlace | None) -> OutputItem:
    row = hit.match.row
    link = ui_link(get_settings().ui_url, UiPage.ARTICLES, row["article_id"])
    text = f"{row['outlet']}: {''.join(hit.passage)}\n{row['url']}"
    published = row["observed_at"] if row["date_contradicted"] else row["published_at"]
    title = row["title"] or row["url"]
    return OutputItem(row["article_id"], title, text, row["fetched_at"], link, published=published, place=place)


def locate_mistake(error: QueryError, index: int, wanted: SearchState) -> str:
    """Return what is wrong with a query, and in which one it is if there are several."""
    if len(wanted.queries) == 1 or index == len(wanted.queries):
        return _word_mistake(error)
    return f"in the {_ORDINALS[index]} query: {_word_mistake(error)}"


def _word_mistake(error: QueryError) -> str:
    """Return what is wrong. The hint of an unknown name is left out: it names a command."""
    return error.found if isinstance(error, UnknownName) else str(error)


def compile_query(wanted: SearchState, index: int | None = None) -> topics.Query:
    """Compile a query of a file or a feed, by default the one that is shown. Raises HTTPException (422)."""
    index = wanted.shown_index if index is None else index
    try:
        return compile_known(wanted.queries[index], open_lake=open_present)
    except QueryError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, locate_mistake(error, index, wanted)) from error


def _write_rule(wanted: SearchState) -> str:
    """Return the query that is shown as a rule, to the channels that the page of rules would choose."""
    try:
        channels = choose_channels(configuration.find_in_force(get_settings()).alerts)
    except ConfigError:
        channels = []
    return write_rule(wanted, wanted.queries[wanted.shown_index], channels=channels or ["mail"])


def _explain_busy(error: LakeBusy) -> str:
    if error.reason == "queue":
        return "Other searches are running. Try again in a moment."
    if error.reason == "slow":
        return f"This takes more than {MAX_SECONDS} seconds. Choose fewer days, an outlet or a language."
    return str(error)


def _run_queries(
    cursor: lake.Connection,
    queries: Sequence[topics.Query],
    indexes: Iterable[int],
    wanted: SearchState,
    read: Callable[[], Mapping[date, int]],
) -> dict[int, Result]:
    """Run the queries at some indexes, one after the other. Return by index what each finds."""
    return {index: run_query(cursor, wanted.queries[index], queries[index], wanted, read=read) for index in indexes}


def _find_names(cursor: lake.Connection, wanted: SearchState) -> list[tuple[str, str, NameOffer]]:
    """Return the names that the queries may mean, each with the query and the address of the search for it."""
    return [
        (written, wanted.address(q=[*wanted.queries[:index], offer.query, *wanted.queries[index + 1 :]]), offer)
        for index, written in enumerate(wanted.queries)
        for offer in find_names(cursor, written, wanted)
        if len(offer.query) <= MAX_QUERY
    ]


def _list_hits(cursor: lake.Connection, query: topics.Query, wanted: SearchState, size: int) -> list[Hit]:
    return _find_passages(cursor, query, lake.load_listed(cursor, _list_matches(cursor, wanted, size)))


def _list_hits_with_stories(
    cursor: lake.Connection, query: topics.Query, wanted: SearchState
) -> tuple[list[Hit], Mapping[str, StoryCounts]]:
    """Return the articles of the page, and the counts of their stories by id."""
    listed = _list_matches(cursor, wanted, PAGE_SIZE)
    counting = submit_query(lambda other: count_stories(other, {row["story_id"] for row in listed}))
    return _find_passages(cursor, query, lake.load_listed(cursor, listed)), counting()


def _list_matches(cursor: lake.Connection, wanted: SearchState, size: int) -> list[Row]:
    return lake.list_matches(
        cursor, since=wanted.first, order=wanted.order, limit=size, offset=size * (wanted.page - 1)
    )


def _find_passages(cursor: lake.Connection, query: topics.Query, matches: Sequence[lake.Match]) -> list[Hit]:
    """Return the articles, each with the place in its text, and those in its title, that show why it was found."""
    spellings = load_spellings(cursor, query, [match.article.article_id for match in matches])
    return [_build_hit(match, query, spellings.get(match.article.article_id, ())) for match in matches]


def _build_hit(match: lake.Match, query: topics.Query, spellings: Sequence[str]) -> Hit:
    spans = find_spans(query, match.article, spellings)
    return Hit(match, find_passage(match.article, spans["text"]), [*mark(match.article.title, spans["title"])])
