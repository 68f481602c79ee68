"""An outlet's address to its feeds: each candidate is fetched, read and described. Nothing is landed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urljoin

from newsvane import entries, feeds, urls
from newsvane.errors import FeedUnreadable, NewsvaneError
from newsvane.feeds.discovery import Candidate, candidates, guesses, kind_of, per_week
from newsvane.fetch import Fetcher
from newsvane.records import Entry, Feed, Page, Record, Utc
from newsvane.settings import Settings

MAX_TRIED = 80
"""Addresses fetched for one discovery, all of one host perhaps, one after the other."""
CHILDREN = 3
"""Sitemaps of an index that are read."""


class Found(Record):
    """A feed that was read. `feed`: ready for the watch list, but for what only a person knows.

    `why`: where its address was found. `per_week`: entries, over the last four weeks at the most.
    """

    feed: Feed
    format: str
    why: str
    entries: int
    newest: Utc | None = None
    per_week: float | None = None
    problems: tuple[str, ...] = ()


class Tried(Record):
    """An address that gave no feed, or none that was not there already."""

    url: str
    outcome: str


class Discovery(Record):
    """The feeds of an address in the order of trust. `itself`: the address is a feed."""

    url: str
    itself: bool = False
    found: tuple[Found, ...] = ()
    tried: tuple[Tried, ...] = ()


def discover(url: str, *, settings: Settings, on_tried: Callable[[], None] | None = None) -> Discovery:
    """Look for the feeds of a page: in its links, in robots.txt and, where these give none, at well-known paths.

    `on_tried` is called after each address. Raises NewsvaneError where the page is out of reach; one that answers with
    an error of HTTP is not.
    """
    return asyncio.run(_discover(url, settings, on_tried or (lambda: None)))


def named_feeds(pages: Mapping[str, str], *, settings: Settings) -> dict[str, str]:
    """The feed that each page names in its head, of the pages that name one that can be read. Both are keyed alike."""
    return asyncio.run(_named_feeds(pages, settings))


async def _discover(url: str, settings: Settings, on_tried: Callable[[], None]) -> Discovery:
    async with Fetcher(settings) as fetcher:
        reader = _Reader(fetcher, settings)
        page = await reader.read(url)
        if page.error and not page.error.reason.startswith("http_") and not isinstance(page.error, FeedUnreadable):
            raise page.error
        home = page.page.final_url if page.page else url
        finder = _Finder(reader, on_tried, site=urljoin(home, "/"))
        if page.entries is not None:
            finder.judge(Candidate(url=url, why="itself"), page)
            return Discovery(url=url, itself=True, found=tuple(finder.found), tried=tuple(finder.tried))
        await finder.look_at(page.links())
        await finder.look_at(await reader.sitemaps(finder.site))
        if not finder.found:
            await finder.look_at(Candidate(url=guess, why="guess") for guess in guesses(home))
    proper = [each for each in finder.found if each.format not in {"sitemap", "sitemap index"}]
    return Discovery(url=url, found=tuple(proper or finder.found), tried=tuple(finder.tried))


async def _named_feeds(pages: Mapping[str, str], settings: Settings) -> dict[str, str]:
    async with Fetcher(settings) as fetcher:
        reader = _Reader(fetcher, settings)

        async def named(url: str) -> str | None:
            links = [each for each in (await reader.read(url)).links() if each.why == "link"]
            for each in links[:CHILDREN]:
                if (await reader.read(each.url)).entries:
                    return each.url
            return None

        found = await asyncio.gather(*map(named, pages.values()))
    return {key: address for key, address in zip(pages, found, strict=True) if address}


class _Answer(NamedTuple):
    """What an address gave: a page, and its entries or the error to get them."""

    page: Page | None = None
    error: NewsvaneError | None = None
    entries: tuple[Entry, ...] | None = None
    title: str = ""
    language: str | None = None
    problems: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()

    def links(self) -> tuple[Candidate, ...]:
        """What leads on from here: what a page links to that may be a feed, the sitemaps of news in an index."""
        if self.page is None or self.entries is not None:
            return tuple(Candidate(url=each, why="robots") for each in self.sitemaps if "news" in each.lower())[
                :CHILDREN
            ]
        return candidates(self.page.body, url=self.page.final_url, content_type=self.page.header("content-type"))


class _Reader:
    """Addresses to entries."""

    def __init__(self, fetcher: Fetcher, settings: Settings) -> None:
        self._fetcher, self._max_bytes = fetcher, settings.feed_max_bytes

    async def read(self, url: str, *, of_index: bool = False) -> _Answer:
        """Fetch and read an address; of an index of sitemaps also what those of news, else the newest, list."""
        page = None
        try:
            page = await self._fetcher.get(url, max_bytes=self._max_bytes)
            content_type = page.header("content-type")
            parsed = await asyncio.to_thread(
                entries.parse_feed, page.body, url=page.final_url, content_type=content_type
            )
        except NewsvaneError as error:
            return _Answer(page, error)
        found = {each.entry_id: each for each in parsed.entries}
        for sitemap in [] if of_index else _news_first(parsed.sitemaps)[:CHILDREN]:
            part = await self.read(sitemap, of_index=True)
            found |= {each.entry_id: each for each in part.entries or ()}
        return _Answer(
            page, None, tuple(found.values()), parsed.title, parsed.language, parsed.problems, parsed.sitemaps
        )

    async def sitemaps(self, url: str) -> list[Candidate]:
        """Of robots.txt, those of news first."""
        try:
            named = await self._fetcher.sitemaps(url)
        except NewsvaneError:
            return []
        return [Candidate(url=each, why="robots") for each in _news_first(named)[:10]]


class _Finder:
    """What was found and tried so far; the same feed counts once, by address and by content."""

    def __init__(self, reader: _Reader, on_tried: Callable[[], None], *, site: str) -> None:
        self._reader, self._on_tried, self.site = reader, on_tried, site
        self._asked: set[str] = set()
        self._known: dict[object, str] = {}
        self._ids = feeds.Ids()
        self.found: list[Found] = []
        self.tried: list[Tried] = []

    async def look_at(self, some: Iterable[Candidate], *, further: bool = True) -> None:
        """Read candidates not looked at before, then, once, what they lead to."""
        fresh = {feeds.same_address(each.url): each for each in some}
        chosen = [each for key, each in fresh.items() if key not in self._asked][: MAX_TRIED - len(self._asked)]
        self._asked.update(feeds.same_address(each.url) for each in chosen)
        answers = await asyncio.gather(*map(self._read, chosen))
        for each, answer in zip(chosen, answers, strict=True):
            self.judge(each, answer)
        if further:
            found = [link for answer in answers for link in answer.links() if link.why != "variant"]
            await self.look_at(found, further=False)

    async def _read(self, candidate: Candidate) -> _Answer:
        answer = await self._reader.read(candidate.url)
        self._on_tried()
        return answer

    def judge(self, candidate: Candidate, answer: _Answer) -> None:
        """Take a feed that is new."""
        if answer.page is None or answer.entries is None:
            self.tried.append(Tried(url=candidate.url, outcome=answer.error.reason if answer.error else "nothing"))
            return
        if not answer.entries:
            self.tried.append(Tried(url=candidate.url, outcome="a feed without entries"))
            return
        marks = (feeds.same_address(answer.page.final_url), frozenset(each.entry_id for each in answer.entries))
        first = next((self._known[mark] for mark in marks if mark in self._known), None)
        if first:
            self.tried.append(Tried(url=candidate.url, outcome=f"the same as {first}"))
            return
        self._known |= dict.fromkeys(marks, candidate.url)
        self.found.append(self._described(candidate, answer, answer.page, answer.entries))

    def _described(self, candidate: Candidate, answer: _Answer, page: Page, found: tuple[Entry, ...]) -> Found:
        now = page.fetched_at
        url = page.moved_to or page.url
        dates = [each.published_at for each in found]
        languages = Counter(each.language for each in found if each.language)
        outlets = Counter(urls.outlet(each.canonical_url) for each in found)
        outlet, most = outlets.most_common(1)[0]
        feed = Feed(
            feed_id="",
            url=url,
            title=answer.title or candidate.title,
            outlet=outlet if most * 2 > len(found) else urls.outlet(url),
            language=answer.language or next((tag for tag, _ in languages.most_common(1)), candidate.language),
            site=None if candidate.why == "itself" else self.site,
        )
        return Found(
            feed=feed.model_copy(update={"feed_id": self._ids.take(feeds.readable_id(feed))}),
            format=kind_of(page.body),
            why=candidate.why,
            entries=len(found),
            newest=max((date for date in dates if date and date <= now), default=None),
            per_week=per_week(dates, now),
            problems=answer.problems,
        )


def _news_first(sitemaps: Iterable[str]) -> list[str]:
    return sorted(sitemaps, key=lambda each: "news" not in each.lower())
