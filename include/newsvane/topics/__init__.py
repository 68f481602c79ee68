"""Topics: a query in Lucene's syntax, as a matcher for articles that land and as SQL for those that have.

Pure. A query is compiled once and kept; an article's words are indexed once for all topics.
"""

from collections.abc import Iterable

from newsvane.errors import QueryError
from newsvane.records import Article, Span, Topic
from newsvane.toml_config import TomlConfig
from newsvane.topics.ast import Document
from newsvane.topics.query import Query, compile_query

__all__ = ["Query", "Span", "Topic", "compile_query", "find", "load_topics", "match"]


def load_topics(text: str, *, path: str) -> tuple[Topic, ...]:
    """Read topics: TOML, one `[[topic]]` a topic, keys id, title, query. `path` is for the messages.

    Raises ConfigError with file and line on broken TOML, wrong or missing keys, repeated ids and queries that do not
    compile.
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
    """Ids of the topics that match, in their order."""
    document = Document(article)
    return tuple(topic.topic_id for topic in topics if compile_query(topic.query).fits(document))


def find(query: str, article: Article) -> tuple[Span, ...]:
    """What the query finds in the article. Raises QueryError as `compile_query`."""
    return compile_query(query).spans(_latest(article))


def _latest(article: Article) -> Document:
    """The article's index, kept until another is asked for: many rules look at one article in turn."""
    document: Document | None = _kept[0]
    if document is None or document.article is not article:
        document = _kept[0] = Document(article)
    return document


_kept: list[Document | None] = [None]
