"""Find out what kind of source an address is, and what would be taken from it. Nothing is landed."""

import asyncio
from typing import NamedTuple

from newsvane import entries, feeds, telegram
from newsvane.errors import FeedUnreadable
from newsvane.feeds.discovery import detect_format, find_candidates
from newsvane.fetch import Fetcher
from newsvane.pipeline.ops.candidate_reader import CandidateReader
from newsvane.records import Entry, Feed, Page, ParsedFeed, Record, SourceKind
from newsvane.settings import Settings


class Selectors(NamedTuple):
    """The CSS selectors of a list page, "" where nothing is selected."""

    links: str = ""
    titles: str = ""
    dates: str = ""


class SourceTrial(Record):
    """What an address is as a source. `feed`: ready for the watch list, except for what only a person knows.

    `format`: in words. `entries`: what would be taken. `feed_found`: of a list page, the address of a feed that it
    links to.
    """

    format: str
    feed: Feed
    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()
    feed_found: str | None = None


def try_source(url: str, *, selectors: Selectors, settings: Settings) -> SourceTrial:
    """Fetch an address and read it as the kind of source that it is: a list page if selectors are given.

    Raises NewsvaneError if it cannot be fetched, and FeedUnreadable if it is no source.
    """
    return asyncio.run(_try_source(url, selectors, settings))


async def _try_source(url: str, selectors: Selectors, settings: Settings) -> SourceTrial:
    preview = telegram.find_preview(url)
    async with Fetcher(settings) as fetcher:
        if preview or any(selectors):
            page = await fetcher.get(preview or url, max_bytes=settings.feed_max_bytes)
            return await asyncio.to_thread(_read_page, page, selectors, "telegram" if preview else "page")
        found = await CandidateReader(fetcher, settings).read(url)
    if found.page is None or found.entries is None:
        error = found.error or FeedUnreadable(f"{url} cannot be read", reason="not_a_feed")
        if found.page is None or error.reason != "not_a_feed" or b"<" not in found.page.body[:2_000]:
            raise error
        return await asyncio.to_thread(_read_page, found.page, selectors)
    words = detect_format(found.page.body)
    return _describe(
        "sitemap" if "sitemap" in words else "feed",
        words,
        found.page,
        ParsedFeed(title=found.title, language=found.language, entries=found.entries, problems=found.problems),
    )


def _read_page(page: Page, selectors: Selectors, kind: SourceKind = "page") -> SourceTrial:
    """Read a page as the preview of a channel, or as a list page."""
    url = page.final_url
    source = Feed(feed_id="", url=url, source_kind=kind, **selectors._asdict())
    content_type = page.header("content-type")
    parsed = entries.parse_source(source, page.body, url=url, content_type=content_type, now=page.fetched_at)
    if kind == "telegram":
        return _describe("telegram", "Telegram channel", page, parsed)
    links = (each for each in find_candidates(page.body, url=url) if each.why == "link")
    linked = next((each.url for each in links), None)
    found = _describe("page", "list page", page, parsed)
    feed = found.feed.model_copy(update=selectors._asdict())
    return found.model_copy(update={"feed": feed, "feed_found": linked})


def _describe(kind: SourceKind, words: str, page: Page, parsed: ParsedFeed) -> SourceTrial:
    feed = Feed(
        feed_id="",
        url=page.moved_to or page.url,
        title=parsed.title,
        language=parsed.language,
        source_kind=kind,
    )
    return SourceTrial(
        format=words,
        feed=feed.model_copy(update={"feed_id": feeds.FeedIds().allocate(feeds.suggest_id(feed))}),
        entries=parsed.entries,
        problems=parsed.problems,
    )
