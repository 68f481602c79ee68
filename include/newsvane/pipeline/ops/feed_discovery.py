"""Find the feeds of an outlet from the address of a page. Each candidate is fetched and read. Nothing is landed."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urljoin

from newsvane import feeds, urls
from newsvane.errors import FeedUnreadable
from newsvane.feeds.discovery import Candidate, count_per_week, detect_format, guess_addresses
from newsvane.fetch import Fetcher
from newsvane.pipeline.ops.candidate_reader import MAX_CHILDREN, CandidateReader, ReadCandidate
from newsvane.records import Entry, Feed, Page, Record, Utc
from newsvane.settings import Settings

MAX_TRIED = 80
"""How many addresses one discovery fetches at most. They may all be on one host, which is asked one at a time."""


class FoundFeed(Record):
    """A feed that was found and read. `feed`: ready for the watch list, except for what only a person knows.

    `why`: where its address was found. `entries`: how many it has. `per_week`: entries per week over the last four
    weeks at most; None if not known.
    """

    feed: Feed
    format: str
    why: str
    entries: int
    newest: Utc | None = None
    per_week: float | None = None
    problems: tuple[str, ...] = ()


class TriedAddress(Record):
    """An address that is not a feed, or the same feed as another. `outcome`: a reason code, or words."""

    url: str
    outcome: str


class Discovery(Record):
    """The feeds found from an address, the most reliable first. `itself`: whether the address is a feed."""

    url: str
    itself: bool = False
    found: tuple[FoundFeed, ...] = ()
    tried: tuple[TriedAddress, ...] = ()


def discover(url: str, *, settings: Settings, on_tried: Callable[[], None] | None = None) -> Discovery:
    """Look for feeds in the links of a page, in robots.txt and, if these give none, at well-known paths.

    `on_tried` is called after each address. Raises NewsvaneError if the page cannot be reached. A page with an HTTP
    error counts as reached.
    """
    return asyncio.run(_discover(url, settings, on_tried or (lambda: None)))


def find_linked_feeds(pages: Mapping[str, str], *, settings: Settings) -> dict[str, str]:
    """Return the first readable feed that each page links to in its head. Pages without one are left out.

    `pages`: addresses by any key; the result has the same keys.
    """
    return asyncio.run(_find_linked_feeds(pages, settings))


async def _discover(url: str, settings: Settings, on_tried: Callable[[], None]) -> Discovery:
    async with Fetcher(settings) as fetcher:
        reader = CandidateReader(fetcher, settings)
        page = await reader.read(url)
        if page.error and not page.error.reason.startswith("http_") and not isinstance(page.error, FeedUnreadable):
            raise page.error
        home = page.page.final_url if page.page else url
        search = _FeedSearch(reader, on_tried, site=urljoin(home, "/"))
        if page.entries is not None:
            search.add(Candidate(url=url, why="itself"), page)
            return Discovery(url=url, itself=True, found=tuple(search.found), tried=tuple(search.tried))
        await search.try_all(page.links())
        await search.try_all(await reader.read_robots(search.site))
        if not search.found:
            await search.try_all(Candidate(url=guess, why="guess") for guess in guess_addresses(home))
    better_than_sitemaps = [each for each in search.found if each.format not in {"sitemap", "sitemap index"}]
    return Discovery(url=url, found=tuple(better_than_sitemaps or search.found), tried=tuple(search.tried))


async def _find_linked_feeds(pages: Mapping[str, str], settings: Settings) -> dict[str, str]:
    async with Fetcher(settings) as fetcher:
        reader = CandidateReader(fetcher, settings)

        async def find_linked_feed(url: str) -> str | None:
            links = [each for each in (await reader.read(url)).links() if each.why == "link"]
            for each in links[:MAX_CHILDREN]:
                if (await reader.read(each.url)).entries:
                    return each.url
            return None

        found = await asyncio.gather(*map(find_linked_feed, pages.values()))
    return {key: address for key, address in zip(pages, found, strict=True) if address}


class _FeedSearch:
    """The feeds found and the addresses tried so far. The same feed counts once, by its address or its entries."""

    def __init__(self, reader: CandidateReader, on_tried: Callable[[], None], *, site: str) -> None:
        self._reader, self._on_tried, self.site = reader, on_tried, site
        self._addresses: set[str] = set()
        self._known: dict[object, str] = {}
        self._ids = feeds.FeedIds()
        self.found: list[FoundFeed] = []
        self.tried: list[TriedAddress] = []

    async def try_all(self, some: Iterable[Candidate], *, follow_links: bool = True) -> None:
        """Read the candidates that were not tried yet, then those that they link to, but no further levels."""
        fresh = {feeds.normalize_address(each.url): each for each in some}
        room = MAX_TRIED - len(self._addresses)
        chosen = [each for key, each in fresh.items() if key not in self._addresses][:room]
        self._addresses.update(feeds.normalize_address(each.url) for each in chosen)
        answers = await asyncio.gather(*map(self._read, chosen))
        for each, answer in zip(chosen, answers, strict=True):
            self.add(each, answer)
        if follow_links:
            links = [link for answer in answers for link in answer.links() if link.why != "variant"]
            await self.try_all(links, follow_links=False)

    async def _read(self, candidate: Candidate) -> ReadCandidate:
        answer = await self._reader.read(candidate.url)
        self._on_tried()
        return answer

    def add(self, candidate: Candidate, answer: ReadCandidate) -> None:
        """Add the feed, or the reason why the candidate is not a feed or not a new one."""
        if answer.page is None or answer.entries is None:
            outcome = answer.error.reason if answer.error else "nothing"
            self.tried.append(TriedAddress(url=candidate.url, outcome=outcome))
            return
        if not answer.entries:
            self.tried.append(TriedAddress(url=candidate.url, outcome="a feed without entries"))
            return
        keys = (feeds.normalize_address(answer.page.final_url), frozenset(each.entry_id for each in answer.entries))
        first = next((self._known[key] for key in keys if key in self._known), None)
        if first:
            self.tried.append(TriedAddress(url=candidate.url, outcome=f"the same as {first}"))
            return
        self._known |= dict.fromkeys(keys, candidate.url)
        self.found.append(self._describe(candidate, answer, answer.page, answer.entries))

    def _describe(self, candidate: Candidate, answer: ReadCandidate, page: Page, found: tuple[Entry, ...]) -> FoundFeed:
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
        return FoundFeed(
            feed=feed.model_copy(update={"feed_id": self._ids.allocate(feeds.suggest_id(feed))}),
            format=detect_format(page.body),
            why=candidate.why,
            entries=len(found),
            newest=max((date for date in dates if date and date <= now), default=None),
            per_week=count_per_week(dates, now),
            problems=answer.problems,
        )
