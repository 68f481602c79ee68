"""The search page: attention over time, who writes, and the articles, for one or several queries. All is in the URL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from slugify import slugify
from starlette.exceptions import HTTPException

from newsvane import configuration, lake, topics, trends
from newsvane.analysis.known_names import compile_known, require_outlets, require_topics
from newsvane.analysis.name_spellings import find_in_text, load_spellings
from newsvane.errors import ConfigError, LakeBusy, QueryError
from newsvane.feed_output import OutputFeed, OutputItem, OutputPlace
from newsvane.passages import Passage, find_passage
from newsvane.records import Article
from newsvane.search import Counts
from newsvane.settings import get_settings
from newsvane.ui_links import UiPage, ui_link
from newsvane_pages.bar_charts import draw_bars
from newsvane_pages.coverage import KINDS, topic_titles
from newsvane_pages.feed_responses import FeedFormat, feed_response
from newsvane_pages.headlines import translate_headlines
from newsvane_pages.lake_queries import MAX_SECONDS, fetch_rows, open_cursor, open_present
from newsvane_pages.rule_wishes import choose_channels
from newsvane_pages.saved_search_forms import Saved
from newsvane_pages.search_address import MAX_QUERIES, ORDERS, SearchQuery, SearchState
from newsvane_pages.search_counts import add_up_periods, count_places, open_index
from newsvane_pages.search_downloads import DOWNLOADS
from newsvane_pages.search_ranking import rank_matches
from newsvane_pages.search_rule import write_rule
from newsvane_pages.search_words import QuerySample, WordList, compare_words, sample_query
from newsvane_pages.story_counts import StoryCounts, count_stories
from newsvane_pages.translation_filter import TRANSLATIONS

router = APIRouter()

PAGE_SIZE = 20
"""Articles on one page."""
MAX_PLACES = 200
"""Outlets, languages and countries that are named; the first dozen are shown at once."""
ENTRIES = 50
"""Articles in a feed."""
MAX_DOWNLOADED = 5_000
"""Articles in one download."""

_RUNNING = BoundedSemaphore(2)
"""Searches that read the lake at the same time: the API server has other work."""


class Hit(NamedTuple):
    """An article, and the passage that shows why it was found."""

    match: lake.Match
    passage: Passage


@dataclass(frozen=True)
class Result:
    """What one query finds. `places`: articles per outlet, language, country and kind.

    `listed`: how many of the articles can be listed. `tells_copies`: whether the chart tells originals from copies.
    """

    query: str
    series: trends.Series
    places: Mapping[str, Sequence[tuple[str, int]]]
    articles: int
    listed: int
    tells_copies: bool

    @property
    def is_listed(self) -> bool:
        """Whether all of the articles can be listed."""
        return self.listed == self.articles


@router.get("/search")
def search(request: Request, wanted: SearchQuery, saved: Saved) -> Response:
    """Show what the queries find. A mistake in a query is shown beside the form."""
    wanted.refuse_wrong_filters()
    root = request.scope.get("root_path", "")
    results: list[Result] = []
    hits: list[Hit] = []
    whole: Mapping[str, StoryCounts] = {}
    samples: list[QuerySample] = []
    words: list[WordList] = []
    mistake, unranked, status = "", "", HTTPStatus.OK
    with open_cursor() as cursor:
        choices = fetch_rows(cursor, "coverage_choices", since=wanted.first)[0]
    try:
        require_topics([wanted.topic or None], open_lake=open_present)
        require_outlets([wanted.outlet] if wanted.outlet else [], open_lake=open_present)
        queries = [compile_known(each, open_lake=open_present) for each in wanted.queries]
        with _open_search() as cursor:
            for place, (written, query) in enumerate(zip(wanted.queries, queries, strict=True)):
                results.append(_run(cursor, written, query, wanted))
                samples += [sample_query(cursor, wanted)] if wanted.words and results[-1].is_listed else []
                if place == wanted.place:
                    unranked = rank_matches(cursor, query, wanted)
                    hits = _list_hits(cursor, query, wanted, PAGE_SIZE)
                    whole = count_stories(cursor, {hit.match.row["story_id"] for hit in hits})
            if wanted.words and all(result.is_listed for result in results):
                words = compare_words(cursor, queries, samples, wanted)
    except QueryError as error:
        mistake, status = str(error), HTTPStatus.UNPROCESSABLE_ENTITY
    except LakeBusy as error:
        mistake, status = _explain_busy(error), HTTPStatus.SERVICE_UNAVAILABLE
    return saved.page(
        "search.html",
        status=status,
        tab="search",
        wanted=wanted,
        results=results,
        most_places=MAX_PLACES,
        drawn=draw_bars(
            *(each.series for each in results),
            address=lambda since, until: f"{root}/search{wanted.address(since=str(since), until=str(until))}#articles",
        ),
        hits=hits,
        whole=whole,
        headlines=translate_headlines(request, (hit.match.row for hit in hits)),
        words=words,
        unranked=unranked,
        mistake=mistake,
        choices=choices,
        titles=topic_titles(),
        kinds=KINDS,
        translations=TRANSLATIONS,
        orders=ORDERS,
        more=len(wanted.queries) < MAX_QUERIES,
        pages=-(-results[wanted.place].listed // PAGE_SIZE) if results else 0,
        downloads=DOWNLOADS,
        limit=MAX_DOWNLOADED,
        rule=_write_rule(wanted) if results else "",
        year=timedelta(days=365),
    )


@router.get("/search/articles.{suffix}")
def download(suffix: str, wanted: SearchQuery) -> Response:
    """Return the articles of the query that is shown as a file, the first MAX_DOWNLOADED."""
    wanted.refuse_wrong_filters()
    if suffix not in DOWNLOADS or not wanted.queries:
        return Response("There is no such file.\n", HTTPStatus.NOT_FOUND, media_type="text/plain")
    query = _compile(wanted.queries[wanted.place])
    with _open_search() as cursor:
        _collect(cursor, query, wanted, since=wanted.first)
        rank_matches(cursor, query, wanted)
        matches = lake.load_matches(cursor, since=wanted.first, order=wanted.order, limit=MAX_DOWNLOADED)
    form = DOWNLOADS[suffix]
    name = slugify(wanted.queries[wanted.place], max_length=60, word_boundary=True) or "search"
    headers = {"Content-Disposition": f'attachment; filename="newsvane-{name}.{suffix}"'}
    return Response(form.write(matches), media_type=form.media_type, headers=headers)


@router.get("/search/feed.{form}")
def feed(request: Request, form: FeedFormat, wanted: SearchQuery) -> Response:
    """Return the newest articles of the query that is shown as a feed: what follows a search without alerts."""
    wanted.refuse_wrong_filters()
    if not wanted.queries:
        return Response("There is no such feed.\n", HTTPStatus.NOT_FOUND, media_type="text/plain")
    return search_feed(request, wanted, form, key=f"search:{wanted.address()}", title=wanted.queries[wanted.place])


def search_feed(request: Request, wanted: SearchState, form: FeedFormat, *, key: str, title: str) -> Response:
    """Return the newest articles of a search as a feed. `key`: what makes its id. Raises HTTPException (422)."""
    query = _compile(wanted.queries[wanted.place])
    with _open_search() as cursor:
        _collect(cursor, query, wanted, since=wanted.first)
        hits = _list_hits(cursor, query, wanted.model_copy(update={"order": "newest", "page": 1}), ENTRIES)
        places = fetch_rows(cursor, "places_of_articles", articles=[hit.match.row["article_id"] for hit in hits])
    by_article = {row["article_id"]: OutputPlace(row["name"], row["latitude"], row["longitude"]) for row in places}
    link = f"{ui_link(get_settings().ui_url, UiPage.SEARCH)}{wanted.address()}"
    items = [_item(hit, by_article.get(hit.match.row["article_id"])) for hit in hits]
    return feed_response(request, OutputFeed(key, f"Newsvane: {title}", link, items), form)


def _item(hit: Hit, place: OutputPlace | None) -> OutputItem:
    row = hit.match.row
    link = ui_link(get_settings().ui_url, UiPage.ARTICLES, row["article_id"])
    text = f"{row['outlet']}: {''.join(hit.passage)}\n{row['url']}"
    published = row["observed_at"] if row["date_contradicted"] else row["published_at"]
    title = row["title"] or row["url"]
    return OutputItem(row["article_id"], title, text, row["fetched_at"], link, published=published, place=place)


def _compile(written: str) -> topics.Query:
    """Compile the query of a file or a feed. Raises HTTPException (422) with what is wrong with it."""
    try:
        return compile_known(written, open_lake=open_present)
    except QueryError as error:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


@contextmanager
def _open_search() -> Iterator[lake.Connection]:
    """Open a cursor on the lake when it is this search's turn. Raises LakeBusy if others take too long."""
    if not _RUNNING.acquire(timeout=MAX_SECONDS):
        raise LakeBusy("other searches are running", reason="queue")
    try:
        with open_cursor() as cursor:
            yield cursor
    finally:
        _RUNNING.release()


