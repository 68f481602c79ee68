"""What each failure is called: the answer of a server, or an error of aiohttp, to an error with reason and words."""

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from newsvane.errors import FetchFailed, FetchRefused, NewsvaneError

_TRANSIENT = frozenset({202, 408, 425, 429})

_CHALLENGES = (
    ("Cloudflare", "cf-mitigated", r"challenge", range(200, 600)),
    ("Vercel", "x-vercel-mitigated", r"challenge|deny", range(200, 600)),
    ("AWS WAF", "x-amzn-waf-action", r"challenge|captcha", range(200, 600)),
    ("DataDome", "x-datadome", r".*", (401, 403, 405, 429)),
    ("Sucuri", "x-sucuri-(block|id)", r".*", (403, 503)),
    ("Akamai", "server", r"AkamaiGHost", (403,)),
    ("DDoS-Guard", "server", r"ddos-guard", (403, 503)),
)
"""Who keeps robots out: name, the header and value that show it, and on which status they do."""


def status_error(status: int, phrase: str, headers: Mapping[str, str]) -> NewsvaneError:
    """The error for an answer that is no page. `retry_after` is what the server asks for."""
    retry_after = _retry_after(headers.get("Retry-After", ""))
    who = _challenger(status, headers)
    if who:
        message = f"HTTP {status}: {who} takes us for a robot and asks for a browser; ask the outlet to let us in"
        return FetchRefused(message, reason="challenge", retry_after=retry_after)
    kind = FetchFailed if status in _TRANSIENT or status >= 500 else FetchRefused
    return kind(f"HTTP {status} {phrase[:80]}".rstrip(), reason=f"http_{status}", retry_after=retry_after)


def never_arrives(hops: int, *, circle: bool, cookies: bool) -> FetchRefused:
    """The error for redirects without end: in a `circle`, having set `cookies` on the way, or on and on."""
    if circle and cookies:
        message = "wants cookies, which Newsvane keeps none of: it sets one and sends us round to where we were"
        return FetchRefused(message, reason="cookie_wall")
    message = f"redirected {hops} times, in a circle" if circle else f"redirected {hops} times, and on"
    return FetchRefused(message, reason="redirect_loop")


def explained(error: Exception, limit: float) -> NewsvaneError:
    """What went wrong on the way, in our terms; the order matters, as aiohttp's errors are each other's children."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    match error:
        case aiohttp.ConnectionTimeoutError():
            reason, text = "timeout", "the host does not answer: no connection in time"
        case TimeoutError():
            reason, text = "timeout", f"not done within {limit:g} seconds"
        case aiohttp.InvalidURL() | UnicodeError():
            return FetchRefused("not an address that can be fetched", reason="bad_url")
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
    return FetchFailed(text, reason=reason)


def means_dead(error: Exception) -> bool:
    """Whether the error says that the host was not reached at all, so that its other pages need not be tried."""
    reached = (aiohttp.ClientSSLError, ssl.SSLError, aiohttp.ClientProxyConnectionError)
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError) and not isinstance(
        error, reached
    )


def _challenger(status: int, headers: Mapping[str, str]) -> str | None:
    for who, header, value, statuses in _CHALLENGES:
        if status in statuses:
            for name, found in headers.items():
                if re.fullmatch(header, name, re.IGNORECASE) and re.fullmatch(value, found, re.IGNORECASE):
                    return who
    return None


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
