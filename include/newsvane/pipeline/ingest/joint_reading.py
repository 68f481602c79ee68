"""Read several addresses as one feed: the sitemaps of an index, the files of a list, the queries of a topic.

Each kind chooses its addresses, and says what it means that one of them fails; the rest is common.
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import quote

from newsvane.entries.article_list import MAX_LISTED
from newsvane.errors import BodyTooLarge, FeedUnreadable, NewsvaneError, OutOfTime
from newsvane.feeds import REFUSALS, minute_files
from newsvane.feeds.source_kinds import QUERY
from newsvane.records import FeedItems, Page, ParsedFeed

MAX_SITEMAPS = 3
"""How many sitemaps of an index are read per poll. These are the newest, because older ones list no news."""

MAX_QUERIES = 6
"""How many queries of a topic are asked per poll."""

QUERY_INTERVAL = timedelta(minutes=15)
"""The shortest time between two polls of a topic's queries: services renew their index no more often."""

MAX_FAILURES = 3
"""After so many failures, the other addresses are not requested in this poll."""

MAX_JOINT_SECONDS = 60.0
"""After so many, no further address of a feed is requested in this poll: others wait for its end."""

_MISSING = frozenset({"http_404", "http_410"})
_DAMAGED = frozenset({"bomb", "bad_encoding", "truncated"})


class Part(NamedTuple):
    """What one address answered: the page without its body, the size of the body in bytes, and the feed in it."""

    page: Page
    size: int
    parsed: ParsedFeed


Read = Callable[[str], Awaitable[Part]]
"""Fetch and parse one address. Raises NewsvaneError."""


@dataclass
class _Answers:
    """What the addresses of one feed answered: `parts` of the feed and errors, by address, and lack of time.

    `left`: how many addresses were left for later, because the parts have as many items as are read.
    """

    parts: dict[str, Part] = field(default_factory=dict)
    errors: dict[str, NewsvaneError] = field(default_factory=dict)
    out_of_time: OutOfTime | None = None
    left: int = 0

    def require_any(self) -> None:
        """Raise the first error if there is no part."""
        if not self.parts:
            raise self.out_of_time or next(iter(self.errors.values()))


async def read_sitemaps(index: ParsedFeed, read: Read) -> ParsedFeed:
    """Read the newest sitemaps of an index as one feed.

    Raises the error of the first one if all fail, and OutOfTime if the turn of one did not come in time.
    """
    answers = await _read_each(index.sitemaps[:MAX_SITEMAPS], read)
    if answers.out_of_time:
        raise answers.out_of_time
    answers.require_any()
    return _merge(index, answers, answers.errors.values())


async def read_queries(url: str, queries: Sequence[str], read: Read) -> Part:
    """Ask a service each of the queries, and return what it lists as one feed.

    `url`: with `{query}` where a query goes. Raises the error of the first query if all fail, and FeedUnreadable
    (`query_refused`) if there is no query to ask.
    """
    if not queries:
        message = f"{url[:200]}: there is nothing to ask; name a topic that has names in it, or list terms"
        raise FeedUnreadable(message, reason="query_refused")
    asked = queries[:MAX_QUERIES]
    answers = await _read_each([url.replace(QUERY, quote(each, safe="")) for each in asked], read)
    answers.require_any()
    problems: list[object] = list(answers.errors.values())
    if len(asked) < len(queries):
        problems.append(f"only the first {len(asked)} of {len(queries)} queries were asked; list fewer names as terms")
    if answers.out_of_time or answers.left:
        problems.append("not all queries were asked, for lack of time")
    ttl = max(part.parsed.ttl_seconds or 0 for part in answers.parts.values())
    wait = max(ttl, int(QUERY_INTERVAL.total_seconds()))
    return _as_one(url, answers, _merge(ParsedFeed(ttl_seconds=wait), answers, problems))


