"""The search index: which articles have which words, values and dates. Only this package imports tantivy.

The index is derived from the lake and local to a machine. It has no texts and decides nothing: it offers candidates for
a compiled query, and `newsvane.topics` decides on their texts. Whoever joins it with the lake is `newsvane.search`.

- `tokens`, `schema`: what is indexed, and how. `translate`: from a compiled query to one of the index.
- `store`: where an index is kept. `writer`: build it and change it. `reader`: search it.
"""

from newsvane.search_index.filters import Filters
from newsvane.search_index.reader import Candidate, Index, Question, open_index
from newsvane.search_index.schema import IndexedRow
from newsvane.search_index.store import Mark, Missing, locked, measure_size
from newsvane.search_index.translate import TooComplex
from newsvane.search_index.writer import Writer, building, move_mark, updating

__all__ = [
    "Candidate",
    "Filters",
    "Index",
    "IndexedRow",
    "Mark",
    "Missing",
    "Question",
    "TooComplex",
    "Writer",
    "building",
    "locked",
    "measure_size",
    "move_mark",
    "open_index",
    "updating",
]
