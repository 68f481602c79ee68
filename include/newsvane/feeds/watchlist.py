"""The sources of a watch list: what may be wrong with one, how they are written, and how lists are merged. Pure.

`watch_parser` reads the files.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from lxml import etree
from slugify import slugify

from newsvane import urls
from newsvane.feeds import source_kinds
from newsvane.iso_codes import explain_country
from newsvane.outlet_names import explain_outlet
from newsvane.records import Feed
from newsvane.shared_hosts import is_platform

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
"""ISO 639-1, or ISO 639-3 for languages without a two-letter code."""

MAX_FOLDER_DEPTH = 100
"""Levels of nested folders. Nobody needs as many, and XML parsers stop at about twice as many."""

TABLES: dict[str, dict[str, str]] = {
    "feed": {"id": "feed_id"},
    "source": {"id": "feed_id", "kind": "source_kind", "outlet_kind": "kind"},
}
"""The tables of a watch list, and the field of Feed for each key that is named otherwise."""
_TEXT_FIELDS = (
    "source_kind", "title", "outlet", "language", "country", "kind", "read", "links", "titles", "dates", "topic",
    "access", "site",
)  # fmt: skip
"""The fields of a table that are text, in the order in which they are written."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ATTRIBUTE = re.compile(r"(?:\d{1,3}/)?-?(?P<name>(?:\{[^{}\s]+\})?(?!xmlns$)[^\W\d][\w.-]*)|\d{1,3}/")
_ADDRESS = re.compile(r"\s*(?P<origin>https?://(?P<host>[^/?#\\\s]+))(?P<path>[^#\s]*)\S*\s*", re.IGNORECASE)
_MAX_GENERATED_ID = 40
"""Length of an id that is made from title or address."""


def dump_feeds(feeds: Iterable[Feed]) -> str:
    """Return the feeds as `[[feed]]` and other sources as `[[source]]` tables, as `parse_watch_list` reads them.

    There is one line per key, without default values. Unprintable characters (control and bidirectional characters) are
    escaped, so the text is safe to show.
    """
    return "\n".join(
        f"[[{_table_of(feed)}]]\n" + "".join(f"{key} = {value}\n" for key, value in _toml_pairs(feed)) for feed in feeds
    )


def normalize_address(url: str) -> str:
    """Return a key that all addresses of one feed share: without scheme, `www.`, trailing slash and fragment."""
    found = _ADDRESS.fullmatch(url)
    return found["host"].lower().removeprefix("www.") + found["path"].rstrip("/") if found else url.strip()


def identify(feed: Feed) -> str:
    """Return a key that two tables share only if they ask for the same: queries share the address of their service."""
    return " ".join((normalize_address(feed.url), feed.topic, *feed.terms)).strip()


def find_outlet(url: str) -> str:
    """Return `urls.outlet` of the address, cached per host, as lists contain many feeds of the same host."""
    found = _ADDRESS.fullmatch(url) if len(url) <= urls.MAX_URL else None
    outlet = _outlet_of_origin(found["origin"]) if found else ""
    return outlet if outlet and not is_platform(outlet) else urls.outlet(url)


class MergeResult(NamedTuple):
    """The feeds that a list adds to a watch list, and those that are already in it."""

    added: tuple[Feed, ...]
    present: tuple[Feed, ...]


def merge_feeds(watched: Iterable[Feed], found: Iterable[Feed]) -> MergeResult:
    """Split `found` into feeds that are not watched yet, each with an unused id, and feeds that are.

    Feeds without an id ("") get one that is made from title or address.
    """
    ids, known = FeedIds(), set()
    for feed in watched:
        ids.allocate(feed.feed_id)
        known.add(normalize_address(feed.url))
    added, present = [], []
    for feed in found:
        address = normalize_address(feed.url)
        if address in known:
            present.append(feed)
            continue
        known.add(address)
        added.append(feed.model_copy(update={"feed_id": ids.allocate(feed.feed_id or suggest_id(feed))}))
    return MergeResult(tuple(added), tuple(present))


def find_same_outlet(watched: Iterable[Feed], feed: Feed) -> list[Feed]:
    """Return the watched feeds of the outlet of a feed, with the same title or id first."""
    outlet = find_outlet(feed.url)
    same = [each for each in watched if each.url and outlet in (each.outlet, find_outlet(each.url))]
    wanted = {feed.title.casefold(), suggest_id(feed)}
    return sorted(same, key=lambda each: not wanted & {each.title.casefold(), each.feed_id})


