"""Write WARC files as other crawlers do, sound or damaged, byte by byte."""

import base64
import gzip
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

CAPTURED = datetime(2024, 3, 5, 14, 30, tzinfo=UTC)


class Record(NamedTuple):
    """A record. `headers`: those of the HTTP response, with its status line; "" if it is none."""

    uri: str
    body: bytes
    date: datetime = CAPTURED
    kind: str = "response"
    headers: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"
    digest: str = ""
    more: str = ""

    def to_bytes(self) -> bytes:
        http = f"{self.headers}\r\n\r\n".encode() if self.headers else b""
        block = http + self.body
        digest = self.digest or "sha1:" + base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        lines = (
            "WARC/1.0", f"WARC-Type: {self.kind}", f"WARC-Target-URI: {self.uri}",
            f"WARC-Date: {self.date:%Y-%m-%dT%H:%M:%SZ}", f"WARC-Payload-Digest: {digest}",
            "Content-Type: application/http; msgtype=response", f"Content-Length: {len(block)}",
        )  # fmt: skip
        head = "\r\n".join([*lines, *([self.more] if self.more else [])])
        return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


INFO = Record("", b"software: a crawler\r\n", kind="warcinfo", headers="")


def pack(records: Iterable[Record], *, form: str = "records") -> bytes:
    """Return a file. `form`: compressed per "records", as a "whole", or "plain"."""
    written = [each.to_bytes() for each in (INFO, *records)]
    if form == "records":
        return b"".join(gzip.compress(each, mtime=0) for each in written)
    return gzip.compress(b"".join(written), mtime=0) if form == "whole" else b"".join(written)


def write_warc(path: Path, records: Iterable[Record], *, form: str = "records") -> Path:
    """Write a file, with its folder, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pack(records, form=form))
    return path
