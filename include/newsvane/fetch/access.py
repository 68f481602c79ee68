"""What some sources require: headers, cookies, a proxy, a user and password. Never in a file, a log or an error.

Access data are sent only for the source that names them: with its polls, and with the pages that it lists. They reach
only its own server (`feeds.` or `www.` before its name makes no difference), without encryption only if the source
itself is polled without. A redirect to another server gets none of them. Nor does an address on that server that
another source lists: whoever can write `/account/delete` into a feed must not speak in our name. A server that repeats
them ("your key … is not valid") must not bring them into the lake, so they are replaced in what it answers.
"""

import base64
import html
import json
from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from urllib.parse import quote

from pydantic import Field, ValidationError, field_validator
from yarl import URL

from newsvane import urls
from newsvane.errors import ConfigError, FetchRefused
from newsvane.records import Record

HIDDEN = "[access data]"
"""What stands in place of access data that an answer repeats."""

MIN_SECRET_LENGTH = 8
"""Letters of the shortest value that is looked for: a shorter one (`fa-IR`) may be found in any page."""


class Access(Record):
    """What is sent with each request to an outlet. `proxy`: address through which it is sent."""

    headers: dict[str, str] = Field(default_factory=dict, repr=False)
    cookies: dict[str, str] = Field(default_factory=dict, repr=False)
    user_agent: str = Field("", repr=False)
    user: str = Field("", repr=False)
    password: str = Field("", repr=False)
    proxy: str = Field("", repr=False)

    @field_validator("headers", "cookies")
    @classmethod
    def _require_one_line_each(cls, values: dict[str, str]) -> dict[str, str]:
        if any(not text.isprintable() for pair in values.items() for text in pair):
            raise ValueError("line breaks and control characters are not allowed")
        return values

    def request_headers(self) -> dict[str, str]:
        """Return the headers of a request."""
        headers = dict(self.headers)
        if self.user_agent:
            headers["User-Agent"] = self.user_agent
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.user or self.password:
            headers["Authorization"] = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return headers

    @cached_property
    def _echoes(self) -> tuple[str, ...]:
        """What would give these data away: each value, as it is and as an answer may write it, the longest first."""
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        values = {*self.headers.values(), *self.cookies.values(), self.user_agent, self.password, token, self.proxy}
        written = {
            form
            for value in values
            if len(value) >= MIN_SECRET_LENGTH
            for form in (value, quote(value, safe=""), html.escape(value), json.dumps(value)[1:-1])
        }
        return tuple(sorted(written, key=len, reverse=True))

    def hide(self, text: str) -> str:
        """Return the text without these data, wherever an answer repeats what was sent."""
        for echo in self._echoes:
            text = text.replace(echo, HIDDEN)
        return text

    def hide_in(self, body: bytes) -> bytes:
        """Return a body without these data."""
        for echo in self._echoes:
            body = body.replace(echo.encode(), HIDDEN.encode())
        return body


def parse_access(text: str, where: str) -> Access:
    """Parse access data: a JSON object with the fields of Access. `where`: only for messages.

    Raises ConfigError, which quotes nothing of the text.
    """
    try:
        return Access.model_validate(json.loads(text))
    except ValidationError as error:
        wrong = ", ".join(sorted({str(each["loc"][0]) if each["loc"] else "the whole" for each in error.errors()}))
        known = ", ".join(Access.model_fields)
        raise ConfigError(f"{where}: {wrong} cannot be used; the keys are {known}", reason="settings") from None
    except (ValueError, RecursionError):
        raise ConfigError(
            f'{where} is not JSON: write an object such as {{"headers": {{"X-Key": "…"}}}}', reason="settings"
        ) from None


class _Entry(NamedTuple):
    """What is known for a server. `fault`: why its access data cannot be used. `plain`: also for http addresses."""

    access: Access | None
    fault: str
    plain: bool


class AccessBook:
    """The access data of sources by server (see `urls.server`) and by source."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str, int | None], dict[str, _Entry]] = {}

    def add(self, source: str, url: str, access: Access | None, *, fault: str = "") -> None:
        """Use these data for a source at this address. `fault`: why there are none, with which its requests fail."""
        entry = _Entry(access, fault, url.startswith("http://"))
        self._entries.setdefault(urls.server(url), {})[source] = entry

    def hide(self, text: str) -> str:
        """Return the text without the access data of any server."""
        for entry in chain.from_iterable(each.values() for each in self._entries.values()):
            text = entry.access.hide(text) if entry.access else text
        return text

    def find(self, target: URL, source: str) -> Access | None:
        """Return what to send to an address for a source, None if nothing.

        For other sources than those that name the data of the server, this is the proxy alone.
        Raises FetchRefused (`no_access`) if the data are missing.
        """
        entries = self._entries and self._entries.get(urls.server(str(target)))
        if not entries:
            return None
        entry = entries.get(source) or next(iter(entries.values()))
        if not entry.access:
            raise FetchRefused(entry.fault, reason="no_access")
        if not entry.plain and target.scheme != "https":
            return None
        return entry.access if source in entries else Access(proxy=entry.access.proxy)


class AccessName(NamedTuple):
    """The name of the access data of a source at this address."""

    url: str
    name: str


def select_access(sources: Mapping[str, AccessName], values: Mapping[str, str]) -> AccessBook:
    """Return the access data of sources. `sources`: by the id of the source. `values`: the JSON by name.

    A name without a value, or with one that cannot be used, makes the requests to its server fail with the reason.
    """
    book = AccessBook()
    for source, (url, name) in sources.items():
        try:
            access = parse_access(values[name], f"the access data {name!r}") if name in values else None
        except ConfigError as error:
            book.add(source, url, None, fault=str(error))
        else:
            fault = "" if access else f"the access data {name!r} are missing: {describe_setting(name)}"
            book.add(source, url, access, fault=fault)
    return book


def variable_of(name: str) -> str:
    """Return the environment variable that holds the access data of this name."""
    return f"NEWSVANE_ACCESS_{name.upper().replace('-', '_').replace('.', '_')}"


def describe_setting(name: str) -> str:
    """Return what to set so that there are access data of this name."""
    return f"set {variable_of(name)}, or create the Airflow connection newsvane_access_{name}"
