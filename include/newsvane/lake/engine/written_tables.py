"""The kinds of work that write to the lake, and the tables that each of them locks."""

from typing import Literal

Work = Literal[
    "polls",
    "articles",
    "groups",
    "names",
    "facts",
    "trends",
    "stale",
    "deliveries",
    "outbox",
    "quarantine",
    "acts",
    "everything",
]
"""The kinds of work that write to the lake."""

_TABLES_BY_WORK: dict[Work, str] = {
    "polls": "feeds feed_polls feed_states feed_items feed_daily feed_troubles entries skipped unread_daily outbox "
    "trend_stale",
    "articles": "articles article_names article_revisions article_sketches article_groups entities story_changes "
    "entries skipped quarantine outbox tombstones trend_stale",
    "groups": "article_sketches article_groups story_changes trend_stale",
    "names": "articles article_names entities trend_stale",
    "facts": "feeds articles unread_daily trend_stale",
    "trends": "counted_articles trend_daily",
    "stale": "trend_stale",
    "deliveries": "deliveries outbox",
    "outbox": "outbox",
    "quarantine": "quarantine",
    "acts": "acts feed_controls feeds entries labels skipped quarantine outbox",
}
"""The tables that each kind of work writes.

In DuckLake, adding rows to a table conflicts with deleting rows from it at the same time. Counting trends takes long,
so it removes the counted days from `trend_stale` afterwards, as a separate kind of work: `stale`."""


def list_written_tables(work: Work) -> set[str]:
    """Return the tables that this kind of work writes, and that no one else may write meanwhile."""
    return set(" ".join(_TABLES_BY_WORK.values() if work == "everything" else [_TABLES_BY_WORK[work]]).split())