class FeedIds:
    """Allocates ids of feeds, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}

    def allocate(self, wanted: str) -> str:
        """Return the wanted id if it is valid and unused, else a similar one."""
        base = wanted if _ID.fullmatch(wanted) else slugify(wanted)[:_MAX_GENERATED_ID].strip("-") or "feed"
        free = base
        while free in self._taken:
            free = f"{base[:_MAX_GENERATED_ID]}-{next(self._numbers.setdefault(base, count(2)))}"
        self._taken.add(free)
        return free


def suggest_id(feed: Feed) -> str:
    """Return an id made from the title, or from the address if the title is in a script that transliterates badly."""
    title = feed.title if all(letter < "\u0530" for letter in feed.title if letter.isalpha()) else ""
    words = slugify(title, max_length=_MAX_GENERATED_ID, word_boundary=True)
    if len(words) > 1:
        return words
    address = re.sub(r"%[0-9a-fA-F]{2}", "", normalize_address(feed.url))
    return slugify(address, max_length=_MAX_GENERATED_ID, word_boundary=True)


def find_faults(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the keys with wrong values, each with what is wrong."""
    if not _ID.fullmatch(feed.feed_id):
        yield "id", "use up to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit"
    for key, url in (("url", feed.url), ("site", feed.site)):
        try:
            if url is not None:
                find_outlet(url)
        except ValueError as error:
            yield key, str(error)
    if fault := _find_outlet_fault(feed):
        yield "outlet", fault
    if feed.language is not None and not LANGUAGE_CODE.fullmatch(feed.language):
        yield (
            "language",
            f"{feed.language!r} is not a language code of two or three lower-case letters (ISO 639), such as 'fa'",
        )
    if feed.country is not None and not _COUNTRY.fullmatch(feed.country):
        yield "country", f"{feed.country!r} is not a country code of two capital letters (ISO 3166-1), such as 'AL'"
    elif feed.country is not None and (wrong := explain_country(feed.country)):
        yield "country", wrong
    if len(feed.folder) > MAX_FOLDER_DEPTH:
        yield "folder", f"{len(feed.folder)} levels; the maximum is {MAX_FOLDER_DEPTH}"
    for name in feed.opml:
        if not _is_attribute(name):
            yield "opml", f"{name!r} is not a valid attribute name"

    yield from source_kinds.find_faults(feed)


def _find_outlet_fault(feed: Feed) -> str:
    """Return what is wrong with the outlet of a source; "" if nothing is, or if its address implies it."""
    with suppress(ValueError):
        if feed.outlet == find_outlet(feed.url):
            return ""
    return explain_outlet(feed.outlet) if feed.outlet else ""


def _table_of(feed: Feed) -> str:
    return "feed" if feed.source_kind == "feed" else "source"


def _is_attribute(key: str) -> bool:
    found = _ATTRIBUTE.fullmatch(key)
    try:
        etree.Element("outline").set(found["name"] or "name" if found else "", "")
    except ValueError:
        return False
    return True


def _toml_pairs(feed: Feed) -> Iterator[tuple[str, str]]:
    """Yield the keys and values of a table as TOML."""
    yield "id", _toml_string(feed.feed_id)
    yield "url", _toml_string(feed.url)
    keys = {field: key for key, field in TABLES[_table_of(feed)].items()}
    for field in _TEXT_FIELDS:
        value = getattr(feed, field)
        implied = find_outlet(feed.url) if field == "outlet" else Feed.model_fields[field].default
        if value not in (implied, ""):
            yield keys.get(field, field), _toml_string(value)
    for field in ("paused", "needs_contact"):
        if getattr(feed, field):
            yield field, "true"
    if feed.terms:
        yield "terms", f"[{', '.join(map(_toml_string, feed.terms))}]"
    if feed.folder:
        yield "folder", f"[{', '.join(map(_toml_string, feed.folder))}]"
    if feed.opml:
        yield (
            "opml",
            f"{{ {', '.join(f'{_toml_key(name)} = {_toml_string(value)}' for name, value in feed.opml.items())} }}",
        )


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml_string(name)


def _toml_string(text: str) -> str:
    """Return a basic TOML string. Joiners are unprintable too, but Persian and Hindi need them, so they stay."""
    if not text.isprintable() or '"' in text or "\\" in text:
        text = "".join(
            char if char.isprintable() or char in "\u200c\u200d" else _escape_char(char)
            for char in _escape_quotes(text)
        )
    return f'"{text}"'


def _escape_quotes(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escape_char(char: str) -> str:
    """Return the TOML escape of a character; that of U+FFFD for a lone surrogate, which TOML does not allow."""
    number = 0xFFFD if "\ud800" <= char <= "\udfff" else ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@lru_cache(maxsize=65_536)
def _outlet_of_origin(origin: str) -> str:
    return urls.outlet(origin)
