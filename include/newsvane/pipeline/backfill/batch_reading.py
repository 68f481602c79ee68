"""Read a batch of pages of the past: leave out what the lake knows, and what is not of the period."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from newsvane import lake, urls
from newsvane.errors import describe_unforeseen
from newsvane.observation import reported_at
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.forgotten import load_tombstones, split_forgotten
from newsvane.pipeline.ingest.past_reader import Arrival, PastReader, make_entry
from newsvane.pipeline.staging import BACKFILL_PREFIX
from newsvane.public_addresses import BadAddress, clean_address
from newsvane.records import Article, Page, Skipped
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones


class Period(NamedTuple):
    """Days of publication, UTC. `since`: None: no limit."""

    since: date | None
    until: date

    def has(self, article: Article) -> bool:
        """Return whether an article was reported in the period."""
        day = reported_at(article).date()
        return day <= self.until and (self.since is None or day >= self.since)


@dataclass
class ReadBatch:
    """What a batch gave. `position`: where reading goes on after it. `counts`: pages that do not land, by reason."""

    position: int = 0
    results: list[ReadResult] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class _Ids(NamedTuple):
    article: str
    entry: str


def read_page(
    reader: PastReader, page: Page, arrival: Arrival, *, may_match: Callable[[Page], bool] | None = None
) -> ReadResult | str:
    """Read a page, whatever it makes our code do. Return the reason if its address is none, or no topic may match it.

    `may_match`: tells that without parsing.
    """
    try:
        if may_match and not may_match(page):
            return "off_topic"
        return reader.read(page, arrival)
    except BadAddress as error:
        return error.reason
    except Exception as error:  # one page must not end the batch
        return _describe_unreadable(page, arrival, error)


def _describe_unreadable(page: Page, arrival: Arrival, error: Exception) -> ReadResult | str:
    try:
        url = clean_address(page.final_url)
    except BadAddress as bad:
        return bad.reason
    detail = describe_unforeseen(error)
    skipped = Skipped(url=url, stage="read", reason="unreadable", detail=detail, at=arrival.taken_at)
    return ReadResult(entry=make_entry(url, arrival), skipped=skipped)


class KnownPageFilter:
    """Leaves out what the lake knows. Nothing that is in the lake is changed by an older reading.

    An article that is off topic in the lake is read again, because there may be new topics since.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def choose(self, addresses: Sequence[str], counts: Counter[str]) -> set[str]:
        """Return which of the addresses are to be read. The others are counted; what was forgotten is not requested."""
        ids = {address: _identify(address) for address in addresses}
        valid = [each for each in ids.values() if each]
        known, tombstones = self._find([each.article for each in valid], [each.entry for each in valid])
        chosen = set()
        for address in addresses:
            found = ids[address]
            if found is None:
                counts["bad_url"] += 1
            elif tombstones.find_address(address):
                counts["forgotten"] += 1
            elif found.entry in known.pending:
                counts["waiting"] += 1
            elif found.article in known.on_topic | known.quarantined:
                counts["known"] += 1
            else:
                chosen.add(address)
        return chosen

    def set_forgotten_aside(self, batch: ReadBatch) -> list[ReadResult]:
        """Take out and return what is forgotten: its pages must be erased, for whatever reason they would not land."""
        if not batch.results or not lake.exists(self._settings):
            return []
        with lake.open_shared(self._settings) as connection:
            batch.results, left_out = split_forgotten(batch.results, load_tombstones(connection))
        return [each.result for each in left_out]

    def drop_known(self, batch: ReadBatch) -> None:
        """Take out the results that would change nothing, or what the lake has."""
        articles = [each.article.article_id for each in batch.results if each.article]
        skipped = [each.skipped.url for each in batch.results if each.skipped]
        if not batch.results or not lake.exists(self._settings):
            return
        with lake.open_shared(self._settings) as connection:
            known = lake.find_known_pages(connection, articles)
            skips = lake.find_known_skips(connection, skipped, run_prefix=BACKFILL_PREFIX) if skipped else set()
        kept = [each for each in batch.results if not _is_known(each, known, skips)]
        batch.counts["known"] += len(batch.results) - len(kept)
        batch.results = kept

    def _find(self, articles: Iterable[str], entries: Iterable[str]) -> tuple[lake.KnownPages, Tombstones]:
        if not lake.exists(self._settings):
            return lake.KnownPages(), Tombstones(())
        with lake.open_shared(self._settings) as connection:
            return lake.find_known_pages(connection, articles, entries), load_tombstones(connection)


def keep_period(batch: ReadBatch, period: Period) -> None:
    """Take out the articles that are not of the period."""
    kept = [each for each in batch.results if each.article is None or period.has(each.article)]
    batch.counts["outside_period"] += len(batch.results) - len(kept)
    batch.results = kept


def keep_on_topic(batch: ReadBatch) -> None:
    """Take out the articles that match no topic."""
    kept = [each for each in batch.results if each.article is None or each.article.topics]
    batch.counts["off_topic"] += len(batch.results) - len(kept)
    batch.results = kept


def keep_first_captures(batch: ReadBatch) -> None:
    """Keep one result per article, the first capture of it, and one per page that was left out."""
    first: dict[str, ReadResult] = {}
    for result in sorted(batch.results, key=_captured_at):
        key = result.article.article_id if result.article else f"skipped {result.entry.entry_id}"
        first.setdefault(key, result)
    batch.counts["repeated"] += len(batch.results) - len(first)
    batch.results = [*first.values()]


def _captured_at(result: ReadResult) -> datetime:
    return result.entry.observed_at or result.entry.seen_at


def _is_known(result: ReadResult, known: lake.KnownPages, skips: set[tuple[str, str, str]]) -> bool:
    if result.skipped:
        return (result.skipped.url, result.skipped.stage, result.skipped.reason) in skips
    article = result.article
    if article is None:
        return False
    is_off_topic = article.article_id in known.off_topic and not article.topics
    return is_off_topic or article.article_id in known.on_topic | known.quarantined


def _identify(address: str) -> _Ids | None:
    """Return the ids of an address; None if it is none."""
    try:
        canonical = urls.canonical(address)
    except ValueError:
        return None
    return _Ids(urls.article_id(canonical), urls.entry_id(canonical))
