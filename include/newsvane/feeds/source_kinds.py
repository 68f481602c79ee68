"""The kinds of sources: what each one lists, which keys it may have, and what applies where its table says nothing."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsvane import css, telegram
from newsvane.records import Feed, ReadMode, SourceKind

QUERY = "{query}"
"""The place for the words of a topic in the address of a query."""
MINUTE = "{minute}"
"""The place for a time, as YYYYMMDDHHMMSS, in the address of files that an aggregator writes each minute."""

LISTS_OTHER_OUTLETS = frozenset[SourceKind]({"query", "aggregator"})
"""These belong to no outlet: what they say about an article is somebody else's claim."""

_KEYS: dict[str, SourceKind] = {"links": "page", "titles": "page", "dates": "page", "topic": "query", "terms": "query"}
"""Keys that only one kind of source has."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def complete(feed: Feed, *, outlet: str, read: ReadMode) -> Feed:
    """Return a source with what applies where its table says nothing: the outlet of its address, `read` of its file.

    An aggregator lists everything, so only what matches a topic is read.
    """
    implied: dict[str, str] = {}
    if not feed.outlet and feed.source_kind not in LISTS_OTHER_OUTLETS:
        implied["outlet"] = outlet
    if "read" not in feed.model_fields_set:
        implied["read"] = "matching" if feed.source_kind == "aggregator" else read
    return feed.model_copy(update=implied) if implied else feed


def find_faults(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the keys that do not fit the kind of a source, each with what to write."""
    kind = feed.source_kind
    for key, owner in _KEYS.items():
        if getattr(feed, key) and kind != owner:
            yield key, f'only a [[source]] with kind = "{owner}" has it'
    for key in ("links", "titles", "dates"):
        if fault := _find_selector_fault(getattr(feed, key)):
            yield key, fault
    if kind in LISTS_OTHER_OUTLETS and feed.outlet:
        yield "outlet", f"leave it out: a source of the kind {kind} lists the articles of many outlets"
    if kind == "query":
        yield from _find_query_faults(feed)
    if feed.access and not _NAME.fullmatch(feed.access):
        yield "access", "write a name of a-z, 0-9, '.', '_' and '-'; the data belong into the environment"
    if MINUTE in feed.url and kind != "aggregator":
        yield "url", f'{MINUTE} is only known in a [[source]] with kind = "aggregator"'
    if kind == "telegram" and not is_channel(feed.url):
        yield "url", "write the address of a public channel: https://t.me/s/CHANNEL"


def _find_query_faults(feed: Feed) -> Iterator[tuple[str, str]]:
    if QUERY not in feed.url:
        yield "url", f"write {QUERY} where the words to search for belong"
    elif not feed.topic and not feed.terms:
        yield "topic", f"name the topic whose words take the place of {QUERY} in the url, or list the words as terms"
    elif feed.topic and feed.terms:
        yield "terms", "leave them out, or the topic: one of the two says what is searched for"


def _find_selector_fault(selector: str) -> str:
    """Return what is wrong with a CSS selector, "" if nothing is."""
    try:
        if selector:
            css.compile_selector(selector)
    except ValueError as error:
        return str(error)
    return ""


def is_channel(url: str) -> bool:
    """Return whether this is the address of the preview page of a Telegram channel."""
    parts = urlsplit(url)
    return parts.hostname in telegram.HOSTS and parts.path.startswith("/s/") and len(parts.path) > len("/s/")
