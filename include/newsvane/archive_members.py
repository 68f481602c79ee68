"""Read the members of WARC files as they are, without parsing the pages. Each record is a gzip member of its own."""

import zlib
from collections.abc import Iterator
from typing import IO

_BLOCK_BYTES = 2**20


def split_members(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield each gzip member from where a file is, and what it contains. Raises zlib.error if it is damaged."""
    rest = b""
    while block := rest or file.read(_BLOCK_BYTES):
        member, content, inflater = bytearray(), bytearray(), zlib.decompressobj(16 + zlib.MAX_WBITS)
        rest = b""
        while block:
            content += inflater.decompress(block)
            rest = inflater.unused_data
            member += block[: len(block) - len(rest)]
            block = b"" if inflater.eof else file.read(_BLOCK_BYTES)
        yield bytes(member), bytes(content)
