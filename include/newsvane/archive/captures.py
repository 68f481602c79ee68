"""Read the pages of a WARC file, ours or any crawler's, whatever is wrong with it. Offsets are in bytes.

A file is read in one pass, record by record, so it may have any size. Reading may begin at any record. After a damaged
part, reading goes on at the next record. A file that was compressed as a whole, not record by record, is decompressed
while it is read; its records can be found again only by reading it from the beginning.
"""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from newsvane.archive.bounded_records import RecordDamaged, Records, is_damage
from newsvane.archive.record_pages import NoPage, find_fault, read_page
from newsvane.errors import describe_unforeseen
from newsvane.records import Page, Raw

_ENDINGS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_GZIP_MEMBER, _PLAIN_RECORD = b"\x1f\x8b\x08", b"WARC/1."
_BLOCK = 1 << 20
MAX_OVERLONG = 50
"""Records that claim to be longer than the file: to find that out, it is read to its end for each. After so many, the
rest of the file is given up. In a file that is compressed record by record, the end of the member says so at once."""

_NO_RECORD = (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, gzip.BadGzipFile, zlib.error)
"""What warcio raises where no record begins, for example at a mark within damaged bytes."""


class Capture(NamedTuple):
    """What a record holds: a page, or the reason why there is none.

    `offset`: where the record begins; `end`: where the next one begins, so that reading may go on there. `is_other`:
    the record is not the response of a server, so that nobody expects a page in it. `page.raw`: where it is in the
    file, if it can be read there again; None if the file is compressed as a whole.
    """

    offset: int
    end: int
    page: Page | None = None
    reason: str = ""
    detail: str = ""
    is_other: bool = False


def is_warc_name(name: str) -> bool:
    """Return whether a file is a WARC or ARC file, by its name."""
    return name.lower().endswith(_ENDINGS)


def read_captures(path: Path, *, name: str, max_bytes: int, start: int = 0) -> Iterator[Capture]:
    """Yield what each record of a file holds, from the record at `start` on. Raises OSError if it cannot be read.

    `name`: under which the lake refers to the file (see `name_warc_file`). `max_bytes`: of the largest page.
    """
    is_whole = _is_compressed_as_whole(path)
    with _open(path, is_whole) as file:
        mark = _GZIP_MEMBER if not is_whole and file.read(2) == _GZIP_MEMBER[:2] else _PLAIN_RECORD
        position: int | None = start
        overlong = 0
        while position is not None:
            begun = position
            try:
                file.seek(position)
                for capture in _read_records(file, None if is_whole else name, max_bytes):
                    yield capture
                    position = capture.end
                return
            except Exception as error:  # whatever a record holds must not end the file
                if not is_damage(error):
                    raise
                overlong += isinstance(error, RecordDamaged) and mark == _PLAIN_RECORD
                resumed = _find_mark(file, mark, position + 1) if overlong < MAX_OVERLONG else None
                if position > begun or begun == start or resumed is None or not isinstance(error, _NO_RECORD):
                    detail = f"bytes {position} to {resumed or 'the end'}: {type(error).__name__}: {error}"[:300]
                    yield Capture(position, resumed or position, reason="damaged", detail=detail)
                position = resumed


def _read_records(file: IO[bytes], name: str | None, max_bytes: int) -> Iterator[Capture]:
    """Yield what each record holds. Raises RecordDamaged if one names no length, or more than a page and the file."""
    records = Records(file)
    offset = records.offset
    for record in records:
        if record.length is None:
            raise RecordDamaged("the record does not say how long it is")
        capture = _read_record(record, max_bytes)
        records.read_to_end()
        if record.length > max_bytes and records.is_longer_than_file():
            raise RecordDamaged(f"the record claims {record.length:,} bytes, but the file has fewer")
        page = capture.page
        if page and name is not None:
            raw = Raw(file=name, offset=offset, digest=hashlib.sha256(page.body).hexdigest())
            page = page.model_copy(update={"raw": raw})
        end = max(offset, records.offset)  # warcio's may be negative if its member of gzip goes on
        yield capture._replace(offset=offset, end=end, page=page)
        offset = end


def _read_record(record: ArcWarcRecord, max_bytes: int) -> Capture:
    """Return what a record holds, as yet without its place."""
    if record.rec_type not in {"response", "resource", "revisit"}:
        return Capture(0, 0, reason="no_response", is_other=True)
    try:
        if fault := find_fault(record, max_bytes=max_bytes):
            raise fault
        return Capture(0, 0, page=read_page(record, max_bytes=max_bytes))
    except NoPage as fault:
        return Capture(0, 0, reason=fault.reason, detail=str(fault))
    except Exception as error:  # the next record may be read
        if not is_damage(error):
            raise
        return Capture(0, 0, reason="unreadable", detail=describe_unforeseen(error))


@contextmanager
def _open(path: Path, is_whole: bool) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        if is_whole:
            with gzip.GzipFile(fileobj=file) as whole:
                yield cast("IO[bytes]", whole)
        else:
            yield file


def _is_compressed_as_whole(path: Path) -> bool:
    """Return whether a gzip file holds several records in its first member."""
    with path.open("rb") as file:
        records = Records(file)
        try:
            record = next(iter(records), None)
            records.read_to_end()
            if record and record.length is not None and not records.may_go_on_in_member():
                return False
        except Exception as error:  # whatever the first record holds
            if not is_damage(error):
                raise
        file.seek(0)
        return _holds_other_than_one_mark(file.read(_BLOCK))


def _holds_other_than_one_mark(compressed: bytes) -> bool:
    """Return whether the first megabyte in a member of gzip has two beginnings of WARC records, or none, as ARC has."""
    try:
        return zlib.decompressobj(wbits=31).decompress(compressed, _BLOCK).count(_PLAIN_RECORD) != 1
    except zlib.error:
        return False


def _find_mark(file: IO[bytes], mark: bytes, start: int) -> int | None:
    """Return where the next record may begin; None if none does before the end, or before the damage in a stream."""
    try:
        file.seek(start)
        before, place = b"", start
        while block := file.read(_BLOCK):
            if (found := (before + block).find(mark)) >= 0:
                return place - len(before) + found
            before, place = (before + block)[-len(mark) + 1 :], place + len(block)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        pass
    return None
