"""HTTP for the services that this package speaks to itself: what webhooks and ntfy have in common."""

import json
from typing import Any, NoReturn

import requests
from urllib3.exceptions import NewConnectionError

from newsvane.notify.responses import asked_wait, fail, judge
from newsvane.records import Message

AGENT = "Newsvane"

MOST = 4_000_000
"""Bytes of an answer that are read."""


def base(channel: Any) -> str:
    """Scheme, host and port of a channel with a server of its own."""
    host = f"{channel.host}:{channel.port}" if channel.port else channel.host
    return f"{'https' if channel.secure else 'http'}://{host}"


def post(channel: Any, message: Message, url: str, payload: object, *, method: str = "POST", **options: Any) -> None:
    """Send JSON. Raises by the answer, and where there is none."""
    try:
        with requests.request(
            method,
            url,
            timeout=channel.request_timeout,
            data=json.dumps(payload, ensure_ascii=False).encode("utf-8", "replace"),
            **_common(channel, options),
        ) as answer:
            status, asked = answer.status_code, answer.headers.get("Retry-After", "")
    except requests.RequestException as error:
        _broken(message, error, unsure=not _never_sent(error))
    judge(message, status, asked_wait(asked))


def get(channel: Any, message: Message, url: str, **options: Any) -> tuple[int, bytes]:
    """Status and body of a page, at most MOST bytes of it. Raises DeliveryFailed where there is no answer."""
    try:
        with requests.get(url, timeout=channel.request_timeout, **_common(channel, options)) as answer:
            body = b""
            for part in answer.iter_content(65_536):
                body += part
                if len(body) > MOST:
                    break
            return answer.status_code, body
    except requests.RequestException as error:
        _broken(message, error, unsure=False)


def _common(channel: Any, options: dict[str, Any]) -> dict[str, Any]:
    headers = {"User-Agent": AGENT, "Content-Type": "application/json", **options.pop("headers", {})}
    return {
        "headers": headers,
        "verify": channel.verify_certificate,
        "allow_redirects": channel.redirects,
        "stream": True,
        **options,
    }


def _never_sent(error: requests.RequestException) -> bool:
    """Whether there was no connection at all."""
    cause = error.args[0] if error.args else None
    return isinstance(error, requests.ConnectTimeout | requests.exceptions.SSLError) or isinstance(
        getattr(cause, "reason", None), NewConnectionError
    )


def _broken(message: Message, error: requests.RequestException, *, unsure: bool) -> NoReturn:
    fail(message, "connection", f"the connection failed ({type(error).__name__})", unsure=unsure)
