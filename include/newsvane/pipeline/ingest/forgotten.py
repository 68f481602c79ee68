"""Leave out what was forgotten: before entries are staged, and when entries and articles land."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from newsvane import lake, urls
from newsvane.archive import is_elsewhere
from newsvane.archive_erasure import erase_pages
from newsvane.pipeline import erasure
from newsvane.pipeline.ingest.entry_reader import ReadResult
from newsvane.records import Entry, Skipped, Tombstone
from newsvane.settings import Settings
from newsvane.tombstones import Tombstones, hash_forgotten

REASON = "forgotten"


class LeftOut(NamedTuple):
    """Something that was read and is forgotten, and its tombstone."""

    result: ReadResult
    tombstone: Tombstone


def load_tombstones(connection: lake.Connection) -> Tombstones:
    """Return the tombstones of the lake."""
    return Tombstones(lake.load_tombstones(connection))


def strip_forgotten(entry: Entry, tombstones: Tombstones) -> Entry:
    """Return an entry as it may be staged: if it is forgotten, without what the feed says of it."""
    if not tombstones.find_entry(entry):
        return entry
    return Entry(
        entry_id=entry.entry_id,
        feed_id=entry.feed_id,
        url=entry.url,
        canonical_url=entry.canonical_url,
        kind=entry.kind,
        own=entry.own,
        seen_at=entry.seen_at,
    )


def split_entries(entries: Iterable[Entry], tombstones: Tombstones) -> tuple[list[Entry], list[Entry]]:
    """Return the entries that may land, and the others."""
    kept, left_out = list[Entry](), list[Entry]()
    for entry in entries:
        (left_out if tombstones.find_entry(entry) else kept).append(entry)
    return kept, left_out


def land_entries_left_out(
    connection: lake.Connection, left_out: Iterable[Entry], tombstones: Tombstones, run: str, now: datetime
) -> None:
    """Write to `skipped` that entries were left out."""
    found = ((tombstones.find_entry(entry), entry) for entry in left_out)
    skipped = [_build_skipped(stone, entry.feed_id, at=now) for stone, entry in found if stone]
    if skipped:
        lake.land_forgotten(connection, skipped, run)


def erase_staged_entries(left_out: Iterable[Entry], tombstones: Tombstones, settings: Settings) -> None:
    """Remove entries from staging that were polled while they were being forgotten, so that they still have words."""
    if any(entry.title or entry.content for entry in left_out):
        erasure.clean_staging(settings, erasure.Finder(tombstones), "poll")


def split_forgotten(results: Sequence[ReadResult], tombstones: Tombstones) -> tuple[list[ReadResult], list[LeftOut]]:
    """Return the results that may land, and the others."""
    kept, left_out = list[ReadResult](), list[LeftOut]()
    for result in results:
        found = tombstones.find_entry(result.entry)
        if found is None and result.article:
            found = tombstones.find_read(result.article)
        if found is None and result.skipped:
            found = tombstones.find_text(result.skipped.url, result.skipped.text_hash)
        if found:
            left_out.append(LeftOut(result, found))
        else:
            kept.append(result)
    return kept, left_out


def land_left_out(connection: lake.Connection, left_out: Sequence[LeftOut], run: str, now: datetime) -> None:
    """Write to `skipped` what was left out, and remove the entries that led there.

    Their addresses get tombstones, too: one may be new, and lead to an article or a text that is forgotten.
    """
    if not left_out:
        return
    skipped = [_build_skipped(each.tombstone, each.result.entry.feed_id, at=now) for each in left_out]
    lake.land_forgotten(connection, skipped, run)
    lake.land_tombstones(connection, (_build_tombstone(each) for each in left_out))
    lake.remove_entries(connection, [each.result.entry.entry_id for each in left_out])


def erase_left_out(left_out: Sequence[LeftOut], settings: Settings) -> None:
    """Erase what was left out from our archive and from staging, after it has landed."""
    if not left_out:
        return
    tombstones = Tombstones([tombstone for each in left_out for tombstone in (each.tombstone, _build_tombstone(each))])
    finder = erasure.Finder(tombstones)
    raws = (each.result.article.raw if each.result.article else each.result.raw for each in left_out)
    for file in sorted({raw.file for raw in raws if raw and not is_elsewhere(raw)}):
        erase_pages(settings.archive_path / file, finder.is_forgotten)
    erasure.clean_staging(settings, finder)


def _build_tombstone(left_out: LeftOut) -> Tombstone:
    """Return the tombstone of the address that led to something forgotten."""
    name = urls.article_id(left_out.result.entry.canonical_url)
    known = left_out.tombstone
    return known.model_copy(
        update={
            "kind": "article",
            "hash": hash_forgotten(known.salt, "article", name),
            "belongs_to": known.belongs_to or known.hash,
        }
    )


def _build_skipped(found: Tombstone, feed_id: str, *, at: datetime) -> Skipped:
    """Return the row that says that something was left out, without its address."""
    return Skipped(
        url=f"forgotten:{found.hash[:16]}",
        stage="land",
        reason=REASON,
        detail=f"it was removed by request on {found.forgotten_at:%Y-%m-%d}",
        feed_id=feed_id or None,
        at=at,
    )
