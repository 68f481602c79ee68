"""Find out whether a name was mentioned before. A name that nobody has mentioned costs no scan of all texts."""

from datetime import datetime, timedelta

from newsvane import alerts, lake, topics
from newsvane.search import Search
from newsvane.settings import Settings


def is_mentioned_before(
    connection: lake.Connection, name: str, days: int, *, now: datetime, settings: Settings
) -> bool:
    """Return whether the lake has an article that mentions the name, first read at most `days` before `now`.

    0 days: at any time. The search index answers where that is enough; the titles of articles on no topic are not in
    it, and an article may have been published long before it was read.
    """
    query = topics.compile_query(alerts.name_to_query(name))
    since = now - timedelta(days=days) if days else None
    condition, values = query.to_sql()
    search = Search(connection, query, settings=settings, now=now)
    newest = search.find_newest(1) if not search.scanned else []
    if search.scanned or (newest and since and newest[0]["fetched_at"] < since):
        return lake.is_mentioned(connection, condition, values, since=since)
    return bool(newest) or lake.is_mentioned(connection, condition, values, since=since, only_titles=True)
