"""Reading again: what is in the archive, with the code, the topics and the gate as they are now."""

import logging
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from newsvane import lake, quality, urls
from newsvane.archive import read_archived_page
from newsvane.errors import ArchiveDamaged
from newsvane.lake.tables.archive_index import ArchivedArticle, load_archived_articles, load_entries_of_articles
from newsvane.pipeline.ingest.land import Judgement, land_readings
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.pipeline.ingest.read import Reading
from newsvane.records import Article, Entry, Raw, Record, Skipped
from newsvane.settings import Settings, get_settings

log = logging.getLogger(__name__)

BATCH = 200
"""Articles read again in one transaction."""


class Replayed(Record):
    """What reading again gave. `refused`: by the gate; `skipped`: no article any more; `lost`: not in the archive."""

    landed: int = 0
    refused: int = 0
    skipped: int = 0
    lost: int = 0
    messages: int = 0

    def __add__(self, other: "Replayed") -> "Replayed":
        """The sums."""
        return Replayed(**{name: value + getattr(other, name) for name, value in self})


def replay(
    article_ids: Collection[str] | None = None,
    *,
    force: bool = False,
    settings: Settings | None = None,
    on_done: Callable[[], None] = lambda: None,
) -> Replayed:
    """Read quarantined articles again (all where `article_ids` is None), judge them again and land what passes.

    `force`: land them as they are held, without reading or judging. What is refused again stays held; what is no
    article any more is discarded. Alerts go to the outbox.
    """
    settings = settings or get_settings()
    with lake.closing(lake.connect(settings=settings)) as connection:
        held = [
            each.article
            for each in lake.load_quarantined(connection)
            if article_ids is None or each.article.article_id in article_ids
        ]
        entries = load_entries_of_articles(connection, [article.article_id for article in held])
    readings: dict[str, Reading] = {}
    desk = _Desk(settings)
    for article in held:
        entry = entries.get(article.article_id) or _entry_of(article)
        reading = Reading(entry=entry, article=article) if force else desk.read(entry, article.raw)
        if reading:
            readings[article.article_id] = reading
        on_done()
    judgement = Judgement() if force else _judge(list(readings.values()), settings)
    run = _run("replay")
    counts = land_readings(list(readings.values()), judgement, run, settings)
    passed = [
        key
        for key, reading in readings.items()
        if reading.article and reading.article.article_id not in judgement.refused
    ]
    gone = [key for key, reading in readings.items() if reading.skipped]
    with lake.writer(settings, "quarantine") as connection:
        lake.resolve_quarantined(connection, passed)
        lake.resolve_quarantined(connection, gone, discard=True)
    return Replayed(
        landed=len(passed),
        refused=len(readings) - len(passed) - len(gone),
        skipped=len(gone),
        lost=len(held) - len(readings),
        messages=counts["messages"],
    )


def reprocess(
    *, since: datetime, settings: Settings | None = None, on_done: Callable[[], None] = lambda: None
) -> Replayed:
    """Read the archived pages of articles first read at `since` or later again; what differs becomes a new revision.

    Tells nobody. What would be refused or skipped today keeps its row as it is, and is counted.
    """
    settings = settings or get_settings()
    with lake.closing(lake.connect(settings=settings)) as connection:
        pages = load_archived_articles(connection, since=since)
        entries = load_entries_of_articles(connection, [page.article_id for page in pages])
    desk, total = _Desk(settings), Replayed()
    for start in range(0, len(pages), BATCH):
        batch = pages[start : start + BATCH]
        readings = []
        for page in batch:
            if reading := desk.read(entries.get(page.article_id) or _entry_of(page), page.raw):
                readings.append(reading)
            on_done()
        total += _land_again(readings, lost=len(batch) - len(readings), settings=settings)
    return total


def _land_again(readings: Sequence[Reading], *, lost: int, settings: Settings) -> Replayed:
    articles = [reading for reading in readings if reading.article]
    judgement = _judge(articles, settings)
    passed = [
        reading for reading in articles if reading.article and reading.article.article_id not in judgement.refused
    ]
    counts = land_readings(passed, Judgement(), _run("reprocess"), settings, alert=False)
    return Replayed(
        landed=counts["new"] + counts["updated"],
        refused=len(articles) - len(passed),
        skipped=len(readings) - len(articles),
        lost=lost,
    )


class _Desk:
    """Reads archived pages with today's rules."""

    def __init__(self, settings: Settings) -> None:
        self._archive = settings.archive_path
        self._pages = PageReader(settings)

    def read(self, entry: Entry, raw: Raw | None) -> Reading | None:
        """The page again; None where the archive lacks it."""
        if raw is None:
            log.warning("page %s: never archived", entry.url)
            return None
        try:
            page = read_archived_page(self._archive, raw)
        except ArchiveDamaged as error:
            log.warning("page %s: %s", entry.url, error)
            return None
        found = self._pages.read(page, entry)
        if isinstance(found, Skipped):
            return Reading(entry=entry, skipped=found)
        return Reading(entry=entry, article=found.model_copy(update={"raw": raw}))


def _judge(readings: Sequence[Reading], settings: Settings) -> Judgement:
    """The gate's word on each article. That the batch is small or odd as a whole is no news here."""
    now = datetime.now(UTC)
    articles = [reading.article for reading in readings if reading.article]
    verdict = quality.validate(articles, skipped=(), docs=settings.docs_path, now=now, run_id=_run("replay"))
    return Judgement(refused=dict(verdict.refused), warnings=verdict.warnings)


def _entry_of(article: Article | ArchivedArticle) -> Entry:
    """What stands for the entry of an article that has none in the lake."""
    return Entry(
        entry_id=urls.entry_id(article.canonical_url),
        feed_id=article.feed_id or "",
        url=article.url,
        canonical_url=article.canonical_url,
        seen_at=article.fetched_at,
    )


def _run(kind: str) -> str:
    return f"{kind}-{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
