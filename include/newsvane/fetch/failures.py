"""Turn bad responses and exceptions of aiohttp into errors with a reason code and a message for people."""

import http.client
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import aiohttp

from newsvane.errors import FetchFailed, FetchRefused, NewsvaneError
from newsvane.http_dates import parse_retry_after
from newsvane.safe_text import to_line

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSIENT = frozenset({202, 408, 425, 429})
_MAX_RETRY_AFTER = 999_999_999
"""Seconds (32 years). A longer wait makes no sense and is ignored."""

_BOT_PROTECTION = (
    ("Cloudflare", "cf-mitigated", r"challenge", range(200, 600)),
    ("Vercel", "x-vercel-mitigated", r"challenge|deny", range(200, 600)),
    ("AWS WAF", "x-amzn-waf-action", r"challenge|captcha", range(200, 600)),
    ("DataDome", "x-datadome", r".*", (401, 403, 405, 429)),
    ("Sucuri", "x-sucuri-(block|id)", r".*", (403, 503)),
    ("Akamai", "server", r"AkamaiGHost", (403,)),
    ("DDoS-Guard", "server", r"ddos-guard", (403, 503)),
)
"""Bot-protection vendors: name, patterns of a header and its value in their responses, and the statuses they use."""


_STATUS_WORDS = {
    204: "the response has no body",
    206: "a partial response, which was not requested",
    304: "not modified, although the request was not conditional",
    401: "requires a user name and password",
    402: "requires payment",
    403: "access refused",
    404: "page not found",
    410: "permanently gone",
    429: "too many requests",
    451: "withheld for legal reasons",
    503: "temporarily unavailable",
}
"""Statuses in words; for others the server's own phrase is shown."""

_CLOSED = "the host closed the connection"


def status_error(status: int, phrase: str, headers: Mapping[str, str]) -> NewsvaneError:
    """Return the error for a response that is not a page. `phrase`: the server's own words for the status."""
    retry_after = _parse_retry_after(headers.get("Retry-After", ""))
    vendor = _detect_bot_protection(status, headers)
    if vendor:
        message = f"HTTP {status}: {vendor} demands a browser check; ask the outlet for access"
        return FetchRefused(message, reason="challenge", retry_after=retry_after)
    kind = FetchFailed if status in _TRANSIENT or status >= 500 else FetchRefused
    if status in REDIRECTS:
        return kind(f"HTTP {status}: redirects without a Location", reason=f"http_{status}")
    words = _STATUS_WORDS.get(status) or to_line(phrase)[:80] or http.client.responses.get(status, "")
    message = f"HTTP {status}: {words}" if words else f"HTTP {status}"
    return kind(message, reason=f"http_{status}", retry_after=retry_after)


def redirect_error(hops: int, *, circle: bool, cookies: bool) -> FetchRefused:
    """Return the error for redirects that lead to no page: in a `circle`, or too many. `cookies`: they set cookies."""
    if circle and cookies:
        message = "requires cookies, which Newsvane does not store: it sets one and redirects in a circle"
        return FetchRefused(message, reason="cookie_wall")
    if circle and hops == 1:
        message = "redirects to itself"
    else:
        message = f"redirected {hops} times, in a circle" if circle else f"redirected {hops} times and more"
    return FetchRefused(message, reason="redirect_loop")


def translate_error(error: Exception, limit: float) -> NewsvaneError:
    """Return our error for an exception of a request. `limit`: the time limit in seconds.

    The order of the cases matters, because some exceptions of aiohttp are subclasses of others.
    """
    match error:
        case aiohttp.ConnectionTimeoutError():
            reason, text = "timeout", "the host does not answer: connecting timed out"
        case TimeoutError():
            reason, text = "timeout", f"no complete response within {limit:g} seconds"
        case aiohttp.InvalidURL() | UnicodeError():
            return FetchRefused("the address cannot be fetched", reason="bad_url")
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            reason, text = "proxy", "the proxy from the environment does not answer"
        case aiohttp.ClientConnectorDNSError():
            reason, text = "dns", _describe_dns_error(error.os_error)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            reason, text = "tls", _describe_tls_error(error)
        case aiohttp.ClientConnectorError():
            reason, text = _classify_connection_error(error.os_error)
        case aiohttp.ClientPayloadError():
            reason, text = "truncated", "the connection ended before the body was complete"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            reason, text = "reset", _CLOSED
        case aiohttp.ClientResponseError():
            reason, text = "bad_http", _describe_bad_http(error.message)
        case _:
            reason, text = (
                "bad_http",
                f"the response cannot be parsed ({to_line(str(error))[:120] or type(error).__name__})",
            )
    return FetchFailed(text, reason=reason)


