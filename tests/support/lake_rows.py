"""Every row of a lake without times and run names, to compare two lakes that must hold the same."""

from collections import Counter

from newsvane import lake
from newsvane.settings import Settings

Rows = dict[str, Counter[tuple[object, ...]]]
"""By table, each row with how often it occurs."""

TABLES = {
    "articles": "article_id, title, language, published_at, revision, md5(text), translation_state, outlet",
    "article_topics": "article_id, topic",
    "article_groups": "article_id, copy_of, copy_kind, story_id",
    "entries": "entry_id, feed_id, outcome, article_id, content_hash",
    "skipped": "url, stage, reason, will_retry",
    "quarantine": "article_id, reasons, state",
    "outbox": "key, rule, channel, state",
    "trend_daily": "topic, language, outlet, sum(articles), sum(originals), sum(stories), sum(translated)",
}
"""The columns compared. Days are summed, so that a run over midnight makes no difference."""


def load_rows(settings: Settings) -> Rows:
    """Load the rows of all compared tables."""
    with lake.open_shared(settings) as connection:
        return {
            table: Counter(
                map(_hashable, connection.execute(f"SELECT {columns} FROM {table} {_grouping(table)}").fetchall())
            )
            for table, columns in TABLES.items()
        }


def _grouping(table: str) -> str:
    return "GROUP BY topic, language, outlet" if table == "trend_daily" else ""


def _hashable(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
