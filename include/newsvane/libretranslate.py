"""Translate short texts with a LibreTranslate server, within a time limit. What it answers is as untrusted as a page.

Its API: `POST /translate` with `q` (a list of texts), `source`, `target`, `format` and, if the server wants one,
`api_key`; the answer is `translatedText`, a list of the same length, or `error`.
"""

import json
import urllib.request
from collections.abc import Sequence
from http.client import HTTPException
from time import monotonic
from typing import Any, NamedTuple
from urllib.error import HTTPError

from newsvane.errors import TranslationFailed
from newsvane.safe_text import clean_line

MAX_LENGTH = 300
"""Characters of a text, and of its translation."""
MAX_BYTES = 1_000_000
"""The maximum size of an answer."""
_CODES = {"no": "nb", "zh": "zh-Hans"}
"""Languages whose code on these servers is not ours."""


class TranslationServer(NamedTuple):
    """A LibreTranslate server. `key`: its API key; "" if it wants none."""

    url: str
    key: str = ""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: it would pass the texts and the key on to another server."""

    def redirect_request(self, *_: Any) -> None:
        """Return no request to follow, so that the redirect is an error."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def translate(
    server: TranslationServer, texts: Sequence[str], *, source: str, target: str, seconds: float
) -> list[str]:
    """Return the translations of some texts, each as one line. `source`, `target`: ISO 639 codes.

    `seconds`: the time limit. Raises TranslationFailed, whose reason is `http_400` if the server does not know one of
    the languages.
    """
    given = {
        "q": [text[:MAX_LENGTH] for text in texts], "source": _CODES.get(source, source),
        "target": _CODES.get(target, target), "format": "text",
    }  # fmt: skip
    answer = _post(server, given, until=monotonic() + seconds, timeout=seconds)
    found = answer.get("translatedText") if isinstance(answer, dict) else None
    if not isinstance(found, list) or len(found) != len(texts) or not all(isinstance(each, str) for each in found):
        raise TranslationFailed("the answer is not that of a LibreTranslate server", reason="not_understood")
    return [clean_line(each, MAX_LENGTH) for each in found]


def _post(server: TranslationServer, given: dict[str, Any], *, until: float, timeout: float) -> Any:
    body = json.dumps(given | ({"api_key": server.key} if server.key else {})).encode()
    request = urllib.request.Request(  # noqa: S310 - the setting allows http and https only
        f"{server.url}/translate", body, {"Content-Type": "application/json", "User-Agent": "Newsvane"}
    )
    try:
        with _OPENER.open(request, timeout=timeout) as response:
            return json.loads(_read(response, until))
    except HTTPError as error:
        error.close()
        raise TranslationFailed(f"the server answered {error.code}", reason=f"http_{error.code}") from None
    except (OSError, HTTPException) as error:
        raise TranslationFailed(f"the connection failed ({type(error).__name__})", reason="connection") from None
    except (ValueError, RecursionError):
        raise TranslationFailed("the answer is no JSON", reason="not_understood") from None


def _read(response: Any, until: float) -> bytes:
    """Return the whole answer. Raises TranslationFailed if it is too long or too slow."""
    body = b""
    while part := response.read1(65_536):
        body += part
        if len(body) > MAX_BYTES or monotonic() > until:
            raise TranslationFailed("the answer is too long or too slow", reason="timeout")
    return body
