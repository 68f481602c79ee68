"""Requests, redirects followed by hand so that each hop is checked and waits its turn, and the name of each failure."""

import asyncio
import re
import ssl
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from newsvane import __version__
from newsvane.errors import FetchFailed, FetchRefused, NewsvaneError
from newsvane.fetch.decoding import ACCEPT_ENCODING, Body, too_large
from newsvane.fetch.guard import Detours, GuardedResolver, check_literal
from newsvane.fetch.politeness import AGENT, ROBOTS_MAX_BYTES, Robots, Turns
from newsvane.records import Page, Validators
from newsvane.settings import Settings

MAX_HOPS = 7
"""Redirects followed for one page; RFC 9309 asks for at least five."""

_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.8"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSIENT = frozenset({202, 408, 425, 429})


class Fetcher:
    """Fetches pages within the limits of the settings; an async context manager, one for a batch.

    Turns and robots.txt are kept for the life of the Fetcher: give it all addresses of a host. It keeps no cookies.
    Proxies are taken from the environment (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). A proxy resolves names itself, so behind
    one the guard sees only addresses written in URLs: the proxy must keep private networks out of reach.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._detours = Detours.parse(settings.connect_to)
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._turns: defaultdict[str, Turns] = defaultdict(
            lambda: Turns(settings.host_concurrency, settings.host_delay)
        )
        self._robots: defaultdict[URL, Robots] = defaultdict(Robots)
        self._proxies = {scheme: URL(proxy) for scheme, proxy in getproxies().items() if scheme in {"http", "https"}}

    async def __aenter__(self) -> Self:
        self._direct = self._session(GuardedResolver(self._detours))
        self._proxied = self._session(None)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._direct.close()
        await self._proxied.close()

    async def get(self, url: str, *, max_bytes: int, validators: Validators | None = None, robots: bool = True) -> Page:
        """Fetch a page: status 200, or 304 where `validators` were sent and still hold. `max_bytes`: decompressed.

        Raises FetchFailed (`timeout`, `dns`, `refused`, `unreachable`, `reset`, `tls`, `truncated`, `bad_encoding`,
        `bad_http`, `proxy`, `robots_unreachable`, `http_202`, `http_408`, `http_425`, `http_429`, `http_5NN`) and
        FetchRefused (`bad_url`, `blocked_address`, `robots`, `redirect_loop`, `too_large`, `bomb`, `challenge`, any
        other `http_NNN`). The time limit, `fetch_timeout`, runs while requests do, not while they wait their turn.
        """
        follow_robots = robots and self._settings.respect_robots
        return await self._follow(url, max_bytes, validators or Validators(), robots=follow_robots)

    async def _follow(self, url: str, max_bytes: int, validators: Validators, *, robots: bool) -> Page:
        target = _parse(url)
        seen: set[URL] = set()
        seconds = self._settings.fetch_timeout
        clock = asyncio.get_running_loop().time
        while target not in seen and len(seen) <= MAX_HOPS:
            seen.add(target)
            if robots:
                await self._obey(target)
            async with self._turns[_host(target)].turn(), self._slots:
                started = clock()
                answer = await self._request(target, url, max_bytes, validators, seconds)
                seconds -= clock() - started
            if isinstance(answer, Page):
                return answer
            target = answer
        raise FetchRefused(f"{_shown(_parse(url))}: redirected {len(seen)} times, in a loop", reason="redirect_loop")

    async def _obey(self, target: URL) -> None:
        """Read the robots.txt of the target's origin, once, and keep to it."""
        rules = self._robots[target.origin()]
        async with rules.lock:
            if not rules.known:
                try:
                    address = str(target.origin().with_path("/robots.txt"))
                    page = await self._follow(address, ROBOTS_MAX_BYTES, Validators(), robots=False)
                    rules.learn(page.body.decode("utf-8", "replace"))
                except FetchFailed as failure:
                    rules.learn(failure)
                except FetchRefused:
                    rules.learn("")
        if not rules.allows(str(target)):
            raise FetchRefused(f"{_shown(target)}: robots.txt forbids it", reason="robots")
        turns = self._turns[_host(target)]
        turns.delay = max(turns.delay, rules.crawl_delay)

    async def _request(
        self, target: URL, asked: str, max_bytes: int, validators: Validators, seconds: float
    ) -> Page | URL:
        """One request: a page, or where it sends us."""
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(target, asked, max_bytes, validators)
        except NewsvaneError as error:
            raise _named(error, target) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _explained(error, target, self._settings.fetch_timeout) from error

    async def _exchange(self, target: URL, asked: str, max_bytes: int, validators: Validators) -> Page | URL:
        host = _host(target)
        check_literal(host)
        proxy = None if self._detours.find(host) or proxy_bypass(host) else self._proxies.get(target.scheme)
        session = self._proxied if proxy else self._direct
        conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        async with session.get(target, headers=headers, allow_redirects=False, proxy=proxy) as response:
            if response.status in _REDIRECTS and "Location" in response.headers:
                return _parse(response.headers["Location"], target)
            if response.status != 200 and not (response.status == 304 and headers):
                raise _status_error(response)
            body = b"" if response.status == 304 else await _read(response, max_bytes)
            return Page(
                url=asked,
                final_url=str(target),
                status=response.status,
                headers=tuple((_printable(name), _printable(value)) for name, value in response.headers.items()),
                body=body,
                fetched_at=datetime.now(UTC),
            )

    def _session(self, resolver: GuardedResolver | None) -> aiohttp.ClientSession:
        contact = self._settings.contact
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=resolver, ttl_dns_cache=300, keepalive_timeout=10),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None),
            headers={
                "User-Agent": f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else ""),
                "Accept": _ACCEPT,
                "Accept-Encoding": ACCEPT_ENCODING,
            },
        )


