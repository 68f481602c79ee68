"""Parts of the view coverage, at the cost of these parts.

An id says nothing about when its article was read or grouped. A query on coverage with some ids therefore joins all
articles with all groupings before it looks at the ids: 2 CPU s of a million articles, whatever the number of ids. What
stands here for coverage chooses before it joins.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

import duckdb

from newsvane.lake.engine.sql import fetch_rows, fill_query, quote_literal, quote_time

FEW = 50
"""So few ids are looked for one by one while rows are scanned: then DuckDB reads the texts of no others. With more,
that takes longer than to read the texts."""
_ARTICLES, _GROUPS = "FROM ordered_articles AS a", "JOIN grouped_articles AS g"
_SELECTS: WeakKeyDictionary[duckdb.DuckDBPyConnection, str] = WeakKeyDictionary()


class Named(NamedTuple):
    """Articles by their ids. `first`, `last`: when the first and the last of them was read."""

    ids: Sequence[str]
    first: datetime
    last: datetime


def coverage_since(con: duckdb.DuckDBPyConnection, since: str, until: str = "") -> str:
    """Return SQL that stands for coverage where only articles count that were read since a time.

    An article is grouped after it is read, so earlier groupings are left out, but for a day: the clocks of two workers
    may differ. `since`, `until`: times as SQL. `until`: groupings after it are left out, too.
    """
    bounds = f"grouped_at >= {since} - INTERVAL 1 DAY" + (f" AND grouped_at <= {until}" if until else "")
    return f"({_load_select(con).replace(_GROUPS, f'JOIN (FROM grouped_articles WHERE {bounds}) AS g')})"


def coverage_of(con: duckdb.DuckDBPyConnection, named: Named) -> str:
    """Return SQL that stands for coverage of these articles alone, until the next call for this connection."""
    con.execute("CREATE OR REPLACE TEMP TABLE named_articles AS SELECT unnest(?::VARCHAR[]) AS article_id", [named.ids])
    first, last = quote_time(named.first), quote_time(named.last)
    condition = f"fetched_at BETWEEN {first} AND {last} AND article_id IN (FROM temp.named_articles)"
    view = coverage_since(con, first)
    return view.replace(_ARTICLES, f"FROM (FROM ordered_articles WHERE {condition}) AS a")


def coverage_with_groups(con: duckdb.DuckDBPyConnection, ids: Sequence[str], first: str, last: str) -> str:
    """Return SQL that stands for coverage with the groupings of these articles, until the next call of this connection.

    `first`, `last`: between these times, as SQL, most of them were grouped. Only the others are looked for at any time.
    """
    con.execute(fill_query("select_groupings", first=first, last=last, chosen=choose_ids(ids)))
    grouped = {article_id for (article_id,) in con.execute("SELECT article_id FROM named_groups").fetchall()}
    if missing := [each for each in ids if each not in grouped]:
        con.execute(fill_query("add_groupings", first=first, last=last, chosen=choose_ids(missing)))
    return f"({_load_select(con).replace(_GROUPS, 'JOIN temp.named_groups AS g')})"


def choose_ids(ids: Sequence[str]) -> str:
    """Return the SQL condition for the rows with one of these article ids, of which there must be one at least."""
    listed = ", ".join(map(quote_literal, ids))
    return f"list_contains([{listed}], article_id)" if len(ids) <= FEW else f"article_id IN ({listed})"


def _load_select(con: duckdb.DuckDBPyConnection) -> str:
    """Return the query of the view. It is asked for once per connection, which then migrates nothing."""
    if con not in _SELECTS:
        view = str(fetch_rows(con, "load_coverage_definition")[0]["sql"])
        _SELECTS[con] = view.partition(" AS ")[2].strip().removesuffix(";")
    return _SELECTS[con]
