"""Turn the items of a draft into entries: resolve links, check dates, assign ids and kinds. Pure.

Also lists all items, known ones included, as the columns of FeedItems.
"""

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsvane import texts, urls
from newsvane.dates import EARLIEST, parse_human_date
from newsvane.entries.items import MAX_ENTRIES, MAX_GUID, Draft, Item, KnownItem, describe_fault, fingerprint
from newsvane.entries.kinds import classify_item
from newsvane.records import Entry, FeedItems, ParsedFeed
from newsvane.safe_text import strip_controls, unescape

MAX_FUTURE = timedelta(days=2)
"""How far a date may be in the future, because of time zones and of clocks that are a day wrong."""

MAX_HUMAN_DATES = 50
"""How many dates per feed are parsed as words: each takes up to 20 ms."""

MAX_CONTENT = 1_000_000
"""The maximum length of an entry's text: that of a book."""

MAX_TITLE = 1_000
"""The maximum length of a title."""

_MAX_AUTHORS = 20
_NO_ENTRY = 0

_NO_LINK = "without a usable link"
_REPEATED = "with a repeated address, merged"


@dataclass(slots=True)
class _Row:
    """An item and its row in the columns of FeedItems: `key`, `number` (of `ids`) and `time`.

    `item`: None if it is known, or cannot become an entry; `fault` says why, as `Item.fault` does.
    """

    key: int
    number: int
    time: int = 0
    guid: str = ""
    item: Item | None = None
    link: str = ""
    canonical: str = ""
    entry_id: str = ""
    fault: str = ""


def normalize_feed(
    draft: Draft,
    problems: list[str],
    *,
    url: str,
    now: datetime,
    known: FeedItems,
    max_items: int = MAX_ENTRIES,
) -> ParsedFeed:
    """Return the feed as a record; items that could not be used are counted in its problems, after `problems`.

    `url`: of the feed, against which links are resolved. Only the first `max_items` items are used. `known`: items that
    yield no entry. In the `items` of the result, an item without a usable link has the id 0, and one that repeats an
    address has the id of the first one: neither is ever parsed again, nor counted as fresh.
    """
    return _Normalizer(draft, url, now, max_items).normalize(problems, known)


