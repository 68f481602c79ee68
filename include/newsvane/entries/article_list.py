"""Parse lists of other outlets' articles in JSON: GDELT's article list (one article per line) and its API's answer.

What a list says about an article is a claim. Whatever is wrong with one article costs only this one.
"""

import html
import json
import re
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from newsvane.dates import parse_standard_date
from newsvane.entries.items import Draft, Item, KnownItem, build_alone, fingerprint
from newsvane.entries.language_names import find_language_code
from newsvane.entries.not_a_feed import not_a_feed_error
from newsvane.safe_text import unescape

MAX_LISTED = 20_000
"""The maximum number of articles read from one list: a minute of GDELT's has up to 10,000."""

_NOT_PUBLIC = "with an address that is not on the public web"
_NOT_JSON = "that are not JSON"
_NO_ARTICLE = "that are not articles"

_ARTICLES = re.compile(r'\s*\{\s*"articles"\s*:\s*\[')
_OBJECT = re.compile(r"\{[^{}]*\}")
_TOP_LEVEL = re.compile(r"(?=[^\d.-])[\w-]+\.?")
_COMPACT_DATE = re.compile(r"(\d{8})T?(\d{6})Z?")


def parse(text: str, *, url: str, known: Container[int] = ()) -> Draft:
    """Parse a list in one of the two forms. Articles whose key is `known` are not parsed.

    An answer without articles (`{}`) is an empty list. Raises FeedUnreadable (`not_a_feed`) if it is another kind of
    text.
    """
    answer = None if _begins_with_line(text) else _load(text)
    if isinstance(answer, dict):
        return _parse_answer(answer, url, known)
    if found := _ARTICLES.match(text):
        return _draft(_OBJECT.findall(text, found.end()), known)
    draft = _draft([line for line in text.split("\n") if line.strip()], known)
    if all(isinstance(item, Item) and item.fault in {_NOT_JSON, _NO_ARTICLE} for item in draft.items):
        raise not_a_feed_error(url, f"it begins '{' '.join(text[:60].split())}'")
    return draft


def _begins_with_line(text: str) -> bool:
    """Return whether the text begins with a line that is an article by itself."""
    first = _load(text.lstrip().partition("\n")[0])
    return isinstance(first, dict) and "url" in first


def _parse_answer(answer: dict[str, Any], url: str, known: Container[int]) -> Draft:
    articles = answer.get("articles", None if answer else [])
    if not isinstance(articles, list):
        raise not_a_feed_error(url, "JSON, but not a list of articles")
    return _draft([json.dumps(article, sort_keys=True) for article in articles[: MAX_LISTED + 1]], known)


def _draft(written: Sequence[str], known: Container[int]) -> Draft:
    return Draft(items=list(_build_items(written[: MAX_LISTED + 1], known)))


def _build_items(written: Sequence[str], known: Container[int]) -> Iterator[Item | KnownItem]:
    for one in written:
        key = fingerprint(one.encode("utf-8", "replace"))
        yield KnownItem(key) if key in known else build_alone(partial(_build_item, one, key), key=key)


def _build_item(written: str, key: int) -> Item:
    article = _load(written)
    if article is None:
        return Item(key=key, fault=_NOT_JSON)
    if not isinstance(article, dict):
        return Item(key=key, fault=_NO_ARTICLE)
    author = _to_html(article, "author")
    return Item(
        key=key,
        link=_get_text(article, "url"),
        title=_to_html(article, "title"),
        authors=(author,) if author else (),
        published=_parse_date(_get_text(article, "date") or _get_text(article, "seendate")),
        content=_to_html(article, "desc"),
        language=find_language_code(_get_text(article, "lang") or _get_text(article, "language")),
        image=_get_text(article, "image") or _get_text(article, "socialimage"),
    )


def require_public(item: Item | KnownItem) -> Item | KnownItem:
    """Return the item, but only its fault if its address is not on the public web."""
    if isinstance(item, KnownItem) or is_public(item.link):
        return item
    return Item(key=item.key, guid=item.guid, fault=_NOT_PUBLIC)


def is_public(link: str) -> bool:
    """Return whether an address may be on the public web, as far as the address itself says.

    Names of one label, numbers in other notations, and IP addresses of private networks are not. Where a name leads is
    only known, and checked, when it is fetched. Text that is no address counts as public: other checks report it.
    """
    try:
        host = (urlsplit(link.strip()).hostname or "").rstrip(".")
    except ValueError:
        return True
    if not host:
        return True
    try:
        return ip_address(host).is_global
    except ValueError:
        name, _, top = host.rpartition(".")
        return bool(name) and top not in _PRIVATE_TOPS and _TOP_LEVEL.fullmatch(top) is not None


_PRIVATE_TOPS = frozenset({"local", "localhost", "internal", "intranet", "lan", "home", "corp", "arpa", "onion"})
"""Top-level domains that never lead to a public server (RFC 6761, RFC 6762, RFC 7686, ICANN)."""


def _load(text: str) -> Any:
    """Return the value; None if the text is not JSON."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _parse_date(text: str) -> tuple[str, datetime | None]:
    """Parse a date in a standard form, or written together: `20261127T101500Z`, `20261127101500`."""
    compact = _COMPACT_DATE.fullmatch(text.strip())
    return parse_standard_date(f"{compact[1]}T{compact[2]}Z" if compact else text)


def _to_html(article: dict[str, Any], key: str) -> str:
    """Return plain text, in which a list may have left references (`&amp;`), as HTML."""
    return html.escape(unescape(_get_text(article, key)))


def _get_text(article: dict[str, Any], key: str) -> str:
    value = article.get(key)
    return value if isinstance(value, str) else ""
