"""Ask sitemaps and a Wayback Machine for addresses of the past."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from newsvane.entries.whole_sitemap import SitemapPage, read_sitemap
from newsvane.errors import FeedUnreadable, FetchFailed, NewsvaneError, describe_unforeseen
from newsvane.fetch import Fetcher
from newsvane.past import Lead, build_index_url, parse_index
from newsvane.pipeline.backfill.batch_reading import Period
from newsvane.public_addresses import BadAddress, clean_address
from newsvane.settings import Settings

log = logging.getLogger(__name__)

MAX_SITEMAPS = 2_000
"""Sitemaps that are read for one address: an outlet with one a day has five years of them."""
MAX_INDEX_PAGES = 2_000
"""Answers of a Wayback Machine's index that are read for one address: ten million captures."""
MAX_INDEX_BYTES = 50_000_000
EARLIEST = date(1996, 1, 1)
"""The first year of the Internet Archive."""

_TRIES = 4
_FIRST_PAUSE = 2.0
"""Seconds before the index is asked again; the double each further time."""
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


@dataclass
class Problems:
    """What planning left out. `counts`: by reason; in words `failed`: the sources that gave nothing, and `lines`: which
    lines of lists.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def find_leads(
    sitemaps: Iterable[str], wayback: Iterable[str], period: Period, settings: Settings, problems: Problems
) -> Iterator[Lead]:
    """Yield the addresses that sitemaps list and that a Wayback Machine has captured.

    What cannot be fetched or read is counted in `problems`, and the rest is used.
    """
    with asyncio.Runner() as runner:
        source = _find_leads(sitemaps, wayback, period, settings, problems)
        while (leads := runner.run(anext(source, None))) is not None:
            yield from leads


async def _find_leads(
    sitemaps: Iterable[str], wayback: Iterable[str], period: Period, settings: Settings, problems: Problems
) -> AsyncIterator[list[Lead]]:
    async with Fetcher(settings) as fetcher:
        for url in sitemaps:
            async for found in _read_sitemaps(url, period, fetcher, settings, problems):
                yield found
        for address in wayback:
            async for found in _read_index(address, period, fetcher, settings, problems):
                yield found


async def _read_sitemaps(
    url: str, period: Period, fetcher: Fetcher, settings: Settings, problems: Problems
) -> AsyncIterator[list[Lead]]:
    """Yield the addresses of each sitemap that may list articles of the period, going through indexes."""
    waiting, seen = [url], {url}
    for _ in range(MAX_SITEMAPS):
        if not waiting:
            return
        address = waiting.pop()
        with _counting(problems, f"the sitemap {address}"):
            found = read_sitemap((await fetcher.get(address, max_bytes=MAX_INDEX_BYTES)).body)
            if found is None:
                raise FeedUnreadable("it is no sitemap", reason="not_a_sitemap")
            named = _clean(
                (each for each, changed in found.sitemaps if _may_list(each, changed, period)), problems.counts
            )
            parts = [each for each in named if each not in seen]
            seen.update(parts)
            waiting += parts
            yield [*_make_leads(found.pages, period, problems.counts)]
    log.warning("sitemap %s: only the first %d sitemaps were read", url, MAX_SITEMAPS)
    problems.counts["too_many_sitemaps"] += 1


def _make_leads(pages: Iterable[SitemapPage], period: Period, problems: Counter[str]) -> Iterator[Lead]:
    for page in pages:
        if not may_be_of(page.published_at, page.updated_at, period):
            problems["outside_period"] += 1
        else:
            for url in _clean([page.url], problems):
                yield Lead(url=url, source="sitemap", published_at=page.published_at)


def _clean(addresses: Iterable[str], problems: Counter[str]) -> Iterator[str]:
    for each in addresses:
        try:
            yield clean_address(each)
        except BadAddress as error:
            problems[error.reason] += 1


async def _read_index(
    address: str, period: Period, fetcher: Fetcher, settings: Settings, problems: Problems
) -> AsyncIterator[list[Lead]]:
    """Yield the captures of an address, as many as an answer of the index lists."""
    key, base = "", settings.wayback_url
    since, until = period.since or EARLIEST, period.until + timedelta(days=366)
    for _ in range(MAX_INDEX_PAGES):
        url = build_index_url(base, address, since=since, until=until, resume_key=key)
        key = ""
        with _counting(problems, f"the index of {base} about {address}", invalid="not_an_index"):
            found = parse_index(await _ask(fetcher, url), base, asked=address)
            problems.counts.update(found.faults)
            yield [*found.leads]
            key = found.resume_key
        if not key:
            return


@contextmanager
def _counting(problems: Problems, source: str, *, invalid: str = "unreadable") -> Iterator[None]:
    """Count and log what is wrong with a source, whatever it is, so that the others are read.

    `invalid`: the reason if its content is another than expected (ValueError).
    """
    try:
        yield
    except NewsvaneError as error:
        problems.counts[error.reason] += 1
        _note(problems, source, _without_address(error))
    except (OSError, MemoryError):
        raise
    except Exception as error:  # whatever an answer makes our code do
        problems.counts[invalid if isinstance(error, ValueError) else "unreadable"] += 1
        _note(problems, source, describe_unforeseen(error))


def _without_address(error: NewsvaneError) -> str:
    """Return what happened. A request's error names the address first, which the source says in fewer words."""
    return str(error.__cause__ if isinstance(error.__cause__, NewsvaneError) else error)


def _note(problems: Problems, source: str, why: str) -> None:
    log.warning("%s: %s", source, why)
    problems.failed.append(f"{source}: {why}")


async def _ask(fetcher: Fetcher, url: str) -> bytes:
    """Return an answer of the index, which often fails under load. Raises the first failure if all tries fail."""
    first: FetchFailed | None = None
    for attempt in range(_TRIES):
        try:
            return (await fetcher.get(url, max_bytes=MAX_INDEX_BYTES)).body
        except FetchFailed as error:
            first = first or error
            if attempt == _TRIES - 1:
                raise first from first.__cause__
            pause = error.retry_after.total_seconds() if error.retry_after else _FIRST_PAUSE * 2**attempt
            await asyncio.sleep(min(pause, 60.0))
    raise AssertionError


def _may_list(url: str, changed: datetime | None, period: Period) -> bool:
    """Return whether a sitemap may list articles of the period: by the month in its address, or by its last change."""
    if period.since and changed and changed.date() < period.since:
        return False
    months = _MONTH.findall(url)
    if not months:
        return True
    first = date(int(months[-1][0]), int(months[-1][1]), 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first <= period.until and (period.since is None or last >= period.since)


def may_be_of(published: datetime | None, updated: datetime | None, period: Period) -> bool:
    """Return whether a page may be of the period, by what a list says of it. A day more, because of time zones.

    It was not published after it was last changed.
    """
    latest = published or updated
    if period.since and latest and latest.date() < period.since - timedelta(days=1):
        return False
    return published is None or published.date() <= period.until + timedelta(days=1)
