"""Make HTTP requests for webhooks and ntfy, the services that this package talks to itself."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import NewConnectionError

from newsvane.http_dates import parse_retry_after
from newsvane.notify.connection_errors import describe_connection_error
from newsvane.notify.responses import raise_failed, raise_for_status
from newsvane.records import Message

USER_AGENT = "Newsvane"

MAX_BODY_BYTES = 4_000_000
"""The maximum number of bytes read from an answer."""

MAX_RETRY_AFTER_SECONDS = 1e7
"""The longest `Retry-After` that is passed on: 116 days."""


def server_url(channel: Any) -> str:
    """Return scheme, host and port of a channel that has a server of its own."""
    host = f"{channel.host}:{channel.port}" if channel.port else channel.host
    return f"{'https' if channel.secure else 'http'}://{host}"


def post(channel: Any, message: Message, url: str, payload: object, *, method: str = "POST", **options: Any) -> None:
    """Send JSON. Raises as `raise_for_status` for the answer, and DeliveryFailed if there is none.

    `options`: arguments of `requests.request`.
    """
    try:
        with requests.request(
            method,
            url,
            timeout=channel.request_timeout,
            data=json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"),
            **_request_options(channel, options),
        ) as response:
            status, retry_after = response.status_code, response.headers.get("Retry-After")
    except requests.RequestException as error:
        _raise_connection_failed(message, url, error, unsure=not _is_unsent(error))
    seconds = parse_retry_after(retry_after, now=datetime.now(UTC))
    wait = None if seconds is None else timedelta(seconds=min(seconds, MAX_RETRY_AFTER_SECONDS))
    raise_for_status(message, status, wait)


def get(channel: Any, message: Message, url: str, **options: Any) -> tuple[int, bytes]:
    """Return the status and about MAX_BODY_BYTES of the body at most. Raises DeliveryFailed if there is no answer."""
    try:
        with requests.get(url, timeout=channel.request_timeout, **_request_options(channel, options)) as response:
            body = b""
            for part in response.iter_content(65_536):
                body += part
                if len(body) > MAX_BODY_BYTES:
                    break
            return response.status_code, body
    except requests.RequestException as error:
        _raise_connection_failed(message, url, error, unsure=False)


def _request_options(channel: Any, options: dict[str, Any]) -> dict[str, Any]:
    headers = {"User-Agent": USER_AGENT, "Content-Type": "application/json", **options.pop("headers", {})}
    return {
        "headers": headers,
        "verify": channel.verify_certificate,
        "allow_redirects": channel.redirects,
        "stream": True,
        **options,
    }


def _is_unsent(error: requests.RequestException) -> bool:
    """Return whether no connection was made at all, so that nothing can have arrived."""
    cause = error.args[0] if error.args else None
    return isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        getattr(cause, "reason", None), NewConnectionError
    )


def _raise_connection_failed(message: Message, url: str, error: requests.RequestException, *, unsure: bool) -> NoReturn:
    asked = error.request.url if error.request is not None else url  # after a redirect another one
    raise_failed(message, "connection", describe_connection_error(error, urlsplit(str(asked)).netloc), unsure=unsure)
