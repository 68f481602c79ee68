"""Items to entries: resolved links, checked dates, ids, kinds; and the places of all items, known ones included."""

import hashlib
import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsvane import texts, urls
from newsvane.dates import EARLIEST, parse_human_date
from newsvane.entries.items import MAX_ENTRIES, MAX_GUID, Draft, Item, Known, fingerprint
from newsvane.entries.kinds import kind
from newsvane.records import Entry, FeedItems, ParsedFeed

AHEAD = timedelta(days=2)
"""How far in the future a date may lie: time zones, and clocks that are a day wrong."""

MAX_ODD_DATES = 50
"""Dates of one feed that are read as words: each takes up to 20 ms."""

MAX_CONTENT = 1_000_000
"""Characters of an entry's text: those of a book."""

_MAX_TITLE = 1_000
_MAX_AUTHORS = 20
_NO_ENTRY = 0

_NO_LINK = "without a usable link"
_REPEATED = "that repeat an address, merged"


@dataclass(slots=True)
class _Place:
    """An item and its place in the columns of FeedItems. `item`: None where it is known or can be no entry."""

    key: int
    number: int
    time: int = 0
    guid: str = ""
    item: Item | None = None
    link: str = ""
    canonical: str = ""
    entry_id: str = ""


def assemble(draft: Draft, problems: list[str], *, url: str, now: datetime, known: FeedItems) -> ParsedFeed:
    """The feed as a record; what could not be used is counted in the problems.

    `known`: items that give no entry. An item that can be no entry for want of a link stands in `items` with the id 0,
    one that repeats an address with that of the first: neither is ever parsed again, nor looks fresh.
    """
    return _Assembly(draft, url, now).feed(problems, known)


class _Assembly:
    def __init__(self, draft: Draft, url: str, now: datetime) -> None:
        self._draft = draft
        self._url = url
        self._now = now
        self._faults: Counter[str] = Counter()
        self._odd_dates = 0

    def feed(self, problems: list[str], known: FeedItems) -> ParsedFeed:
        draft, items = self._draft, self._draft.items[:MAX_ENTRIES]
        before = dict(zip(known.keys, zip(known.ids, known.times, strict=True), strict=True))
        rows = [self._place(item, before) for item in items]
        firsts: dict[int, _Place] = {}
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for row in rows:
            if row.number == _NO_ENTRY:
                self._faults[_NO_LINK] += 1
                continue
            owners[row.guid].add(row.number)
            if firsts.setdefault(row.number, row) is not row:
                self._faults[_REPEATED] += 1
        entries = []
        for row in firsts.values():
            if row.item:
                entry = self._entry(row.item, row, row.guid if len(owners[row.guid]) == 1 else "")
                row.time = int(entry.published_at.timestamp()) if entry.published_at else 0
                entries.append(entry)
        lines = [f"{count} of {len(items)} entries {fault}" for fault, count in self._faults.items()]
        if len(draft.items) > MAX_ENTRIES:
            lines.append(f"only the first {MAX_ENTRIES:,} entries were read")
        return ParsedFeed(
            title=plain(draft.title),
            language=language(draft.language),
            ttl_seconds=draft.ttl_seconds,
            entries=tuple(entries),
            items=FeedItems(
                keys=tuple(row.key for row in rows),
                ids=tuple(row.number for row in rows),
                times=tuple(firsts.get(row.number, row).time for row in rows),
            ),
            sitemaps=_newest_first(draft.sitemaps, self._url),
            problems=(*problems, *draft.problems, *lines),
        )

    def _place(self, item: Item | Known, before: dict[int, tuple[int, int]]) -> _Place:
        key = fingerprint(repr(item).encode("utf-8", "replace")) if item.key is None else item.key
        if isinstance(item, Known) or key in before:
            return _Place(key, *before[key], item.guid)
        link = _address(item.link, self._url) or ""
        try:
            canonical = urls.canonical(link)
        except ValueError:
            return _Place(key, _NO_ENTRY)
        entry_id = urls.entry_id(canonical)
        return _Place(key, fingerprint(entry_id.encode()), 0, item.guid, item, link, canonical, entry_id)

    def _entry(self, item: Item, place: _Place, guid: str) -> Entry:
        updated = self._date(item.updated)
        content = _clean(item.content[:MAX_CONTENT]).strip()
        if len(item.content) > MAX_CONTENT:
            self._faults[f"with more than {MAX_CONTENT:,} characters of text, cut"] += 1
        title = plain(item.title)
        return Entry(
            entry_id=place.entry_id,
            feed_id="",
            url=place.link,
            canonical_url=place.canonical,
            guid=_clean(guid)[:MAX_GUID],
            kind=kind(item, title, place.link, is_podcast=self._draft.podcast),
            title=title,
            authors=tuple(dict.fromkeys(filter(None, map(plain, item.authors[:_MAX_AUTHORS])))),
            published_at=self._date(item.published) or updated,
            updated_at=updated,
            content=content,
            language=language(item.language) or language(self._draft.language),
            image_url=_address(item.image, self._url),
            source_url=_address(item.source, self._url),
            content_hash=_content_hash(title, updated, content),
            seen_at=self._now,
        )

    def _date(self, date: tuple[str, datetime | None]) -> datetime | None:
        text, found = date
        if found is None and text and self._odd_dates < MAX_ODD_DATES:
            self._odd_dates += 1
            found = parse_human_date(text)
        if found is None:
            if text:
                self._faults["with a date that cannot be read"] += 1
        elif found < EARLIEST:
            self._faults[f"dated before {EARLIEST.year}"] += 1
        elif found > self._now + AHEAD:
            self._faults[f"dated more than {AHEAD.days} days ahead"] += 1
        else:
            return found
        return None


def language(tag: str) -> str | None:
    """The language of a tag such as `fa-IR`, lower case; None where it is none."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", tag)
    return found[1].lower() if found else None


def plain(text: str) -> str:
    """One line of text, unescaped and without tags."""
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", _clean(text[: 4 * _MAX_TITLE]))
    return " ".join(html.unescape(text).split())[:_MAX_TITLE]


def _newest_first(sitemaps: list[tuple[str, datetime | None]], base: str) -> tuple[str, ...]:
    """Newest first; of the undated first those that are named for news, then the last listed: it is most often new."""

    def rank(row: tuple[int, tuple[str, datetime | None]]) -> tuple[bool, float, bool, int]:
        place, (address, changed) = row
        return changed is None, -changed.timestamp() if changed else 0.0, "news" not in address.lower(), -place

    found = (_address(address, base) for _, (address, _) in sorted(enumerate(sitemaps), key=rank))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_ENTRIES]


def _address(raw: str, base: str) -> str | None:
    clean = _clean(raw).strip()
    return urls.absolute(clean, base) if clean else None


def _clean(text: str) -> str:
    """Text that can be stored: no NUL and no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _content_hash(title: str, updated: datetime | None, content: str) -> str:
    """Changes with the words and the date of change, not with markup: links and pixels in it track readers."""
    words = texts.text_hash(html.unescape(re.sub(r"<[^<>]*>", " ", content)))
    parts = (texts.text_hash(title), updated.isoformat() if updated else "", words)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
