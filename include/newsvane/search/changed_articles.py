"""The articles that have changed since the search index was brought up to date.

Several searches follow on the same landing: each query of a page, and each name that its words may mean. So what has
changed between two snapshots, and the articles themselves if they are few, are kept until the next change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from newsvane import lake
from newsvane.search.conditions import build_condition
from newsvane.search.index_updates import find_changes, find_mark
from newsvane.search_index import Filters, Mark

Row = dict[str, Any]

MAX_MATCHED = 100
"""So many changed articles are read and matched here. DuckDB, which matches more, takes 50 ms to begin with."""
_MAX_FILTERS = 8
"""For so many different filters the articles are kept."""


@dataclass(frozen=True)
class ChangedArticles:
    """The articles that changed between two snapshots, as the lake names them."""

    named: lake.Named
    _rows: dict[Filters, list[Row]] = field(default_factory=dict, compare=False)

    @property
    def ids(self) -> Sequence[str]:
        """Their ids."""
        return self.named.ids

    @property
    def are_few(self) -> bool:
        """Whether they can be read, at most MAX_MATCHED."""
        return len(self.ids) <= MAX_MATCHED

    def read(self, connection: lake.Connection, filters: Filters) -> list[Row]:
        """Return those that meet the filters, newest first; at most MAX_MATCHED. Nobody may change their lists."""
        on_any_day = replace(filters, since=None, until=None)
        rows = self._rows.get(on_any_day)
        if rows is None:
            rows = lake.search_among(connection, self.named, *build_condition(on_any_day), limit=MAX_MATCHED)
            if len(self._rows) >= _MAX_FILTERS:
                self._rows.clear()
            self._rows[on_any_day] = rows
        since, until = filters.since, filters.until
        return [row.copy() for row in rows if not (since and row["day"] < since) and not (until and row["day"] > until)]


_KNOWN: dict[tuple[Mark, Mark], ChangedArticles | None] = {}
"""The last answer of `find_changed`."""


def find_changed(connection: lake.Connection, mark: Mark) -> ChangedArticles | None:
    """Return the articles that changed since a mark; None if none did.

    Raises Missing if the lake no longer has that snapshot.
    """
    between = (mark, find_mark(connection))
    known = dict(_KNOWN)
    if between not in known:
        changes, found = find_changes(connection, mark), None
        if changes.first and changes.last:
            found = ChangedArticles(lake.Named(lake.list_changed_ids(connection), changes.first, changes.last))
        known = {between: found}
        _KNOWN.clear()
        _KNOWN.update(known)
    return known[between]