def is_unreachable(error: Exception) -> bool:
    """Return whether the host was not reached at all, so that its other pages need not be tried."""
    reached = (aiohttp.ClientSSLError, ssl.SSLError, aiohttp.ClientProxyConnectionError)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionResetError):
        return False
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError) and not isinstance(
        error, reached
    )


def _describe_dns_error(cause: OSError) -> str:
    if cause.errno == socket.EAI_AGAIN:
        return "the host name does not resolve: the name servers do not answer"
    return "the host name does not resolve: there is no such name"


def _classify_connection_error(cause: OSError) -> tuple[str, str]:
    """Return reason and message for a connection that failed."""
    if isinstance(cause, ConnectionRefusedError):
        return "refused", "the host refuses the connection"
    if isinstance(cause, ConnectionError):
        return "reset", _CLOSED
    words = cause.strerror or ""
    return "unreachable", f"no connection: {words[:1].lower()}{words[1:]}" if words else "no connection"


def _describe_tls_error(error: Exception) -> str:
    """Return why there is no secure connection, in plain words or in those of OpenSSL."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        known = {9: "its certificate is not valid yet", 10: "its certificate has expired"}
        known[62] = "its certificate is for another name"
        known |= dict.fromkeys((18, 19, 20, 21), "its certificate is not signed by a trusted authority")
        return f"no secure connection: {known.get(cause.verify_code, cause.verify_message)}"
    why = getattr(cause, "reason", None) or ""
    known_reasons = {
        "WRONG_VERSION_NUMBER": "no TLS at this port; is it http:// instead of https://?",
        "UNSUPPORTED_PROTOCOL": "it only supports outdated versions of TLS",
        "TLSV1_ALERT_PROTOCOL_VERSION": "it only supports outdated versions of TLS",
        "SSLV3_ALERT_HANDSHAKE_FAILURE": "it supports none of our ciphers",
        "UNEXPECTED_EOF_WHILE_READING": _CLOSED,
    }
    return f"no secure connection: {known_reasons.get(why) or why.lower().replace('_', ' ') or 'it failed'}"


def _describe_bad_http(message: str) -> str:
    """Return what is wrong with a response that is not HTTP.

    `message`: of aiohttp's parser, several lines with the bytes that it met and a pointer.
    """
    line = to_line(message)
    if size := re.search(r"more than (\d+) bytes", line):
        return f"a header of more than {int(size[1]):,} bytes"
    found = re.search(r"\bb(?:ytearray\(b)?(['\"])(?P<said>.*?)(\1|$)", line)
    wrong = (line[: found.start()] if found else line).rstrip(" :")[:80]
    if found:
        said = f"the server sent '{found['said'][:60]}'"
        wrong = said if wrong.startswith("Bad status line") else f"{wrong}; {said}"
    return f"not an HTTP response: {wrong}" if wrong else "not an HTTP response"


def _detect_bot_protection(status: int, headers: Mapping[str, str]) -> str | None:
    for vendor, header, value, statuses in _BOT_PROTECTION:
        if status in statuses:
            for name, found in headers.items():
                if re.fullmatch(header, name, re.IGNORECASE) and re.fullmatch(value, found, re.IGNORECASE):
                    return vendor
    return None


def _parse_retry_after(value: str) -> timedelta | None:
    """Return the wait that a `Retry-After` header asks for, or None if it asks for none."""
    seconds = parse_retry_after(value, now=datetime.now(UTC))
    return timedelta(seconds=seconds) if seconds and seconds <= _MAX_RETRY_AFTER else None