def _write_rule(wanted: SearchState) -> str:
    """Return the query that is shown as a rule, to the channels that the page of rules would choose."""
    try:
        channels = choose_channels(configuration.find_in_force(get_settings()).alerts)
    except ConfigError:
        channels = []
    return write_rule(wanted, wanted.queries[wanted.place], channels=channels or ["mail"])


def _explain_busy(error: LakeBusy) -> str:
    if error.reason == "queue":
        return "Other searches are running. Try again in a moment."
    if error.reason == "slow":
        return f"This takes more than {MAX_SECONDS} seconds. Choose fewer days, an outlet or a language."
    return str(error)


def _run(cursor: lake.Connection, written: str, query: topics.Query, wanted: SearchState) -> Result:
    begin = trends.history_start(wanted.first, wanted.grain)
    many = _collect(cursor, query, wanted, since=begin)
    read = _count_seen(cursor, wanted)
    if many:
        counts, places = add_up_periods(many, wanted.grain, read), count_places(cursor, query, wanted, MAX_PLACES)
    else:
        counts = lake.count_matches_by_period(cursor, "query", grain=wanted.grain, read=read)
        places = lake.count_matches_by_value(cursor, since=wanted.first, limit=MAX_PLACES)
    (series,) = trends.compute_trends(
        counts or [trends.PeriodCount(day=wanted.first, topic="query", articles=0)],
        now=datetime.now(UTC),
        since=wanted.first,
        until=wanted.last,
        of="share" if wanted.share else "articles",
        grain=wanted.grain,
    )
    articles = sum(point.articles for point in series.points)
    listed = min(articles, MAX_DOWNLOADED) if many else articles
    return Result(written, series, places, articles, listed, tells_copies=not many)


