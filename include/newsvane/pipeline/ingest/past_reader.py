"""Read pages of the past: as they were captured, and dated at that time."""

from datetime import datetime
from typing import NamedTuple

from newsvane import past, urls
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.pipeline.ingest.page_reader import PageReader
from newsvane.public_addresses import clean_address
from newsvane.records import Article, Entry, Page, PastSource, Skipped


class Arrival(NamedTuple):
    """How a page of the past came to us.

    `is_archived`: an archive captured it, at `Page.fetched_at`. `taken_at`: when we took it. `listed_at`: when the list
    with its address was first used. `published_at`: what the list says.
    """

    source: PastSource
    is_archived: bool
    taken_at: datetime
    listed_at: datetime | None = None
    published_at: datetime | None = None


class PastReader:
    """Reads pages of the past. `wayback_url`: the web archive whose captures may be among them."""

    def __init__(self, pages: PageReader, *, wayback_url: str) -> None:
        self._pages, self._wayback_url = pages, wayback_url

    def read(self, page: Page, arrival: Arrival, *, entry: Entry | None = None) -> ReadResult:
        """Return the article on the page, or why there is none. `entry`: what led to it; made from its address if None.

        Raises BadAddress if its address is none of the public web.
        """
        page = _clean_addresses(past.unwrap_capture(page, base=self._wayback_url))
        entry = entry or make_entry(page.url, arrival)
        if arrival.is_archived:
            entry = entry.model_copy(update={"observed_at": page.fetched_at, "tries": 0})
        found = self._pages.read(page, entry)
        if isinstance(found, Skipped):
            return ReadResult(entry=entry, skipped=found.model_copy(update={"at": arrival.taken_at}), raw=page.raw)
        article = _date(found, page, arrival, entry)
        if article is None:
            skipped = _describe_undated(page, entry, arrival).model_copy(update={"text_hash": found.text_hash})
            return ReadResult(entry=entry, skipped=skipped, raw=page.raw)
        return ReadResult(entry=entry, article=article.model_copy(update={"raw": page.raw}))


def _clean_addresses(page: Page) -> Page:
    """Return a page of somebody's archive with its addresses as live pages have them."""
    return page.model_copy(update={"url": clean_address(page.url), "final_url": clean_address(page.final_url)})


def make_entry(url: str, arrival: Arrival) -> Entry:
    """Return an entry for a page that no source lists. Raises ValueError if its address is none."""
    canonical = urls.canonical(url)
    return Entry(
        entry_id=urls.entry_id(canonical), feed_id="", url=url, canonical_url=canonical, seen_at=arrival.taken_at
    )


def _date(found: Article, page: Page, arrival: Arrival, entry: Entry) -> Article | None:
    is_of_listed_outlet = urls.outlet(entry.canonical_url) == found.outlet
    return past.date_article(
        found,
        arrival.source,
        archived_at=page.fetched_at if arrival.is_archived else None,
        taken_at=arrival.taken_at,
        listed_at=arrival.listed_at,
        published_at=arrival.published_at if is_of_listed_outlet else None,
    )


def _describe_undated(page: Page, entry: Entry, arrival: Arrival) -> Skipped:
    return Skipped(
        url=page.url,
        stage="read",
        reason="undated",
        detail="neither the page nor the list says when it appeared, and no archive captured it",
        entry_id=entry.entry_id,
        at=arrival.taken_at,
    )
