"""Obey robots.txt (RFC 9309). Copies are cached on disk between batches."""

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

from newsvane import storage
from newsvane.errors import FetchFailed, FetchRefused
from newsvane.fetch.politeness import UNREACHABLE_FOR
from newsvane.records import Page
from newsvane.settings import Settings

log = logging.getLogger(__name__)

ROBOTS_NAME = "Newsvane"
"""The name (product token) by which a robots.txt can address Newsvane."""

MAX_BYTES = 512_000
"""Bytes of a robots.txt that are read; RFC 9309, 2.5, requires at least 500 KiB."""

MAX_CRAWL_DELAY = 30.0
"""Seconds; a longer Crawl-delay would keep a task running for hours."""

MIN_CACHE_AGE = timedelta(hours=1)
MAX_CACHE_AGE = timedelta(hours=24)
"""Bounds of the time for which a robots.txt is valid, whatever its Cache-Control says (RFC 9309, 2.4)."""

_PARTIAL = "partial-"
_UNREACHED = frozenset({"dns", "refused", "unreachable", "reset", "tls", "proxy"})

_COMMENT = re.compile(r"#[^\r\n]*")

MAX_STALE_AGE = timedelta(days=30)
"""How long an expired copy is used while robots.txt is unreachable (RFC 9309, 2.3.1.4)."""


class RobotsRules:
    """The rules of one origin, loaded once per batch.

    According to RFC 9309, 2.3.1: if robots.txt is unavailable (4xx, a redirect loop), everything is allowed. If it is
    unreachable (5xx, network), an expired copy is used; without one, nothing is allowed for now: the failure is raised
    as a transient one, and robots.txt is requested again after UNREACHABLE_FOR.
    """

    def __init__(self, origin: str, cache: "RobotsCache") -> None:
        self._origin, self._cache = origin, cache
        self._lock = asyncio.Lock()
        self._rules: Protego | None = None
        self._forbids = True
        self._failed_at = -math.inf
        self._failure: FetchFailed | None = None

    @property
    def is_loaded(self) -> bool:
        """Return whether the rules are loaded."""
        return self._rules is not None

    async def load(self, fetch: Callable[[], Awaitable[Page]]) -> None:
        """Load the rules from the cache or by `fetch`, unless they are loaded already. Raises FetchFailed."""
        async with self._lock:
            clock = asyncio.get_running_loop().time
            if self._rules is None and clock() > self._failed_at + UNREACHABLE_FOR:
                try:
                    text = await self._load_text(fetch)
                    self._rules, self._forbids = Protego.parse(text), "disallow" in text.lower()
                except FetchFailed as error:
                    self._failure, self._failed_at = _unreachable_error(error), clock()
        if self._rules is None and self._failure:
            raise FetchFailed(
                str(self._failure), reason=self._failure.reason, retry_after=self._failure.retry_after
            ) from self._failure

    async def _load_text(self, fetch: Callable[[], Awaitable[Page]]) -> str:
        now = datetime.now(UTC)
        text, until = self._cache.get(self._origin)
        if text is not None and now < until:
            return text
        try:
            page = await fetch()
        except FetchFailed:
            if text is not None and now < until + MAX_STALE_AGE:
                return text
            raise
        except FetchRefused:
            text, valid = "", MAX_CACHE_AGE
        else:
            text, valid = page.body.decode("utf-8", "replace"), _cache_age(page.header("Cache-Control") or "")
        self._cache.put(self._origin, text, now + valid)
        return text

    @cached_property
    def crawl_delay(self) -> float:
        """The delay in seconds that the loaded rules ask for, at most MAX_CRAWL_DELAY; 0 if they do not."""
        delay = self._rules.crawl_delay(ROBOTS_NAME) if self._rules else None
        return min(float(delay or 0), MAX_CRAWL_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The values of the Sitemap lines, as written."""
        return tuple(dict.fromkeys(self._rules.sitemaps)) if self._rules else ()

    def allows(self, url: str) -> bool:
        """Return whether the loaded rules allow fetching the address."""
        return self._rules is None or not self._forbids or bool(self._rules.can_fetch(url, ROBOTS_NAME))


def _unreachable_error(error: FetchFailed) -> FetchFailed:
    """Return the error for pages of a host whose robots.txt could not be read.

    If the host itself could not be reached, it has the reason of that failure.
    """
    if error.reason in _UNREACHED:
        return FetchFailed(str(error.__cause__ or error), reason=error.reason)
    reason = "robots_unreachable" if error.reason.startswith("http_") else error.reason
    message = f"robots.txt could not be read, so nothing is fetched for now: {error}"
    return FetchFailed(message, reason=reason, retry_after=error.retry_after)


class RobotsCache:
    """Copies of robots.txt on disk, one file per origin, replaced atomically.

    The name of a file is the hash of its origin; its first line is a comment with the origin. Its modification time is
    the time when it expires. Comments are left out: they may say anything. A copy that cannot be written is logged.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = _folder(settings)
        self._writable = settings.has_home

    def get(self, origin: str) -> tuple[str | None, datetime]:
        """Return the text of an origin, None if there is none, and when it expires."""
        path = self._path(origin)
        try:
            title, _, body = path.read_bytes().partition(b"\n")
            until = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except OSError:
            return None, datetime.min.replace(tzinfo=UTC)
        return (body.decode(errors="replace") if title == _first_line(origin) else None), until

    def put(self, origin: str, text: str, until: datetime) -> None:
        """Store the text of an origin, which expires at `until`."""
        if not self._writable:
            return
        try:
            storage.make_folder(self._folder)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=_PARTIAL, delete=False) as file:
                file.write(_first_line(origin) + b"\n" + _COMMENT.sub("", text).encode())
            os.utime(file.name, times=(until.timestamp(), until.timestamp()))
            Path(file.name).replace(self._path(origin))
        except OSError as error:
            log.warning("cannot cache the robots.txt of %s: %s", origin, error)

    def _path(self, origin: str) -> Path:
        return self._folder / hashlib.sha256(origin.encode()).hexdigest()[:40]


def remove_old_robots(settings: Settings, now: datetime) -> int:
    """Remove the copies of robots.txt that are too old to be used, and return how many."""
    before = (now - MAX_STALE_AGE).timestamp()
    old = [path for path in _folder(settings).glob("*") if path.is_file() and path.stat().st_mtime < before]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def remove_robots(settings: Settings, is_forgotten: Callable[[bytes], bool]) -> int:
    """Remove the copies of robots.txt whose origin and text are forgotten, and return how many."""
    copies = [path for path in _folder(settings).glob("*") if path.is_file() and is_forgotten(path.read_bytes())]
    for path in copies:
        path.unlink(missing_ok=True)
    return len(copies)


def _folder(settings: Settings) -> Path:
    return settings.home / "robots"


def _first_line(origin: str) -> bytes:
    return f"# {origin}".encode()


def _cache_age(cache_control: str) -> timedelta:
    """Return how long a robots.txt with this Cache-Control header is valid."""
    age = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", cache_control, re.IGNORECASE)
    if re.search(r"\bno-(cache|store)\b", cache_control, re.IGNORECASE):
        return MIN_CACHE_AGE
    return min(max(timedelta(seconds=int(age[1])), MIN_CACHE_AGE), MAX_CACHE_AGE) if age else MAX_CACHE_AGE
