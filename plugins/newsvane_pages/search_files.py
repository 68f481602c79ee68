"""The files of a search: the articles of one query, and how many articles each query found per period."""

from functools import cache, partial
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response
from slugify import slugify

from newsvane import lake
from newsvane_pages.search import compile_query
from newsvane_pages.search_address import SearchQuery
from newsvane_pages.search_downloads import DOWNLOADS, TABLES, write_counts
from newsvane_pages.search_ranking import rank_matches
from newsvane_pages.search_results import MAX_DOWNLOADED, collect, count_seen, open_search, run_query

router = APIRouter()


@router.get("/search/articles.{suffix}")
def download_articles(suffix: str, wanted: SearchQuery) -> Response:
    """Return the articles of the query that is shown as a file, the first MAX_DOWNLOADED."""
    wanted.refuse_wrong_filters()
    if suffix not in DOWNLOADS or not wanted.queries:
        return _refuse()
    written, file_format = wanted.queries[wanted.shown_index], DOWNLOADS[suffix]
    query = compile_query(wanted)
    with open_search() as cursor:
        collect(cursor, query, wanted, since=wanted.first)
        rank_matches(cursor, query, wanted)
        matches = lake.load_matches(cursor, since=wanted.first, order=wanted.order, limit=MAX_DOWNLOADED)
    return _answer(file_format.write(matches, written), file_format.media_type, f"{_name(written)}.{suffix}")


@router.get("/search/counts.{suffix}")
def download_counts(suffix: str, wanted: SearchQuery) -> Response:
    """Return the chart of all queries as a table: articles per day, week or month."""
    wanted.refuse_wrong_filters()
    if suffix not in TABLES or not wanted.queries:
        return _refuse()
    queries = {written: compile_query(wanted, index) for index, written in enumerate(wanted.queries)}
    with open_search() as cursor:
        read = cache(partial(count_seen, cursor, wanted))
        series = {
            written: run_query(cursor, written, query, wanted, read=read).series for written, query in queries.items()
        }
    name = f"{_name(' '.join(queries))}-per-{wanted.grain}.{suffix}"
    return _answer(write_counts(suffix, series), TABLES[suffix].media_type, name)


def _name(written: str) -> str:
    return slugify(written, max_length=60, word_boundary=True) or "search"


def _answer(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="newsvane-{name}"'}
    return Response(content, media_type=media_type, headers=headers)


def _refuse() -> Response:
    return Response("There is no such file.\n", HTTPStatus.NOT_FOUND, media_type="text/plain")
