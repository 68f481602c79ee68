"""Erase pages from WARC files, and words from the pages that stay, without moving any record.

Each record is a gzip member of its own. A member that is erased is replaced by one of the same length: a small record
that says so, and padding in the comment of its gzip header. A page that stays and mentions what was erased (its title
in a list of links, say) is written again with letters x in place of these words. So every offset that the lake has
stays right, and a file is at any moment the old one or the new one.
"""

import logging
import os
import re
import secrets
import struct
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from newsvane import storage
from newsvane.archive_members import split_members

log = logging.getLogger(__name__)

Overwrite = Callable[[bytes, str], bytes]

REDACTED_HEADER = "WARC-Newsvane-Redacted"
"""The header of a record some words of which were overwritten, so that its digests do not match any more."""

_ADDRESS_HEADERS = ("warc-target-uri", "warc-newsvane-asked-uri")
"""The headers of a record that contain an address of its page, in lower case."""
_DIGEST = re.compile(rb"^WARC-(?:Block|Payload)-Digest:[^\r\n]*\r\n", re.IGNORECASE | re.MULTILINE)
_ERASED = (
    b"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <urn:newsvane:removed-by-request>\r\n"
    b"WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
)
_GZIP_HEADER = b"\x1f\x8b\x08\x10\x00\x00\x00\x00\x00\xff"
"""Of a member with a comment (flag 0x10), without a time."""


def erase_pages(
    path: storage.StoragePath, is_forgotten: Callable[[str], bool], overwrite: Overwrite | None = None
) -> int:
    """Erase the pages from a WARC file of which an address is forgotten. Return how many pages were changed.

    `is_forgotten`: called with the addresses of each page. `overwrite`: called with the content and the address of the
    other pages, returns the content with words overwritten. The file is replaced as a whole, and stays as it is if
    nothing has to change. Raises OSError, and zlib.error if the file is damaged or not compressed.
    """
    cleaned = path.with_name(f"{path.name}.erasing") if isinstance(path, Path) else _name_temporary_file()
    try:
        with path.open("rb") as file, cleaned.open("wb") as out:
            changed = _copy_cleaned(file, out, is_forgotten, overwrite)
            out.flush()
            os.fsync(out.fileno())
        if changed and isinstance(path, Path):
            cleaned.replace(path)
        elif changed:
            storage.put_file(cleaned, path)
    finally:
        cleaned.unlink(missing_ok=True)
    return changed


def _name_temporary_file() -> Path:
    return Path(tempfile.gettempdir()) / f"newsvane-{secrets.token_hex(8)}.warc.gz"


def _copy_cleaned(
    file: IO[bytes], out: IO[bytes], is_forgotten: Callable[[str], bool], overwrite: Overwrite | None
) -> int:
    changed = 0
    for member, content in split_members(file):
        addresses = _list_addresses(content)
        if any(map(is_forgotten, addresses)):
            cleaned: tuple[bytes, ...] = (_ERASED,)
        else:
            cleaned = _redact(content, next(iter(addresses), ""), overwrite) if overwrite else ()
        changed += bool(cleaned)
        out.write(_replace(len(member), cleaned) if cleaned else member)
    return changed


def _list_addresses(content: bytes) -> list[str]:
    """Return the addresses in the headers of a record."""
    lines = content.partition(b"\r\n\r\n")[0].split(b"\r\n")
    named = (line.partition(b":")[::2] for line in lines)
    return [
        value.decode("utf-8", "replace").strip().strip("<>")
        for name, value in named
        if name.decode("latin-1").strip().lower() in _ADDRESS_HEADERS
    ]


def _redact(content: bytes, address: str, overwrite: Overwrite) -> tuple[bytes, ...]:
    """Return a record with words overwritten, first with a header for its digests; () if there is nothing to overwrite.

    A page that our code cannot cope with stays as it is, so that the others are cleaned.
    """
    head, break_, body = content.partition(b"\r\n\r\n")
    try:
        redacted = overwrite(body, address)
    except Exception as error:  # whatever a page makes our code do
        if isinstance(error, MemoryError):
            raise
        log.exception("the archived page of %s was not searched for what was forgotten, and stays as it is", address)
        return ()
    if redacted == body:
        return ()
    bare = _DIGEST.sub(b"", head + b"\r\n").removesuffix(b"\r\n")
    marked = bare if REDACTED_HEADER.encode() in bare else bare + f"\r\n{REDACTED_HEADER}: by request".encode()
    return marked + break_ + redacted, bare + break_ + redacted


def _replace(size: int, contents: tuple[bytes, ...]) -> bytes:
    """Return a gzip member of exactly `size` bytes with the first of these contents that fits, or one that erases."""
    return next(filter(None, (_compress(each, size) for each in (*contents, _ERASED, b""))), b"")


def _compress(content: bytes, size: int) -> bytes | None:
    """Return a gzip member of exactly `size` bytes; None if the content does not fit into it."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflater.compress(content) + deflater.flush()
    body += struct.pack("<LL", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    comment = size - len(_GZIP_HEADER) - len(body) - 1
    return _GZIP_HEADER + b" " * comment + b"\0" + body if comment >= 0 else None
