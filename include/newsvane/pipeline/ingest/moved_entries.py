"""Date the articles of entries that led to another article before.

Our polls saw the address of an entry, not the article that is read there later. An outlet could list an address, let it
lead to an old report of its own, and put a copy of a rival's report there once that is out: it would have been seen
first.
"""

from collections.abc import Iterable, Mapping

from newsvane import lake, stories
from newsvane.observation import absent_until, with_observation
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.records import Article


def observe_moved(
    connection: lake.Connection, results: Iterable[ReadResult], articles: Mapping[str, Article]
) -> dict[str, Article]:
    """Return the articles; those whose entry led to another text until now count from their reading.

    `results`: with the ids under which their articles land. `articles`: by id.
    """
    entries = {each.entry.entry_id: each.article.article_id for each in results if each.article}
    before = lake.find_articles_of_entries(connection, entries)
    moved = {entries[entry]: known for entry, known in before.items() if entries[entry] not in {known, None}}
    known = {each.article_id: each for each in lake.load_articles(connection, moved.values())} if moved else {}
    return {
        key: _observe_at_reading(article)
        if key in moved and _is_another_text(known.get(moved[key]), article)
        else article
        for key, article in articles.items()
    }


def _is_another_text(before: Article | None, article: Article) -> bool:
    return before is None or stories.is_rewritten(before, article)


def _observe_at_reading(article: Article) -> Article:
    return with_observation(article, observed_at=article.fetched_at, absent_at=absent_until(article.fetched_at))
