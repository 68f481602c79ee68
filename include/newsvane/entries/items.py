"""What all formats have in common: an item as its feed gave it, and the entries made of items."""

import hashlib
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsvane import texts, urls
from newsvane.records import Entry, ParsedFeed

MAX_ENTRIES = 2_000
"""Entries read from one feed (Media Cloud)."""

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
"""No web page is older: an earlier date is a clock that was never set."""

AHEAD = timedelta(days=2)
"""How far in the future a date may lie: time zones, and clocks that are a day wrong."""

_MAX_TITLE = 1_000
_MAX_AUTHORS = 20


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as its feed gave it. `dates`: texts beside what they were read as (None: not readable)."""

    link: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: tuple[str, datetime | None] = ("", None)
    updated: tuple[str, datetime | None] = ("", None)
    content: str = ""
    language: str = ""
    image: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A feed as it was written."""

    title: str = ""
    language: str = ""
    ttl_seconds: int | None = None
    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def assemble(draft: Draft, problems: list[str], *, url: str, now: datetime) -> ParsedFeed:
    """Entries with resolved links, checked dates and ids; what could not be used is counted in the problems."""
    faults: Counter[str] = Counter()
    entries: dict[str, Entry] = {}
    for item in draft.items[:MAX_ENTRIES]:
        link = _address(item.link, url)
        try:
            canonical = urls.canonical(link or "")
        except ValueError:
            faults["without a usable link"] += 1
            continue
        entry_id = urls.entry_id(canonical)
        if entry_id in entries:
            faults["that repeat an address, merged"] += 1
            continue
        updated = _checked(item.updated, now, faults)
        content = _clean(item.content).strip()
        title = plain(item.title)
        entries[entry_id] = Entry(
            entry_id=entry_id,
            feed_id="",
            url=link or "",
            canonical_url=canonical,
            title=title,
            authors=tuple(dict.fromkeys(filter(None, map(plain, item.authors[:_MAX_AUTHORS])))),
            published_at=_checked(item.published, now, faults) or updated,
            updated_at=updated,
            content=content,
            language=language(item.language) or language(draft.language),
            image_url=_address(item.image, url),
            source_url=_address(item.source, url),
            content_hash=_content_hash(title, updated, content),
            seen_at=now,
        )
    read = min(len(draft.items), MAX_ENTRIES)
    lines = [f"{count} of {read} entries {fault}" for fault, count in faults.items()]
    if len(draft.items) > MAX_ENTRIES:
        lines.append(f"only the first {MAX_ENTRIES:,} entries were read")
    return ParsedFeed(
        title=plain(draft.title),
        language=language(draft.language),
        ttl_seconds=draft.ttl_seconds,
        entries=tuple(entries.values()),
        problems=(*problems, *draft.problems, *lines),
    )


def moment(text: str) -> tuple[str, datetime | None]:
    """A date in ISO 8601 or as in e-mail, beside its text; UTC where it names no zone."""
    text = text.strip()[:100]
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            return text, (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return text, None


def language(tag: str) -> str | None:
    """The language of a tag such as `fa-IR`, lower case; None where it is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", tag)
    return found[1].lower() if found else None


def plain(text: str) -> str:
    """One line of text, unescaped and without tags."""
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", _clean(text[: 4 * _MAX_TITLE]))
    return " ".join(html.unescape(text).split())[:_MAX_TITLE]


def _address(raw: str, base: str) -> str | None:
    clean = _clean(raw).strip()
    return urls.absolute(clean, base) if clean else None


def _clean(text: str) -> str:
    """Text that can be stored: no NUL and no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _checked(date: tuple[str, datetime | None], now: datetime, faults: Counter[str]) -> datetime | None:
    text, found = date
    if found is None:
        if text:
            faults["with a date that cannot be read"] += 1
    elif found < EARLIEST:
        faults[f"dated before {EARLIEST.year}"] += 1
    elif found > now + AHEAD:
        faults[f"dated more than {AHEAD.days} days ahead"] += 1
    else:
        return found
    return None


def _content_hash(title: str, updated: datetime | None, content: str) -> str:
    """Changes with the words and the date of change, not with markup: links and pixels in it track readers."""
    words = texts.text_hash(html.unescape(re.sub(r"<[^<>]*>", " ", content)))
    parts = (texts.text_hash(title), updated.isoformat() if updated else "", words)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
