"""The draft that all parsers return: a feed and its items as written, before they are normalized."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

MAX_ENTRIES = 2_000
"""The maximum number of entries read from one feed, as in Media Cloud."""

MAX_GUID = 2_048
"""The maximum length of an item's id; the rest is cut off."""


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that was parsed before: only its key and its id are read again."""

    key: int
    guid: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as its feed gives it.

    `key`: fingerprint of the item as written; None where its content is the only way to identify it.
    `published`, `updated`: the text of the date, and the time if it was parsed. `media`: addresses of audio and video.
    `podcast`: the item says that it is an episode. `fault`: why it could not be read, as the end of a sentence (see
    `describe_fault`); then only key and id are known.
    """

    key: int | None = None
    guid: str = ""
    link: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: tuple[str, datetime | None] = ("", None)
    updated: tuple[str, datetime | None] = ("", None)
    content: str = ""
    language: str = ""
    image: str = ""
    source: str = ""
    categories: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    podcast: bool = False
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A feed as it is written.

    `podcast`: the feed says that its items are episodes. `sitemaps`: for a sitemap index, the addresses that it lists,
    each with the time of its last change.
    """

    title: str = ""
    language: str = ""
    ttl_seconds: int | None = None
    podcast: bool = False
    items: list[Item | KnownItem] = field(default_factory=list)
    sitemaps: list[tuple[str, datetime | None]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def build_alone(build: Callable[[], Item], *, guid: str = "", key: int | None = None) -> Item:
    """Return the item that `build` returns; whatever it raises costs this item alone, and is its fault."""
    try:
        return build()
    except Exception as error:
        return Item(key=key, guid=guid, fault=describe_fault(error))


def describe_fault(error: Exception) -> str:
    """Return the end of the sentence "3 of 20 entries …" for items that an error in Newsvane keeps from being read."""
    return f"that cannot be read because of an error in Newsvane ({type(error).__name__})"


def fingerprint(data: bytes) -> int:
    """Return a signed 64-bit hash of the data."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
