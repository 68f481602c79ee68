"""Send requests and follow redirects, each of which is checked and limited like a request of its own."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from itertools import chain
from types import TracebackType
from typing import NamedTuple, Self, TypeVar
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from newsvane import __version__
from newsvane.errors import BodyTooLarge, FetchFailed, FetchRefused
from newsvane.fetch import robots as robots_txt
from newsvane.fetch.access import AccessBook
from newsvane.fetch.addresses import (
    AddressInErrors,
    host_of,
    join_or_none,
    parse_location,
    parse_url,
    without_credentials,
)
from newsvane.fetch.decoding import ACCEPT_ENCODING, BodyDecoder, decompress_gzip_file, too_large_error
from newsvane.fetch.failures import REDIRECTS, is_unreachable, redirect_error, status_error, translate_error
from newsvane.fetch.guard import ConnectionOverrides, GuardedResolver, require_public_literal
from newsvane.fetch.politeness import HostLimiter, Limiters, NextStarts
from newsvane.fetch.robots import RobotsCache, RobotsRules
from newsvane.records import Page, Validators
from newsvane.settings import Settings

T = TypeVar("T")

MAX_REDIRECTS = 7
"""Redirects followed for one page; RFC 9309 requires at least five for robots.txt."""

CONNECT_SHARE = 1 / 3
"""Share of the time limit for DNS and connecting, so that a host that drops packets does not hold up the others."""

LOOKUP_THREADS_PER_REQUEST = 4
"""DNS threads per concurrent request. More than one, because an abandoned lookup keeps its thread busy."""

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"
_PERMANENT = frozenset({301, 308})


class _RequestOptions(NamedTuple):
    """The options of a request.

    `delay`: the least time between two requests to the host, in seconds. `truncate`: if the body is over the limit,
    return the part that fits. `source`: what the request is made for, "" for nothing in particular. `may_follow`:
    raises an error if a redirect to this address must not be followed.
    """

    max_bytes: int
    validators: Validators
    robots: bool
    delay: float = 0.0
    truncate: bool = False
    source: str = ""
    may_follow: Callable[[str], None] | None = None


class _Redirect(NamedTuple):
    """A redirect. `cookie`: whether it also sets a cookie."""

    target: URL
    permanent: bool
    cookie: bool


class _Response(NamedTuple):
    """A response that becomes a page."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Fetcher:
    """Fetches pages within the limits of the settings; an async context manager, one per batch.

    Limits per host and hosts that are down are remembered for the life of the Fetcher, so one Fetcher must get all
    addresses of a site. `next_starts`: when hosts may be requested again, for one Fetcher after the other. `access`:
    what to send to outlets that require it. No request starts later than `start_seconds` after the Fetcher was entered.
    Copies of robots.txt are cached under `settings.home`, if that exists. It stores no cookies. Proxies are taken from
    the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). A proxy resolves names itself, so behind one the guard only
    sees addresses that are written in URLs: the proxy must keep private networks out of reach.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        start_seconds: float = math.inf,
        access: AccessBook | None = None,
        next_starts: NextStarts | None = None,
    ) -> None:
        self._settings = settings
        self._access = access or AccessBook()
        self._start_seconds = start_seconds
        self._next_starts: NextStarts = {} if next_starts is None else next_starts
        self._overrides = ConnectionOverrides.parse(settings.connect_to)
        self._robots_cache = RobotsCache(settings)
        self._robots: dict[URL, RobotsRules] = {}
        self._proxies = {scheme: URL(proxy) for scheme, proxy in getproxies().items() if scheme in {"http", "https"}}

    async def __aenter__(self) -> Self:
        last_start = asyncio.get_running_loop().time() + self._start_seconds
        self._limiters = Limiters(self._settings, last_start=last_start, next_starts=self._next_starts)
        self._resolver = GuardedResolver(
            self._overrides, threads=LOOKUP_THREADS_PER_REQUEST * self._settings.concurrency
        )
        self._direct = self._session(self._resolver)
        self._proxied = self._session(None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._direct.close()
        await self._proxied.close()
        await self._resolver.close()

    async def get(self, url: str, *, max_bytes: int, validators: Validators | None = None, robots: bool = True) -> Page:
        """Fetch a page: status 200, or 304 if `validators` were sent and still hold. `max_bytes`: decompressed.

        A body that is a gzip file by name or type is decompressed. The time limit, `fetch_timeout`, covers the requests
        but not the time they wait for a slot; a third of it is for connecting. For ten minutes after a host could not
        be reached, requests to it fail at once with the same reason.
        Raises FetchFailed (`timeout`, `dns`, `refused`, `unreachable`, `reset`, `tls`, `truncated`, `bad_encoding`,
        `bad_http`, `proxy`, `robots_unreachable`, `http_202`, `http_408`, `http_425`, `http_429`, `http_5NN`) and
        FetchRefused (`bad_url`, `blocked_address`, `no_access`, `robots`, `redirect_loop`, `cookie_wall`, `too_large`,
        `bomb`, `challenge`, any other `http_NNN`), and OutOfTime.
        """
        return await self.process(url, _return_page, max_bytes=max_bytes, validators=validators, robots=robots)

    async def process(
        self,
        url: str,
        handle: Callable[[Page], Awaitable[T]],
        *,
        max_bytes: int,
        validators: Validators | None = None,
        robots: bool = True,
        delay: float = 0.0,
        source: str = "",
        may_follow: Callable[[str], None] | None = None,
    ) -> T:
        """Fetch a page like `get`, pass it to `handle`, and return the result.

        The request keeps its slot until `handle` returns, so there are never more bodies in memory than concurrent
        requests. `handle` must not fetch: it could wait for a slot forever. `delay`: from now on, requests to
        this host start at least so many seconds apart, whatever the settings say. `source`: what the page is fetched
        for; the requests for one source take half of the slots at most, and those to one site start apart, too. Only
        with a source, its own access data are sent. `may_follow`: called with each address to which one is redirected;
        raises FetchRefused if that must not be requested.
        """
        robots = robots and self._settings.respect_robots
        options = _RequestOptions(
            max_bytes, validators or Validators(), robots, delay, source=source, may_follow=may_follow
        )
        try:
            return await self._follow(url, handle, options)
        except (FetchFailed, FetchRefused) as error:
            hidden = self._access.hide(str(error))
            if hidden == str(error):
                raise
            raise type(error)(hidden, reason=error.reason, retry_after=error.retry_after) from None

    async def list_sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps named in the robots.txt of the address' origin, as http(s) addresses.

        Raises FetchFailed if robots.txt cannot be read, and FetchRefused (`bad_url`).
        """
        origin = parse_url(url).origin()
        rules = await self._load_rules(origin)
        return tuple(absolute for line in rules.sitemaps if (absolute := join_or_none(line, origin)))

    async def _follow(self, url: str, handle: Callable[[Page], Awaitable[T]], options: _RequestOptions) -> T:
        requested = target = parse_url(url)
        seen: set[URL] = set()
        moved: URL | None = None
        permanent, cookies = True, False
        seconds = self._settings.fetch_timeout
        clock = asyncio.get_running_loop().time
        while target not in seen and len(seen) <= MAX_REDIRECTS:
            seen.add(target)
            host = self._limiters.find(host_of(target))
            pace = self._limiters.find_pace(options.source, host_of(target))
            host.pace.delay = max(host.pace.delay, options.delay)
            with AddressInErrors(requested, target):
                host.require_reachable(target.port)
                if options.robots:
                    await self._require_allowed(target, host, options.source)
                await host.acquire(target.port, options.source, pace)
            try:
                started = clock()
                with AddressInErrors(requested, target):
                    response = await self._request(target, host, options, seconds)
                seconds -= clock() - started
                if isinstance(response, _Response):
                    page = Page(
                        url=url,
                        final_url=self._access.hide(without_credentials(target)),
                        moved_to=None
                        if moved is None or requested.raw_user
                        else self._access.hide(without_credentials(moved)),
                        status=response.status,
                        headers=response.headers,
                        body=response.body,
                        fetched_at=datetime.now(UTC),
                    )
                    return await handle(page)
            finally:
                host.release(options.source)
            permanent = permanent and response.permanent
            moved = response.target if permanent else moved
            cookies = cookies or response.cookie
            with AddressInErrors(requested, response.target):
                if options.may_follow:
                    options.may_follow(str(response.target))
            target = response.target
        with AddressInErrors(requested, requested):
            raise redirect_error(len(seen), circle=target in seen, cookies=cookies)

    async def _require_allowed(self, target: URL, host: HostLimiter, source: str) -> None:
        """Raise FetchRefused if the robots.txt of the target's origin forbids it; apply its crawl delay."""
        rules = await self._load_rules(target.origin(), source)
        if not rules.allows(str(target)):
            raise FetchRefused("robots.txt forbids it", reason="robots")
        host.pace.delay = max(host.pace.delay, rules.crawl_delay)

    async def _load_rules(self, origin: URL, source: str = "") -> RobotsRules:
        rules = self._robots.get(origin)
        if rules is None:
            rules = self._robots[origin] = RobotsRules(str(origin), self._robots_cache)
        if not rules.is_loaded:
            address = str(origin.with_path("/robots.txt"))
            options = _RequestOptions(robots_txt.MAX_BYTES, Validators(), robots=False, truncate=True, source=source)
            await rules.load(lambda: self._follow(address, _return_page, options))
        return rules

    async def _request(
        self, target: URL, host: HostLimiter, options: _RequestOptions, seconds: float
    ) -> _Response | _Redirect:
        """Send one request within a time limit."""
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(target, options)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            failure = translate_error(error, self._settings.fetch_timeout)
            if isinstance(failure, FetchFailed) and is_unreachable(error):
                host.mark_unreachable(target.port, failure)
            raise failure from error

    async def _exchange(self, target: URL, options: _RequestOptions) -> _Response | _Redirect:
        require_public_literal(host_of(target))
        access = self._access.find(target, options.source)
        proxy = URL(access.proxy) if access and access.proxy else self._proxy(target)
        session = self._proxied if proxy else self._direct
        conditions = {"If-None-Match": options.validators.etag, "If-Modified-Since": options.validators.last_modified}
        conditional = {name: value for name, value in conditions.items() if value}
        sent = conditional | access.request_headers() if access else conditional
        async with session.get(target, headers=sent, allow_redirects=False, proxy=proxy) as response:
            if response.status in REDIRECTS and "Location" in response.headers:
                location = parse_location(response.headers["Location"], target)
                return _Redirect(location, response.status in _PERMANENT, "Set-Cookie" in response.headers)
            if response.status != 200 and not (response.status == 304 and conditional):
                raise status_error(response.status, _replace_surrogates(response.reason or ""), response.headers)
            body = b"" if response.status == 304 else await _read_body(response, options)
            headers = _clean_headers(response, keep_cookies=access is None)
            if access:
                body, headers = access.hide_in(body), tuple((name, access.hide(value)) for name, value in headers)
            return _Response(response.status, headers, body)

    def _proxy(self, target: URL) -> URL | None:
        proxy = self._proxies.get(target.scheme)
        return (
            None if proxy is None or self._overrides.find(host_of(target)) or proxy_bypass(host_of(target)) else proxy
        )

    def _session(self, resolver: GuardedResolver | None) -> aiohttp.ClientSession:
        contact = self._settings.contact
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver, ttl_dns_cache=300, keepalive_timeout=15),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, connect=CONNECT_SHARE * self._settings.fetch_timeout),
            headers={
                "User-Agent": f"{robots_txt.ROBOTS_NAME}/{__version__}" + (f" (+{contact})" if contact else ""),
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )


