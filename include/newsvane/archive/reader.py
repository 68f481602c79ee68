"""Read one page from a WARC file, knowing where its record begins."""

import hashlib
from pathlib import Path

from warcio.recordloader import ArcWarcRecord

from newsvane import storage
from newsvane.archive.bounded_records import Records
from newsvane.archive.record_pages import REQUESTED_URI, build_page, decode_body
from newsvane.archive_erasure import REDACTED_HEADER
from newsvane.errors import ArchiveDamaged
from newsvane.records import Page, Raw

_ELSEWHERE = "file:"
"""How the name of a file begins that is not in our archive; its absolute path follows."""

_MAX_BYTES = 1 << 30
"""The largest page that is read from another crawler's file. It was read before, under the limit of that time."""


def name_warc_file(root: storage.StoragePath, path: Path) -> str:
    """Return the name under which the lake refers to a WARC file: relative to the archive `root` if it is in there."""
    path = path.resolve()
    if isinstance(root, Path) and path.is_relative_to(root.resolve()):
        return path.relative_to(root.resolve()).as_posix()
    return f"{_ELSEWHERE}{path}"


def is_elsewhere(raw: Raw) -> bool:
    """Return whether a page is in a WARC file of somebody else, which we read and never change."""
    return raw.file.startswith(_ELSEWHERE)


def read_archived_page(root: storage.StoragePath, raw: Raw) -> Page:
    """Read the page at position `raw` of the archive `root`, or of a file elsewhere that the lake refers to.

    Raises ArchiveDamaged if it is missing or was changed. A page some words of which were removed by request is read as
    it is now.
    """
    path = _locate(root, raw)
    try:
        with path.open("rb") as file:
            file.seek(raw.offset)
            record = next(iter(Records(file)))
            is_redacted = record.rec_headers.get_header(REDACTED_HEADER) is not None
            if record.rec_type == "metadata":
                message = f"{path}, record at byte {raw.offset}: the page was removed by request"
                raise ArchiveDamaged(message, reason="forgotten")
            page = build_page(record, _read_body(record)).model_copy(update={"raw": raw})
    except FileNotFoundError as error:
        why = (
            "it belongs to somebody else's archive, from which it was removed"
            if is_elsewhere(raw)
            else "NEWSVANE_KEEP_ARCHIVE_DAYS deleted it, or it was not copied"
        )
        raise ArchiveDamaged(f"{path} is missing: {why}", reason="missing") from error
    except ArchiveDamaged:
        raise
    except Exception as error:  # whatever the record holds now
        if isinstance(error, MemoryError):
            raise
        message = f"{path} has no readable record at byte {raw.offset}: it was cut short or overwritten ({error!r})"
        raise ArchiveDamaged(message, reason="unreadable") from error
    if not is_redacted and hashlib.sha256(page.body).hexdigest() != raw.digest:
        message = (
            f"{path}, record at byte {raw.offset}: the body differs from what was archived, or was cut short (SHA-256)"
        )
        raise ArchiveDamaged(message, reason="digest")
    return page


def _read_body(record: ArcWarcRecord) -> bytes:
    """Return the body: ours are stored as they are, those of other crawlers as the server sent them."""
    if record.rec_headers.get_header(REQUESTED_URI) is not None:
        return bytes(record.raw_stream.read())
    return decode_body(record, max_bytes=_MAX_BYTES)


def _locate(root: storage.StoragePath, raw: Raw) -> storage.StoragePath:
    if raw.file.startswith(f"{_ELSEWHERE}/"):
        return Path(raw.file.removeprefix(_ELSEWHERE))
    if _is_outside(root, raw.file):
        raise ArchiveDamaged(f"{raw.file} is a path outside of the archive {root}", reason="outside_archive")
    return root / raw.file


def _is_outside(root: storage.StoragePath, name: str) -> bool:
    if isinstance(root, Path):
        return not (root / name).resolve().is_relative_to(root.resolve())
    return name.startswith("/") or ".." in name.split("/")
