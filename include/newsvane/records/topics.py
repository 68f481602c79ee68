"""Topics, and the passages that their queries find."""

from typing import Literal

from newsvane.records.base import Record


class Topic(Record):
    """One table of `include/watch/topics.toml`: a subject, and the query that finds it."""

    topic_id: str
    title: str
    query: str


class Span(Record):
    """A passage that a query found: characters `start` to `end` (exclusive) of `field` of an article."""

    field: Literal["title", "text", "outlet", "language", "country", "published_at", "central_topics", "name_keys"]
    start: int
    end: int
