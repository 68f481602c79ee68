"""Match articles with topics: queries in Lucene's syntax, evaluated in memory or as SQL in the lake.

Pure: no I/O, no settings. A query is compiled once and cached. The words of an article are indexed once for all topics.
"""

from collections.abc import Iterable

from newsvane.errors import QueryError
from newsvane.records import Article, Span, Topic
from newsvane.toml_config import TomlConfig
from newsvane.topics.ast import IndexedArticle
from newsvane.topics.query import Query, compile_query

__all__ = ["Query", "Span", "Topic", "compile_query", "find", "load_topics", "match"]


def load_topics(text: str, *, path: str) -> tuple[Topic, ...]:
    """Load topics from TOML: one `[[topic]]` table per topic with the keys id, title and query.

    `path` is only used in messages. Raises ConfigError with file and line if the TOML is broken, a key is wrong or
    missing, an id is repeated, or a query does not compile.
    """
    file = TomlConfig(text, path=path, kinds=("topic",))
    topics = file.records("topic", Topic, {"id": "topic_id"})
    for index, topic in enumerate(topics):
        try:
            compile_query(topic.query)
        except QueryError as error:
            raise file.error("topic", index, "query", str(error)) from error
    return topics


def match(article: Article, topics: Iterable[Topic]) -> tuple[str, ...]:
    """Return the ids of the topics that the article matches, in the order of `topics`."""
    indexed = IndexedArticle(article)
    return tuple(topic.topic_id for topic in topics if compile_query(topic.query).fits(indexed))


def find(query: str, article: Article) -> tuple[Span, ...]:
    """Return the passages that the query finds (see `Query.matches`). Raises QueryError if it does not compile."""
    return compile_query(query).spans(_index(article))


def _index(article: Article) -> IndexedArticle:
    """Return the article's index. The latest one is cached, because many rules are evaluated on each article."""
    indexed: IndexedArticle | None = _latest[0]
    if indexed is None or indexed.article is not article:
        indexed = _latest[0] = IndexedArticle(article)
    return indexed


_latest: list[IndexedArticle | None] = [None]
