"""Search the lake with the index of this machine, and keep that index up to date.

Joins `newsvane.search_index`, which offers candidates, with `newsvane.lake`, which has the texts. The command line, the
pages and the pipeline use this package; none of them uses the index itself. `distinguishing_words` compares what a
search finds with the rest.
"""

from newsvane.search.background_updates import BackgroundUpdates
from newsvane.search.completion import complete_word
from newsvane.search.conditions import Condition, build_condition, find_scanned_days, join_conditions
from newsvane.search.counts import Counts
from newsvane.search.finder import MAX_LAG, Search
from newsvane.search.index_updates import IndexStatus, IndexUpdate, describe_index, rebuild_index, update_index
from newsvane.search_index import Filters

__all__ = [
    "MAX_LAG",
    "BackgroundUpdates",
    "Condition",
    "Counts",
    "Filters",
    "IndexStatus",
    "IndexUpdate",
    "Search",
    "build_condition",
    "complete_word",
    "describe_index",
    "find_scanned_days",
    "join_conditions",
    "rebuild_index",
    "update_index",
]
