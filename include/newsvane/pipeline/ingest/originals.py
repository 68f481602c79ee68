"""The originals that translations name -> entries to be read like any other page, by the same guard and manners."""

from collections.abc import Iterable
from datetime import datetime

from newsvane import urls
from newsvane.pipeline.config import Outlets, load_feeds
from newsvane.pipeline.ingest.read import Reading
from newsvane.records import Article, Entry
from newsvane.settings import Settings

_STATES = {"translated", "proxy", "notice_only"}


def originals(readings: Iterable[Reading], *, settings: Settings, now: datetime) -> tuple[Entry, ...]:
    """An entry for the original of each translation on topic, as `settings.read_originals` has it.

    What was itself read as an original names no further one: so there is no chain to be led along.
    """
    if settings.read_originals == "none":
        return ()
    named = [
        reading.article
        for reading in readings
        if reading.article and reading.article.topics and reading.entry.original_of is None and _names(reading.article)
    ]
    if settings.read_originals == "watched" and named:
        outlets = Outlets(load_feeds(settings))
        named = [article for article in named if outlets.of(article.translation.source_url or "")]
    return tuple(_entry(article, now) for article in named)


def _names(article: Article) -> bool:
    translation = article.translation
    return translation.state in _STATES and translation.source_url not in {None, article.canonical_url}


def _entry(article: Article, now: datetime) -> Entry:
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
