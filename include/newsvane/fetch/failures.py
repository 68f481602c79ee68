"""What each failure is called: the answer of a server, or an error of aiohttp, to an error with reason and words."""

import http.client
import re
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import aiohttp

from newsvane.errors import FetchFailed, FetchRefused, NewsvaneError
from newsvane.http_dates import parse_retry_after

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSIENT = frozenset({202, 408, 425, 429})
_MAX_RETRY_AFTER = 999_999_999
"""Seconds (32 years). A server that asks for a longer wait makes no sense and is not listened to."""

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


_SAYING = {
    204: "an answer without a body",
    206: "a part of a page, which was not asked for",
    304: "unchanged, but that was not asked",
    401: "asks for a user name and password",
    402: "asks for payment",
    403: "refuses us",
    404: "there is no such page",
    410: "gone for good",
    429: "asks us to poll less often",
    451: "withheld for legal reasons",
    503: "is down for now",
}
"""Statuses in words; of others the server's own phrase is shown."""

_BROKEN_OFF = "the host broke the connection off"


def status_error(status: int, phrase: str, headers: Mapping[str, str]) -> NewsvaneError:
    """The error for an answer that is no page. `retry_after` is what the server asks for."""
    retry_after = _retry_after(headers.get("Retry-After", ""))
    who = _challenger(status, headers)
    if who:
        message = f"HTTP {status}: {who} takes us for a robot and asks for a browser; ask the outlet to let us in"
        return FetchRefused(message, reason="challenge", retry_after=retry_after)
    kind = FetchFailed if status in _TRANSIENT or status >= 500 else FetchRefused
    if status in REDIRECTS:
        return kind(f"HTTP {status}: redirects, but does not say where", reason=f"http_{status}")
    words = _SAYING.get(status) or _line(phrase)[:80] or http.client.responses.get(status, "")
    message = f"HTTP {status}: {words}" if words else f"HTTP {status}"
    return kind(message, reason=f"http_{status}", retry_after=retry_after)


def never_arrives(hops: int, *, circle: bool, cookies: bool) -> FetchRefused:
    """The error for redirects without end: in a `circle`, having set `cookies` on the way, or on and on."""
    if circle and cookies:
        message = "wants cookies, which Newsvane keeps none of: it sets one and sends us round to where we were"
        return FetchRefused(message, reason="cookie_wall")
    if circle and hops == 1:
        message = "redirects to itself"
    else:
        message = f"redirected {hops} times, in a circle" if circle else f"redirected {hops} times, and on"
    return FetchRefused(message, reason="redirect_loop")


def explained(error: Exception, limit: float) -> NewsvaneError:
    """What went wrong on the way, in our terms; the order matters, as aiohttp's errors are each other's children."""
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
            reason, text = "dns", _unresolved(error.os_error)
        case aiohttp.ClientSSLError() | ssl.SSLError():
            reason, text = "tls", _tls(error)
        case aiohttp.ClientConnectorError():
            reason, text = _unconnected(error.os_error)
        case aiohttp.ClientPayloadError():
            reason, text = "truncated", "the connection ended before the body did"
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            reason, text = "reset", _BROKEN_OFF
        case aiohttp.ClientResponseError():
            reason, text = "bad_http", _not_http(error.message)
        case _:
            reason, text = "bad_http", f"the answer cannot be read ({_line(str(error))[:120] or type(error).__name__})"
    return FetchFailed(text, reason=reason)


def means_dead(error: Exception) -> bool:
    """Whether the error says that the host was not reached at all, so that its other pages need not be tried."""
    reached = (aiohttp.ClientSSLError, ssl.SSLError, aiohttp.ClientProxyConnectionError)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionResetError):
        return False
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError) and not isinstance(
        error, reached
    )


def _unresolved(cause: OSError) -> str:
    if cause.errno == socket.EAI_AGAIN:
        return "the host name does not resolve: the name servers do not answer"
    return "the host name does not resolve: there is none of that name"


def _unconnected(cause: OSError) -> tuple[str, str]:
    """Reason and words for a connection that did not come about."""
    if isinstance(cause, ConnectionRefusedError):
        return "refused", "the host refuses the connection"
    if isinstance(cause, ConnectionError):
        return "reset", _BROKEN_OFF
    words = cause.strerror or ""
    return "unreachable", f"no connection: {words[:1].lower()}{words[1:]}" if words else "no connection"


def _tls(error: Exception) -> str:
    """Why there is no secure connection: OpenSSL's words, or better ones."""
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        known = {9: "its certificate is not valid yet", 10: "its certificate has expired"}
        known[62] = "its certificate is for another name"
        known |= dict.fromkeys((18, 19, 20, 21), "its certificate is signed by nobody whom we trust")
        return f"no secure connection: {known.get(cause.verify_code, cause.verify_message)}"
    why = getattr(cause, "reason", None) or ""
    known_reasons = {
        "WRONG_VERSION_NUMBER": "no TLS at this port; is it http:// instead of https://?",
        "UNSUPPORTED_PROTOCOL": "it speaks outdated TLS only",
        "TLSV1_ALERT_PROTOCOL_VERSION": "it speaks outdated TLS only",
        "SSLV3_ALERT_HANDSHAKE_FAILURE": "the two of us have no cipher in common",
        "UNEXPECTED_EOF_WHILE_READING": _BROKEN_OFF,
    }
    return f"no secure connection: {known_reasons.get(why) or why.lower().replace('_', ' ') or 'it failed'}"


def _not_http(message: str) -> str:
    """What aiohttp's parser minded: in its terms a text of several lines, the bytes that it met, and a pointer."""
    line = _line(message)
    if size := re.search(r"more than (\d+) bytes", line):
        return f"a header of more than {int(size[1]):,} bytes"
    found = re.search(r"\bb(?:ytearray\(b)?(['\"])(?P<said>.*?)(\1|$)", line)
    wrong = (line[: found.start()] if found else line).rstrip(" :")[:80]
    if found:
        said = f"it says '{found['said'][:60]}'"
        wrong = said if wrong.startswith("Bad status line") else f"{wrong}; {said}"
    return f"not an HTTP answer: {wrong}" if wrong else "not an HTTP answer"


def _line(text: str) -> str:
    """One line, without what is not printable."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _challenger(status: int, headers: Mapping[str, str]) -> str | None:
    for who, header, value, statuses in _CHALLENGES:
        if status in statuses:
            for name, found in headers.items():
                if re.fullmatch(header, name, re.IGNORECASE) and re.fullmatch(value, found, re.IGNORECASE):
                    return who
    return None


def _retry_after(value: str) -> timedelta | None:
    """Return the wait that a `Retry-After` header asks for, or None if it asks for none."""
    seconds = parse_retry_after(value, now=datetime.now(UTC))
    return timedelta(seconds=seconds) if seconds and seconds <= _MAX_RETRY_AFTER else None
