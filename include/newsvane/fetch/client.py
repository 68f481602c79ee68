"""Requests, and redirects followed by hand so that each hop is checked and waits its turn."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import chain
from types import TracebackType
from typing import NamedTuple, Self, TypeVar
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from newsvane import __version__
from newsvane.errors import BodyTooLarge, FetchFailed, FetchRefused, NewsvaneError
from newsvane.fetch import robots as robots_txt
from newsvane.fetch.decoding import ACCEPT_ENCODING, Body, too_large, unpacked
from newsvane.fetch.failures import REDIRECTS, explained, means_dead, never_arrives, status_error
from newsvane.fetch.guard import Detours, GuardedResolver, check_literal
from newsvane.fetch.politeness import Host
from newsvane.fetch.robots import Robots, Shelf
from newsvane.records import Page, Validators
from newsvane.settings import Settings

T = TypeVar("T")

MAX_HOPS = 7
"""Redirects followed for one page; RFC 9309 asks for at least five."""

CONNECT_SHARE = 1 / 3
"""Of the time limit, for name and connection: a host that swallows what is sent holds up the others no longer."""

LOOKUPS = 4
"""Threads for names, for each request in flight: lookups that were given up go on in theirs."""

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"
_PERMANENT = frozenset({301, 308})


class _Wish(NamedTuple):
    """What is asked for. `cut`: of a body over the cap take what fits."""

    max_bytes: int
    validators: Validators
    robots: bool
    cut: bool = False


class _Hop(NamedTuple):
    """Where an answer sends us."""

    target: URL
    permanent: bool
    cookie: bool


class _Answer(NamedTuple):
    """What makes a page."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Fetcher:
    """Fetches pages within the limits of the settings; an async context manager, one for a batch.

    Turns, and what hosts are down, are kept for the life of the Fetcher: give it all addresses of a host. Copies of
    robots.txt outlive it, under `settings.home` where that exists. It keeps no cookies.
    Proxies are taken from the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). A proxy resolves names itself, so behind
    one the guard sees only addresses written in URLs: the proxy must keep private networks out of reach.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._detours = Detours.parse(settings.connect_to)
        slots = asyncio.Semaphore(settings.concurrency)
        self._hosts: defaultdict[str, Host] = defaultdict(
            lambda: Host(settings.host_concurrency, settings.host_delay, slots)
        )
        self._shelf = Shelf(settings)
        self._robots: dict[URL, Robots] = {}
        self._proxies = {scheme: URL(proxy) for scheme, proxy in getproxies().items() if scheme in {"http", "https"}}

    async def __aenter__(self) -> Self:
        self._names = GuardedResolver(self._detours, lookups=LOOKUPS * self._settings.concurrency)
        self._direct = self._session(self._names)
        self._proxied = self._session(None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._direct.close()
        await self._proxied.close()
        await self._names.close()

    async def get(self, url: str, *, max_bytes: int, validators: Validators | None = None, robots: bool = True) -> Page:
        """Fetch a page: status 200, or 304 where `validators` were sent and still hold. `max_bytes`: decompressed.

        A body that is a gzip file by its name or type comes unpacked. The time limit, `fetch_timeout`, runs while
        requests do, not while they wait their turn; a third of it is for the connection. A host that was not reached
        fails at once, with the same reason, for ten minutes.
        Raises FetchFailed (`timeout`, `dns`, `refused`, `unreachable`, `reset`, `tls`, `truncated`, `bad_encoding`,
        `bad_http`, `proxy`, `robots_unreachable`, `http_202`, `http_408`, `http_425`, `http_429`, `http_5NN`) and
        FetchRefused (`bad_url`, `blocked_address`, `robots`, `redirect_loop`, `cookie_wall`, `too_large`, `bomb`,
        `challenge`, any other `http_NNN`).
        """
        return await self.use(url, _as_it_is, max_bytes=max_bytes, validators=validators, robots=robots)

    async def use(
        self,
        url: str,
        use: Callable[[Page], Awaitable[T]],
        *,
        max_bytes: int,
        validators: Validators | None = None,
        robots: bool = True,
    ) -> T:
        """What `use` makes of a page, fetched as by `get`, while its slot is held.

        So no more bodies are in memory than requests may be in flight. `use` must not fetch: slots could run out.
        """
        robots = robots and self._settings.respect_robots
        return await self._follow(url, use, _Wish(max_bytes, validators or Validators(), robots))

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of the address' origin names, as http(s) addresses.

        Raises FetchFailed where robots.txt cannot be read, FetchRefused (`bad_url`).
        """
        origin = _parse(url).origin()
        rules = await self._rules(origin)
        return tuple(absolute for line in rules.sitemaps if (absolute := _joined(line, origin)))

    async def _follow(self, url: str, use: Callable[[Page], Awaitable[T]], wish: _Wish) -> T:
        asked = target = _parse(url)
        seen: set[URL] = set()
        moved: URL | None = None
        permanent, cookies = True, False
        seconds = self._settings.fetch_timeout
        clock = asyncio.get_running_loop().time
        while target not in seen and len(seen) <= MAX_HOPS:
            seen.add(target)
            host = self._hosts[_host(target)]
            with _Naming(asked, target):
                host.require_alive(target.port)
                if wish.robots:
                    await self._obey(target, host)
                await host.begin(target.port)
            try:
                started = clock()
                with _Naming(asked, target):
                    answer = await self._request(target, host, wish, seconds)
                seconds -= clock() - started
                if isinstance(answer, _Answer):
                    page = Page(
                        url=url,
                        final_url=_public(target),
                        moved_to=None if moved is None or asked.raw_user else _public(moved),
                        status=answer.status,
                        headers=answer.headers,
                        body=answer.body,
                        fetched_at=datetime.now(UTC),
                    )
                    return await use(page)
            finally:
                host.end()
            permanent = permanent and answer.permanent
            moved = answer.target if permanent else moved
            cookies = cookies or answer.cookie
            target = answer.target
        with _Naming(asked, asked):
            raise never_arrives(len(seen), circle=target in seen, cookies=cookies)

    async def _obey(self, target: URL, host: Host) -> None:
        """Keep to the robots.txt of the target's origin."""
        rules = await self._rules(target.origin())
        if not rules.allows(str(target)):
            raise FetchRefused("robots.txt forbids it", reason="robots")
        host.delay = max(host.delay, rules.crawl_delay)

    async def _rules(self, origin: URL) -> Robots:
        rules = self._robots.get(origin)
        if rules is None:
            rules = self._robots[origin] = Robots(str(origin), self._shelf)
        if not rules.known:
            address = str(origin.with_path("/robots.txt"))
            wish = _Wish(robots_txt.MAX_BYTES, Validators(), robots=False, cut=True)
            await rules.learn(lambda: self._follow(address, _as_it_is, wish))
        return rules

    async def _request(self, target: URL, host: Host, wish: _Wish, seconds: float) -> _Answer | _Hop:
        """One request."""
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(target, wish)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = explained(error, self._settings.fetch_timeout)
            if isinstance(failure, FetchFailed) and means_dead(error):
                host.died(target.port, failure)
            raise failure from error

    async def _exchange(self, target: URL, wish: _Wish) -> _Answer | _Hop:
        check_literal(_host(target))
        proxy = self._proxy(target)
        session = self._proxied if proxy else self._direct
        conditions = {"If-None-Match": wish.validators.etag, "If-Modified-Since": wish.validators.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        async with session.get(target, headers=headers, allow_redirects=False, proxy=proxy) as response:
            if response.status in REDIRECTS and "Location" in response.headers:
                where = _redirect(response.headers["Location"], target)
                return _Hop(where, response.status in _PERMANENT, "Set-Cookie" in response.headers)
            if response.status != 200 and not (response.status == 304 and headers):
                raise status_error(response.status, _printable(response.reason or ""), response.headers)
            body = b"" if response.status == 304 else await _read(response, wish)
            return _Answer(response.status, _headers(response), body)

    def _proxy(self, target: URL) -> URL | None:
        proxy = self._proxies.get(target.scheme)
        return None if proxy is None or self._detours.find(_host(target)) or proxy_bypass(_host(target)) else proxy

    def _session(self, resolver: GuardedResolver | None) -> aiohttp.ClientSession:
        contact = self._settings.contact
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver, ttl_dns_cache=300, keepalive_timeout=15),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SHARE * self._settings.fetch_timeout),
            headers={
                "User-Agent": f"{robots_txt.AGENT}/{__version__}" + (f" (+{contact})" if contact else ""),
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )


