"""Parse the addresses of requests and redirects, and show them in errors without user and password. Pure."""

import re
from types import TracebackType

from yarl import URL

from newsvane.errors import FetchRefused, NewsvaneError


def parse_location(location: str, base: URL) -> URL:
    """Return where a redirect leads. Raises FetchRefused (`bad_url`)."""
    try:
        return parse_url(location, base)
    except FetchRefused as error:
        message = f"redirects to {_quoted(location)}, which is not an http(s) address"
        raise FetchRefused(message, reason="bad_url") from error


def parse_url(url: str, base: URL | None = None) -> URL:
    """Return an absolute http(s) address without fragment. Raises FetchRefused (`bad_url`)."""
    try:
        parsed = URL(url.strip())
        target = base.join(parsed) if base else parsed
        target = target.with_fragment(None) if target.raw_fragment else target
        if target.scheme not in {"http", "https"} or not (target.raw_host or "\0").isprintable() or target.port == 0:
            raise ValueError("not an http(s) address")
    except (ValueError, TypeError) as error:
        raise FetchRefused(f"{_quoted(url)} cannot be fetched: {error}", reason="bad_url") from error
    return target


def join_or_none(url: str, base: URL) -> str | None:
    """Return an http(s) address that may be relative; None if it is none."""
    try:
        return str(parse_url(url, base))
    except FetchRefused:
        return None


def host_of(target: URL) -> str:
    """Return the host in lower case, encoded as in DNS."""
    return (target.raw_host or "").lower()


class AddressInErrors:
    """Adds the addresses to error messages: without credentials, and truncated."""

    def __init__(self, requested: URL, target: URL) -> None:
        self._requested, self._target = requested, target

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, NewsvaneError):
            where = without_credentials(self._requested)[:300]
            if self._target != self._requested:
                where += f", which redirects to {without_credentials(self._target)[:300]}"
            raise type(error)(f"{where}: {error}", reason=error.reason, retry_after=error.retry_after) from error


def _quoted(address: str) -> str:
    """Return an address that cannot be parsed in quotes, without user and password."""
    return repr(re.sub(r"//[^/?#]*@", "//", address)[:120])


def without_credentials(target: URL) -> str:
    """Return the address without user and password."""
    return str(target.with_user(None) if target.raw_user or target.raw_password else target)
