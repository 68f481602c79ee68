"""Rank what a search found by BM25, with the search index of this machine."""

from newsvane import lake, topics
from newsvane_pages.search_address import SearchState
from newsvane_pages.search_counts import open_index


def rank_matches(cursor: lake.Connection, query: topics.Query, wanted: SearchState) -> str:
    """Give the matches that were collected their scores, if the state asks for the order by rank.

    Return why they have none and are in order of time, as a sentence; "" if nothing is to be said.
    """
    if wanted.order != "rank":
        return ""
    search = open_index(cursor, query, wanted, since=wanted.first)
    lake.score_matches(cursor, search.find_scores())
    return search.scanned and f"Only the search index knows the rank, so the newest come first. {search.scanned}"
