"""What all formats have in common: a feed and its items, as they were written."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

MAX_ENTRIES = 2_000
"""Entries read from one feed (Media Cloud)."""

MAX_GUID = 2_048
"""Characters that are kept of an item's id."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item that was read before: nothing but its key and its id is read again."""

    key: int
    guid: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as its feed gave it. `dates`: texts beside what they were read as (None: not readable).

    `key`: fingerprint of the item as written; None where only what it says can tell it from others.
    `media`: addresses of audio and video. `podcast`: it says that it is an episode.
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


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A feed as it was written.

    `podcast`: it says that its items are episodes. `sitemaps`: what an index lists, and when each changed.
    """

    title: str = ""
    language: str = ""
    ttl_seconds: int | None = None
    podcast: bool = False
    items: list[Item | Known] = field(default_factory=list)
    sitemaps: list[tuple[str, datetime | None]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def fingerprint(data: bytes) -> int:
    """64 bits, signed, that stand for the data."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)
