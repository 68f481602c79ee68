"""Ask a Wayback Machine which captures it has, and restore captures to what the outlet's server sent.

`BASE/cdx/search/cdx` is the index; `BASE/web/20240305143000id_/ADDRESS` is a capture as it was received. Without
`id_`, a capture has a toolbar and rewritten links.
"""

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote, urlencode

from newsvane.past.leads import Lead
from newsvane.public_addresses import BadAddress, clean_address
from newsvane.records import Page
from newsvane.safe_text import clean_line

ROWS_PER_REQUEST = 5_000

_CAPTURE = re.compile(r"(?i)^https?://[^/]+/web/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<url>https?:/{1,2}.+)$")
_ARCHIVE_HOST = re.compile(r"(?i)^https?://(?:web\.archive\.org|web-beta\.archive\.org|archive\.org)[/:]")
_SCHEME = re.compile(r"(?i)^https?://")
_WWW = re.compile(r"^www\d*\.(?=[^.]+\.)")
_DOMAIN = re.compile(r"(?i)(?:[\w-]+\.)+[\w-]+(?::\d{1,5})?")
_NOT_IN_PATH = re.compile(r"[\s*\\#]|(?:^|/)\.\.(?:/|$)|%(?![0-9a-fA-F]{2})")
_ADDITIONS = (
    (b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->", b"<!-- END WAYBACK TOOLBAR INSERT -->"),
    (b'<script src="//archive.org/', b"<!-- End Wayback Rewrite JS Include -->"),
    (
        b'<script type="text/javascript" src="https://web-static.archive.org/',
        b"<!-- End Wayback Rewrite JS Include -->",
    ),
    (b'<script type="text/javascript" src="/_static/', b"<!-- End Wayback Rewrite JS Include -->"),
    (b"<!--\n     FILE ARCHIVED ON", b"-->"),
)
"""How what a Wayback Machine adds to a page begins and ends."""

_LINK = re.compile(rb"(?i)(?:https?:)?(?://web\.archive\.org)?/web/\d{14}(?:[a-z]{2}_)?/(?=https?://|mailto:)")


class IndexPage(NamedTuple):
    """One answer of the index. `leads`: captures of pages. `resume_key`: for the next request; "" after the last.

    `faults`: how many rows give no lead, by reason.
    """

    leads: tuple[Lead, ...]
    resume_key: str
    faults: Mapping[str, int]


def require_asked(address: str) -> None:
    """Raise ValueError, with what to write instead, if a Wayback Machine cannot be asked for this.

    It can for a domain, and for the beginning of an address, which ends with `*`.
    """
    beginning = address.removesuffix("*")
    written = beginning if _SCHEME.match(beginning) else f"http://{beginning}"
    host, _, rest = written.partition("//")[2].partition("/")
    if _DOMAIN.fullmatch(host) and rest.isascii() and rest.isprintable() and not _NOT_IN_PATH.search(rest):
        with suppress(BadAddress):
            clean_address(written)
            return
    raise ValueError(
        f"{clean_line(address, 200)!r} is neither a domain nor the beginning of an address: write a domain "
        "(outlet.example), or an address and * (outlet.example/news/*)"
    )


def build_index_url(base: str, address: str, *, since: date, until: date, resume_key: str = "") -> str:
    """Return the address that lists the first capture of each page.

    `address`: a domain, with all hosts below it, or the beginning of an address, which ends with `*`.
    """
    query: dict[str, object] = {
        "url": address.removesuffix("*"),
        "matchType": "prefix" if _asks_for_beginning(address) else "domain",
        "from": f"{since:%Y%m%d}",
        "to": f"{until:%Y%m%d}",
        "output": "json",
        "fl": "timestamp,original,mimetype,statuscode",
        "filter": ["statuscode:200", "mimetype:text/html"],
        "collapse": "urlkey",
        "limit": str(ROWS_PER_REQUEST),
        "showResumeKey": "true",
    }
    if resume_key:
        query["resumeKey"] = resume_key
    return f"{base}/cdx/search/cdx?{urlencode(query, doseq=True)}"


def parse_index(body: bytes, base: str, *, asked: str) -> IndexPage:
    """Read an answer of the index in JSON: rows of strings, of which the first names the columns.

    `asked`: the address whose captures were asked for; rows of others are left out (`not_asked`). A resumption key
    stands alone in the last row, after an empty one. Raises ValueError if it is not such an answer.
    """
    try:
        rows = json.loads(body.decode("utf-8", "replace") or "[]")
    except RecursionError as error:
        raise ValueError("it nests too deep") from error
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError("the answer is not a list of rows")
    if not rows:
        return IndexPage((), "", {})
    names, rows = [*map(str, rows[0])], rows[1:]
    key = ""
    if len(rows) >= 2 and not rows[-2] and len(rows[-1]) == 1:
        rows, key = rows[:-2], str(rows[-1][0])
    if not {"timestamp", "original"} <= {*names}:
        raise ValueError(f"its columns are {str(names)[:200]}")
    leads, faults = list[Lead](), Counter[str]()
    for row in rows:
        found = _read_row(names, row, base, asked)
        if isinstance(found, Lead):
            leads.append(found)
        else:
            faults[found] += 1
    return IndexPage(tuple(leads), key, faults)


def _read_row(names: Sequence[str], row: Sequence[object], base: str, asked: str) -> Lead | str:
    """Return the capture of a row, or the reason why there is none."""
    try:
        fields = dict(zip(names, map(str, row), strict=True))
        url, time = clean_address(fields["original"]), fields["timestamp"]
        if not _is_asked(url, asked):
            return "not_asked"
        if not parse_timestamp(time):
            return "bad_row"
        return Lead(url=url, source="wayback", capture_url=f"{base}/web/{time}id_/{url}")
    except BadAddress as error:
        return error.reason
    except Exception:  # whatever a row makes our code do costs this row
        return "bad_row"


def _is_asked(url: str, asked: str) -> bool:
    """Return whether an address is in the domain that was asked for, or begins as asked: as the index compares them.

    The index ignores scheme, `www.` and case.
    """
    host, path = _compare_by(url)
    asked_host, asked_path = _compare_by(asked.removesuffix("*"))
    if _asks_for_beginning(asked):
        return host == asked_host and path.startswith(asked_path)
    return host == asked_host or host.endswith(f".{asked_host}")


def _compare_by(url: str) -> tuple[str, str]:
    host, _, path = _SCHEME.sub("", url).partition("/")
    host = host.encode("idna").decode("ascii").lower().removesuffix(":80").removesuffix(":443").rstrip(".")
    return _WWW.sub("", host), unquote(path).lower()


def _asks_for_beginning(asked: str) -> bool:
    return asked.endswith("*") or "/" in _SCHEME.sub("", asked)


def parse_timestamp(written: str) -> datetime | None:
    """Parse a time such as 20240305143000, or its beginning from the year on; None if it is none."""
    if not written.isascii() or not written.isdecimal() or not 4 <= len(written) <= 14:
        return None
    try:
        return datetime.strptime(written + "00000101000000"[len(written) :], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def unwrap_capture(page: Page, *, base: str = "") -> Page:
    """Return a page as its own server sent it, if it is a capture that a Wayback Machine shows; else the same page.

    Address and time are those of the capture; the toolbar goes, and links lead to the outlet again. `base`: the address
    of another Wayback Machine than the Internet Archive's. What others serve below `/web/` is no capture.
    """
    if not (_ARCHIVE_HOST.match(page.final_url) or (base and page.final_url.startswith(f"{base}/"))):
        return page
    found = _CAPTURE.match(page.final_url)
    captured_at = found and parse_timestamp(found["time"])
    if not found or not captured_at or captured_at > page.fetched_at + timedelta(days=1):
        return page
    url = re.sub(r"^(https?):/+", r"\1://", found["url"])
    return page.model_copy(
        update={
            "url": url,
            "final_url": url,
            "moved_to": None,
            "fetched_at": captured_at,
            "body": _remove_additions(page.body),
        }
    )


def _remove_additions(body: bytes) -> bytes:
    if b"/web/" not in body and b"WAYBACK" not in body:
        return body
    for begin, end in _ADDITIONS:
        body = _cut_out(body, begin, end)
    return _LINK.sub(b"", body)


def _cut_out(body: bytes, begin: bytes, end: bytes) -> bytes:
    start = body.find(begin)
    stop = body.find(end, start) if start >= 0 else -1
    return body[:start] + body[stop + len(end) :] if stop >= 0 else body
