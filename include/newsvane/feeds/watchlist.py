"""The watch list (`include/watch/feeds.toml`): text to records, records to text, and what is new in another list."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from lxml import etree
from slugify import slugify

from newsvane import urls
from newsvane.records import Feed
from newsvane.toml_config import TomlConfig

LANGUAGE = re.compile(r"[a-z]{2,3}")
"""ISO 639-1, or 639-3 where it has none."""
MAX_FOLDERS = 100
"""Levels of folders; nobody has so many, and XML parsers stop at about twice as many."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ATTRIBUTE = re.compile(r"(?:\d{1,3}/)?-?(?P<name>(?:\{[^{}\s]+\})?(?!xmlns$)[^\W\d][\w.-]*)|\d{1,3}/")
_ADDRESS = re.compile(r"\s*(?P<origin>https?://(?P<host>[^/?#\\\s]+))(?P<path>[^#\s]*)\S*\s*", re.IGNORECASE)
_READABLE = 40
"""Characters of an id that is made up."""


def load_feeds(text: str, *, path: str) -> tuple[Feed, ...]:
    """Read a watch list: TOML, one `[[feed]]` a feed, with the fields of Feed as keys (`id` is `feed_id`).

    `path` is for the messages. An outlet that is not given is the registered domain of the address.
    Raises ConfigError with file and line on broken TOML, unknown keys, wrong values, repeated ids or addresses.
    """
    file = TomlConfig(text, path=path, kinds=("feed",))
    feeds: list[Feed] = []
    seen: dict[str, str] = {}
    for index, feed in enumerate(file.records("feed", Feed, {"id": "feed_id"})):
        for key, fault in faults(feed):
            raise file.error("feed", index, key, f"{key}: {fault}")
        first = seen.setdefault(same_address(feed.url), feed.feed_id)
        if first != feed.feed_id:
            raise file.error("feed", index, "url", f"repeats the url of the feed {first!r}")
        feeds.append(feed if feed.outlet else feed.model_copy(update={"outlet": outlet(feed.url)}))
    return tuple(feeds)


def dump_feeds(feeds: Iterable[Feed]) -> str:
    """The feeds as `[[feed]]` tables that `load_feeds` reads back, one line a key, without what goes without saying.

    What does not print (control and bidirectional characters) is escaped: the text is safe to show.
    """
    return "\n".join("[[feed]]\n" + "".join(f"{key} = {value}\n" for key, value in _pairs(feed)) for feed in feeds)


def same_address(url: str) -> str:
    """A key that addresses of the same feed have in common: neither scheme, `www.`, closing slash nor fragment."""
    found = _ADDRESS.fullmatch(url)
    return found["host"].lower().removeprefix("www.") + found["path"].rstrip("/") if found else url.strip()


def outlet(url: str) -> str:
    """As `urls.outlet`, kept for each host: lists have many feeds of one."""
    found = _ADDRESS.fullmatch(url) if len(url) <= urls.MAX_URL else None
    return _outlet(found["origin"]) if found else urls.outlet(url)


class Merged(NamedTuple):
    """What a list would add to a watch list, and what is there already."""

    added: tuple[Feed, ...]
    present: tuple[Feed, ...]


def merge(watched: Iterable[Feed], found: Iterable[Feed]) -> Merged:
    """Which of the feeds found are not watched yet, under ids that are free; ids that are "" are made up."""
    ids, known = Ids(), set()
    for feed in watched:
        ids.take(feed.feed_id)
        known.add(same_address(feed.url))
    added, present = [], []
    for feed in found:
        address = same_address(feed.url)
        if address in known:
            present.append(feed)
            continue
        known.add(address)
        added.append(feed.model_copy(update={"feed_id": ids.take(feed.feed_id or readable_id(feed))}))
    return Merged(tuple(added), tuple(present))


class Ids:
    """Ids that are taken, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, Iterator[int]] = {}

    def take(self, wanted: str) -> str:
        """The id wanted where it can be one and is free, else one like it."""
        base = wanted if _ID.fullmatch(wanted) else slugify(wanted)[:_READABLE].strip("-") or "feed"
        free = base
        while free in self._taken:
            free = f"{base[:_READABLE]}-{next(self._numbers.setdefault(base, count(2)))}"
        self._taken.add(free)
        return free


def readable_id(feed: Feed) -> str:
    """A name made of the title, or of the address where the title is in a script that spells badly in Latin letters."""
    title = feed.title if all(letter < "\u0530" for letter in feed.title if letter.isalpha()) else ""
    words = slugify(title, max_length=_READABLE, word_boundary=True)
    if len(words) > 1:
        return words
    address = re.sub(r"%[0-9a-fA-F]{2}", "", same_address(feed.url))
    return slugify(address, max_length=_READABLE, word_boundary=True)


def faults(feed: Feed) -> Iterator[tuple[str, str]]:
    """Keys with what is wrong with their values."""
    if not _ID.fullmatch(feed.feed_id):
        yield "id", "up to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit"
    for key, url in (("url", feed.url), ("site", feed.site)):
        try:
            if url is not None:
                outlet(url)
        except ValueError as error:
            yield key, str(error)
    if feed.language is not None and not LANGUAGE.fullmatch(feed.language):
        yield "language", f"{feed.language!r} is no code of two or three small letters (ISO 639), such as 'fa'"
    if feed.country is not None and not _COUNTRY.fullmatch(feed.country):
        yield "country", f"{feed.country!r} is no code of two capital letters (ISO 3166-1), such as 'AL'"
    if len(feed.folder) > MAX_FOLDERS:
        yield "folder", f"{len(feed.folder)} levels, at most {MAX_FOLDERS} are taken"
    for name in feed.opml:
        if not _is_attribute(name):
            yield "opml", f"{name!r} is no name of an attribute"


def _is_attribute(key: str) -> bool:
    found = _ATTRIBUTE.fullmatch(key)
    try:
        etree.Element("outline").set(found["name"] or "name" if found else "", "")
    except ValueError:
        return False
    return True


def _pairs(feed: Feed) -> Iterator[tuple[str, str]]:
    """Keys and values of a table, as TOML."""
    yield "id", _string(feed.feed_id)
    yield "url", _string(feed.url)
    for key in ("title", "outlet", "language", "country", "kind", "site"):
        value = getattr(feed, key)
        implied = outlet(feed.url) if key == "outlet" else Feed.model_fields[key].default
        if value not in (implied, ""):
            yield key, _string(value)
    if feed.paused:
        yield "paused", "true"
    if feed.folder:
        yield "folder", f"[{', '.join(map(_string, feed.folder))}]"
    if feed.opml:
        yield "opml", f"{{ {', '.join(f'{_key(name)} = {_string(value)}' for name, value in feed.opml.items())} }}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _string(name)


def _string(text: str) -> str:
    """A basic string of TOML. Joiners do not print either, but Persian and Hindi are not written without them."""
    if not text.isprintable() or '"' in text or "\\" in text:
        text = "".join(
            char if char.isprintable() or char in "\u200c\u200d" else _escaped(char) for char in _quoted(text)
        )
    return f'"{text}"'


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escaped(char: str) -> str:
    """The escape of a character; a lone surrogate is none."""
    number = 0xFFFD if "\ud800" <= char <= "\udfff" else ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@lru_cache(maxsize=65_536)
def _outlet(origin: str) -> str:
    return urls.outlet(origin)
