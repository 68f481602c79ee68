"""Search the lake with the index of this machine, and keep that index up to date.

Joins `newsvane.search_index`, which offers candidates, with `newsvane.lake`, which has the texts. The command line, the
pages and the pipeline use this package; none of them uses the index itself.
"""

from newsvane.search.finder import Counts, Search
from newsvane.search.index_updates import IndexStatus, IndexUpdate, describe_index, update_index
from newsvane.search_index import Filters

__all__ = ["Counts", "Filters", "IndexStatus", "IndexUpdate", "Search", "describe_index", "update_index"]
