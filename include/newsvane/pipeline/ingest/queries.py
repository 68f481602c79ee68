"""Choose what a query source asks its service: the names of its topic, or the terms that its table lists."""

from collections.abc import Iterable

from newsvane import topics
from newsvane.records import Feed, Topic
from newsvane.topics.search_terms import join_terms, search_terms

MAX_QUERY_LENGTH = 250
"""Characters of one query. GDELT refuses longer ones at some point that it does not name."""


def choose_queries(feed: Feed, watched: Iterable[Topic]) -> tuple[str, ...]:
    """Return what to ask, most general first; nothing if the feed is no query, or its topic is not in `watched`."""
    if feed.source_kind != "query":
        return ()
    if feed.terms:
        return tuple(join_terms(feed.terms, MAX_QUERY_LENGTH))
    topic = next((each for each in watched if each.topic_id == feed.topic), None)
    return tuple(search_terms(topics.compile_query(topic.query), MAX_QUERY_LENGTH)) if topic else ()
