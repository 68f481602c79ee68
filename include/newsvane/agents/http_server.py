"""Serve the protocol over HTTP, to clients on this machine that know the token.

A browser on this machine can be made to send requests here, by any page that it shows. So a request needs a token, must
name this server in `Host` (a name that leads here by DNS rebinding is another one), and may have no foreign `Origin`.
"""

import hashlib
import hmac
import socket
from collections.abc import Callable

import uvicorn

from newsvane.agents.disconnects import App, CancelAbandoned, Receive, Scope, Send
from newsvane.agents.server import build_server
from newsvane.errors import ConfigError

HOST = "127.0.0.1"
"""The only address that is served."""
PATH = "/mcp"
MIN_TOKEN_LENGTH = 32
_MAX_REQUEST_BYTES = 256 * 1024
_MAX_CONNECTIONS = 32


def serve_http(token: str, *, port: int, announce: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM. `announce` is called with the address when it serves; port 0 is any free one.

    Raises ConfigError if the token is missing or too short, or the port is taken.
    """
    require_token(token)
    with _listen(port) as listener:
        port = listener.getsockname()[1]
        app = build_server().streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=_MAX_REQUEST_BYTES,
            host=HOST,
        )
        config = uvicorn.Config(
            Guard(CancelAbandoned(app), token, port), log_config=None, access_log=False, server_header=False, ws="none",
            limit_concurrency=_MAX_CONNECTIONS, timeout_graceful_shutdown=5,
        )  # fmt: skip
        _Server(config, lambda: announce(f"http://{HOST}:{port}{PATH}")).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it serves. A signal that came earlier could find handlers that do not end it."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce it."""
        await super().startup(sockets)
        self._announce()


def require_token(token: str) -> None:
    """Raise ConfigError if a token is missing, or can be guessed or not be sent in a header. It is never quoted."""
    make = "make one with: openssl rand -hex 32"
    if not token:
        raise ConfigError(f"NEWSVANE_MCP_TOKEN is not set, and HTTP needs a token; {make}", reason="no_token")
    if len(token) < MIN_TOKEN_LENGTH:
        raise ConfigError(f"NEWSVANE_MCP_TOKEN has fewer than {MIN_TOKEN_LENGTH} characters; {make}", reason="token")
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ConfigError(f"NEWSVANE_MCP_TOKEN has characters that a header cannot carry; {make}", reason="token")


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # before the address is announced
    except OSError as error:
        listener.close()
        message = f"port {port} of {HOST} cannot be used ({error.strerror}): choose another one with --port"
        raise ConfigError(message, reason="port") from error
    return listener


class Guard:
    """Refuses requests that are not for this server, come from another site, or lack the token."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self._app = app
        self._token = _digest(token.encode())
        self._hosts = {f"{name}:{port}".encode() for name in (HOST, "localhost")}
        self._origins = {b"http://" + host for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a good request on, and answer any other one."""
        if scope["type"] == "http" and (refusal := self._find_refusal(scope["headers"])):
            await _refuse(send, *refusal)
            return
        await self._app(scope, receive, send)

    def _find_refusal(self, headers: list[tuple[bytes, bytes]]) -> tuple[int, str] | None:
        given = {name: [value for each, value in headers if each == name] for name in _CHECKED}
        if len(given[b"host"]) != 1 or given[b"host"][0].lower() not in self._hosts:
            return 421, "this server does not answer for that host: use the address that it printed"
        if any(origin.lower() not in self._origins for origin in given[b"origin"]):
            return 403, "other sites may not use this server"
        scheme, _, token = given[b"authorization"][0].partition(b" ") if given[b"authorization"] else (b"", b"", b"")
        known = hmac.compare_digest(_digest(token.strip()), self._token)
        if scheme.lower() != b"bearer" or not known or len(given[b"authorization"]) != 1:
            return 401, "send the header Authorization: Bearer, with the token of NEWSVANE_MCP_TOKEN"
        return None


_CHECKED = (b"host", b"origin", b"authorization")


def _digest(token: bytes) -> bytes:
    """Return a hash of a token: two of them have the same length, so that comparing them takes the same time."""
    return hashlib.sha256(token).digest()


async def _refuse(send: Send, status: int, message: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{message}\n".encode()})
