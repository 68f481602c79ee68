"""What the robots.txt of an origin allows (RFC 9309), kept on disk from batch to batch."""

import asyncio
import hashlib
import logging
import math
import os
import re
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from protego import Protego

from newsvane.errors import FetchFailed, FetchRefused
from newsvane.fetch.politeness import DEAD_FOR
from newsvane.records import Page
from newsvane.settings import Settings

log = logging.getLogger(__name__)

AGENT = "Newsvane"
"""The product token that robots.txt may name."""

MAX_BYTES = 512_000
"""Of a robots.txt; RFC 9309, 2.5, wants at least 500 KiB to be read."""

MAX_CRAWL_DELAY = 30.0
"""Seconds; a longer Crawl-delay would hold a task for hours."""

SHORTEST = timedelta(hours=1)
LONGEST = timedelta(hours=24)
"""How long a robots.txt holds at the least, whatever its Cache-Control says, and at the most (RFC 9309, 2.4)."""

_PARTIAL = "partial-"
_OUT_OF_REACH = frozenset({"dns", "refused", "unreachable", "reset", "tls", "proxy"})

KEEP = timedelta(days=30)
"""How long an outdated copy serves while robots.txt is unreachable (RFC 9309, 2.3.1.4)."""


class Robots:
    """The rules of one origin, read once in a batch.

    RFC 9309, 2.3.1: where robots.txt is unavailable (4xx, a redirect loop) everything is allowed; where it is
    unreachable (5xx, network) an outdated copy holds, and without one nothing is allowed for now: the failure is passed
    on as transient, and robots.txt tried again after DEAD_FOR.
    """

    def __init__(self, origin: str, shelf: "Shelf") -> None:
        self._origin, self._shelf = origin, shelf
        self._lock = asyncio.Lock()
        self._rules: Protego | None = None
        self._forbids = True
        self._failed_at = -math.inf
        self._failure: FetchFailed | None = None

    @property
    def known(self) -> bool:
        """Whether the rules were read."""
        return self._rules is not None

    async def learn(self, fetch: Callable[[], Awaitable[Page]]) -> None:
        """Read the rules where they are not known yet: from the shelf, or by `fetch`. Raises FetchFailed."""
        async with self._lock:
            clock = asyncio.get_running_loop().time
            if self._rules is None and clock() > self._failed_at + DEAD_FOR:
                try:
                    text = await self._text(fetch)
                    self._rules, self._forbids = Protego.parse(text), "disallow" in text.lower()
                except FetchFailed as error:
                    self._failure, self._failed_at = _unreachable(error), clock()
        if self._rules is None and self._failure:
            raise FetchFailed(
                str(self._failure), reason=self._failure.reason, retry_after=self._failure.retry_after
            ) from self._failure

    async def _text(self, fetch: Callable[[], Awaitable[Page]]) -> str:
        now = datetime.now(UTC)
        text, until = self._shelf.get(self._origin)
        if text is not None and now < until:
            return text
        try:
            page = await fetch()
        except FetchFailed:
            if text is not None and now < until + KEEP:
                return text
            raise
        except FetchRefused:
            text, valid = "", LONGEST
        else:
            text, valid = page.body.decode("utf-8", "replace"), _valid(page.header("Cache-Control") or "")
        self._shelf.put(self._origin, text, now + valid)
        return text

    @cached_property
    def crawl_delay(self) -> float:
        """What the site asks for, within MAX_CRAWL_DELAY, by rules that were learned; 0 where it does not."""
        delay = self._rules.crawl_delay(AGENT) if self._rules else None
        return min(float(delay or 0), MAX_CRAWL_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The Sitemap lines, as they are."""
        return tuple(dict.fromkeys(self._rules.sitemaps)) if self._rules else ()

    def allows(self, url: str) -> bool:
        """Whether the address may be fetched, by rules that were learned."""
        return self._rules is None or not self._forbids or bool(self._rules.can_fetch(url, AGENT))


def _unreachable(error: FetchFailed) -> FetchFailed:
    """What keeps us from a host where its robots.txt could not be read; of a host out of reach, that it is."""
    if error.reason in _OUT_OF_REACH:
        return FetchFailed(str(error.__cause__ or error), reason=error.reason)
    reason = "robots_unreachable" if error.reason.startswith("http_") else error.reason
    message = f"robots.txt could not be read, so nothing is fetched for now: {error}"
    return FetchFailed(message, reason=reason, retry_after=error.retry_after)


class Shelf:
    """The robots.txt of many origins, each in a file of its own that is replaced whole.

    A file is named by the hash of its origin and begins with a comment that names it; its modification time is the
    moment up to which it holds. What cannot be written is done without.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = _folder(settings)
        self._writable = settings.home.is_dir()

    def get(self, origin: str) -> tuple[str | None, datetime]:
        """The text, None where there is none, and until when it holds."""
        path = self._path(origin)
        try:
            title, _, body = path.read_bytes().partition(b"\n")
            until = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            return None, datetime.min.replace(tzinfo=UTC)
        return (body.decode(errors="replace") if title == _title(origin) else None), until

    def put(self, origin: str, text: str, until: datetime) -> None:
        """Keep the text of an origin."""
        if not self._writable:
            return
        try:
            self._folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=_PARTIAL, delete=False) as file:
                file.write(_title(origin) + b"\n" + text.encode())
            os.utime(file.name, times=(until.timestamp(), until.timestamp()))
            Path(file.name).replace(self._path(origin))
        except OSError as error:
            log.warning("robots.txt of %s is not kept: %s", origin, error)

    def _path(self, origin: str) -> Path:
        return self._folder / hashlib.sha256(origin.encode()).hexdigest()[:40]


def remove_old_robots(settings: Settings, now: datetime) -> int:
    """Remove the copies of robots.txt that serve no more; how many."""
    before = (now - KEEP).timestamp()
    old = [path for path in _folder(settings).glob("*") if path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _folder(settings: Settings) -> Path:
    return settings.home / "robots"


def _title(origin: str) -> bytes:
    return f"# {origin}".encode()


def _valid(cache_control: str) -> timedelta:
    """How long a robots.txt with this header holds."""
    age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", cache_control, re.IGNORECASE)
    if re.search(r"\bno-(cache|store)\b", cache_control, re.IGNORECASE):
        return SHORTEST
    return min(max(timedelta(seconds=int(age[1])), SHORTEST), LONGEST) if age else LONGEST