def _collect(cursor: lake.Connection, query: topics.Query, wanted: SearchState, *, since: date) -> Counts | None:
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


def _count_seen(cursor: lake.Connection, wanted: SearchState) -> dict[date, int]:
    """Count everything that was seen, on topic or not, per period."""
    chosen = {"languages": wanted.language, "outlets": wanted.outlet, "countries": wanted.country, "kinds": wanted.kind}
    return lake.count_seen(
        cursor,
        since=trends.history_start(wanted.first, wanted.grain),
        until=wanted.last,
        grain=wanted.grain,
        **{name: [value] if value else () for name, value in chosen.items()},
    )


def _list_hits(cursor: lake.Connection, query: topics.Query, wanted: SearchState, size: int) -> list[Hit]:
    offset = size * (wanted.page - 1)
    found = lake.load_matches(cursor, since=wanted.first, order=wanted.order, limit=size, offset=offset)
    spellings = load_spellings(cursor, query, [match.article.article_id for match in found])
    return [Hit(match, _find_passage(query, match.article, spellings)) for match in found]


def _find_passage(query: topics.Query, article: Article, spellings: Mapping[str, Sequence[str]]) -> Passage:
    """Return the place in the text that shows why an article was found; the title is shown in any case."""
    return find_passage(article, find_in_text(query, article, spellings.get(article.article_id, ())))