async def _read(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    if (response.content_length or 0) > max_bytes:
        raise too_large(max_bytes)
    body = Body(response.headers.get("Content-Encoding"), max_bytes)
    async for data in response.content.iter_any():
        body.feed(data)
    return body.finish()


def _parse(url: str, base: URL | None = None) -> URL:
    """An absolute http(s) address without fragment. Raises FetchRefused (`bad_url`)."""
    try:
        parsed = URL(url.strip())
        target = (base.join(parsed) if base else parsed).with_fragment(None)
        if target.scheme not in {"http", "https"} or not target.raw_host or target.port == 0:
            raise ValueError("not an http(s) address")
    except (ValueError, TypeError) as error:
        raise FetchRefused(f"{url[:120]!r} cannot be fetched: {error}", reason="bad_url") from error
    return target


def _host(target: URL) -> str:
    return (target.raw_host or "").lower()


def _shown(target: URL) -> str:
    """The address for people: without user and password, cut to size."""
    return str(target.with_user(None))[:300]


def _named(error: NewsvaneError, target: URL) -> NewsvaneError:
    return type(error)(f"{_shown(target)}: {error}", reason=error.reason, retry_after=error.retry_after)


def _status_error(response: aiohttp.ClientResponse) -> NewsvaneError:
    status = response.status
    if status == 403 and response.headers.get("cf-mitigated") == "challenge":
        return FetchRefused(
            "Cloudflare asks for a browser (challenge); ask the outlet to let us in", reason="challenge"
        )
    kind = FetchFailed if status in _TRANSIENT or status >= 500 else FetchRefused
    message = f"HTTP {status} {_printable(response.reason or '')[:80]}".rstrip()
    return kind(message, reason=f"http_{status}", retry_after=_retry_after(response.headers.get("Retry-After", "")))


def _retry_after(value: str) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110, 10.2.3); None where it is neither or past."""
    if re.fullmatch(r"\d{1,9}", value.strip()):
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC)
    return wait if wait > timedelta(0) else None


def _explained(error: Exception, target: URL, limit: float) -> NewsvaneError:
    """What went wrong on the way, in our terms; the order matters, as aiohttp's errors are each other's children."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    match error:
        case TimeoutError():
            reason, text = "timeout", f"not done within {limit:g} seconds"
        case aiohttp.InvalidURL() | UnicodeError():
            return FetchRefused(f"{_shown(target)}: not an address that can be fetched", reason="bad_url")
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            reason, text = "proxy", "the proxy from the environment does not answer"
        case aiohttp.ClientConnectorDNSError():
            reason, text = "dns", "the host name does not resolve"
        case aiohttp.ClientSSLError() | ssl.SSLError():
            reason, text = "tls", f"no secure connection: {cause}"
        case aiohttp.ClientConnectorError() if isinstance(cause, ConnectionRefusedError):
            reason, text = "refused", "the host refuses the connection"
        case aiohttp.ClientConnectorError():
            reason, text = "unreachable", f"no connection: {cause}"
        case aiohttp.ClientPayloadError():
            reason, text = "truncated", "the connection ended before the body did"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            reason, text = "reset", "the host broke the connection off"
        case aiohttp.ClientResponseError():
            reason, text = "bad_http", f"not an HTTP response: {error.message[:80]}"
        case _:
            reason, text = "bad_http", f"{type(error).__name__}: {error}"[:200]
    return FetchFailed(f"{_shown(target)}: {text}", reason=reason)


def _printable(header: str) -> str:
    """A header without the lone surrogates that stand for bytes outside UTF-8: no record could be written with them."""
    return header.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