async def read_minutes(url: str, items: FeedItems | None, now: datetime, read: Read) -> Part:
    """Read the files of a list that are new since the last reading as one feed. `items`: of that reading.

    `url`: with `{minute}`. A minute without a file is normal, and a file that cannot be read is a problem of the feed.
    Raises an error if it has nothing to do with a single file, or if no file could be read for an hour: that of the
    newest file, or FeedUnreadable (`no_files`) if there was none.

    All files of a reading have at most MAX_LISTED articles, as a single one may have. The others are left to the next.
    """
    minutes = {minute_files.address_of(url, minute): minute for minute in minute_files.choose_minutes(items, now)}
    answers = await _read_each(list(minutes), read, max_items=MAX_LISTED)
    missing = [each for each, error in answers.errors.items() if error.reason in _MISSING]
    faults = {each: error for each, error in answers.errors.items() if each not in missing}
    if not answers.parts:
        for error in (*(each for each in faults.values() if not _concerns_body(each)), answers.out_of_time):
            if error:
                raise error
    unreadable = [each for each, error in faults.items() if _concerns_body(error) and error.reason != "truncated"]
    remembered = minute_files.remember(
        items,
        now,
        found=[minutes[each] for each in answers.parts],
        missing=[minutes[each] for each in missing],
        unreadable=[minutes[each] for each in unreadable],
    )
    if not answers.parts and not answers.left and minute_files.is_silent(remembered, now):
        message = f"{url[:300]}: there was no file for an hour; {len(missing)} minutes were tried"
        raise next(iter(faults.values()), FeedUnreadable(message, reason="no_files"))
    problems: list[object] = list(faults.values())
    if answers.left:
        problems.append(
            f"{answers.left} minutes are left to the next polls: one poll reads at most {MAX_LISTED:,} articles, and "
            f"requests no file after {MAX_JOINT_SECONDS:.0f} seconds; "
            f"what is older than {minute_files.WINDOW.total_seconds() / 3600:.0f} hours by then is not read"
        )
    merged = _merge(ParsedFeed(), answers, problems)
    items = FeedItems(
        keys=merged.items.keys + remembered.keys,
        ids=merged.items.ids + remembered.ids,
        times=merged.items.times + remembered.times,
    )
    return _as_one(url, answers, merged.model_copy(update={"items": items}), now)


async def _read_each(addresses: Sequence[str], read: Read, *, max_items: float = math.inf) -> _Answers:
    """Read the addresses one after the other, until too many fail, the server wants no more, or there is no time.

    `max_items`: how many items all parts may have. The address whose items would be more is left, and all after it. So
    are those whose turn comes after MAX_JOINT_SECONDS.
    """
    answers = _Answers()
    failures = items = 0
    clock = asyncio.get_running_loop().time
    end = clock() + MAX_JOINT_SECONDS
    for number, url in enumerate(addresses):
        if number and clock() > end:
            answers.left = len(addresses) - number
            break
        try:
            part = await read(url)
            items += len(part.parsed.items.keys)
            if items > max_items and answers.parts:
                answers.left = len(addresses) - number
                break
            answers.parts[url] = part
        except OutOfTime as error:
            answers.out_of_time = error
            break
        except NewsvaneError as error:
            answers.errors[url] = error
            failures += error.reason not in _MISSING and not _concerns_body(error)
            if error.reason in REFUSALS or failures == MAX_FAILURES:
                break
    return answers


def _concerns_body(error: NewsvaneError) -> bool:
    """Return whether an error is about what was received, so that another address of the server may be fine."""
    return isinstance(error, FeedUnreadable | BodyTooLarge) or error.reason in _DAMAGED


def _merge(base: ParsedFeed, answers: _Answers, problems: Iterable[object]) -> ParsedFeed:
    """Merge the parts into one feed. An address that occurs in several of them counts once."""
    parts = [part.parsed for part in answers.parts.values()]
    items = {
        key: (key, entry_id, time)
        for part in parts
        for key, entry_id, time in zip(part.items.keys, part.items.ids, part.items.times, strict=True)
    }
    keys, ids, times = zip(*items.values(), strict=True) if items else ((), (), ())
    lines = (*base.problems, *(line for part in parts for line in part.problems), *map(str, problems))
    return base.model_copy(
        update={
            "entries": tuple({entry.entry_id: entry for part in parts for entry in part.entries}.values()),
            "items": FeedItems(keys=keys, ids=ids, times=times),
            "problems": tuple(dict.fromkeys(lines)),
        }
    )


def _as_one(url: str, answers: _Answers, parsed: ParsedFeed, now: datetime | None = None) -> Part:
    """Return the answers as one: of the address with the placeholder, without headers, which concern single answers.

    The status is 404 if there was no answer but that all addresses are missing.
    """
    first = next(iter(answers.parts.values()), None)
    page = (
        first.page.model_copy(update={"url": url, "moved_to": None, "headers": ()})
        if first
        else Page(url=url, final_url=url, status=404, fetched_at=now or datetime.now(UTC))
    )
    return Part(page, sum(part.size for part in answers.parts.values()), parsed)
