"""Turn a record of a WARC file into a page. Sizes are in bytes."""

import base64
import hashlib
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import brotli
from warcio.recordloader import ArcWarcRecord

from newsvane.errors import Terminal
from newsvane.records import Page

PREFIX = "X-Archive-Orig-"
REQUESTED_URI = "WARC-Newsvane-Asked-URI"
"""Our own record header: the address that was requested, before any redirect."""

_HTML = ("text/html", "application/xhtml+xml")
_UNNAMED = ("", "unk", "text/plain", "application/octet-stream")
"""Types that servers and crawlers also give to pages: their content decides."""


class NoPage(Terminal):
    """A record holds no page that could be read. `reason`: a code to count by."""


def build_page(record: ArcWarcRecord, body: bytes) -> Page:
    """Return the page of a response. A record without an HTTP status stands for status 200."""
    headers, http = record.rec_headers, record.http_headers
    uri = _find_uri(record)
    return Page(
        url=headers.get_header(REQUESTED_URI) or uri,
        final_url=uri,
        status=int(http.get_statuscode()) if http else 200,
        headers=tuple((name.removeprefix(PREFIX), value) for name, value in http.headers) if http else (),
        body=body,
        fetched_at=_parse_date(headers.get_header("WARC-Date")),
    )


def find_fault(record: ArcWarcRecord, *, max_bytes: int) -> NoPage | None:
    """Return why a record holds no page; None if it may hold one. Its content is not read."""
    kind, uri = record.rec_type, _find_uri(record)
    if kind == "revisit":
        return NoPage("its content is in another record, to which it refers", reason="revisit")
    if not uri.startswith(("http://", "https://")):
        return NoPage(f"{uri[:200]} is not an address of the web", reason="not_http")
    if kind == "response" and record.http_headers is None:
        return NoPage("it holds no HTTP response", reason="not_http")
    if record.http_headers and (status := record.http_headers.get_statuscode()) != "200":
        return NoPage(
            f"the server answered {status[:20]}", reason=f"http_{status}" if status.isdecimal() else "bad_http"
        )
    if _content_type(record) not in (*_HTML, *_UNNAMED):
        return NoPage(f"its type is {_content_type(record)[:100]}", reason="not_html")
    if record.rec_headers.get_header("WARC-Truncated"):
        return NoPage("the crawler kept only the beginning of the page", reason="cut_short")
    if (record.length or 0) > max_bytes:
        return NoPage(f"larger than {max_bytes:,} bytes", reason="too_large")
    return None


def read_page(record: ArcWarcRecord, *, max_bytes: int) -> Page:
    """Return the page of a record for which `find_fault` found none. Raises NoPage if its content is damaged."""
    payload = record.raw_stream.read(max_bytes + 1)
    if record.payload_length > len(payload):
        raise NoPage("the file ends within the record", reason="file_cut_short")
    body = _decode(record, payload, max_bytes)
    _require_digest(record, payload, body)
    try:
        return build_page(record, body)
    except ValueError as error:
        raise NoPage(f"its date or status cannot be read: {error}", reason="bad_record") from error


def decode_body(record: ArcWarcRecord, *, max_bytes: int) -> bytes:
    """Return the content of a record without its transfer encodings. Raises NoPage if it is too large or damaged."""
    return _decode(record, record.raw_stream.read(max_bytes + 1), max_bytes)


def _decode(record: ArcWarcRecord, payload: bytes, max_bytes: int) -> bytes:
    record.raw_stream = BytesIO(payload)
    try:
        body = bytes(record.content_stream().read(max_bytes + 1))
    except (zlib.error, brotli.error, OSError, ValueError, EOFError) as error:
        raise NoPage(f"its content is not encoded as its headers say ({error})", reason="bad_encoding") from error
    if len(body) > max_bytes:
        raise NoPage(f"larger than {max_bytes:,} bytes when it is decompressed", reason="too_large")
    return body


def _require_digest(record: ArcWarcRecord, payload: bytes, body: bytes) -> None:
    """Raise NoPage if the digest is that of another content. Crawlers take it before or after decoding."""
    name, _, value = (record.rec_headers.get_header("WARC-Payload-Digest") or "").partition(":")
    algorithm = _ALGORITHMS.get(name.strip().lower().replace("-", ""))
    if algorithm is None or not value.strip():
        return
    written = value.strip().rstrip("=").lower()
    if not any(written in _write_digest(algorithm(each).digest()) for each in (payload, body)):
        raise NoPage("its content differs from what the crawler has recorded (WARC-Payload-Digest)", reason="digest")


def _write_digest(digest: bytes) -> tuple[str, str]:
    return digest.hex(), base64.b32encode(digest).decode("ascii").rstrip("=").lower()


_ALGORITHMS: dict[str, Callable[[bytes], "hashlib._Hash"]] = {
    "sha1": hashlib.sha1,
    "sha256": hashlib.sha256,
    "sha512": hashlib.sha512,
    "md5": hashlib.md5,
}


def _find_uri(record: ArcWarcRecord) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _parse_date(written: str | None) -> datetime:
    """Return a time as WARC files write it. Raises ValueError if it is none, or none of UTC."""
    found = datetime.fromisoformat((written or "").strip())
    return found if found.tzinfo else found.replace(tzinfo=UTC)