def _clean_headers(response: aiohttp.ClientResponse, *, keep_cookies: bool) -> tuple[tuple[str, str], ...]:
    """Return the headers for the archive, without the cookies of a session that belongs to somebody's account."""
    items = response.headers.items()
    headers = tuple((name, value) for name, value in items if keep_cookies or name.lower() != "set-cookie")
    if "".join(chain.from_iterable(headers)).isascii():
        return headers
    return tuple((_replace_surrogates(name), _replace_surrogates(value)) for name, value in headers)


async def _read_body(response: aiohttp.ClientResponse, options: _RequestOptions) -> bytes:
    body = BodyDecoder(response.headers.get("Content-Encoding"), options.max_bytes)
    try:
        if (response.content_length or 0) > options.max_bytes and not options.truncate:
            raise too_large_error(options.max_bytes)
        async for data in response.content.iter_any():
            body.feed(data)
    except BodyTooLarge:
        if options.truncate:
            return body.received()
        raise
    is_file = response.url.path.endswith(".gz") or "gzip" in response.headers.get("Content-Type", "")
    return decompress_gzip_file(body.finish(), options.max_bytes) if is_file else body.finish()


async def _return_page(page: Page) -> Page:
    return page


def _replace_surrogates(header: str) -> str:
    """Replace lone surrogates, which stand for bytes that are not UTF-8: records cannot be written with them."""
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