def _headers(response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    headers = tuple(response.headers.items())
    if "".join(chain.from_iterable(headers)).isascii():
        return headers
    return tuple((_printable(name), _printable(value)) for name, value in headers)


async def _read(response: aiohttp.ClientResponse, wish: _Wish) -> bytes:
    body = Body(response.headers.get("Content-Encoding"), wish.max_bytes)
    try:
        if (response.content_length or 0) > wish.max_bytes and not wish.cut:
            raise too_large(wish.max_bytes)
        async for data in response.content.iter_any():
            body.feed(data)
    except BodyTooLarge:
        if wish.cut:
            return body.begun()
        raise
    is_file = response.url.path.endswith(".gz") or "gzip" in response.headers.get("Content-Type", "")
    return unpacked(body.finish(), wish.max_bytes) if is_file else body.finish()


def _redirect(location: str, base: URL) -> URL:
    try:
        return _parse(location, base)
    except FetchRefused as error:
        message = f"redirects to {_quoted(location)}, which is no http(s) address"
        raise FetchRefused(message, reason="bad_url") from error


def _parse(url: str, base: URL | None = None) -> URL:
    """An absolute http(s) address without fragment. Raises FetchRefused (`bad_url`)."""
    try:
        parsed = URL(url.strip())
        target = base.join(parsed) if base else parsed
        target = target.with_fragment(None) if target.raw_fragment else target
        if target.scheme not in {"http", "https"} or not (target.raw_host or "\0").isprintable() or target.port == 0:
            raise ValueError("not an http(s) address")
    except (ValueError, TypeError) as error:
        raise FetchRefused(f"{_quoted(url)} cannot be fetched: {error}", reason="bad_url") from error
    return target


def _joined(url: str, base: URL) -> str | None:
    try:
        return str(_parse(url, base))
    except FetchRefused:
        return None


def _host(target: URL) -> str:
    return (target.raw_host or "").lower()


class _Naming:
    """Errors get the addresses into their words, without user and password, cut to size, and lose what is not print."""

    def __init__(self, asked: URL, target: URL) -> None:
        self._asked, self._target = asked, target

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, NewsvaneError):
            where = _shown(self._asked)
            if self._target != self._asked:
                where += f", which redirects to {_shown(self._target)}"
            words = "".join(c for c in f"{where}: {error}" if c.isprintable())
            raise type(error)(words, reason=error.reason, retry_after=error.retry_after) from error


def _quoted(address: str) -> str:
    """An address that cannot be parsed, without user and password."""
    return repr(re.sub(r"//[^/?#]*@", "//", address)[:120])


def _shown(target: URL) -> str:
    return _public(target)[:300]


def _public(target: URL) -> str:
    """The address without user and password."""
    return str(target.with_user(None) if target.raw_user or target.raw_password else target)


async def _as_it_is(page: Page) -> Page:
    return page


def _printable(header: str) -> str:
    """A header without the lone surrogates that stand for bytes outside UTF-8: no record could be written with them."""
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
