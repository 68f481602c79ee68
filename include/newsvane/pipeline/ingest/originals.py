"""Find the originals that translated articles link to, as entries to be read like any other page.

They are fetched with the same address checks and limits per host as other pages.
"""

from collections.abc import Iterable
from datetime import datetime

from newsvane import configuration, urls
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.outlets import FeedsByOutlet
from newsvane.records import Article, Entry
from newsvane.settings import Settings

_TRANSLATED_STATES = {"translated", "proxy", "notice_only"}


def find_originals(results: Iterable[ReadResult], *, settings: Settings, now: datetime) -> tuple[Entry, ...]:
    """Return an entry for the original of each translated article that matches a topic.

    `settings.read_originals` selects all originals, those of watched outlets, or none. A page that was itself read as
    an original does not lead to another original, so no site can make us follow a chain of pages.
    """
    if settings.read_originals == "none":
        return ()
    translations = [
        result.article
        for result in results
        if result.article
        and result.article.topics
        and result.entry.original_of is None
        and _names_original(result.article)
    ]
    if settings.read_originals == "watched" and translations:
        found = configuration.load(settings)
        watched = FeedsByOutlet(found.feeds, found.outlets)
        translations = [article for article in translations if watched.is_watched(article.translation.source_url or "")]
    return tuple(_entry_for_original(article, now) for article in translations)


def _names_original(article: Article) -> bool:
    translation = article.translation
    return translation.state in _TRANSLATED_STATES and translation.source_url not in {None, article.canonical_url}


def _entry_for_original(article: Article, now: datetime) -> Entry:
    canonical = article.translation.source_url or ""
    return Entry(
        entry_id=urls.entry_id(canonical),
        feed_id="",
        url=article.translation.source_link or canonical,
        canonical_url=canonical,
        language=article.translation.source_language,
        original_of=article.article_id,
        seen_at=now,
    )
