"""Read archived pages again, with today's code, topics and expectations.

`replay` is for quarantined articles, `reprocess` for articles in the lake.
"""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from newsvane import configuration, lake, quality, urls
from newsvane.archive import read_archived_page
from newsvane.errors import ArchiveDamaged
from newsvane.lake.tables.archive_index import ArchivedArticle, load_archived_articles
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.land import land_results
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.past_reader import Arrival, PastReader
from newsvane.pipeline.ingest.validate import Validation
from newsvane.public_addresses import BadAddress
from newsvane.records import Article, Entry, Record, Skipped
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH_SIZE = 200
"""How many articles are read again and landed in one transaction."""


class ReplayResult(Record):
    """The counts of a replay.

    How many articles landed, failed the expectations, are no longer articles or are known at another address
    (`skipped`), or have no archived page (`lost`); and how many messages were written.
    """

    landed: int = 0
    refused: int = 0
    skipped: int = 0
    lost: int = 0
    messages: int = 0

    def __add__(self, other: "ReplayResult") -> "ReplayResult":
        """Return the sums."""
        return ReplayResult(**{name: value + getattr(other, name) for name, value in self})


def replay(
    article_ids: Collection[str] | None = None,
    *,
    force: bool = False,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> ReplayResult:
    """Read quarantined articles again, validate them and land those that pass. Alerts go to the outbox.

    `article_ids`: None for all. `force`: land the articles as they are in quarantine, without reading or validating
    them. An article that fails again stays in quarantine; one whose page is no longer an article is discarded.
    `on_done` is called after each article.
    """
    settings = settings or get_settings()
    with lake.open_shared(settings) as connection:
        quarantined = [
            each.article
            for each in lake.load_quarantined(connection)
            if article_ids is None or each.article.article_id in article_ids
        ]
        entries = lake.load_entries_of_articles(
            connection, {each.article_id: each.canonical_url for each in quarantined}
        )
    results: dict[str, ReadResult] = {}
    reader = _ArchiveReader(settings)
    for article in quarantined:
        entry = entries.get(article.article_id) or _make_entry(article)
        result = ReadResult(entry=entry, article=article) if force else reader.read(entry, article)
        if result:
            results[article.article_id] = result
        on_done()
    validation = Validation() if force else _validate(list(results.values()), settings)
    counts = land_results(list(results.values()), validation, _run_name("replay"), settings)
    passed = [
        key for key, result in results.items() if result.article and result.article.article_id not in validation.refused
    ]
    no_articles = [key for key, result in results.items() if result.skipped]
    with lake.writer(settings, "quarantine") as connection:
        lake.resolve_quarantined(connection, passed)
        lake.resolve_quarantined(connection, no_articles, discard=True)
    refused = len(results) - len(passed) - len(no_articles)
    return ReplayResult(
        landed=counts["articles"],
        refused=refused,
        skipped=len(results) - refused - counts["articles"],
        lost=len(quarantined) - len(results),
        messages=counts["messages"],
    )


def reprocess(
    *, since: datetime, settings: Settings | None = None, on_done: Callable[[], None] = lambda: None
) -> ReplayResult:
    """Read the archived pages of articles again that were first read at `since` or later.

    An article that differs gets a new revision. One that would be quarantined or skipped today is only counted; its row
    does not change. No alerts are written. `on_done` is called after each article.
    """
    settings = settings or get_settings()
    with lake.open_shared(settings) as connection:
        pages = load_archived_articles(connection, since=since)
        entries = lake.load_entries_of_articles(connection, {page.article_id: page.canonical_url for page in pages})
    reader, total = _ArchiveReader(settings), ReplayResult()
    for start in range(0, len(pages), BATCH_SIZE):
        batch = pages[start : start + BATCH_SIZE]
        results = []
        for page in batch:
            if result := reader.read(entries.get(page.article_id) or _make_entry(page), page):
                results.append(result)
            on_done()
        total += _land_reprocessed(results, lost=len(batch) - len(results), settings=settings)
    return total


def _land_reprocessed(results: Sequence[ReadResult], *, lost: int, settings: Settings) -> ReplayResult:
    with_article = [result for result in results if result.article]
    validation = _validate(with_article, settings)
    passed = [
        result for result in with_article if result.article and result.article.article_id not in validation.refused
    ]
    counts = land_results(passed, Validation(), _run_name("reprocess"), settings, alert=False)
    return ReplayResult(
        landed=counts["new"] + counts["updated"],
        refused=len(with_article) - len(passed),
        skipped=len(results) - len(with_article),
        lost=lost,
    )


class _ArchiveReader:
    """Reads archived pages with today's rules."""

    def __init__(self, settings: Settings) -> None:
        self._archive = settings.archive_path
        self._pages = PageReader(configuration.load(settings))
        self._past = PastReader(self._pages, wayback_url=settings.wayback_url)

    def read(self, entry: Entry, article: Article | ArchivedArticle) -> ReadResult | None:
        """Read its page again. Return None, with a warning in the log, if the archive does not have it."""
        raw = article.raw
        if raw is None:
            log.warning("page %s: cannot be read again, it was never archived", entry.url)
            return None
        try:
            page = read_archived_page(self._archive, raw)
        except ArchiveDamaged as error:
            log.warning("page %s: cannot be read again, %s", entry.url, error)
            return None
        if article.source:
            is_archived = article.archived_at is not None
            arrival = Arrival(article.source, is_archived, article.fetched_at, published_at=_find_listed_time(article))
            try:
                return self._past.read(page, arrival, entry=entry)
            except BadAddress as error:
                log.warning("page %s: is not read again, %s", entry.url, error)
                return None
        found = self._pages.read(page, entry)
        if isinstance(found, Skipped):
            return ReadResult(entry=entry, skipped=found)
        return ReadResult(entry=entry, article=found.model_copy(update={"raw": raw}))


def _find_listed_time(article: Article | ArchivedArticle) -> datetime | None:
    """Return the time of publication that the list with its address named, if that was believed."""
    return article.published_at if article.published_source in {"list", "feed"} else None  # "feed": landed before 0035


def _validate(results: Sequence[ReadResult], settings: Settings) -> Validation:
    """Validate each article. Expectations on whole batches do not apply, because this batch may be small or unusual."""
    now = datetime.now(UTC)
    articles = [result.article for result in results if result.article]
    verdict = quality.validate(articles, skipped=(), docs=settings.docs_path, now=now, run_id=_run_name("replay"))
    return Validation(refused=dict(verdict.refused), warnings=verdict.warnings)


def _make_entry(article: Article | ArchivedArticle) -> Entry:
    """Return an entry for an article that has none in the lake."""
    return Entry(
        entry_id=urls.entry_id(article.canonical_url),
        feed_id=article.feed_id or "",
        url=article.url,
        canonical_url=article.canonical_url,
        seen_at=article.fetched_at,
    )


def _run_name(kind: str) -> str:
    return f"{kind}-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
