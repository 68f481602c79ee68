"""Leave out pages that only feeds of other outlets list, where their own outlet has shown them already.

A page answers under any number of addresses: with a made-up parameter, in another spelling, as a print edition. A feed
of another outlet may lead us to a page that we do not know yet. But it must not revise the article that the outlet's
own feed lists, nor fill the lake with further copies of it in the outlet's name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from newsvane import configuration, lake
from newsvane.observation import chronological_key
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.records import Article, Skipped
from newsvane.settings import Settings


def prefer_own_listings(results: Iterable[ReadResult]) -> list[ReadResult]:
    """Return the results of a run, without further versions of articles to which a feed of their own outlet leads."""
    results = list(results)
    own = {each.article.article_id: each.entry.url for each in results if each.article and not is_foreign(each)}
    return [leave_out(result, own) for result in results]


def find_known_pages(
    connection: lake.Connection, results: Sequence[ReadResult], settings: Settings
) -> Mapping[str, str]:
    """Return the articles that were found by foreign listings alone and are known already: ids, and known addresses.

    An article is known if an entry of its own outlet led to it before, or if it is new and its outlet has the same text
    at another address.
    """
    articles = {each.article.article_id: each.article for each in results if each.article}
    own = {each.article.article_id for each in results if each.article and not is_foreign(each)}
    foreign = {article_id: article for article_id, article in articles.items() if article_id not in own}
    if not foreign:
        return {}
    entries = lake.load_entries_of_articles(connection, {key: each.canonical_url for key, each in foreign.items()})
    known = {key: entry.url for key, entry in entries.items() if lake.is_own_listing(entry, foreign[key].canonical_url)}
    comparable = [each for each in articles.values() if each.topics and each.text and each.article_id not in known]
    candidates = [article for article in comparable if article.article_id in foreign]
    texts = lake.find_stored_texts(connection, candidates, window_days=settings.copy_window_days)
    stored = {key: address for key, address in texts.items() if address}
    others = [article for article in comparable if article.article_id not in stored]
    return known | stored | _find_repetitions(others, texts.keys())


def find_listing_outlets(
    connection: lake.Connection, results: Iterable[ReadResult], settings: Settings
) -> dict[str, str]:
    """Return the articles of watched outlets to which only feeds of others led: ids, and the outlets of those feeds.

    A source that belongs to no outlet stands for itself, by its id.

    An article that its own outlet has listed by now is not among them, although another listing was read.
    """
    found = [(each.article, each.entry) for each in results if each.article]
    own = {article.article_id for article, entry in found if lake.is_own_listing(entry, article.canonical_url)}
    foreign = [(article, entry) for article, entry in found if article.article_id not in own]
    if not foreign:
        return {}
    listed = lake.find_own_listings(connection, [article.canonical_url for article, _ in foreign])
    feeds = configuration.load(settings).feeds
    outlets = {feed.feed_id: feed.outlet or feed.feed_id for feed in feeds}
    watched = {feed.outlet for feed in feeds}
    return {
        article.article_id: outlets[entry.feed_id]
        for article, entry in foreign
        if article.canonical_url not in listed and article.outlet in watched and outlets.get(entry.feed_id)
    }


def leave_out(result: ReadResult, known: Mapping[str, str]) -> ReadResult:
    """Return the result, with a reason instead of the article if a foreign listing led to one of the known pages."""
    article = result.article
    if article is None or article.article_id not in known or not is_foreign(result):
        return result
    skipped = Skipped(
        url=result.entry.url,
        stage="land",
        reason="same_page",
        detail=f"its outlet shows it at {known[article.article_id]}",
        feed_id=result.entry.feed_id or None,
        entry_id=result.entry.entry_id,
        at=article.fetched_at,
    )
    return result.model_copy(update={"article": None, "skipped": skipped})


def is_foreign(result: ReadResult) -> bool:
    """Return whether an entry of another outlet's feed, or at an address of another outlet, led to the article."""
    return result.article is not None and not lake.is_own_listing(result.entry, result.article.canonical_url)


def _find_repetitions(articles: Sequence[Article], new: Collection[str]) -> dict[str, str]:
    """Return those of the `new` articles whose text another one of the same outlet and batch has, with its address."""
    kept: dict[tuple[str, str], Article] = {}
    repeated = {}
    for article in sorted(articles, key=lambda each: (each.article_id in new, chronological_key(each))):
        first = kept.setdefault((article.outlet, article.text), article)
        if first is not article and article.article_id in new:
            repeated[article.article_id] = first.canonical_url
    return repeated
