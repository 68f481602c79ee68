"""Iterate over the records of a WARC file without trusting what their headers say about sizes. Sizes are in bytes."""

import gzip
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.recordloader import ArcWarcRecord

MAX_HEADER_LINE = 64 * 1024
"""Of a line of headers, those of WARC and of HTTP."""

MAX_HEADER = 512 * 1024
"""Of all headers of a record, and of the empty lines behind it."""


class RecordDamaged(ValueError):
    """A record is not what its headers say, or its headers are larger than we read."""


class Records(ArchiveIterator):  # type: ignore[misc]
    """warcio's iterator. It writes no warnings to stderr, and raises RecordDamaged if headers are too large."""

    INC_RECORD = ""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, arc2warc=True)
        self.reader = self._lines = _BoundedLines(self.fh)

    def is_longer_than_file(self) -> bool:
        """Return whether the file ended within the current record, which has been read to its end."""
        return getattr(self.record.raw_stream, "limit", 0) > 0

    def may_go_on_in_member(self) -> bool:
        """Return whether the member of gzip seems to hold more than the current record, which was read to its end."""
        is_gzip = self.reader is not None and self.reader.decompressor is not None
        return is_gzip and (bool(self.next_line) or self.is_longer_than_file())

    def _next_record(self, next_line: bytes | None) -> ArcWarcRecord:
        self._lines.begin_record()
        return super()._next_record(next_line)


class _BoundedLines(DecompressingBufferedReader):  # type: ignore[misc]
    """A reader whose lines are bounded. Only headers are read by line."""

    _size = 0

    def begin_record(self) -> None:
        self._size = 0

    def readline(self, length: int | None = None) -> bytes:
        limit = MAX_HEADER_LINE + 1
        line: bytes = super().readline(limit if length is None else min(length, limit))
        self._size += len(line)
        if len(line) > MAX_HEADER_LINE or self._size > MAX_HEADER:
            raise RecordDamaged("its headers are larger than those of any crawler")
        return line


def is_damage(error: Exception) -> bool:
    """Return whether an error is about what a file holds, and not about the machine: the disk, memory, access."""
    return isinstance(error, gzip.BadGzipFile) or not isinstance(error, OSError | MemoryError)
