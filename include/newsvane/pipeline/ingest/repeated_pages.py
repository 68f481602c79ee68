"""Leave out pages that only strangers list, and that their outlet shows under another address.

A page answers under any number of addresses: with a made-up parameter, in another spelling. Most pages say which one is
theirs; of the others, a feed of another outlet could fill the lake with copies in their outlet's name.
"""

from collections.abc import Collection, Sequence

from newsvane import lake, urls
from newsvane.observation import chronological_key
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.records import Article, Skipped
from newsvane.settings import Settings


def find_repeated_pages(
    connection: lake.Connection, articles: Sequence[Article], results: Sequence[ReadResult], settings: Settings
) -> dict[str, str]:
    """Return the new articles to leave out: their ids, and for each the address under which its outlet has the text.

    `results`: of the entries that led to the articles. Nothing is left out that a feed of its own outlet lists.
    """
    own = {result.article.article_id for result in results if result.article and _is_listed_by_its_outlet(result)}
    with_text = [article for article in articles if article.text]
    foreign = {article.article_id: article for article in with_text if article.article_id not in own}
    if not foreign:
        return {}
    stored = lake.find_stored_texts(connection, foreign.values(), window_days=settings.copy_window_days)
    repeated = {key: stored[key] for key in foreign if key in stored}
    return _find_within_batch([each for each in with_text if each.article_id not in repeated], foreign) | repeated


def leave_out(result: ReadResult, repeated: dict[str, str]) -> ReadResult:
    """Return the result, with the reason instead of the article if it is among the repeated pages."""
    article = result.article
    if article is None or article.article_id not in repeated:
        return result
    skipped = Skipped(
        url=result.entry.url,
        stage="land",
        reason="same_page",
        detail=f"its outlet has this text at {repeated[article.article_id]}",
        feed_id=result.entry.feed_id or None,
        entry_id=result.entry.entry_id,
        at=article.fetched_at,
    )
    return result.model_copy(update={"article": None, "skipped": skipped})


def _find_within_batch(articles: Sequence[Article], foreign: Collection[str]) -> dict[str, str]:
    kept: dict[tuple[str, str], Article] = {}
    repeated = {}
    for article in sorted(articles, key=lambda each: (each.article_id in foreign, chronological_key(each))):
        first = kept.setdefault((article.outlet, article.text), article)
        if first is not article and article.article_id in foreign:
            repeated[article.article_id] = first.canonical_url
    return repeated


def _is_listed_by_its_outlet(result: ReadResult) -> bool:
    entry, article = result.entry, result.article
    return article is not None and entry.own is not False and urls.outlet(entry.canonical_url) == article.outlet