class _Normalizer:
    def __init__(self, draft: Draft, url: str, now: datetime, max_items: int) -> None:
        self._draft = draft
        self._url = url
        self._now = now
        self._max_items = max_items
        self._faults: Counter[str] = Counter()
        self._human_dates = 0

    def normalize(self, problems: list[str], known: FeedItems) -> ParsedFeed:
        draft, items = self._draft, self._draft.items[: self._max_items]
        before = dict(zip(known.keys, zip(known.ids, known.times, strict=True), strict=True))
        rows = [self._build_row(item, before) for item in items]
        firsts: dict[int, _Row] = {}
        owners: defaultdict[str, set[int]] = defaultdict(set)
        for row in rows:
            if row.number == _NO_ENTRY:
                self._faults[row.fault or _NO_LINK] += 1
                continue
            owners[row.guid].add(row.number)
            if firsts.setdefault(row.number, row) is not row:
                self._faults[_REPEATED] += 1
        entries = []
        for row in firsts.values():
            if row.item:
                try:
                    entry = self._build_entry(row.item, row, row.guid if len(owners[row.guid]) == 1 else "")
                except Exception as error:  # whatever it is, it costs this item alone
                    self._faults[describe_fault(error)] += 1
                    row.number = _NO_ENTRY
                    continue
                row.time = int(entry.published_at.timestamp()) if entry.published_at else 0
                entries.append(entry)
        lines = [f"{count} of {len(items)} entries {fault}" for fault, count in self._faults.items()]
        if len(draft.items) > self._max_items:
            lines.append(f"only the first {self._max_items:,} entries were read")
        return ParsedFeed(
            title=to_plain_text(draft.title),
            language=parse_language(draft.language),
            ttl_seconds=draft.ttl_seconds,
            entries=tuple(entries),
            items=FeedItems(
                keys=tuple(row.key for row in rows),
                ids=tuple(row.number for row in rows),
                times=tuple(firsts.get(row.number, row).time for row in rows),
            ),
            sitemaps=_sort_sitemaps(draft.sitemaps, self._url),
            problems=(*problems, *draft.problems, *lines),
        )

    def _build_row(self, item: Item | KnownItem, before: dict[int, tuple[int, int]]) -> _Row:
        """Return the row of an item. `before`: number and time of known items, by key."""
        key = fingerprint(repr(item).encode("utf-8", "replace")) if item.key is None else item.key
        if isinstance(item, KnownItem) or key in before:
            return _Row(key, *before[key], item.guid)
        if item.fault:
            return _Row(key, _NO_ENTRY, fault=item.fault)
        link = _resolve(item.link, self._url) or ""
        try:
            canonical = urls.canonical(link)
        except ValueError:
            return _Row(key, _NO_ENTRY)
        entry_id = urls.entry_id(canonical)
        return _Row(key, fingerprint(entry_id.encode()), 0, item.guid, item, link, canonical, entry_id)

    def _build_entry(self, item: Item, row: _Row, guid: str) -> Entry:
        updated = self._date(item.updated)
        content = _make_storable(item.content[:MAX_CONTENT]).strip()
        if len(item.content) > MAX_CONTENT:
            self._faults[f"with more than {MAX_CONTENT:,} characters of text, truncated"] += 1
        title = to_plain_text(item.title)
        return Entry(
            entry_id=row.entry_id,
            feed_id="",
            url=row.link,
            canonical_url=row.canonical,
            guid=_make_storable(guid)[:MAX_GUID],
            kind=classify_item(item, title, row.link, is_podcast=self._draft.podcast),
            title=title,
            authors=tuple(dict.fromkeys(filter(None, map(to_plain_text, item.authors[:_MAX_AUTHORS])))),
            published_at=self._date(item.published) or updated,
            updated_at=updated,
            content=content,
            language=parse_language(item.language) or parse_language(self._draft.language),
            image_url=_resolve(item.image, self._url),
            source_url=_resolve(item.source, self._url),
            content_hash=_content_hash(title, updated, content),
            seen_at=self._now,
        )

    def _date(self, date: tuple[str, datetime | None]) -> datetime | None:
        """Return the time of a date as `Item` has it; None if it is missing, unreadable or implausible."""
        text, found = date
        if found is None and text and self._human_dates < MAX_HUMAN_DATES:
            self._human_dates += 1
            found = parse_human_date(text, parse_language(self._draft.language))
        if found is None:
            if text:
                self._faults["with an unreadable date"] += 1
        elif found < EARLIEST:
            self._faults[f"dated before {EARLIEST.year}"] += 1
        elif found > self._now + MAX_FUTURE:
            self._faults[f"dated more than {MAX_FUTURE.days} days in the future"] += 1
        else:
            return found
        return None


def parse_language(tag: str) -> str | None:
    """Return the language code of a tag such as `fa-IR`, in lower case; None if the tag is not valid."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?![A-Za-z])", tag)
    return found[1].lower() if found else None


def to_plain_text(text: str, length: int = MAX_TITLE) -> str:
    """Return HTML as one line of text of at most this length, unescaped, without tags and control characters."""
    text = re.sub(r"</?[A-Za-z][^<>]*>", " ", _make_storable(text[: 4 * length]))
    return " ".join(strip_controls(unescape(text)).split())[:length].rstrip()


def _sort_sitemaps(sitemaps: list[tuple[str, datetime | None]], base: str) -> tuple[str, ...]:
    """Return the addresses, newest first.

    Those without a date follow: first those named for news, then the others from the last one listed, which is usually
    the newest, to the first.
    """

    def rank(row: tuple[int, tuple[str, datetime | None]]) -> tuple[bool, float, bool, int]:
        position, (address, changed) = row
        return changed is None, -changed.timestamp() if changed else 0.0, "news" not in address.lower(), -position

    found = (_resolve(address, base) for _, (address, _) in sorted(enumerate(sitemaps), key=rank))
    return tuple(dict.fromkeys(filter(None, found)))[:MAX_ENTRIES]


def _resolve(raw: str, base: str) -> str | None:
    clean = _make_storable(raw).strip()
    return urls.absolute(clean, base) if clean else None


def _make_storable(text: str) -> str:
    """Return text that can be stored: without NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _content_hash(title: str, updated: datetime | None, content: str) -> str:
    """Return a hash of the words and the date of change. Markup is left out, because tracking links in it vary."""
    words = texts.text_hash(unescape(re.sub(r"<[^<>]*>", " ", content)))
    parts = (texts.text_hash(title), updated.isoformat() if updated else "", words)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
