"""Match articles with topics: queries in Lucene's syntax, evaluated in memory or as SQL in the lake.

Pure: no I/O, no settings. A query is compiled once and cached. The words of an article are indexed once for all topics.
"""

from collections.abc import Iterable, Mapping

from newsvane.errors import QueryError
from newsvane.records import Article, Span, Topic
from newsvane.toml_config import TomlConfig
from newsvane.topics.ast import IndexedArticle
from newsvane.topics.centrality import CentralityMeter, is_central
from newsvane.topics.gate import Gate, build_gate
from newsvane.topics.operators import explain_unused_operator
from newsvane.topics.query import Query, compile_query
from newsvane.topics.word_lists import expand_lists, find_list_names, load_word_lists, report_wrong_lists

__all__ = [
    "Gate",
    "Query",
    "Span",
    "Topic",
    "assign_topics",
    "build_gate",
    "compile_query",
    "expand_lists",
    "explain_unused_operator",
    "find",
    "list_unfit_fields",
    "load_lists",
    "load_topics",
    "match",
    "resolve_query",
]


def load_topics(text: str, *, path: str) -> tuple[Topic, ...]:
    """Load topics from TOML: one `[[topic]]` table per topic with the keys id, title and query.

    Their queries may name lists, `[[words]]` tables with id and query, which are expanded. `path` is only used in
    messages. Raises ConfigError with every mistake and its line: the TOML is broken, a key is wrong or missing, an id
    is repeated, or a query does not compile.
    """
    file = TomlConfig(text, path=path, kinds=("topic", "words"))
    lists = load_word_lists(file)
    topics: list[Topic] = []
    used: set[str] = set()
    wrong_lists: set[str] | None = None
    for index, written in file.tables("topic", Topic, {"id": "topic_id"}):
        names = find_list_names(written.query)
        used.update(names)
        try:
            topic = written.model_copy(update={"query": expand_lists(written.query, lists.expanded)})
            query = compile_query(topic.query)
        except QueryError as error:
            if wrong_lists is None:
                wrong_lists = report_wrong_lists(file, lists)
            if not wrong_lists.intersection(names):
                file.report("topic", index, "query", str(error))
            continue
        for fault in list_unfit_fields(query):
            file.report("topic", index, "query", fault)
        topics.append(topic)
    if wrong_lists is None:
        for list_id, (_, own) in reversed(list(lists.written.items())):
            used.update(find_list_names(own) if list_id in used else ())
        report_wrong_lists(file, lists, used)
    file.require_valid()
    return tuple(topics)


def list_unfit_fields(query: Query) -> list[str]:
    """Return why a query cannot be that of a topic: it asks for what is only known once the topics are."""
    faults = {
        "central: says what an article is about once its topics are known; "
        "only searches and rules can use it": query.central_topics,
        "person:, org: and place: find names, which are only looked for in articles on a topic; "
        "write the words, or use them in searches and rules": query.asks_for_names,
    }
    return [fault for fault, is_used in faults.items() if is_used]


def load_lists(text: str, *, path: str) -> Mapping[str, str]:
    """Return the lists of a file that `load_topics` loads: for `expand_lists`, in queries of rules and searches."""
    return load_word_lists(TomlConfig(text, path=path, kinds=("topic", "words"))).expanded


def resolve_query(query: str, *, lists: Mapping[str, str] | None = None, known: Iterable[str] | None = None) -> str:
    """Return the query with its lists in place; `lists`: None if they are not known, then it is returned as it is.

    Raises QueryError if it does not compile, names none of the lists, or its `central:` none of the `known` topics.
    """
    resolved = query if lists is None else expand_lists(query, lists)
    central = compile_query(resolved).central_topics
    ids = list(central if known is None else known)
    if unknown := sorted(central - {each.lower() for each in ids}):
        message = f"central: names no topic {unknown[0]!r}; the topics are {', '.join(ids)}"
        raise QueryError(message, reason="unknown_topic")
    return resolved


def match(article: Article, topics: Iterable[Topic]) -> tuple[str, ...]:
    """Return the ids of the topics that the article matches, in the order of `topics`."""
    indexed = IndexedArticle(article)
    return tuple(topic.topic_id for topic in topics if compile_query(topic.query).fits(indexed))


def assign_topics(article: Article, topics: Iterable[Topic]) -> Article:
    """Return the article with the topics that it matches, and with how central each of them is."""
    indexed = IndexedArticle(article)
    meter = CentralityMeter(indexed)
    queries = [(topic.topic_id, compile_query(topic.query)) for topic in topics]
    mentions = [meter.measure(name, query, spans) for name, query in queries if (spans := query.spans(indexed))]
    return article.model_copy(
        update={
            "topics": tuple(each.topic for each in mentions),
            "topic_mentions": tuple(mentions),
            "central_topics": tuple(each.topic for each in mentions if is_central(each)),
        }
    )


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
