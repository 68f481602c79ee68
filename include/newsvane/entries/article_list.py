"""Parse lists of other outlets' articles: answers in JSON of any form, JSON lines such as GDELT's, tables (CSV, TSV).

What a list says about an article is a claim. Whatever is wrong with one article costs only this one.
"""

import json
import re
from collections.abc import Container, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from newsvane.entries.answer_status import says_error
from newsvane.entries.article_fields import (
    NOT_AN_ARTICLE,
    build_item,
    find_address,
    find_date,
    find_title_name,
    view_article,
)
from newsvane.entries.article_finder import find_articles
from newsvane.entries.article_table import read_table
from newsvane.entries.items import Draft, Item, KnownItem, build_alone, fingerprint
from newsvane.entries.json_feed import parse_int
from newsvane.entries.not_a_feed import not_a_feed_error
from newsvane.errors import FeedUnreadable
from newsvane.public_addresses import is_public

MAX_LISTED = 20_000
"""The maximum number of articles read from one list: a minute of GDELT's has up to 10,000."""

_NOT_PUBLIC = "with an address that is not on the public web"
_NOT_JSON = "that are not JSON"

_ARTICLES = re.compile(r'\s*\{\s*"articles"\s*:\s*\[')
_OBJECT = re.compile(r"\{[^{}]*\}")
_CALL = re.compile(r"(?:/\*\*/ ?)?[\w$.]{1,100}\((?=\s*[\[{])")
_GUARD = re.compile(r"(?:\)\]\}'?,?|while\(1\);|for\(;;\);)\s*(?=[\[{])")


def parse(text: str, *, url: str, known: Container[int] = ()) -> Draft:
    """Parse a list in one of its forms. Articles whose key is `known` are not parsed.

    An answer without articles (`{}`, an empty list) is an empty list. Raises FeedUnreadable (`not_a_feed`) if the text
    is something else, or JSON that is cut off; only of GDELT's answer, what arrived is read.
    """
    text = _unwrap(text)
    answer = _load_answer(text)
    if isinstance(answer, dict | list):
        articles = find_articles(answer, MAX_LISTED + 1)
        if articles is None:
            raise not_a_feed_error(url, "JSON, but not a list of articles")
        return _draft(articles, known)
    found = _ARTICLES.match(text)
    if found and (arrived := _OBJECT.findall(text, found.end())):
        return _draft(arrived, known)
    rows = read_table(text, MAX_LISTED)
    if rows is not None:
        return _draft(rows, known)
    draft = _draft((line for line in text.split("\n") if line.strip()), known)
    if all(isinstance(item, Item) and not item.link for item in draft.items):
        raise _describe_text(text, url)
    return draft


def _unwrap(text: str) -> str:
    """Return the text without a byte order mark, and JSON without what guards it or makes a call of it (JSONP)."""
    text = text.lstrip("\ufeff \t\r\n")
    if guard := _GUARD.match(text):
        return text[guard.end() :]
    if call := _CALL.match(text):
        return text[call.end() :].rstrip(" \t\r\n;").removesuffix(")")
    return text


def _load_answer(text: str) -> Any:
    """Return the value that the whole text is; None if it is none, or if its first line is an article by itself."""
    line, _, rest = text.partition("\n")
    first = _load(line)
    if isinstance(first, dict) and _is_article(first):
        return None
    return _load(text) if rest.strip() else first


def _is_article(thing: dict[str, Any]) -> bool:
    if says_error(thing):
        return False
    views = view_article(thing)
    return bool(find_address(views)[1]) and (bool(find_title_name(views)) or bool(find_date(views)[0]))


def _describe_text(text: str, url: str) -> FeedUnreadable:
    if text.lstrip()[:1] in {"{", "["}:
        return not_a_feed_error(url, "JSON that is cut off, broken or nested too deep")
    return not_a_feed_error(url, f"it begins '{' '.join(text[:60].split())}'")


def _draft(written: Iterable[str | dict[str, Any]], known: Container[int]) -> Draft:
    return Draft(items=list(_build_items(islice(written, MAX_LISTED + 1), known)))


def _build_items(written: Iterable[str | dict[str, Any]], known: Container[int]) -> Iterator[Item | KnownItem]:
    for one in written:
        key = fingerprint((one if isinstance(one, str) else _dump(one)).encode("utf-8", "replace"))
        yield KnownItem(key) if key in known else build_alone(partial(_build_item, one, key), key=key)


def _build_item(written: str | dict[str, Any], key: int) -> Item:
    article = _load(written) if isinstance(written, str) else written
    if article is None:
        return Item(key=key, fault=_NOT_JSON)
    return build_item(article, key) if isinstance(article, dict) else Item(key=key, fault=NOT_AN_ARTICLE)


def _dump(article: dict[str, Any]) -> str:
    """Return an article as text, which tells it from others; one that nests too deep for JSON by what it shows."""
    try:
        return json.dumps(article, sort_keys=True)
    except RecursionError:
        return repr(build_item(article, None))


def require_public(item: Item | KnownItem) -> Item | KnownItem:
    """Return the item, but only its fault if its address is not on the public web."""
    if isinstance(item, KnownItem) or is_public(item.link):
        return item
    return Item(key=item.key, guid=item.guid, fault=_NOT_PUBLIC)


def _load(text: str) -> Any:
    """Return the value; None if the text is not JSON."""
    try:
        return json.loads(text, strict=False, parse_int=parse_int)
    except (ValueError, RecursionError):
        return None
