"""Rank what a search found by BM25, with the search index of this machine."""

from dataclasses import replace
from datetime import UTC, datetime

from newsvane import lake, topics
from newsvane.search import Search
from newsvane.settings import get_settings
from newsvane_pages.search_address import SearchState


def rank_matches(cursor: lake.Connection, query: topics.Query, wanted: SearchState) -> str:
    """Give the matches that were collected their scores, if the state asks for the order by rank.

    Return why they have none and are in order of time, as a sentence; "" if nothing is to be said.
    """
    if wanted.order != "rank":
        return ""
    filters = replace(wanted.filters, since=wanted.first, until=wanted.last)
    search = Search(cursor, query, filters, settings=get_settings(), now=datetime.now(UTC))
    lake.score_matches(cursor, search.find_scores())
    return search.scanned and f"Only the search index knows the rank, so the newest come first. {search.scanned}"
