"""Decompress bodies as they arrive, up to a limit. Sizes are in bytes. Pure.

The limit also applies to each step of a decoder, so a decompression bomb takes no more memory than an honest body.
"""

import zlib
from typing import Protocol

import brotli

from newsvane.errors import BodyTooLarge, FetchFailed, FetchRefused

ACCEPT_ENCODING = "gzip, deflate, br"

BOMB_RATIO = 100
"""A body over the limit that grew by more than this factor is a bomb. Text rarely shrinks to less than a twentieth."""

_PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8", "binary"})
"""Values that servers send for uncompressed bodies."""

_MAX_GZIP_MEMBERS = 100
"""The maximum number of gzip members in a body: empty ones cost time and yield nothing."""


class BodyDecoder:
    """Decodes one body of at most `max_bytes`. `encoding`: its Content-Encoding."""

    def __init__(self, encoding: str | None, max_bytes: int) -> None:
        self._encoding = (encoding or "").strip().lower()
        self._max = max_bytes
        self._decoder: _Decoder | None = None
        self._head = b""
        self._wire = 0
        self._body = bytearray()

    def feed(self, data: bytes) -> None:
        """Decode data as it arrives. Raises FetchRefused (`too_large`, `bomb`) and FetchFailed (`bad_encoding`)."""
        self._wire += len(data)
        if self._decoder is None:
            data = self._head = self._head + data
            if len(data) < 2:
                return
            self._decoder = _make_decoder(self._encoding, data)
        try:
            self._body += self._decoder.feed(data, self._max - len(self._body) + 1)
        except (zlib.error, brotli.error) as error:
            message = f"the body is not in the declared encoding {self._encoding[:40]}"
            raise FetchFailed(message, reason="bad_encoding") from error
        read = self._wire - self._decoder.pending
        if len(self._body) > max(self._max, read * BOMB_RATIO):
            message = f"a decompression bomb: {read:,} bytes became more than {self._max:,}"
            raise FetchRefused(message, reason="bomb")
        if max(len(self._body), self._wire) > self._max:
            raise too_large_error(self._max)

    def received(self) -> bytes:
        """Return the part of the body that was decoded so far, up to the limit."""
        return bytes(self._body[: self._max])

    def finish(self) -> bytes:
        """Return the whole body. Raises FetchFailed (`truncated`) if the compressed stream is incomplete."""
        if self._decoder is None:
            return self._head
        if not self._decoder.complete:
            raise FetchFailed("the compressed body ends early", reason="truncated")
        return bytes(self._body)


def too_large_error(max_bytes: int) -> BodyTooLarge:
    """Return the error for a body over the limit."""
    return BodyTooLarge(f"larger than {max_bytes:,} bytes", reason="too_large")


def decompress_gzip_file(body: bytes, max_bytes: int) -> bytes:
    """Decompress a body that is a gzip file (`sitemap.xml.gz`), up to the same limit; return any other as it is."""
    decoder = BodyDecoder("gzip", max_bytes)
    decoder.feed(body)
    return decoder.finish()


class _Decoder(Protocol):
    """`feed` returns at most about `limit` bytes; `pending` is how much input it has not read yet because of that."""

    @property
    def complete(self) -> bool: ...

    @property
    def pending(self) -> int: ...

    def feed(self, data: bytes, limit: int) -> bytes: ...


def _make_decoder(encoding: str, head: bytes) -> _Decoder:
    """Return the decoder for an encoding.

    A body that is declared as gzip but is not stays as it is, because some proxies decompress bodies and keep the
    header.
    """
    if encoding in _PLAIN:
        return _Identity()
    if encoding in {"gzip", "x-gzip"}:
        return _Zlib(31) if head.startswith(b"\x1f\x8b") else _Identity()
    if encoding == "deflate":
        has_header = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
        return _Zlib(15 if has_header else -15)
    if encoding == "br":
        return _Brotli()
    raise FetchFailed(f"Content-Encoding {encoding[:40]!r}, which was not requested", reason="bad_encoding")


class _Identity:
    complete = True
    pending = 0

    def feed(self, data: bytes, limit: int) -> bytes:
        return data[:limit]


class _Zlib:
    """gzip (with one or more members) and deflate, selected by zlib's `wbits`."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._stream = zlib.decompressobj(bits)
        self._members = 1

    @property
    def complete(self) -> bool:
        return self._stream.eof

    @property
    def pending(self) -> int:
        return len(self._stream.unconsumed_tail)

    def feed(self, data: bytes, limit: int) -> bytes:
        out = self._stream.decompress(data, limit)
        while len(out) < limit and (rest := self._stream.unused_data).startswith(b"\x1f\x8b"):
            self._members += 1
            if self._members > _MAX_GZIP_MEMBERS:
                raise zlib.error(f"more than {_MAX_GZIP_MEMBERS} gzip members")
            self._stream = zlib.decompressobj(self._bits)
            out += self._stream.decompress(rest, limit - len(out))
        return out


class _Brotli:
    pending = 0

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    @property
    def complete(self) -> bool:
        return bool(self._stream.is_finished())

    def feed(self, data: bytes, limit: int) -> bytes:
        out = self._stream.process(data, output_buffer_limit=limit)
        while len(out) < limit and not self._stream.can_accept_more_data():
            out += self._stream.process(b"", output_buffer_limit=limit - len(out))
        return bytes(out)
